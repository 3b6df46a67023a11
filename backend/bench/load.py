"""A load generator over raw sockets, so that the client costs little of the two cores that it shares.

Runs as a process of its own: `python -m backend.bench.load` reads one JSON job from its standard input and writes the
result to its standard output. It speaks to loopback only, for a bounded time.
"""

import asyncio
import http.client
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

import orjson
import uvloop

MAX_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Job:
    """What to send: raw requests, sent in turn over `connections` kept-alive connections for `seconds`."""

    url: str
    requests: Sequence[str]
    connections: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Result:
    """Per second, and milliseconds at the 50th, 95th and 99th percentile."""

    per_second: float
    p50: float
    p95: float
    p99: float
    count: int
    errors: int
    bytes: int


async def run(job: Job) -> Result:
    """Drive the load. Raises ValueError for an address that is not loopback."""
    parts = urlsplit(job.url)
    host, port = parts.hostname or "", parts.port or 80
    if host not in {"127.0.0.1", "::1", "localhost"}:
        raise ValueError("load goes to loopback only")
    times: list[float] = []
    failures = 0
    size = 0
    end = time.perf_counter() + min(job.seconds, MAX_SECONDS)
    payloads = [request.encode() for request in job.requests]

    async def worker(offset: int) -> None:
        nonlocal failures, size
        reader, writer = await asyncio.open_connection(host, port)
        index = offset
        while (begun := time.perf_counter()) < end:
            writer.write(payloads[index % len(payloads)])
            index += job.connections
            status, body = await _answer(reader)
            times.append(time.perf_counter() - begun)
            failures += status >= 400
            size = max(size, body)
        writer.close()

    started = time.perf_counter()
    await asyncio.gather(*(worker(number) for number in range(job.connections)))
    took = time.perf_counter() - started
    times.sort()
    return Result(
        per_second=len(times) / took,
        p50=_at(times, 0.50),
        p95=_at(times, 0.95),
        p99=_at(times, 0.99),
        count=len(times),
        errors=failures,
        bytes=size,
    )


async def _answer(reader: asyncio.StreamReader) -> tuple[int, int]:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head[9:12])
    lower = head.lower()
    start = lower.index(b"content-length:") + 15
    length = int(lower[start : lower.index(b"\r\n", start)])
    if length:
        await reader.readexactly(length)
    return status, length


def _at(times: Sequence[float], share: float) -> float:
    return round(times[min(len(times) - 1, int(len(times) * share))] * 1000, 3) if times else 0.0


def ask(url: str, request: str) -> bytes:
    """The body of one answer. Raises ValueError for one that is no success."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=10) as connection:
        connection.sendall(request.encode())
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        body = answer.read()
    if answer.status >= 300:
        raise ValueError(f"{request.splitlines()[0]} answered {answer.status}: {body.decode()}")
    return body


def raw_request(method: str, path: str, token: str, body: bytes | None = None) -> str:
    """An HTTP/1.1 request as text."""
    head = f"{method} {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n"
    if body is not None:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head + "\r\n" + (body.decode() if body is not None else "")


if __name__ == "__main__":
    job = Job(**orjson.loads(sys.stdin.buffer.read()))
    sys.stdout.buffer.write(orjson.dumps(asdict(uvloop.run(run(job)))))
