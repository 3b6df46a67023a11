"""Work by the clock: erasures whose grace is over, archives past their time, and the rules of retention."""

from uuid import UUID

import structlog
from sqlalchemy import select

from backend.core import clock
from backend.core.db.database import Database
from backend.core.observability.faults import faults
from backend.domains.organizations.service import organizations_at
from backend.domains.privacy.models import Erasure
from backend.domains.privacy.service import erasing, exports, retaining

log = structlog.get_logger(__name__)

HOURS = frozenset({3})
"""On the organization's clock: at night."""


class PrivacyTrouble(Exception):
    """Something is kept longer than it may be. Raised when the other organizations are looked after."""


async def look_after_all(database: Database) -> None:
    """The round of every organization where it is night now. What fails is tried again the next night."""
    failed = 0
    for organization_id in await organizations_at(database, HOURS):
        try:
            await look_after(database, organization_id)
        except Exception as error:
            failed += 1
            log.exception("privacy.failed", organization_id=str(organization_id))
            faults.tell(error, organization_id=str(organization_id))
    if failed:
        raise PrivacyTrouble(f"{failed} organizations")


async def look_after(database: Database, organization_id: UUID) -> None:
    """An organization's round. Each erasure is a transaction of its own; doing it twice changes nothing.

    Somebody who cannot be erased keeps neither the others nor archives and rules waiting. Raises `PrivacyTrouble`.
    """
    async with database.read(organization_id) as read:
        due = await read.scalars(
            select(Erasure.client_id).where(
                Erasure.organization_id == organization_id, Erasure.state == "waiting", Erasure.due_at <= clock.now()
            )
        )
    failed = 0
    for client_id in due:
        try:
            async with database.write(organization_id) as session:
                await erasing.erase(session, client_id)
        except Exception as error:
            failed += 1
            log.exception("erasure.failed", organization_id=str(organization_id), client_id=str(client_id))
            faults.tell(error, organization_id=str(organization_id))
    async with database.write(organization_id) as session:
        await exports.expire(session)
    await retaining.apply_all(database, organization_id)
    if failed:
        raise PrivacyTrouble(f"{failed} erasures")
