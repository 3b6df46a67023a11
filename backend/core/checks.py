"""Whether what a process needs answers: asked at most once a second, never waited for longer than a second."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from asyncpg import InterfaceError, PostgresError
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from backend.core import clock
from backend.core.db.database import Database
from backend.core.heartbeat import last_lag

PATIENCE_SECONDS = 1.0
FRESH_SECONDS = 1.0
SLOW_SECONDS = 0.5
LATE_SECONDS = 60.0
"""The outbox is behind: mails, live figures and notifications come noticeably late."""

State: TypeAlias = Literal["operational", "degraded", "down"]

Probe: TypeAlias = Callable[[], Coroutine[Any, Any, str | None]]
"""Answers what is wrong without being down, or None; raises when the part is down."""


@dataclass(frozen=True, slots=True)
class Part:
    """How one part is: `since` when it is in this state, as this process saw it; `problem` names no host."""

    state: State
    since: datetime
    problem: str | None = None


class Checks:
    """Looks after the parts of one process. Many who ask at once share one look."""

    def __init__(self, probes: Mapping[str, Probe]) -> None:
        self._probes = dict(probes)
        self._parts: dict[str, Part] = {}
        self._looked = float("-inf")
        self._looking: asyncio.Task[None] | None = None

    async def parts(self) -> dict[str, Part]:
        """Every part, as of a second ago at most."""
        if self._looking is None and time.monotonic() - self._looked > FRESH_SECONDS:
            self._looking = asyncio.create_task(self._look())
        if self._looking is not None:
            # Whoever asked may go; the look serves the others.
            await asyncio.shield(self._looking)
        return dict(self._parts)

    async def _look(self) -> None:
        try:
            found = await asyncio.gather(*(_probed(probe) for probe in self._probes.values()))
            for name, (state, problem) in zip(self._probes, found, strict=True):
                known = self._parts.get(name)
                since = known.since if known is not None and known.state == state else clock.now()
                self._parts[name] = Part(state, since, problem)
            self._looked = time.monotonic()
        finally:
            self._looking = None


async def _probed(probe: Probe) -> tuple[State, str | None]:
    began = time.monotonic()
    # Not awaited beyond its time even where it does not let itself be cancelled.
    task = asyncio.create_task(probe())
    done, _ = await asyncio.wait({task}, timeout=PATIENCE_SECONDS)
    if not done:
        task.cancel()
        task.add_done_callback(_forget)
        return "down", f"did not answer within {PATIENCE_SECONDS:g} s"
    try:
        problem = task.result()
    except (SQLAlchemyError, PostgresError, InterfaceError, RedisError, OSError, LookupError) as error:
        return "down", _reason(error)
    if problem is None and time.monotonic() - began > SLOW_SECONDS:
        problem = "answers slowly"
    return ("operational", None) if problem is None else ("degraded", problem)


def _forget(task: asyncio.Task[str | None]) -> None:
    if not task.cancelled():
        task.exception()


def _reason(error: Exception) -> str:
    # A driver's own text may name hosts and roles.
    return str(error) if isinstance(error, NoSignOfLifeError) else f"does not answer ({type(error).__name__})"


class NoSignOfLifeError(LookupError):
    """No worker told that it runs."""


def checks_of(database: Database, redis: Redis) -> Checks:
    """The parts of Stoke: `database`, `live` (Redis, which carries live updates), `background` (workers and outbox)."""

    async def alive() -> str | None:
        await database.alive()
        crowded = any(used.waiting >= used.limit for used in database.usage().values())
        return "many requests wait for a connection" if crowded else None

    async def live() -> str | None:
        await redis.ping()
        return None

    async def background() -> str | None:
        lag = await last_lag(redis)
        if lag is None:
            raise NoSignOfLifeError("no worker gave a sign of life lately")
        return f"{lag:.0f} s behind" if lag > LATE_SECONDS else None

    return Checks({"database": alive, "live": live, "background": background})
