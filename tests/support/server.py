"""A Stoke of a test behind a real HTTP server on loopback, for sockets and for a browser."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import UUID

import uvicorn
from starlette.types import ASGIApp

from backend.core.ending import ended
from backend.core.outbox.relay import Relay, deliver
from tests.support.stoke import Stoke


@asynccontextmanager
async def served(stoke: Stoke) -> AsyncGenerator[int]:
    """Serve the app; answers the port."""
    async with listening() as listener, serving(stoke.app, listener):
        yield listener.getsockname()[1]


@asynccontextmanager
async def listening() -> AsyncGenerator[socket.socket]:
    """A port of its own."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    try:
        yield listener
    finally:
        listener.close()


@asynccontextmanager
async def serving(app: ASGIApp, listener: socket.socket) -> AsyncGenerator[None]:
    """Serve any app there, without its lifespan."""
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="error", ws="websockets-sansio"))
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        await task


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
