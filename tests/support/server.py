"""A Stoke of a test behind a real HTTP server on loopback, for sockets and for a browser."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import UUID

import uvicorn

from backend.core.ending import ended
from backend.core.outbox.relay import Relay, deliver
from tests.support.stoke import Stoke


@asynccontextmanager
async def served(stoke: Stoke) -> AsyncGenerator[int]:
    """Serve the app; answers the port."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    port: int = listener.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(stoke.app, lifespan="off", log_level="error", ws="websockets-sansio"))
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield port
    finally:
        server.should_exit = True
        await task
        listener.close()


@asynccontextmanager
async def relayed(stoke: Stoke) -> AsyncGenerator[None]:
    """Relay and deliver in the background, as a worker does."""

    async def run(organization_id: str, delivery_id: str, _attempt: int) -> None:
        deliveries.append(
            asyncio.create_task(deliver(stoke.runtime.database, UUID(organization_id), UUID(delivery_id)))
        )

    deliveries: list[asyncio.Task[bool]] = []
    task = asyncio.create_task(Relay(stoke.runtime.database, stoke.runtime.redis, run).run())
    try:
        yield
    finally:
        await ended([task])
        await asyncio.gather(*deliveries, return_exceptions=True)
