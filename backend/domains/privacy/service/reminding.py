"""Reminders of an erasure that comes near, to the person whose data and account it takes, with how to take it back."""

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from backend.core import clock
from backend.core.db.database import Database
from backend.core.db.write import WriteSession
from backend.core.mail import Letter, queue_mail
from backend.core.reminders import days_until, in_words, reminder_due
from backend.domains.organizations.models import Organization
from backend.domains.privacy import repository
from backend.domains.privacy.models import Erasure

STEPS = (7, 1)
"""Days before the erasure."""


async def remind(database: Database, organization_id: UUID) -> None:
    """Send what is due in one organization. Doing it again sends nothing again."""
    # A day more than the first step: the calendar decides, and that depends on the zone.
    near = clock.now() + timedelta(days=max(STEPS) + 1)
    async with database.read(organization_id) as read:
        waiting = await read.scalars(
            select(Erasure.id).where(
                Erasure.organization_id == organization_id, Erasure.state == "waiting", Erasure.due_at <= near
            )
        )
    for erasure_id in waiting:
        async with database.write(organization_id) as session:
            await _remind(session, erasure_id)


async def _remind(session: WriteSession, erasure_id: UUID) -> None:
    row = await repository.waiting_erasure(session, erasure_id)
    if row is None or row["email"] is None:
        return
    zone_name = await session.scalar(select(Organization.time_zone).where(Organization.id == session.organization_id))
    now, zone = clock.now(), ZoneInfo(str(zone_name))
    step = reminder_due(row["created_at"], row["due_at"], now, zone, STEPS, row["reminded_days"])
    if step is None:
        return
    await session.execute(
        update(Erasure)
        .where(Erasure.organization_id == session.organization_id, Erasure.id == erasure_id)
        .values(reminded_days=step)
    )
    when = in_words(days_until(row["due_at"], now, zone))
    await queue_mail(session, row["email"], _letter(session, row["first_name"], when))


def _letter(session: WriteSession, name: str, when: str) -> Letter:
    return Letter(
        subject=f"Your data will be erased {when}",
        greeting=f"Hello {name},",
        paragraphs=(
            f"Everything that your studio keeps about you in Stoke is erased {when}: your record, your programs, what "
            "you trained, and your account if you train nowhere else. It cannot be brought back after that.",
            "To keep it, sign in and take the erasure back on your privacy page. To let it happen, do nothing.",
        ),
        action=("Keep my data", f"{session.ports.base_url}/me/account/privacy"),
    )
