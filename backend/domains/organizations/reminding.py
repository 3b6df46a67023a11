"""Reminders of what ends in an organization: its own deletion, and API keys. Looked for twice a day, each sent once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, select, update

from backend.core import clock
from backend.core.db.database import Database
from backend.core.db.write import WriteSession
from backend.core.mail import queue_mail
from backend.core.reminders import days_until, in_words, reminder_due
from backend.domains.organizations import key_repository, mails, studio_mails, studio_repository
from backend.domains.organizations.lifecycle import GRACE
from backend.domains.organizations.models import ApiKey, Member, Organization

HOURS = frozenset({9, 15})
"""On the organization's clock: by day, and once more for a worker that stood still in the morning."""

KEY_STEPS = (14, 3)
DELETION_STEPS = (7, 1)
"""Days before the end."""


async def remind(database: Database, organization_id: UUID) -> None:
    """Send what is due in one organization. Doing it again sends nothing again."""
    async with database.read(organization_id) as read:
        deleting = await read.scalar(
            _deletion().with_only_columns(Organization.id).where(Organization.id == organization_id)
        )
        keys = await read.scalars(_ending_keys(organization_id).with_only_columns(ApiKey.id))
    if deleting is not None:
        async with database.write(organization_id) as session:
            await _of_deletion(session)
    for key_id in keys:
        async with database.write(organization_id) as session:
            await _of_key(session, key_id)


def _deletion() -> Select[*tuple[Any, ...]]:
    return select(
        Organization.name, Organization.time_zone, Organization.delete_after, Organization.reminded_days
    ).where(Organization.state == "deleting")


async def _of_deletion(session: WriteSession) -> None:
    row = await session.first(
        _deletion().where(Organization.id == session.organization_id).with_for_update(key_share=True)
    )
    if row is None:
        return
    now, zone, ends_at = clock.now(), ZoneInfo(row["time_zone"]), row["delete_after"]
    step = reminder_due(ends_at - GRACE, ends_at, now, zone, DELETION_STEPS, row["reminded_days"])
    if step is None:
        return
    await session.execute(
        update(Organization).where(Organization.id == session.organization_id).values(reminded_days=step)
    )
    link = f"{session.ports.base_url}/app/settings/studio"
    when, day = in_words(days_until(ends_at, now, zone)), _day(ends_at, zone)
    for owner in await studio_repository.owners(session):
        if owner["email"] is not None:
            letter = studio_mails.deletion_near(owner["name"], row["name"], when, day, link)
            await queue_mail(session, owner["email"], letter)


def _ending_keys(organization_id: UUID) -> Select[*tuple[Any, ...]]:
    """Keys that end before long and work until then, with whom they act for."""
    now = clock.now()
    return (
        select(
            ApiKey.id,
            ApiKey.name,
            ApiKey.created_at,
            ApiKey.rotated_at,
            ApiKey.expires_at,
            ApiKey.reminded_days,
            Member.name.label("member_name"),
            Member.email,
            Organization.name.label("organization"),
            Organization.time_zone,
        )
        .join(Member, and_(Member.organization_id == ApiKey.organization_id, Member.id == ApiKey.member_id))
        .join(Organization, Organization.id == ApiKey.organization_id)
        .where(
            ApiKey.organization_id == organization_id,
            key_repository.works(now),
            # A day more than the first step: the calendar decides, and that depends on the zone.
            ApiKey.expires_at <= now + timedelta(days=max(KEY_STEPS) + 1),
            Member.state == "active",
            Member.email.is_not(None),
            Organization.state == "active",
        )
    )


async def _of_key(session: WriteSession, key_id: UUID) -> None:
    assert session.organization_id is not None
    row = await session.first(
        _ending_keys(session.organization_id).where(ApiKey.id == key_id).with_for_update(of=ApiKey)
    )
    if row is None:
        return
    now, zone, ends_at = clock.now(), ZoneInfo(row["time_zone"]), row["expires_at"]
    began_at = row["rotated_at"] or row["created_at"]
    step = reminder_due(began_at, ends_at, now, zone, KEY_STEPS, row["reminded_days"])
    if step is None:
        return
    await session.execute(
        update(ApiKey)
        .where(ApiKey.organization_id == session.organization_id, ApiKey.id == key_id)
        .values(reminded_days=step)
    )
    letter = mails.key_expires(
        row["member_name"],
        row["name"],
        row["organization"],
        in_words(days_until(ends_at, now, zone)),
        _day(ends_at, zone),
        f"{session.ports.base_url}/app/settings/api-keys",
    )
    await queue_mail(session, row["email"], letter)


def _day(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%-d %B %Y at %H:%M")
