"""`/metrics` on a port of its own, which no proxy in front of Stoke reaches.

Several processes share one host or container: each takes the first free port from the one that is set, so Prometheus
reads each by itself and adds up. That keeps gauges true and needs no files shared between processes.
"""

import asyncio
import errno
import hmac
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

import structlog
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.registry import Collector

from backend.core.observability.metrics import REGISTRY
from backend.core.settings import Settings

log = structlog.get_logger(__name__)

PORTS = 64
"""Tried from the first one on: more processes than that share no host."""
HEAD_BYTES = 8192
PATIENCE_SECONDS = 5
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Exposition:
    """Answers GET /metrics. `collectors` tell of what one process holds, beside what it counted."""

    def __init__(self, collectors: Sequence[Collector], token: str | None) -> None:
        self._held = CollectorRegistry()
        for collector in collectors:
            self._held.register(collector)
        self._token = token

    def text(self) -> bytes:
        """All metrics in Prometheus' text format."""
        return generate_latest(REGISTRY) + generate_latest(self._held)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one answer."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(self._answer(head))
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, OSError):
            return
        finally:
            writer.close()

    def _answer(self, head: bytes) -> bytes:
        first, *fields = head.decode("latin-1").split("\r\n")
        if first.split(" ")[:2] != ["GET", "/metrics"]:
            return _message("404 Not Found", b"Ask for GET /metrics.\n")
        if self._token is not None and not self._known(fields):
            return _message("401 Unauthorized", b"Send the bearer token.\n")
        return _message("200 OK", self.text())

    def _known(self, fields: Sequence[str]) -> bool:
        given = {name.lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
        expected = f"Bearer {self._token}"
        return hmac.compare_digest(given.get("authorization", "").encode(), expected.encode())


def _message(status: str, body: bytes) -> bytes:
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {CONTENT_TYPE}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


@asynccontextmanager
async def exposed(settings: Settings, collectors: Sequence[Collector]) -> AsyncGenerator[int | None]:
    """Serve the metrics while the block runs; answers the port, or None when the setting is off."""
    if settings.metrics_port is None:
        yield None
        return
    token = settings.metrics_token.get_secret_value() if settings.metrics_token is not None else None
    server, port = await _listen(Exposition(collectors, token), settings.metrics_host, settings.metrics_port)
    log.info("metrics.listening", port=port)
    try:
        yield port
    finally:
        server.close()


async def _listen(exposition: Exposition, host: str, first: int) -> tuple[asyncio.Server, int]:
    for port in range(first, min(first + PORTS, 65536)):
        try:
            return await asyncio.start_server(exposition.serve, host, port, limit=HEAD_BYTES), port
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    raise RuntimeError(f"no free port for metrics from {first} on: set STOKE_METRICS_PORT to another one")
