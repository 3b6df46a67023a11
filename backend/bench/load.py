"""A load generator over raw sockets, so that the client costs little of the two cores that it shares.

Runs as a process of its own: `python -m backend.bench.load` reads one JSON job from its standard input and writes the
result to its standard output. It speaks to loopback only, for a bounded time.
"""

import asyncio
import http.client
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import cycle
from typing import cast
from urllib.parse import urlsplit

import orjson
import uvloop

MAX_SECONDS = 60
_TOLD = 300


@dataclass(frozen=True, slots=True)
class Job:
    """What to send: raw requests, in turn, over `connections` kept-alive connections for `seconds`, to `urls` by turns.

    `once`: each is sent once at most, and the end of the requests is the end; otherwise they begin anew. `order` says
    which is sent when, where some are sent often. An answer whose body does not begin with `begins` is an error.
    """

    urls: Sequence[str]
    requests: Sequence[str]
    connections: int
    seconds: float
    once: bool = False
    order: Sequence[int] | None = None
    begins: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """Per second, and milliseconds at the 50th, 95th and 99th percentile. `count` answers.

    `each`: the 50th and the 95th of each request, where one connection sent them all. `failure`: how one of the errors
    began, to see what went wrong.
    """

    per_second: float
    p50: float
    p95: float
    p99: float
    count: int
    errors: int
    bytes: int
    each: Sequence[tuple[float, float]] = ()
    failure: str = ""


async def run(job: Job) -> Result:
    """Drive the load. Raises ValueError for an address that is not loopback."""
    places = [(parts.hostname or "", parts.port or 80) for parts in map(urlsplit, job.urls)]
    if any(host not in {"127.0.0.1", "::1", "localhost"} for host, _ in places):
        raise ValueError("load goes to loopback only")
    loop = asyncio.get_running_loop()
    end = time.perf_counter() + min(job.seconds, MAX_SECONDS)
    payloads = _payloads(job)
    started = time.perf_counter()
    connections = [_Connection(payloads, end, job.begins.encode()) for _ in range(job.connections)]
    for connection, (host, port) in zip(connections, cycle(places), strict=False):
        await loop.create_connection(partial(_same, connection), host, port)
    await asyncio.gather(*(connection.done for connection in connections))
    took = time.perf_counter() - started
    each = _each(job, connections[0].times) if job.connections == 1 else ()
    times = sorted(taken for connection in connections for taken in connection.times)
    return Result(
        per_second=len(times) / took,
        p50=_at(times, 0.50),
        p95=_at(times, 0.95),
        p99=_at(times, 0.99),
        count=len(times),
        errors=sum(connection.failures for connection in connections),
        bytes=max((connection.size for connection in connections), default=0),
        each=each,
        failure=next((connection.failure for connection in connections if connection.failure), ""),
    )


def _each(job: Job, times: Sequence[float]) -> list[tuple[float, float]]:
    by_place: list[list[float]] = [[] for _ in job.requests]
    order = job.order or range(len(job.requests))
    for place, taken in zip(cycle(order), times, strict=False):
        by_place[place].append(taken)
    return [(_at(sorted(taken), 0.50), _at(sorted(taken), 0.95)) for taken in by_place]


def _payloads(job: Job) -> Iterator[bytes]:
    encoded = [request.encode() for request in job.requests]
    ordered = encoded if job.order is None else [encoded[place] for place in job.order]
    return iter(ordered) if job.once else cycle(ordered)


def _same(connection: "_Connection") -> "_Connection":
    return connection


class _Connection(asyncio.Protocol):
    """One kept-alive connection that asks again as soon as it was answered, for the next of what all of them send.

    A protocol and not a stream: the reader's tasks and buffers cost as much as the floor's whole answer.
    """

    def __init__(self, payloads: Iterator[bytes], end: float, begins: bytes) -> None:
        self._payloads = payloads
        self._end = end
        self._begins = begins
        self._begun = 0.0
        self._head = b""
        self._body = b""
        self._failed = False
        self._wanted = len(begins)
        self._missing = 0
        self.times: list[float] = []
        self.failures = 0
        self.failure = ""
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
            if len(self._body) < self._wanted:
                self._body += data[: self._wanted]
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
            self._failed = int(head[9:12]) >= 400
            self._wanted = _TOLD if self._failed else len(self._begins)
            self._missing = length - (len(self._head) - end - 4)
            self._body = self._head[end + 4 : end + 4 + self._wanted]
            self._head = b""
        if self._missing <= 0:
            self._answered()

    def _answered(self) -> None:
        now = time.perf_counter()
        self.times.append(now - self._begun)
        if self._failed or not self._body.startswith(self._begins):
            self.failures += 1
            self.failure = self.failure or self._body.decode(errors="replace")
        if now < self._end:
            self._ask()
        else:
            self._end_here()

    def _ask(self) -> None:
        payload = next(self._payloads, None)
        if payload is None:
            self._end_here()
            return
        self._begun = time.perf_counter()
        self._transport.write(payload)

    def _end_here(self) -> None:
        self.done.set_result(None)
        self._transport.close()


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
