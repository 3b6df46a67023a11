"""Queries of the audit log. Each of them is bounded by ids, and so by months."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Select, SQLColumnExpression, String, cast, func, insert, literal_column, or_, select, true

from backend.core.audit.models import AuditEntry
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.ids import PLATFORM, first_id
from backend.core.pagination import Keyset
from backend.domains.organizations.models import Member

_COLUMNS: tuple[SQLColumnExpression[Any], ...] = (
    AuditEntry.id,
    AuditEntry.created_at,
    AuditEntry.action,
    AuditEntry.actor_kind,
    AuditEntry.actor_id,
    AuditEntry.member_id,
    AuditEntry.key_id,
    AuditEntry.session_id,
    AuditEntry.request_id,
    AuditEntry.subject_kind,
    AuditEntry.subject_id,
    AuditEntry.person_id,
    AuditEntry.changes,
    AuditEntry.sealed,
)

_NEWEST = Keyset("audit", (AuditEntry.id, "id", UUID, True))


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which deeds: by what (names of actions), who (a user), to what, about whom, and when.

    `about_member` says that `person_id` is the user of that member: deeds on the account and on the membership count,
    too, which name them as what they were done to.
    """

    actions: Sequence[str] = ()
    actor_id: UUID | None = None
    subject_id: UUID | None = None
    person_id: UUID | None = None
    about_member: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


async def page(read: ReadSession, wanted: AuditFilter, limit: int, cursor: str | None) -> dict[str, Any]:
    """Rows of the session's organization, newest first: `{items, next_cursor}`."""
    assert read.organization_id is not None
    return _NEWEST.cut(await read.all(_page(read.organization_id, wanted, limit, cursor)), limit)


def _page(organization_id: UUID, wanted: AuditFilter, limit: int, cursor: str | None) -> Select[Any]:
    rows = _rows(*_COLUMNS).where(AuditEntry.organization_id == organization_id)
    if wanted.actor_id is not None:
        rows = rows.where(AuditEntry.actor_id == wanted.actor_id)
    if wanted.subject_id is not None:
        rows = rows.where(AuditEntry.subject_id == wanted.subject_id)
    if wanted.about_member is not None:
        own = [wanted.about_member, *([wanted.person_id] if wanted.person_id else [])]
        rows = rows.where(or_(AuditEntry.person_id == wanted.person_id, AuditEntry.subject_id.in_(own)))
    elif wanted.person_id is not None:
        rows = rows.where(AuditEntry.person_id == wanted.person_id)
    if wanted.since is not None:
        rows = rows.where(AuditEntry.id >= first_id(wanted.since))
    if wanted.until is not None:
        rows = rows.where(AuditEntry.id < first_id(wanted.until))
    if not wanted.actions:
        return _NEWEST.page(rows, limit, cursor)
    # A page of each action from its own index, then the newest of those: for a list of actions at once the planner
    # would walk through the whole log in order of time until it has found enough of a rare one.
    names = func.unnest(cast(list(wanted.actions), ARRAY(String))).table_valued("name").render_derived("wanted")
    each = _NEWEST.page(rows.where(AuditEntry.action == names.c.name), limit, cursor).lateral("each_action")
    return (
        select(*each.c)
        .select_from(names)
        .join(each, true())
        .order_by(each.c.id.desc())
        .limit(literal_column(str(limit + 1)))
    )


def _rows(*columns: SQLColumnExpression[Any]) -> Select[*tuple[Any, ...]]:
    return select(*columns)


async def users_of(session: ReadSession | WriteSession, member_ids: Collection[UUID]) -> dict[UUID, UUID | None]:
    """The user of each of these members."""
    rows = await session.all(
        select(Member.id, Member.user_id).where(
            Member.organization_id == session.organization_id, Member.id.in_(member_ids)
        )
    )
    return {row["id"]: row["user_id"] for row in rows}


async def platform_entry(session: WriteSession, entry_id: UUID) -> dict[str, Any] | None:
    """A deed on an account, as a whole row. The session must be that of `PLATFORM`."""
    return await session.first(
        select(AuditEntry.__table__).where(AuditEntry.organization_id == PLATFORM, AuditEntry.id == entry_id)
    )


async def memberships(session: WriteSession, user_id: UUID) -> list[dict[str, Any]]:
    """Where a person is a member now: `organization_id`, `member_id`. The session must be that of `user_id`."""
    return await session.all(
        select(Member.organization_id, Member.id.label("member_id"))
        .where(Member.user_id == user_id, Member.state == "active")
        .order_by(Member.organization_id)
    )


async def add(session: WriteSession, row: dict[str, Any]) -> None:
    """Write an entry as it is."""
    await session.execute(insert(AuditEntry), row)
