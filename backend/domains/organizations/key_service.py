"""Decisions about API keys: who makes, renames, rotates and revokes which."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update

from backend.core import clock
from backend.core.access import Access
from backend.core.audit import action, difference, record
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.errors import FieldError, Forbidden, Invalid, NotFound
from backend.core.ids import new_id
from backend.domains.organizations import key_repository, keys
from backend.domains.organizations.errors import KeyEnded, TooManyKeys
from backend.domains.organizations.key_schemas import ApiKeyIn, ApiKeyMade, ApiKeyOut, ApiKeyPatch, ApiKeyRotate
from backend.domains.organizations.models import ApiKey
from backend.domains.organizations.policies import visible_keys

MOST_OF_ONE_MEMBER = 25

KEY_MADE = action("api_keys.made", "made an API key")
KEY_RENAMED = action("api_keys.renamed", "renamed an API key")
KEY_ROTATED = action("api_keys.rotated", "gave an API key a new secret")
KEY_REVOKED = action("api_keys.revoked", "revoked an API key")


async def find(read: ReadSession, access: Access, *, ended: bool, limit: int, cursor: str | None) -> dict[str, Any]:
    """A page of keys, the newest first. Those that ended are left out unless asked for."""
    condition = visible_keys(access)
    if not ended:
        condition = condition & key_repository.works(clock.now())
    rows = await key_repository.page(read, condition, limit=limit, cursor=cursor)
    cut = key_repository.NEWEST_FIRST.cut(rows, limit)
    return {**cut, "items": [_out(access.organization_id, row) for row in cut["items"]]}


async def get(session: ReadSession | WriteSession, access: Access, key_id: UUID) -> ApiKeyOut:
    """One key. Raises `NotFound`."""
    row = await key_repository.one(session, visible_keys(access), key_id)
    if row is None:
        raise NotFound
    return _out(access.organization_id, row)


async def make(session: WriteSession, access: Access, form: ApiKeyIn, *, highest_rate: int) -> ApiKeyMade:
    """A key that acts for who asks. Raises `Forbidden` for what they lack themselves, `Invalid`, `TooManyKeys`."""
    if reasons := keys.refusals(form.permissions, access.permissions):
        raise Forbidden("A key can be given what you may do yourself, and nothing sensitive.", errors=reasons)
    _check_expiry(form.expires_at)
    if form.rate_limit is not None and form.rate_limit > highest_rate:
        raise Invalid(errors=[FieldError("/rate_limit", f"Give it {highest_rate} requests a minute at most.")])
    if await key_repository.working_keys_of(session, access.member_id, clock.now()) >= MOST_OF_ONE_MEMBER:
        raise TooManyKeys(f"You have {MOST_OF_ONE_MEMBER} keys. Revoke one that you need no longer.")
    key_id = new_id()
    text, secret_hash = keys.write(access.organization_id, key_id)
    given = {name: str(scope) for name, scope in form.permissions.items()}
    await session.execute(
        insert(ApiKey).values(
            organization_id=session.organization_id,
            id=key_id,
            member_id=access.member_id,
            name=form.name,
            secret_hash=secret_hash,
            permissions=given,
            rate_limit=form.rate_limit,
            expires_at=form.expires_at,
        )
    )
    facts = {"name": [None, form.name], "permissions": [None, given], "expires_at": [None, form.expires_at]}
    record(session, KEY_MADE, subject=("api_key", key_id), changes=_plain(facts))
    return ApiKeyMade(key=text, about=await get(session, access, key_id))


async def rename(session: WriteSession, access: Access, key_id: UUID, patch: ApiKeyPatch) -> ApiKeyOut:
    """Another name. Raises `NotFound`."""
    row = await _locked(session, access, key_id)
    values = patch.model_dump(exclude_unset=True)
    if changes := difference(row, values):
        await _save(session, key_id, values)
        record(session, KEY_RENAMED, subject=("api_key", key_id), changes=changes)
    return await get(session, access, key_id)


async def rotate(session: WriteSession, access: Access, key_id: UUID, form: ApiKeyRotate) -> ApiKeyMade:
    """A new secret; the one before goes on for the overlap, and the one before that ends.

    Whoever sees a key can do what its member may do: so nobody rotates somebody else's, however far their permission
    reaches. Raises `NotFound`, `Forbidden`, `KeyEnded`, `Invalid`.
    """
    row = await _locked(session, access, key_id)
    if row["member_id"] != access.member_id:
        raise Forbidden(f"This key acts for {row['member_name']}, who alone may rotate it. You can revoke it.")
    now = clock.now()
    if _state(row, now) != "working":
        raise KeyEnded("Make a new one.")
    expires_at = form.expires_at
    if expires_at is not None:
        _check_expiry(expires_at)
    elif row["expires_at"] is not None:
        expires_at = now + min(row["expires_at"] - (row["rotated_at"] or row["created_at"]), keys.LONGEST_LIFE)
    text, secret_hash = keys.write(access.organization_id, key_id)
    overlap = timedelta(hours=form.overlap_hours)
    values = {
        "secret_hash": secret_hash,
        "previous_hash": ApiKey.secret_hash if overlap else None,
        "previous_until": now + overlap if overlap else None,
        "expires_at": expires_at,
        "reminded_days": None,
        "rotated_at": now,
    }
    await _save(session, key_id, values)
    facts = {"expires_at": [row["expires_at"], expires_at], "overlap_hours": [None, form.overlap_hours]}
    record(session, KEY_ROTATED, subject=("api_key", key_id), changes=_plain(facts))
    return ApiKeyMade(key=text, about=await get(session, access, key_id))


async def revoke(session: WriteSession, access: Access, key_id: UUID) -> None:
    """End a key, in effect everywhere within a second. One that was revoked before stays so. Raises `NotFound`."""
    row = await _locked(session, access, key_id)
    if row["revoked_at"] is None:
        await _save(session, key_id, {"revoked_at": clock.now(), "previous_hash": None, "previous_until": None})
        record(session, KEY_REVOKED, subject=("api_key", key_id), changes={"name": [row["name"], None]})


async def _locked(session: WriteSession, access: Access, key_id: UUID) -> dict[str, Any]:
    row = await key_repository.one(session, visible_keys(access), key_id, lock=True)
    if row is None:
        raise NotFound
    return row


async def _save(session: WriteSession, key_id: UUID, values: Mapping[str, Any]) -> None:
    await session.execute(
        update(ApiKey).where(ApiKey.organization_id == session.organization_id, ApiKey.id == key_id).values(**values)
    )


def _check_expiry(moment: datetime) -> None:
    now = clock.now()
    if not now < moment <= now + keys.LONGEST_LIFE:
        message = f"Choose a time to come, {keys.LONGEST_LIFE.days} days from now at most."
        raise Invalid(errors=[FieldError("/expires_at", message)])


def _state(row: Mapping[str, Any], now: datetime) -> str:
    if row["revoked_at"] is not None:
        return "revoked"
    if row["expires_at"] is not None and row["expires_at"] <= now:
        return "expired"
    return "working" if row["member_state"] == "active" else "resting"


def _out(organization_id: UUID, row: Mapping[str, Any]) -> ApiKeyOut:
    now = clock.now()
    overlap = row["previous_until"]
    shown = {
        **row,
        "prefix": keys.shown(organization_id, row["id"]),
        "state": _state(row, now),
        "previous_until": overlap if overlap is not None and overlap > now else None,
    }
    return ApiKeyOut.model_validate(shown)


def _plain(facts: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """Moments as text: what goes into the log is JSON."""
    return {
        name: [value.isoformat() if isinstance(value, datetime) else value for value in pair]
        for name, pair in facts.items()
    }
