"""Queries about who works here."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.pagination import Keyset
from backend.domains.organizations.models import Invitation, Member, Role
from backend.domains.organizations.role_repository import ROLE_OF_MEMBER
from backend.domains.organizations.roles import STAFF_ROLES

BY_NAME = Keyset("members", (func.lower(Member.name), "sort_key", str, False), (Member.id, "id", UUID, False))

_STAFF = Member.role.in_(sorted(STAFF_ROLES))

_NEWEST_INVITATION = (
    select(Invitation.created_at, Invitation.expires_at)
    .where(
        Invitation.organization_id == Member.organization_id,
        Invitation.member_id == Member.id,
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
        Member.state == "invited",
    )
    .order_by(Invitation.id.desc())
    .limit(1)
    .lateral("newest")
)

_SHOWN = (
    select(
        Member.id,
        Member.user_id,
        Member.name,
        Member.email,
        Member.role,
        Member.role_id,
        Role.name.label("role_name"),
        Role.permissions,
        Member.state,
        Member.joined_at,
        Member.photo_key,
        _NEWEST_INVITATION.c.created_at.label("sent_at"),
        _NEWEST_INVITATION.c.expires_at,
    )
    .outerjoin(Role, ROLE_OF_MEMBER)
    .outerjoin(_NEWEST_INVITATION, _STAFF)
    .where(_STAFF)
)


async def staff(
    read: ReadSession, visible: ColumnElement[bool], states: Collection[str], limit: int, cursor: str | None
) -> dict[str, Any]:
    """A page of members of the staff in one of these states, by name: rows as `items`, and `next_cursor`."""
    shown = _SHOWN.add_columns(func.lower(Member.name).label("sort_key")).where(visible, Member.state.in_(states))
    return BY_NAME.cut(await read.all(BY_NAME.page(shown, limit, cursor)), limit)


async def one(session: ReadSession | WriteSession, member_id: UUID) -> dict[str, Any] | None:
    """A member of the staff, in whatever state."""
    return await session.first(_SHOWN.where(Member.organization_id == session.organization_id, Member.id == member_id))


async def state_by_email(session: WriteSession, email: str) -> str | None:
    """How somebody with this address belongs here, staff or client; None for nobody, and for who left."""
    return await session.scalar(
        select(Member.state)
        .where(
            Member.organization_id == session.organization_id,
            func.lower(Member.email) == email,
            or_(Member.state.in_(("active", "suspended")), and_(Member.state == "invited", _STAFF)),
        )
        .limit(1)
    )


async def other_owner(session: WriteSession, member_id: UUID) -> UUID | None:
    """An active owner beside this one."""
    return await session.scalar(
        select(Member.id)
        .where(
            Member.organization_id == session.organization_id,
            Member.role == "owner",
            Member.state == "active",
            Member.id != member_id,
        )
        .limit(1)
    )


async def former(session: WriteSession, user_id: UUID) -> UUID | None:
    """The membership of somebody who worked here before."""
    return await session.scalar(
        select(Member.id).where(
            Member.organization_id == session.organization_id,
            Member.user_id == user_id,
            Member.state == "left",
            _STAFF,
        )
    )
