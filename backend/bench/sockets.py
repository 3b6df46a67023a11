"""Many browser tabs at once, over raw sockets, and when each was told.

A process of its own, `python -m backend.bench.sockets`: it opens the sockets, makes changes, and writes how many
milliseconds after each change every socket heard of it. Loopback only, bounded in number and time.
"""

import asyncio
import base64
import os
import struct
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import cycle
from typing import cast
from urllib.parse import urlsplit

import httpx
import orjson
import uvloop

MOST = 2_000
WAIT_SECONDS = 20.0
QUIET_SECONDS = 2.0
_TEXT, _CLOSE = 1, 8


@dataclass(frozen=True, slots=True)
class Job:
    """`tokens`: one for each socket, at `urls` by turns. `clients`: who are changed with `token`, one by one."""

    urls: Sequence[str]
    tokens: Sequence[str]
    clients: Sequence[str]
    token: str


@dataclass(frozen=True, slots=True)
class Told:
    """Milliseconds from a change to a socket that heard of it, over all changes and sockets."""

    sockets: int
    p50: float
    p99: float
    last: float
    missed: int


class _Tab(asyncio.Protocol):
    """One socket: the opening handshake of RFC 6455, then text frames."""

    def __init__(self, host: str, token: str) -> None:
        self._host = host
        self._token = token
        self._data = b""
        self._open = False
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waited_for = b""
        self.heard: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self.told_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's is one in all but its ancestry.
        self._transport = cast(asyncio.Transport, transport)
        key = base64.b64encode(os.urandom(16)).decode()
        self._transport.write(
            f"GET /api/live HTTP/1.1\r\nHost: {self._host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(exc or ConnectionResetError("the server closed the socket"))

    def data_received(self, data: bytes) -> None:
        self._data += data
        if not self._open:
            end = self._data.find(b"\r\n\r\n")
            if end < 0:
                return
            if b" 101 " not in self._data[:end]:
                self._fail(ConnectionRefusedError(self._data[:end].decode()))
                return
            self._open, self._data = True, self._data[end + 4 :]
            self.say({"type": "auth", "token": self._token})
        while (text := self._frame()) is not None:
            self._hear(text)

    def say(self, message: dict[str, str]) -> None:
        """Send a text frame, masked as a browser's must be."""
        payload, mask = orjson.dumps(message), os.urandom(4)
        masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))
        length = len(payload)
        head = struct.pack("!BB", 0x81, 0x80 | length) if length < 126 else struct.pack("!BBH", 0x81, 0xFE, length)
        self._transport.write(head + mask + masked)

    def wait_for(self, client: str) -> None:
        """Begin to listen for an event about this client."""
        self._waited_for = client.encode()
        self.heard = asyncio.get_running_loop().create_future()

    def close(self) -> None:
        """Leave."""
        self._transport.close()

    def _frame(self) -> bytes | None:
        data = self._data
        if len(data) < 2:
            return None
        length, start = data[1] & 0x7F, 2
        if length == 126:
            if len(data) < 4:
                return None
            length, start = int.from_bytes(data[2:4], "big"), 4
        if len(data) < start + length:
            return None
        self._data = data[start + length :]
        if data[0] & 0x0F == _CLOSE:
            code = int.from_bytes(data[start : start + 2], "big")
            self._transport.close()
            self._fail(ConnectionAbortedError(f"the server ended the socket with {code}"))
        return data[start : start + length] if data[0] & 0x0F == _TEXT else b""

    def _fail(self, error: Exception) -> None:
        if not self.ready.done():
            self.ready.set_exception(error)

    def _hear(self, text: bytes) -> None:
        if b'"ready"' in text and not self.ready.done():
            self.ready.set_result(None)
        elif b'"event"' in text:
            self.told_at = time.perf_counter()
            if self._waited_for and self._waited_for in text and not self.heard.done():
                self.heard.set_result(self.told_at)


async def run(job: Job) -> Told:
    """Open the sockets, make the changes one after the other, and say when they were heard of."""
    places = [(parts.hostname or "", parts.port or 80) for parts in map(urlsplit, job.urls)]
    if any(host not in {"127.0.0.1", "::1", "localhost"} for host, _ in places) or len(job.tokens) > MOST:
        raise ValueError("load goes to loopback only, and within bounds")
    by_turns = cycle(places)
    loop = asyncio.get_running_loop()
    tabs: list[_Tab] = []
    for begin in range(0, len(job.tokens), 50):
        some: list[_Tab] = []
        for token, (host, port) in zip(job.tokens[begin : begin + 50], by_turns, strict=False):
            some.append(_Tab(f"{host}:{port}", token))
            await loop.create_connection(partial(_same, some[-1]), host, port)
        async with asyncio.timeout(WAIT_SECONDS):
            await asyncio.gather(*(tab.ready for tab in some))
        tabs += some
    await _quiet(tabs)
    times: list[float] = []
    missed = 0
    async with httpx.AsyncClient(base_url=job.urls[0], headers={"Authorization": f"Bearer {job.token}"}) as client:
        for number, changed in enumerate(job.clients):
            for tab in tabs:
                tab.wait_for(changed)
            begun = time.perf_counter()
            (await client.patch(f"/api/clients/{changed}", json={"goal": f"Goal {number}"})).raise_for_status()
            told, silent = await asyncio.wait([tab.heard for tab in tabs], timeout=WAIT_SECONDS)
            missed += len(silent)
            times += [1000 * (heard.result() - begun) for heard in told]
    for tab in tabs:
        tab.close()
    times.sort()
    return Told(len(tabs), _at(times, 0.5), _at(times, 0.99), _at(times, 1.0), missed)


async def _quiet(tabs: Sequence[_Tab]) -> None:
    """Until what was done before is told, and what opening the tabs set off is over."""
    async with asyncio.timeout(WAIT_SECONDS):
        left = QUIET_SECONDS
        while left > 0:
            await asyncio.sleep(left)
            left = max(tab.told_at for tab in tabs) + QUIET_SECONDS - time.perf_counter()


def _same(tab: _Tab) -> _Tab:
    return tab


def _at(times: Sequence[float], share: float) -> float:
    return round(times[min(len(times) - 1, int(len(times) * share))], 1) if times else 0.0


if __name__ == "__main__":
    told = uvloop.run(run(Job(**orjson.loads(sys.stdin.buffer.read()))))
    sys.stdout.buffer.write(orjson.dumps(asdict(told)))
