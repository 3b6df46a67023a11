"""The logo of an organization, in two sizes. Public: it stands on the sign-up page and in mails."""

from typing import Literal, TypeAlias

from backend.core.audit import action
from backend.core.db.database import Database
from backend.core.db.write import WriteSession
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.core.ports import StoragePort
from backend.domains.accounts import photos
from backend.domains.organizations import studio_repository as repository
from backend.domains.organizations.studio_errors import NoFiles
from backend.domains.organizations.studio_settings import save

Size: TypeAlias = Literal["small", "large"]
SIDES: dict[Size, int] = {"small": 96, "large": 512}
"""Pixels; the whole picture fits the square."""

LOGO_CHANGED = action("organization.logo_changed", "changed the studio's logo")


async def replace(session: WriteSession, data: bytes) -> None:
    """Make this picture the logo. Raises `NotAPhoto`.

    The files are there before the row names them; old ones go after the commit, and one that stays behind harms nobody.
    """
    storage = storage_of(session)
    key = f"logos/{session.organization_id}/{new_id()}"
    for size, side in SIDES.items():
        await storage.put(file_of(key, size), await photos.contained(data, side), photos.MEDIA_TYPE)
    await _point(session, key)


async def remove(session: WriteSession) -> None:
    """Take the logo away; no error when there is none."""
    await _point(session, None)


async def content_of(database: Database, slug: str, size: Size) -> tuple[str, bytes]:
    """The key and the picture of an open organization's logo. Raises `NotFound`."""
    async with database.system() as system:
        row = await repository.by_slug(system, slug)
    if row is None or row["logo_key"] is None or database.ports.storage is None:
        raise NotFound
    pieces = database.ports.storage.open(file_of(row["logo_key"], size))
    return row["logo_key"], b"".join([piece async for piece in pieces])


def file_of(key: str, size: Size) -> str:
    """The file of a logo in one size."""
    return f"{key}-{size}.webp"


def storage_of(session: WriteSession) -> StoragePort:
    """Where files are kept. Raises `NoFiles`."""
    if session.ports.storage is None:
        raise NoFiles
    return session.ports.storage


async def _point(session: WriteSession, key: str | None) -> None:
    before = (await save(session, LOGO_CHANGED, {"logo_key": key}))["logo_key"]
    if before is None:
        return
    storage = storage_of(session)

    async def forget() -> None:
        for size in SIDES:
            await storage.delete(file_of(before, size))

    session.after_commit(forget)
