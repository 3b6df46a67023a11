"""Which columns hold encrypted values. Their models say so; `keys rotate` and docs/encryption.md go by that.

    health_note_encrypted: Mapped[str | None] = mapped_column(info=encrypted(place="clients.health_note"))

A value is bound to its place, its organization (`PLATFORM` in a table of no organization) and its row's id.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, LargeBinary, MetaData

from backend.core.db.base import Base

_MARK = "encrypted"


@dataclass(frozen=True, slots=True)
class EncryptedColumn:
    """A column under the field keys. `place` is what its values are bound to beside organization and row."""

    table: str
    column: str
    place: str
    of_tenant: bool
    """The table's rows belong to organizations; else each belongs to the user of its `user_id`."""
    binary: bool
    """The value's text stands in a `bytea`."""


def encrypted(place: str = "") -> dict[str, Any]:
    """For `mapped_column(info=…)`: the column's values are under the field keys. `place`, if not `table.column`."""
    return {_MARK: place}


def encrypted_columns(metadata: MetaData = Base.metadata) -> list[EncryptedColumn]:
    """All of them, by table and column. The models must be known (`load_domains`)."""
    return [_described(column) for table in metadata.sorted_tables for column in table.columns if _MARK in column.info]


def _described(column: Column[Any]) -> EncryptedColumn:
    table = column.table
    return EncryptedColumn(
        table=table.name,
        column=column.name,
        place=column.info[_MARK] or f"{table.name}.{column.name}",
        of_tenant="organization_id" in table.columns,
        binary=isinstance(column.type, LargeBinary),
    )
