"""Queries about clients."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, func, select

from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.domains.clients.models import Client, ClientFacts
from backend.domains.organizations.models import Invitation, Member, Organization
from backend.domains.organizations.roles import STAFF_ROLES

ROW_COLUMNS = (
    Client.id,
    Client.first_name,
    Client.last_name,
    Client.email,
    Client.phone_display.label("phone"),
    Client.status,
    Client.trainer_member_id,
    Member.name.label("trainer_name"),
    Client.access,
    Client.created_at,
    ClientFacts.last_workout_on,
    ClientFacts.week_done,
    ClientFacts.week_planned,
    ClientFacts.streak_weeks,
    ClientFacts.adherence_28,
    ClientFacts.program_name,
    ClientFacts.program_ends_on,
    ClientFacts.next_workout_on,
)

_FACTS = (
    "last_workout_on",
    "week_done",
    "week_planned",
    "streak_weeks",
    "adherence_28",
    "program_name",
    "program_ends_on",
    "next_workout_on",
)


def rows(*more: SQLColumnExpression[Any]) -> Select[*tuple[Any, ...]]:
    """Clients with their trainer's name and their facts; every client has a facts row."""
    return (
        select(*ROW_COLUMNS, *more)
        .select_from(Client)
        .join(
            ClientFacts,
            and_(ClientFacts.organization_id == Client.organization_id, ClientFacts.id == Client.id),
        )
        # Outer, though everybody has a trainer: the planner must not begin at members, of whom row-level security
        # makes it expect one, and so gather every client of every trainer.
        .outerjoin(
            Member,
            and_(Member.organization_id == Client.organization_id, Member.id == Client.trainer_member_id),
        )
    )


def shaped(row: dict[str, Any]) -> dict[str, Any]:
    """A selected row in the shape of `ClientRow`."""
    return {
        "id": row["id"],
        "first_name": row["first_name"],
        "last_name": row["last_name"],
        "email": row["email"],
        "phone": row["phone"],
        "status": row["status"],
        "trainer": {"member_id": row["trainer_member_id"], "name": row["trainer_name"]},
        "access": row["access"],
        "facts": {name: row[name] for name in _FACTS},
        "created_at": row["created_at"],
    }


async def detail(
    session: ReadSession | WriteSession, visible: ColumnElement[bool], client_id: UUID
) -> dict[str, Any] | None:
    """Everything about one client, with the invitation sent last."""
    last = (
        select(Invitation.email, Invitation.expires_at)
        .where(
            Invitation.organization_id == Client.organization_id,
            Invitation.member_id == Client.member_id,
            Invitation.revoked_at.is_(None),
            Invitation.accepted_at.is_(None),
        )
        .order_by(Invitation.id.desc())
        .limit(1)
        .lateral("last_invitation")
    )
    return await session.first(
        rows(
            Client.birth_date,
            Client.sex,
            Client.time_zone,
            Client.goal,
            Client.notes,
            Client.health_note_encrypted,
            Client.withheld,
            Client.archived_at,
            last.c.email.label("invitation_email"),
            last.c.expires_at.label("invitation_expires_at"),
        )
        .outerjoin(last, Client.access == "invited")
        .where(visible, Client.id == client_id)
    )


async def locked(session: WriteSession, visible: ColumnElement[bool], client_id: UUID) -> dict[str, Any] | None:
    """What decisions about a client and the log of them need; nobody else changes them until this transaction ends."""
    return await session.first(
        select(
            Client.id,
            Client.first_name,
            Client.last_name,
            Client.email,
            Client.phone_display,
            Client.status,
            Client.status_before_archive,
            Client.trainer_member_id,
            Client.member_id,
            Client.access,
            Client.time_zone,
            Client.birth_date,
            Client.sex,
            Client.goal,
            Client.notes,
            Client.health_note_encrypted,
            Client.withheld,
        )
        .where(visible, Client.id == client_id)
        .with_for_update()
    )


async def counts(read: ReadSession, visible: ColumnElement[bool], trainer: UUID | None = None) -> dict[str, int]:
    """How many clients there are in each status that occurs; those of one trainer, a member id, if one is named."""
    counted = select(Client.status, func.count().label("n")).where(visible).group_by(Client.status)
    if trainer is not None:
        counted = counted.where(Client.trainer_member_id == trainer)
    found = await read.all(counted)
    return {row["status"]: row["n"] for row in found}


async def id_by_email(session: WriteSession, visible: ColumnElement[bool], email: str) -> UUID | None:
    """The visible client, not archived, who has an address."""
    return await session.scalar(select(Client.id).where(visible, Client.email == email, Client.status != "archived"))


async def is_active_staff(session: WriteSession, member_id: UUID) -> bool:
    """Whether a member works here now."""
    return await _staff_state(session, member_id) == "active"


async def is_staff(session: WriteSession, member_id: UUID) -> bool:
    """Whether a member works here, did, or is invited to."""
    return await _staff_state(session, member_id) is not None


async def _staff_state(session: WriteSession, member_id: UUID) -> str | None:
    return await session.scalar(
        select(Member.state).where(
            Member.organization_id == session.organization_id,
            Member.id == member_id,
            Member.role.in_(sorted(STAFF_ROLES)),
        )
    )


async def organization_time_zone(session: WriteSession) -> str:
    """The time zone of clients who have none of their own."""
    zone: str | None = await session.scalar(
        select(Organization.time_zone).where(Organization.id == session.organization_id)
    )
    return zone or "UTC"


async def current_ids(read: ReadSession) -> list[UUID]:
    """The clients of an organization who are not archived."""
    return await read.scalars(
        select(Client.id)
        .where(Client.organization_id == read.organization_id, Client.status != "archived")
        .order_by(Client.id)
    )
