"""Queries about roles, and about what somebody may do just now."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select, update

from backend.core.access import Scope
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.domains.organizations.models import Member, Organization, Role
from backend.domains.organizations.standing import permissions_of

LEAST = "assistant"
"""What stands in the membership of somebody who left, where their role was deleted."""

ROLE_OF_MEMBER = and_(Role.organization_id == Member.organization_id, Role.id == Member.role_id)
"""How a membership finds the organization's own role."""


async def lock_team(session: WriteSession) -> None:
    """Let changes of who may do what run one after the other: until this transaction ends, no other one is here.

    Foreign keys to the organization are not held up by it.
    """
    await session.execute(
        select(Organization.id).where(Organization.id == session.organization_id).with_for_update(key_share=True)
    )


async def reach_of(session: WriteSession, member_id: UUID) -> Mapping[str, Scope]:
    """What a member may do by what the database says now; nothing for one who is not active."""
    row = await session.first(
        select(Member.role, Role.permissions)
        .outerjoin(Role, ROLE_OF_MEMBER)
        .where(Member.organization_id == session.organization_id, Member.id == member_id, Member.state == "active")
    )
    return {} if row is None else permissions_of(row["role"], row["permissions"])


async def own_roles(session: ReadSession | WriteSession) -> list[dict[str, Any]]:
    """The organization's own roles, by name."""
    return await session.all(
        select(Role.id, Role.name, Role.description, Role.permissions)
        .where(Role.organization_id == session.organization_id)
        .order_by(func.lower(Role.name), Role.id)
    )


async def own_role(session: ReadSession | WriteSession, role_id: UUID) -> dict[str, Any] | None:
    """One of the organization's own roles."""
    return await session.first(
        select(Role.id, Role.name, Role.description, Role.permissions).where(
            Role.organization_id == session.organization_id, Role.id == role_id
        )
    )


async def people_by_role(session: ReadSession | WriteSession) -> dict[str, int]:
    """How many belong to each role, by its name or id; those who left are not counted."""
    rows = await session.all(
        select(Member.role, Member.role_id, func.count().label("people"))
        .where(Member.organization_id == session.organization_id, Member.state != "left")
        .group_by(Member.role, Member.role_id)
    )
    return {str(row["role_id"] or row["role"]): row["people"] for row in rows}


async def let_go_of_role(session: WriteSession, role_id: UUID) -> None:
    """People who left no longer hold a role back from being deleted; whoever comes again is given one then."""
    await session.execute(
        update(Member)
        .where(Member.organization_id == session.organization_id, Member.role_id == role_id, Member.state == "left")
        .values(role=LEAST, role_id=None)
    )
