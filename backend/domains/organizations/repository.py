"""Queries about organizations. Those before the tenant is known run under the system role."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Join, Uuid, and_, bindparam, column, func, join, select, update
from sqlalchemy.orm import aliased

from backend.core import clock
from backend.core.db.prepared import Prepared
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.tokens import Claims
from backend.domains.accounts.models import User, UserSession
from backend.domains.organizations.models import ApiKey, Invitation, Member, Organization, Role
from backend.domains.organizations.schemas import logo_url


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


async def suspensions(system: WriteSession, user_id: UUID) -> list[dict[str, Any]]:
    """Under the system role: where a user is suspended, with the owner who has been there longest."""
    owner = aliased(Member)
    first = (
        select(owner.name)
        .where(owner.organization_id == Member.organization_id, owner.role == "owner", owner.state == "active")
        .order_by(owner.joined_at, owner.id)
        .limit(1)
        .scalar_subquery()
    )
    return await system.all(
        select(Organization.name.label("organization"), first.label("owner"))
        .select_from(Member)
        .join(Organization, Organization.id == Member.organization_id)
        .where(Member.user_id == user_id, Member.state == "suspended")
        .order_by(Organization.name, Organization.id)
    )


_STANDING = (
    Member.role,
    Member.role_id,
    Member.state.label("member_state"),
    Role.permissions,
    User.email_verified_at,
    UserSession.revoked_at,
    UserSession.expires_at,
    UserSession.created_at.label("signed_in_at"),
    UserSession.last_used_at,
    UserSession.methods,
    UserSession.proved_at,
    Organization.state.label("organization_state"),
    Organization.second_factor_required,
    Organization.idle_minutes,
    Organization.absolute_hours,
)
"""All that `standing.py` judges by."""


def _with_the_rest(members: Join, session_id: ColumnElement[UUID]) -> Join:
    """To memberships their organization, person, sign-in and own role."""
    sign_in = and_(UserSession.id == session_id, UserSession.user_id == Member.user_id)
    role = and_(Role.organization_id == Member.organization_id, Role.id == Member.role_id)
    return members.join(User, User.id == Member.user_id).join(UserSession, sign_in).outerjoin(Role, role)


_ONE_STANDING = Prepared(
    select(*_STANDING)
    .select_from(
        _with_the_rest(
            join(Member, Organization, Organization.id == Member.organization_id), bindparam("session_id", type_=Uuid)
        )
    )
    .where(
        Member.organization_id == bindparam("organization_id", type_=Uuid),
        Member.id == bindparam("member_id", type_=Uuid),
        Member.user_id == bindparam("user_id", type_=Uuid),
    )
)

_ASKED = (
    func.unnest(
        *(bindparam(name, type_=ARRAY(Uuid)) for name in ("sessions", "users", "organizations", "members")),
    )
    .table_valued(
        *(column(name, Uuid) for name in ("session_id", "user_id", "organization_id", "member_id")),
        with_ordinality="place",
        name="asked",
    )
    .render_derived()
)

_STANDINGS = Prepared(
    select(_ASKED.c.place, *_STANDING).select_from(
        _with_the_rest(
            join(
                _ASKED,
                Member,
                and_(
                    Member.organization_id == _ASKED.c.organization_id,
                    Member.id == _ASKED.c.member_id,
                    Member.user_id == _ASKED.c.user_id,
                ),
            ).join(Organization, Organization.id == Member.organization_id),
            _ASKED.c.session_id,
        )
    )
)


async def standing(read: ReadSession, user_id: UUID, member_id: UUID, session_id: UUID) -> dict[str, Any] | None:
    """Whether a session and a membership stand: one statement for a request whose access is not remembered."""
    return await read.first(
        _ONE_STANDING,
        {
            "session_id": session_id,
            "organization_id": read.organization_id,
            "member_id": member_id,
            "user_id": user_id,
        },
    )


_KEY_STANDING = Prepared(
    select(
        ApiKey.member_id,
        ApiKey.secret_hash,
        ApiKey.previous_hash,
        ApiKey.previous_until,
        ApiKey.permissions.label("key_permissions"),
        ApiKey.rate_limit,
        ApiKey.created_at,
        ApiKey.expires_at,
        ApiKey.revoked_at,
        ApiKey.last_used_at,
        ApiKey.last_address,
        Member.user_id,
        Member.role,
        Member.role_id,
        Member.state.label("member_state"),
        Role.permissions,
        Organization.state.label("organization_state"),
        Organization.second_factor_required,
    )
    .join(Member, and_(Member.organization_id == ApiKey.organization_id, Member.id == ApiKey.member_id))
    .join(Organization, Organization.id == ApiKey.organization_id)
    .outerjoin(Role, and_(Role.organization_id == Member.organization_id, Role.id == Member.role_id))
    .where(
        ApiKey.organization_id == bindparam("organization_id", type_=Uuid),
        ApiKey.id == bindparam("key_id", type_=Uuid),
    )
)


async def key_standing(read: ReadSession, key_id: UUID) -> dict[str, Any] | None:
    """An API key with the membership it acts for. The secret is checked by the caller."""
    return await read.first(_KEY_STANDING, {"organization_id": read.organization_id, "key_id": key_id})


async def note_key_use(session: WriteSession, key_id: UUID, at: datetime, address: str) -> None:
    """Keep when and from where a key was used last."""
    await session.execute(
        update(ApiKey)
        .where(ApiKey.organization_id == session.organization_id, ApiKey.id == key_id)
        .values(last_used_at=at, last_address=address[:64])
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
            Invitation.invited_by,
            Invitation.expires_at,
            Member.role,
            Role.name.label("own_role"),
            Member.name,
            func.coalesce(Organization.brand_name, Organization.name).label("organization_name"),
            Organization.time_zone,
        )
        .join(Member, (Member.organization_id == Invitation.organization_id) & (Member.id == Invitation.member_id))
        .join(Organization, Organization.id == Invitation.organization_id)
        .outerjoin(Role, (Role.organization_id == Member.organization_id) & (Role.id == Member.role_id))
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
    row = await session.first(
        select(
            Organization.id,
            Organization.name,
            Organization.slug,
            Organization.time_zone,
            Organization.units,
            Organization.state,
            Organization.delete_after,
            Organization.brand_name,
            Organization.brand_accent,
            Organization.logo_key,
        ).where(Organization.id == session.organization_id)
    )
    return row and _with_logo(row)


async def own_memberships(read: ReadSession, user_id: UUID) -> list[dict[str, Any]]:
    """The organizations of who asks; row-level security shows one's own memberships everywhere."""
    rows = await read.all(
        select(
            Organization.id,
            Organization.name,
            Organization.slug,
            Organization.state,
            Organization.logo_key,
            Member.id.label("member_id"),
            Member.role,
        )
        .join(Member, Member.organization_id == Organization.id)
        .where(Member.user_id == user_id, Member.state == "active")
        .order_by(Organization.name, Organization.id)
    )
    return [_with_logo(row) for row in rows]


def _with_logo(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"logo_url": logo_url(row["slug"], row.pop("logo_key"))}
