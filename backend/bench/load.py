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
from functools import partial
from typing import cast
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
    loop = asyncio.get_running_loop()
    end = time.perf_counter() + min(job.seconds, MAX_SECONDS)
    payloads = [request.encode() for request in job.requests]
    started = time.perf_counter()
    connections = [_Connection(payloads, offset, job.connections, end) for offset in range(job.connections)]
    for connection in connections:
        await loop.create_connection(partial(_same, connection), host, port)
    await asyncio.gather(*(connection.done for connection in connections))
    took = time.perf_counter() - started
    times = sorted(taken for connection in connections for taken in connection.times)
    return Result(
        per_second=len(times) / took,
        p50=_at(times, 0.50),
        p95=_at(times, 0.95),
        p99=_at(times, 0.99),
        count=len(times),
        errors=sum(connection.failures for connection in connections),
        bytes=max(connection.size for connection in connections),
    )


def _same(connection: "_Connection") -> "_Connection":
    return connection


class _Connection(asyncio.Protocol):
    """One kept-alive connection that asks again as soon as it was answered.

    A protocol and not a stream: the reader's tasks and buffers cost as much as the floor's whole answer.
    """

    def __init__(self, payloads: Sequence[bytes], offset: int, step: int, end: float) -> None:
        self._payloads = payloads
        self._index = offset
        self._step = step
        self._end = end
        self._begun = 0.0
        self._head = b""
        self._missing = 0
        self.times: list[float] = []
        self.failures = 0
        self.size = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's is one in all but its ancestry.
        self._transport = cast(asyncio.Transport, transport)
        self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionResetError("the server closed the connection"))

    def data_received(self, data: bytes) -> None:
        if self._missing:
            self._missing -= len(data)
        else:
            self._head += data
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self._head[:end].lower()
            start = head.index(b"content-length:") + 15
            stop = head.find(b"\r\n", start)
            length = int(head[start : stop if stop > 0 else None])
            self.size = max(self.size, length)
            self.failures += int(head[9:12]) >= 400
            self._missing = length - (len(self._head) - end - 4)
            self._head = b""
        if self._missing <= 0:
            self._answered()

    def _answered(self) -> None:
        now = time.perf_counter()
        self.times.append(now - self._begun)
        if now < self._end:
            self._ask()
        else:
            self.done.set_result(None)
            self._transport.close()

    def _ask(self) -> None:
        self._begun = time.perf_counter()
        self._transport.write(self._payloads[self._index % len(self._payloads)])
        self._index += self._step


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
