"""Refusing to run without a key that values may be under."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.crypto import FieldCipher
from backend.core.db.database import Database
from backend.core.db.write import WriteSession
from backend.core.encryption.models import FieldKey
from backend.core.ids import PLATFORM, new_id

_TEXT = "a value under this key"
_PLACE = "field_keys.probe"


class MissingKeyError(RuntimeError):
    """STOKE_FIELD_KEYS cannot open what is stored; the message says which key is missing or another one."""


async def prove_keys(database: Database) -> None:
    """Check the keys of this process against those that values may be under, and write down what is new.

    Two statements at each start, however many values there are: a key counts as used from the first start that had it
    until `keys rotate` finds nothing under it. Raises `MissingKeyError`.
    """
    cipher = database.ports.cipher
    async with database.system() as system:
        known = await system.all(select(FieldKey.id, FieldKey.name, FieldKey.probe, FieldKey.retired_at))
        wrong = [
            f"{row['name']!r} is missing, and values may be under it"
            for row in known
            if row["retired_at"] is None and row["name"] not in cipher.names
        ] + [
            f"{row['name']!r} is another key than it was: give a new key a name of its own"
            for row in known
            if row["name"] in cipher.names and not _opens(cipher, row)
        ]
        if wrong:
            raise MissingKeyError(f"STOKE_FIELD_KEYS: {'; '.join(wrong)}. See docs/encryption.md.")
        await _write_down(system, cipher, set(cipher.names) - {row["name"] for row in known})
        retired = [row["id"] for row in known if row["name"] == cipher.current and row["retired_at"] is not None]
        if retired:
            await system.execute(update(FieldKey).where(FieldKey.id.in_(retired)).values(retired_at=None))


async def retire(database: Database, names: set[str]) -> None:
    """Say of keys that no value is under them any more: a process may start without them."""
    async with database.system() as system:
        await system.execute(
            update(FieldKey)
            .where(FieldKey.name.in_(sorted(names)), FieldKey.retired_at.is_(None))
            .values(retired_at=clock.now())
        )


async def in_use(database: Database) -> set[str]:
    """The keys that values may be under."""
    async with database.system() as system:
        rows = await system.all(select(FieldKey.name).where(FieldKey.retired_at.is_(None)))
    return {row["name"] for row in rows}


async def _write_down(system: WriteSession, cipher: FieldCipher, names: set[str]) -> None:
    for name in sorted(names):
        row_id = new_id()
        probe = cipher.encrypt(_TEXT, place=_PLACE, organization_id=PLATFORM, row_id=row_id, key=name)
        await system.execute(insert(FieldKey).values(id=row_id, name=name, probe=probe).on_conflict_do_nothing())


def _opens(cipher: FieldCipher, row: dict[str, Any]) -> bool:
    try:
        cipher.decrypt(row["probe"], place=_PLACE, organization_id=PLATFORM, row_id=row["id"])
    except ValueError:
        return False
    return True
