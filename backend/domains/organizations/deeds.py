"""Deeds of organizations for the audit log, and what its subjects of this domain are called."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import ARRAY, SQLColumnExpression, any_, cast, select
from sqlalchemy import UUID as SqlUuid

from backend.core.audit import action, names
from backend.core.db.read import ReadSession
from backend.domains.organizations.models import ApiKey, Member, Organization, Role

FOUNDED = action("organization.founded", "founded the studio")
CHANGED = action("organization.changed", "changed the studio's settings")
JOINED = action("members.joined", "took up an invitation")
PHOTO_CHANGED = action("members.photo_changed", "changed their photo")
PHOTO_REMOVED = action("members.photo_removed", "removed their photo")


@names("organization")
async def _organizations(read: ReadSession, ids: Collection[UUID]) -> Mapping[UUID, str]:
    return await _named(read, Organization.id, Organization.name, ids)


@names("member")
async def _members(read: ReadSession, ids: Collection[UUID]) -> Mapping[UUID, str]:
    return await _named(read, Member.id, Member.name, ids, Member.organization_id)


@names("user")
async def _users(read: ReadSession, ids: Collection[UUID]) -> Mapping[UUID, str]:
    return await _named(read, Member.user_id, Member.name, ids, Member.organization_id)


@names("role")
async def _roles(read: ReadSession, ids: Collection[UUID]) -> Mapping[UUID, str]:
    return await _named(read, Role.id, Role.name, ids, Role.organization_id)


@names("api_key")
async def _keys(read: ReadSession, ids: Collection[UUID]) -> Mapping[UUID, str]:
    return await _named(read, ApiKey.id, ApiKey.name, ids, ApiKey.organization_id)


async def _named(
    read: ReadSession,
    key: SQLColumnExpression[UUID] | SQLColumnExpression[UUID | None],
    name: SQLColumnExpression[str],
    ids: Collection[UUID],
    tenant: SQLColumnExpression[UUID] | None = None,
) -> dict[UUID, str]:
    here = (key if tenant is None else tenant) == read.organization_id
    rows = await read.all(
        select(key.label("id"), name.label("name")).where(here, key == any_(cast(list(ids), ARRAY(SqlUuid))))
    )
    return {row["id"]: row["name"] for row in rows}
