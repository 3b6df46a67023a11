"""Queries about organizations. Those before the tenant is known run under the system role."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, ColumnElement, DateTime, Text, Uuid, bindparam, select, text

from backend.core import clock
from backend.core.db.prepared import Prepared
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.tokens import Claims
from backend.domains.accounts.models import User, UserSession
from backend.domains.organizations.models import Invitation, Member, Organization
from backend.domains.organizations.permissions import STAFF_ROLES


async def memberships(system: WriteSession, user_id: UUID) -> list[dict[str, Any]]:
    """Under the system role: the active memberships of a user, the oldest first."""
    return await system.all(
        select(
            Member.id.label("member_id"),
            Member.role,
            Organization.id,
            Organization.name,
            Organization.slug,
            Organization.time_zone,
            Organization.units,
        )
        .join(Organization, Organization.id == Member.organization_id)
        .where(Member.user_id == user_id, Member.state == "active")
        .order_by(Member.joined_at, Member.id)
    )


async def standing(read: ReadSession, user_id: UUID, member_id: UUID, session_id: UUID) -> dict[str, Any] | None:
    """Whether a session and a membership stand: one statement for a request whose access is not remembered."""
    return await read.first(
        select(
            Member.role,
            Member.state,
            User.email_verified_at,
            UserSession.revoked_at,
            UserSession.expires_at,
        )
        .join(UserSession, UserSession.user_id == Member.user_id)
        .join(User, User.id == Member.user_id)
        .where(
            Member.organization_id == read.organization_id,
            Member.id == member_id,
            Member.user_id == user_id,
            UserSession.id == session_id,
        )
    )


_STANDINGS = Prepared(
    text(
        """
        SELECT asked.place, m.role, m.state, u.email_verified_at, s.revoked_at, s.expires_at
        FROM unnest(CAST(:sessions AS uuid[]), CAST(:users AS uuid[]), CAST(:organizations AS uuid[]),
            CAST(:members AS uuid[])) WITH ORDINALITY AS asked(session_id, user_id, organization_id, member_id, place)
        JOIN user_sessions s ON s.id = asked.session_id AND s.user_id = asked.user_id
        JOIN members m ON m.organization_id = asked.organization_id AND m.id = asked.member_id
            AND m.user_id = asked.user_id
        JOIN users u ON u.id = asked.user_id
        """
    )
    .bindparams(*(bindparam(name, type_=ARRAY(Uuid)) for name in ("sessions", "users", "organizations", "members")))
    .columns(
        place=BigInteger,
        role=Text,
        state=Text,
        email_verified_at=DateTime(timezone=True),
        revoked_at=DateTime(timezone=True),
        expires_at=DateTime(timezone=True),
    )
)


async def standings(system: WriteSession, many: Sequence[Claims]) -> list[dict[str, Any]]:
    """Under the system role: the same of many at once; `place` counts them from 1, those that are gone are left out."""
    return await system.all(
        _STANDINGS,
        {
            "sessions": [claims.session_id for claims in many],
            "users": [claims.user_id for claims in many],
            "organizations": [claims.organization_id for claims in many],
            "members": [claims.member_id for claims in many],
        },
    )


async def invitation_by_hash(system: WriteSession, token_hash: bytes) -> dict[str, Any] | None:
    """Under the system role: an invitation that can still be used, with whom it is for."""
    return await system.first(
        select(
            Invitation.organization_id,
            Invitation.id,
            Invitation.member_id,
            Invitation.email,
            Invitation.expires_at,
            Member.role,
            Member.name,
            Organization.name.label("organization_name"),
            Organization.time_zone,
        )
        .join(Member, (Member.organization_id == Invitation.organization_id) & (Member.id == Invitation.member_id))
        .join(Organization, Organization.id == Invitation.organization_id)
        .where(
            Invitation.token_hash == token_hash,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > clock.now(),
            Member.state == "invited",
        )
    )


async def lock_invitation(session: WriteSession, invitation_id: UUID) -> UUID | None:
    """The id of an invitation that can still be used, which nobody else can use until this transaction ends."""
    return await session.scalar(
        select(Invitation.id)
        .where(
            Invitation.organization_id == session.organization_id,
            Invitation.id == invitation_id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .with_for_update()
    )


async def open_invitation(session: WriteSession | ReadSession, member_id: UUID) -> dict[str, Any] | None:
    """The invitation of a member that waits to be accepted."""
    return await session.first(
        select(Invitation.id, Invitation.email, Invitation.expires_at, Invitation.created_at).where(
            Invitation.organization_id == session.organization_id,
            Invitation.member_id == member_id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > clock.now(),
        )
    )


async def organization(session: ReadSession | WriteSession) -> dict[str, Any] | None:
    """The organization of the session."""
    return await session.first(
        select(Organization.id, Organization.name, Organization.slug, Organization.time_zone, Organization.units).where(
            Organization.id == session.organization_id
        )
    )


async def staff(read: ReadSession, visible: ColumnElement[bool]) -> list[dict[str, Any]]:
    """Who works here, by name."""
    return await read.all(
        select(Member.id, Member.user_id, Member.name, Member.email, Member.role, Member.photo_key)
        .where(
            visible,
            Member.role.in_(sorted(STAFF_ROLES)),
            Member.state == "active",
        )
        .order_by(Member.name, Member.id)
    )


async def own_memberships(read: ReadSession, user_id: UUID) -> list[dict[str, Any]]:
    """The organizations of who asks; row-level security shows one's own memberships everywhere."""
    return await read.all(
        select(Organization.id, Organization.name, Member.role)
        .join(Member, Member.organization_id == Organization.id)
        .where(Member.user_id == user_id, Member.state == "active")
        .order_by(Organization.name, Organization.id)
    )
