"""Uses of API keys that were refused, in the audit log of the key's organization.

Only for keys that there are: what is made up belongs to nobody, and costs no write. One deed an hour for each key and
reason, in however many processes, so that a program which goes on trying fills no log; and written beside the request,
which is refused as fast as ever.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import Select, func, select
from sqlalchemy.exc import SQLAlchemyError

from backend.core import clock
from backend.core.audit import action, record
from backend.core.audit.models import AuditEntry
from backend.core.db.database import Database
from backend.core.ids import first_id
from backend.domains.accounts.failures import network_of

log = structlog.get_logger(__name__)

REFUSED = action("api_keys.refused", "was refused with an API key")

AT_ONCE = 20
"""Writes under way in one process. What comes beyond is told by the next try."""

KNOWN_AT_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Refused:
    """A key that there is, and why it did not work."""

    organization_id: UUID
    key_id: UUID
    user_id: UUID
    """For whom the key acts: the address is sealed with their values."""
    reason: str


class KeyFailures:
    """Of one process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._hour: datetime | None = None
        self._known: set[Refused] = set()
        self._writing: set[asyncio.Task[None]] = set()

    def note(self, refused: Refused, address: str) -> None:
        """Have it written down, once an hour. Waits for nothing; runs in the context of the request."""
        hour = clock.now().replace(minute=0, second=0, microsecond=0)
        if hour != self._hour or len(self._known) >= KNOWN_AT_MOST:
            self._hour, self._known = hour, set()
        if refused in self._known or len(self._writing) >= AT_ONCE:
            return
        self._known.add(refused)
        task = asyncio.create_task(self._write(refused, address, hour))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def close(self) -> None:
        """Wait for what is being written."""
        await asyncio.gather(*self._writing)

    async def _write(self, refused: Refused, address: str, hour: datetime) -> None:
        try:
            async with self._database.write(refused.organization_id) as session:
                told = f"{refused.key_id}|{refused.reason}"
                if not await session.scalar(select(func.pg_try_advisory_xact_lock(func.hashtextextended(told, 0)))):
                    return
                if await session.scalar(_written(refused, hour)) is None:
                    record(
                        session,
                        REFUSED,
                        subject=("api_key", refused.key_id),
                        person_id=refused.user_id,
                        facts={"reason": refused.reason, "network": network_of(address)},
                        personal={"address": address},
                    )
        except (SQLAlchemyError, OSError) as error:
            # Not forgotten for an hour: the next try tells.
            self._known.discard(refused)
            log.warning("key_failure.not_written", key_id=str(refused.key_id), error=type(error).__name__)


def _written(refused: Refused, hour: datetime) -> Select[UUID]:
    return (
        select(AuditEntry.id)
        .where(
            AuditEntry.organization_id == refused.organization_id,
            AuditEntry.subject_id == refused.key_id,
            AuditEntry.id >= first_id(hour),
            AuditEntry.action == REFUSED.name,
            AuditEntry.changes["reason"].astext == refused.reason,
        )
        .limit(1)
    )
