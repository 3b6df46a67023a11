"""Queries about API keys."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.pagination import Keyset
from backend.domains.organizations.models import ApiKey, Member

NEWEST_FIRST = Keyset("api_keys", (ApiKey.id, "id", UUID, True))


def _shown() -> Select[*tuple[Any, ...]]:
    return select(
        ApiKey.id,
        ApiKey.name,
        ApiKey.member_id,
        Member.name.label("member_name"),
        Member.state.label("member_state"),
        ApiKey.permissions,
        ApiKey.rate_limit,
        ApiKey.created_at,
        ApiKey.expires_at,
        ApiKey.rotated_at,
        ApiKey.previous_until,
        ApiKey.revoked_at,
        ApiKey.last_used_at,
        ApiKey.last_address,
    ).join(Member, and_(Member.organization_id == ApiKey.organization_id, Member.id == ApiKey.member_id))


def works(now: datetime) -> ColumnElement[bool]:
    """Neither revoked nor expired."""
    return and_(ApiKey.revoked_at.is_(None), or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > now))


async def page(
    read: ReadSession, condition: ColumnElement[bool], *, limit: int, cursor: str | None
) -> list[dict[str, Any]]:
    """Keys, the newest first, with whom they act for: one row more than `limit` where a page follows."""
    return await read.all(NEWEST_FIRST.page(_shown().where(condition), limit, cursor))


async def one(
    session: ReadSession | WriteSession, condition: ColumnElement[bool], key_id: UUID, *, lock: bool = False
) -> dict[str, Any] | None:
    """One key; with `lock`, nobody else changes it until this transaction ends."""
    found = _shown().where(condition, ApiKey.id == key_id)
    return await session.first(found.with_for_update(of=ApiKey) if lock else found)


async def working_keys_of(session: WriteSession, member_id: UUID, now: datetime) -> int:
    """How many keys of a member work. Nobody makes another one for them until this transaction ends."""
    await session.execute(
        select(Member.id)
        .where(Member.organization_id == session.organization_id, Member.id == member_id)
        .with_for_update(key_share=True)
    )
    count = await session.scalar(
        select(func.count())
        .select_from(ApiKey)
        .where(ApiKey.organization_id == session.organization_id, ApiKey.member_id == member_id, works(now))
    )
    return int(count)
