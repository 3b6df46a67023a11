"""The sockets of one process, fed by one Redis subscription for all organizations that have any open."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from backend.core.access import Access
from backend.core.realtime.messages import RESYNC, channel, unpacked
from backend.core.tokens import Claims

log = structlog.get_logger(__name__)

QUEUE_LIMIT = 256
JOIN_SECONDS = 1.0
POLL_SECONDS = 0.02
"""How long a new organization's first tab waits until its channel is asked for."""


@dataclass(eq=False, slots=True)
class Socket:
    """One browser tab, and what its access may be told. A tab that cannot keep up is told to fetch afresh."""

    claims: Claims
    access: Access
    topics: frozenset[str]
    queue: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(QUEUE_LIMIT))
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the access ended or became another one."""

    @property
    def organization_id(self) -> UUID:
        return self.claims.organization_id

    def offer(self, message: str) -> None:
        """Queue a message; when the queue is full, drop it all for one `resync`."""
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            while not self.queue.empty():
                self.queue.get_nowait()
            self.queue.put_nowait(RESYNC)


class Hub:
    """Spreads what Redis brings to the sockets that may see it."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._sockets: dict[UUID, set[Socket]] = {}
        self._by_sign_in: Counter[UUID] = Counter()
        self._changed = asyncio.Event()
        self._listening: dict[str, asyncio.Event] = {}
        self._deaf: set[Socket] = set()
        """May have missed something. Told to fetch afresh once Redis has confirmed that it will tell."""

    @property
    def sockets(self) -> list[Socket]:
        """All that are open now."""
        return [socket for some in self._sockets.values() for socket in some]

    @property
    def open_sockets(self) -> int:
        """How many tabs are connected to this process."""
        return sum(len(sockets) for sockets in self._sockets.values())

    def sockets_of(self, session_id: UUID) -> int:
        """How many tabs of one sign-in are connected to this process."""
        return self._by_sign_in[session_id]

    async def join(self, socket: Socket) -> None:
        """Start giving a socket what it may see; returns once Redis has confirmed that it will tell.

        What was committed before that is for the caller to read from the outbox: nothing falls between. With Redis
        away or slow it does not wait for long, since the socket is told to fetch afresh when it is back.
        """
        self._sockets.setdefault(socket.organization_id, set()).add(socket)
        self._by_sign_in[socket.claims.session_id] += 1
        listening = self._listening.setdefault(channel(socket.organization_id), asyncio.Event())
        self._changed.set()
        try:
            async with asyncio.timeout(JOIN_SECONDS):
                await listening.wait()
        except TimeoutError:
            self._deaf.add(socket)

    def leave(self, socket: Socket) -> None:
        """Stop."""
        sockets = self._sockets.get(socket.organization_id, set())
        if socket not in sockets:
            return
        sockets.discard(socket)
        self._deaf.discard(socket)
        self._by_sign_in[socket.claims.session_id] -= 1
        if self._by_sign_in[socket.claims.session_id] <= 0:
            del self._by_sign_in[socket.claims.session_id]
        if not sockets:
            self._sockets.pop(socket.organization_id, None)
        self._changed.set()

    async def run(self) -> None:
        """Listen until cancelled. Whoever was here while Redis was away is told to fetch afresh."""
        while True:
            try:
                # Nobody would notice the end of a connection on which nothing is heard: none is held meanwhile.
                while not self._sockets:
                    self._changed.clear()
                    await self._changed.wait()
                async with self._redis.pubsub() as pubsub:  # pyright: ignore[reportUnknownMemberType]
                    subscribed = await self._follow(pubsub, set())
                    while subscribed:
                        await self._read(pubsub)
                        subscribed = await self._follow(pubsub, subscribed)
            except (RedisError, OSError, TimeoutError) as error:
                self._deaf.update(self.sockets)
                for listening in self._listening.values():
                    listening.clear()
                log.warning("hub.redis_away", error=type(error).__name__)
                await asyncio.sleep(0.5)

    async def _follow(self, pubsub: Any, subscribed: set[str]) -> set[str]:
        """Ask for the channels of those who are here; answers which."""
        self._changed.clear()
        wanted = {channel(organization_id) for organization_id in self._sockets}
        stale = subscribed - wanted
        for name in stale:
            # Before Redis is told: who comes meanwhile waits until it has been asked again.
            self._listening.pop(name, None)
        if fresh := wanted - subscribed:
            await pubsub.subscribe(*fresh)
        if stale:
            await pubsub.unsubscribe(*stale)
        return wanted

    async def _read(self, pubsub: Any) -> None:
        """Take what comes, until somebody comes or goes."""
        while not self._changed.is_set():
            message = await pubsub.get_message(timeout=POLL_SECONDS)
            if message is None:
                continue
            name = message["channel"].decode()
            if message["type"] == "message":
                self._spread(name, message["data"])
            elif message["type"] == "subscribe" and name in self._listening:
                self._heard(name)

    def _heard(self, name: str) -> None:
        self._listening[name].set()
        for socket in self._on(name):
            if socket in self._deaf:
                self._deaf.discard(socket)
                socket.offer(RESYNC)

    def _spread(self, name: str, data: bytes) -> None:
        topics, message = unpacked(data)
        for socket in self._on(name):
            if not socket.topics.isdisjoint(topics):
                socket.offer(message)

    def _on(self, name: str) -> tuple[Socket, ...]:
        return tuple(self._sockets.get(UUID(name.rpartition(":")[2]), ()))
