"""API keys: what integrators' programs sign in with."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from backend.core.errors import NotFound
from backend.core.pagination import Cursor, Limit, Page
from backend.core.routing import Access, Process, Read, Router, Write, requires
from backend.core.settings import Settings
from backend.domains.organizations import key_service, keys
from backend.domains.organizations.errors import KeyEnded, TooManyKeys
from backend.domains.organizations.key_schemas import (
    HIGHEST_RATE,
    ApiKeyIn,
    ApiKeyMade,
    ApiKeyOut,
    ApiKeyPatch,
    ApiKeyRotate,
    GivableGroup,
    GivableOut,
    GivablePermission,
)

router = Router(tags=["api keys"], errors=[NotFound, KeyEnded, TooManyKeys])


@router.get("/api-keys")
async def list_api_keys(
    access: Annotated[Access, requires("api_keys:read")],
    read: Read,
    ended: Annotated[bool, Query(description="Also those that were revoked or have expired.")] = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ApiKeyOut]:
    """API keys, the newest first: one's own, or everybody's. No secrets."""
    return Page(**await key_service.find(read, access, ended=ended, limit=limit, cursor=cursor))


@router.get("/api-keys/permissions")
async def list_givable_permissions(
    runtime: Process, access: Annotated[Access, requires("api_keys:read")]
) -> GivableOut:
    """What you may give to a key: what you may do yourself, without what asks for a proof of who one is."""
    return GivableOut(
        groups=[
            GivableGroup(
                name=group.name,
                title=group.title,
                permissions=[
                    GivablePermission(name=name, description=text, scopes=scopes) for name, text, scopes in rows
                ],
            )
            for group, rows in keys.givable(access.permissions)
        ],
        usual_rate_limit=runtime.settings.rate_limit_api,
        highest_rate_limit=_highest_rate(runtime.settings),
        longest_days=keys.LONGEST_LIFE.days,
    )


@router.post("/api-keys", status_code=201)
async def create_api_key(
    runtime: Process, access: Annotated[Access, requires("api_keys:create", proof=True)], body: ApiKeyIn
) -> ApiKeyMade:
    """Make a key for oneself. The answer holds the key, this once. Needs a proof of who one is.

    No `Idempotency-Key` is taken: its answer would be kept, and the key with it. Sent twice, it makes two; revoke one.
    """
    # Not by `Write`: an Idempotency-Key would keep the answer, and the key in it, for two days.
    async with runtime.database.write(access.organization_id, access.user_id) as session:
        return await key_service.make(session, access, body, highest_rate=_highest_rate(runtime.settings))


@router.get("/api-keys/{key_id}")
async def get_api_key(access: Annotated[Access, requires("api_keys:read")], read: Read, key_id: UUID) -> ApiKeyOut:
    """One key, without its secret."""
    return await key_service.get(read, access, key_id)


@router.patch("/api-keys/{key_id}")
async def update_api_key(
    access: Annotated[Access, requires("api_keys:update", proof=True)], session: Write, key_id: UUID, body: ApiKeyPatch
) -> ApiKeyOut:
    """Rename a key. What it may do stays as it was made: make another one for other permissions."""
    return await key_service.rename(session, access, key_id, body)


@router.post("/api-keys/{key_id}/rotate")
async def rotate_api_key(
    runtime: Process,
    access: Annotated[Access, requires("api_keys:update", proof=True)],
    key_id: UUID,
    body: ApiKeyRotate,
) -> ApiKeyMade:
    """Give one's key a new secret, shown this once; the old one works on for the overlap. Needs a proof."""
    async with runtime.database.write(access.organization_id, access.user_id) as session:
        return await key_service.rotate(session, access, key_id, body)


@router.delete("/api-keys/{key_id}", status_code=204)
async def revoke_api_key(
    access: Annotated[Access, requires("api_keys:revoke", proof=True)], session: Write, key_id: UUID
) -> Response:
    """End a key for good, within a second. Needs a proof of who one is."""
    await key_service.revoke(session, access, key_id)
    return Response(status_code=204)


def _highest_rate(settings: Settings) -> int:
    return settings.rate_limit_key or HIGHEST_RATE
