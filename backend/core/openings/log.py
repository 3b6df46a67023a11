"""Noting openings without making a read wait: gathered in memory, written in batches of one transaction each."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from backend.core import clock
from backend.core.access import Access, Scope
from backend.core.db.database import Database
from backend.core.ids import first_id
from backend.core.openings.classes import DataClass
from backend.core.openings.models import Opening

log = structlog.get_logger(__name__)

GATHER_SECONDS = 0.5
"""What a process that is killed may lose: openings of this last while."""

KNOWN_AT_MOST = 100_000
"""Openings remembered within an hour. Forgetting one costs an insert that changes nothing."""

BATCH = 1_000

_RANDOM_BITS = (1 << 62) - 1
_VERSION_7 = 7 << 76
_VARIANT = 2 << 62


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is shown something: a member, and the API key that asks in their place if one does."""

    organization_id: UUID
    member_id: UUID
    key_id: UUID | None = None


class OpeningsLog:
    """Of one process. `run` writes what `note` gathered; `flush` writes it now."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._hour: datetime | None = None
        self._known: set[UUID] = set()
        self._waiting: dict[UUID, dict[str, Any]] = {}
        self._wake = asyncio.Event()

    def note(self, access: Access, client_id: UUID, *classes: DataClass) -> None:
        """This person was shown these classes of a client's data. Clients who look at their own are not noted."""
        if access.scope is not Scope.OWN:
            self.note_of(Viewer(access.organization_id, access.member_id, access.key_id), client_id, *classes)

    def note_of(self, viewer: Viewer, client_id: UUID, *classes: DataClass) -> None:
        """The same where nobody is signed in, and a link says who looks."""
        hour = clock.now().replace(minute=0, second=0, microsecond=0)
        if hour != self._hour or len(self._known) >= KNOWN_AT_MOST:
            self._hour, self._known = hour, set()
        for data_class in classes:
            opening_id = id_of(hour, viewer, client_id, data_class)
            if opening_id in self._known:
                continue
            self._known.add(opening_id)
            self._waiting[opening_id] = {
                "organization_id": viewer.organization_id,
                "id": opening_id,
                "client_id": client_id,
                "member_id": viewer.member_id,
                "key_id": viewer.key_id,
                "data_class": data_class.value,
            }
            self._wake.set()

    async def run(self) -> None:
        """Write what was gathered, for ever. What the database did not take is tried again."""
        while True:
            await self._wake.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self._wake.clear()
            try:
                await self.flush()
            except (SQLAlchemyError, OSError) as error:
                log.warning("openings.wait", waiting=len(self._waiting), error=type(error).__name__)
                self._wake.set()

    async def close(self) -> None:
        """Write what still waits, as the process ends. What the database does not take is lost, and the log says so."""
        try:
            await self.flush()
        except (SQLAlchemyError, OSError) as error:
            log.error("openings.lost", count=len(self._waiting), error=type(error).__name__)

    async def flush(self) -> None:
        """Write what waits, each organization's in its own transaction. Raises when the database does not take it."""
        by_organization: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
        for row in self._waiting.values():
            by_organization[row["organization_id"]].append(row)
        for organization_id, rows in by_organization.items():
            for start in range(0, len(rows), BATCH):
                batch = rows[start : start + BATCH]
                async with self._database.write(organization_id) as session:
                    await session.execute(insert(Opening).on_conflict_do_nothing(), batch)
                for row in batch:
                    self._waiting.pop(row["id"], None)


def id_of(hour: datetime, viewer: Viewer, client_id: UUID, data_class: DataClass) -> UUID:
    """The id of an opening within an hour: a UUIDv7 of the hour whose other bits follow from who opened what.

    Of 62 such bits, a thousand openings of one organization in one hour meet by chance once in 10¹³ hours.
    """
    told = f"{client_id}|{viewer.member_id}|{viewer.key_id}|{data_class}".encode()
    digest = int.from_bytes(blake2b(told, digest_size=8).digest())
    return UUID(int=first_id(hour).int | _VERSION_7 | _VARIANT | digest & _RANDOM_BITS)
