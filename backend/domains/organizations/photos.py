"""Whose photo is shown where: kept with the user, copied to their memberships, where others may see it."""

from uuid import UUID

from sqlalchemy import select, update

from backend.core.access import Access
from backend.core.audit import record
from backend.core.db.database import Database
from backend.core.db.read import ReadSession
from backend.core.errors import NotFound, Unavailable
from backend.core.ids import PLATFORM, new_id
from backend.core.ports import StoragePort
from backend.domains.accounts import photos
from backend.domains.accounts import service as accounts
from backend.domains.organizations import deeds, repository
from backend.domains.organizations.models import Member
from backend.domains.organizations.policies import visible_photos


async def replace(database: Database, access: Access, data: bytes) -> str:
    """Make this picture the person's photo; answers its key. Raises `NotAPhoto`.

    The file is there before any row names it, and an old one goes after no row does.
    """
    storage = _storage(database)
    content = await photos.square(data)
    key = f"photos/{access.user_id}/{new_id()}.webp"
    await storage.put(key, content, photos.MEDIA_TYPE)
    await _point(database, access, key)
    return key


async def remove(database: Database, access: Access) -> None:
    """Take the photo away everywhere; no error when there is none."""
    await _point(database, access, None)


async def of_member(read: ReadSession, access: Access, member_id: UUID) -> str:
    """The key of a member's photo. Raises `NotFound` where there is none or it may not be seen."""
    key = await read.scalar(select(Member.photo_key).where(visible_photos(access), Member.id == member_id))
    if key is None:
        raise NotFound
    return str(key)


async def content_of(database: Database, key: str) -> bytes:
    """The picture itself, some ten kilobytes."""
    return b"".join([piece async for piece in _storage(database).open(key)])


async def _point(database: Database, access: Access, key: str | None) -> None:
    async with database.write(PLATFORM, access.user_id) as session:
        before = await accounts.set_photo(session, access.user_id, key)
    async with database.read(access.organization_id, access.user_id) as read:
        belongs = await repository.own_memberships(read, access.user_id)
    for row in belongs:
        async with database.write(row["id"], access.user_id) as session:
            member_id = await session.scalar(
                update(Member)
                .where(Member.organization_id == row["id"], Member.user_id == access.user_id)
                .values(photo_key=key)
                .returning(Member.id)
            )
            what = deeds.PHOTO_REMOVED if key is None else deeds.PHOTO_CHANGED
            record(session, what, subject=("member", member_id), person_id=access.user_id)
    if before is not None:
        await _storage(database).delete(before)


def _storage(database: Database) -> StoragePort:
    if database.ports.storage is None:
        raise Unavailable("No place for files is set.")
    return database.ports.storage
