"""Queries about the organization itself: its settings, offers to own it, who owns it, its public page."""

from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from backend.core import clock
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.ids import PLATFORM
from backend.domains.accounts.models import User, UserSession
from backend.domains.organizations.models import Invitation, Member, Organization, OwnershipTransfer


async def settings(session: ReadSession | WriteSession) -> dict[str, Any] | None:
    """What there is to set, beside name and looks."""
    return await session.first(
        select(
            Organization.slug,
            Organization.joinable,
            Organization.join_text,
            Organization.second_factor_required,
            Organization.idle_minutes,
            Organization.absolute_hours,
        ).where(Organization.id == session.organization_id)
    )


async def locked(session: WriteSession, *names: str) -> dict[str, Any]:
    """These columns of the organization, which nobody else can write until this transaction ends."""
    row = await session.first(
        select(*(getattr(Organization, name) for name in names))
        .where(Organization.id == session.organization_id)
        .with_for_update(key_share=True)
    )
    assert row is not None, "a tenant without an organization"
    return row


async def methods_of(session: WriteSession, session_id: UUID) -> list[str]:
    """How a sign-in of the session's own user was proved."""
    return list(await session.scalar(select(UserSession.methods).where(UserSession.id == session_id)) or ())


async def owners(session: ReadSession | WriteSession) -> list[dict[str, Any]]:
    """Who owns the organization, the longest first."""
    return await session.all(
        select(Member.id, Member.user_id, Member.name, Member.email)
        .where(Member.organization_id == session.organization_id, Member.role == "owner", Member.state == "active")
        .order_by(Member.joined_at, Member.id)
    )


async def membership(session: WriteSession, member_id: UUID) -> dict[str, Any] | None:
    """A membership as it is now, staff or client."""
    return await session.first(
        select(Member.id, Member.user_id, Member.role, Member.state, Member.name, Member.email, Member.joined_at).where(
            Member.organization_id == session.organization_id, Member.id == member_id
        )
    )


async def open_transfer(session: ReadSession | WriteSession) -> dict[str, Any] | None:
    """The offer that can still be answered."""
    giver, taker = aliased(Member), aliased(Member)
    return await session.first(
        select(
            OwnershipTransfer.id,
            OwnershipTransfer.from_member_id,
            OwnershipTransfer.to_member_id,
            OwnershipTransfer.created_at,
            OwnershipTransfer.expires_at,
            giver.name.label("from_name"),
            giver.email.label("from_email"),
            taker.name.label("to_name"),
            taker.email.label("to_email"),
        )
        .join(
            giver,
            and_(
                giver.organization_id == OwnershipTransfer.organization_id, giver.id == OwnershipTransfer.from_member_id
            ),
        )
        .join(
            taker,
            and_(
                taker.organization_id == OwnershipTransfer.organization_id, taker.id == OwnershipTransfer.to_member_id
            ),
        )
        .where(
            OwnershipTransfer.organization_id == session.organization_id,
            OwnershipTransfer.state == "open",
            OwnershipTransfer.expires_at > clock.now(),
        )
    )


async def studios_owned(session: WriteSession, user_id: UUID) -> int:
    """How many organizations a person owns; row-level security shows one's own memberships everywhere.

    The session is the person's. They found no other one until this transaction ends.
    """
    await session.execute(select(User.id).where(User.id == user_id).with_for_update(key_share=True))
    return int(
        await session.scalar(
            select(func.count())
            .select_from(Member)
            .where(Member.user_id == user_id, Member.role == "owner", Member.state == "active")
        )
        or 0
    )


async def own_membership(session: ReadSession, user_id: UUID, organization_id: UUID) -> dict[str, Any] | None:
    """One's active membership of an organization, with what its rules say about a sign-in."""
    return await session.first(
        select(Member.id.label("member_id"), Organization.idle_minutes, Organization.absolute_hours)
        .join(Organization, Organization.id == Member.organization_id)
        .where(Member.user_id == user_id, Member.organization_id == organization_id, Member.state == "active")
    )


async def by_slug(system: WriteSession, slug: str) -> dict[str, Any] | None:
    """Under the system role: an organization that is open, before anyone is known."""
    return await system.first(
        select(
            Organization.id,
            Organization.name,
            Organization.slug,
            Organization.joinable,
            Organization.join_text,
            Organization.brand_name,
            Organization.brand_accent,
            Organization.logo_key,
        ).where(Organization.slug == slug, Organization.state == "active")
    )


async def due_for_deletion(system: WriteSession) -> list[UUID]:
    """Under the system role: organizations whose time of grace is over."""
    rows = await system.all(
        select(Organization.id).where(Organization.state == "deleting", Organization.delete_after <= clock.now())
    )
    return [row["id"] for row in rows]


async def client_by_email(session: WriteSession, email: str) -> dict[str, Any] | None:
    """Who has this address here: somebody who belongs here rather than somebody who was invited as a client."""
    return await session.first(
        select(Member.id, Member.role, Member.state, Member.name)
        .where(
            Member.organization_id == session.organization_id,
            func.lower(Member.email) == email,
            Member.state != "left",
        )
        .order_by((Member.state == "invited"), (Member.role != "client"), Member.id)
        .limit(1)
    )


async def asked_in_vain(session: WriteSession) -> list[UUID]:
    """Members who asked to join by themselves, and nobody else for them, and let every mail run out."""
    rows = await session.all(
        select(Invitation.member_id)
        .join(
            Member,
            and_(Member.organization_id == Invitation.organization_id, Member.id == Invitation.member_id),
        )
        .where(
            Invitation.organization_id == session.organization_id,
            Member.state == "invited",
            Member.role == "client",
        )
        .group_by(Invitation.member_id)
        .having(
            func.max(Invitation.expires_at) <= clock.now(),
            func.bool_and(Invitation.invited_by == PLATFORM),
            func.bool_and(Invitation.accepted_at.is_(None)),
        )
        .limit(100)
    )
    return [row["member_id"] for row in rows]
