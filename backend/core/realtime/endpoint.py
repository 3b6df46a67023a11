"""The socket of a browser tab: `/api/live`.

The first message is `{"type":"auth","token":…,"since":…,"age_ms":…}`. The token is in a message, not in the address,
so that it stands in no log. `since` is the last event that the tab saw; a fresh tab says how many milliseconds ago it
began to fetch instead. The answer is `ready` with a cursor, then what was missed, then live messages.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from fastapi import APIRouter, WebSocket
from sqlalchemy.exc import SQLAlchemyError
from starlette.websockets import WebSocketDisconnect, WebSocketState

from backend.core.db.read import ReadSession
from backend.core.errors import StokeError
from backend.core.realtime.catch_up import anything_within, latest, missed
from backend.core.realtime.hub import Socket
from backend.core.realtime.messages import RESYNC
from backend.core.realtime.watch import topics_of
from backend.core.runtime import Runtime

router = APIRouter()

FIRST_MESSAGE_SECONDS = 10
SILENCE_SECONDS = 75
MAX_AGE_MS = 600_000.0
UNAUTHENTICATED = 4401
BAD_MESSAGE = 4400
TRY_AGAIN_LATER = 1013
TOO_MANY = 4429
MOST_OF_ONE_SIGN_IN = 30
"""Tabs of one browser. Whoever has more open reads the others' news when they are looked at."""
CALM_SECONDS = 0.2
"""A tab pings every half minute; one that floods is read no faster than this."""


@router.websocket("/live")
async def live(websocket: WebSocket) -> None:
    """Serve one tab until it goes, its access ends, or it falls silent."""
    await websocket.accept()
    runtime: Runtime = websocket.app.state.runtime
    try:
        hello = await _first_message(websocket)
        claims = runtime.tokens.read(hello.token)
        access = await runtime.authenticator.access(claims)
    except StokeError:
        await websocket.close(UNAUTHENTICATED)
        return
    except (SQLAlchemyError, ConnectionError):
        # The database is away or has no connection to give; the tab tries again by itself.
        await _close(websocket, TRY_AGAIN_LATER)
        return
    except (TimeoutError, ValueError, ArithmeticError, RecursionError, KeyError, TypeError, WebSocketDisconnect):
        await _close(websocket, BAD_MESSAGE)
        return
    websocket.state.access = access
    socket = Socket(claims, access, topics_of(access))
    if runtime.hub.sockets_of(access.session_id) >= MOST_OF_ONE_SIGN_IN:
        await websocket.close(TOO_MANY)
        return
    try:
        await runtime.hub.join(socket)
        async with runtime.database.read(access.organization_id) as read:
            cursor = await latest(read)
            replay = await _missed(read, hello, socket.topics)
        await websocket.send_json({"type": "ready", "cursor": str(cursor) if cursor else None})
        for message in replay:
            await websocket.send_text(message)
        tasks: list[asyncio.Task[Any]] = [
            asyncio.create_task(_send(websocket, socket)),
            asyncio.create_task(_receive(websocket)),
            asyncio.create_task(socket.ended.wait()),
        ]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        # Whose access is another one now comes back with it: a refused token is renewed before anybody is signed out.
        await _close(websocket, UNAUTHENTICATED if socket.ended.is_set() else 1000)
    except (SQLAlchemyError, ConnectionError):
        await _close(websocket, TRY_AGAIN_LATER)
    except (WebSocketDisconnect, RuntimeError):
        return
    finally:
        runtime.hub.leave(socket)


@dataclass(frozen=True, slots=True)
class _Hello:
    """The first message: `since` names the last event seen, or `age` says how long ago the tab began to fetch."""

    token: str
    since: UUID | None
    age: timedelta


async def _first_message(websocket: WebSocket) -> _Hello:
    async with asyncio.timeout(FIRST_MESSAGE_SECONDS):
        message: Any = await websocket.receive_json()
    if message["type"] != "auth":
        raise ValueError("the first message must be auth")
    since = message.get("since")
    age = min(float(message.get("age_ms") or 0), MAX_AGE_MS)
    return _Hello(str(message["token"]), UUID(str(since)) if since else None, timedelta(milliseconds=age))


async def _missed(read: ReadSession, hello: _Hello, topics: frozenset[str]) -> list[str]:
    if hello.since is not None:
        return await missed(read, hello.since, topics)
    stale = hello.age and await anything_within(read, hello.age, topics)
    return [RESYNC] if stale else []


async def _send(websocket: WebSocket, socket: Socket) -> None:
    """Send what is queued. Where much is, one by one: a burst to many tabs lets requests in between."""
    while True:
        await websocket.send_text(await socket.queue.get())
        if not socket.queue.empty():
            await asyncio.sleep(0)


async def _receive(websocket: WebSocket) -> None:
    """Answer pings; a tab that says nothing for long is gone."""
    while True:
        async with asyncio.timeout(SILENCE_SECONDS):
            await websocket.receive_text()
        await websocket.send_json({"type": "pong"})
        await asyncio.sleep(CALM_SECONDS)


async def _close(websocket: WebSocket, code: int) -> None:
    if websocket.client_state is WebSocketState.CONNECTED and websocket.application_state is WebSocketState.CONNECTED:
        await websocket.close(code)
