"""Keyset pages: a cursor says where the last page ended, so page 1,000 costs what page 1 costs."""

import base64
import binascii
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from hashlib import blake2s
from math import isfinite
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

import orjson
from fastapi import Query
from pydantic import BaseModel
from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    Text,
    Uuid,
    and_,
    bindparam,
    cast,
    literal_column,
    or_,
)

from backend.core.errors import FieldError, Invalid

Item = TypeVar("Item")

Limit = Annotated[int, Query(ge=1, le=100, description="How many items to answer at most.")]
Cursor = Annotated[
    str | None, Query(max_length=500, description="`next_cursor` of the page before; leave out for the first page.")
]


class Page(BaseModel, Generic[Item]):
    """A page of a list. `next_cursor` is null on the last page."""

    items: list[Item]
    next_cursor: str | None


def tag_of(name: str, order: Iterable[tuple[str, type, bool]]) -> str:
    """What a cursor says of the order it is of: the same for an equal name and equal columns, in any process."""
    written = ",".join(f"{label} {kind.__name__} {'desc' if descends else 'asc'}" for label, kind, descends in order)
    return blake2s(f"{name}: {written}".encode(), digest_size=4).hexdigest()


class Keyset:
    """One order of a list: columns with a direction each; the last must be unique (an id).

    `name` is the list's: another list's cursor is refused even where its columns are alike. `columns` are selected
    columns, each with its label, its type and whether it descends. Every column must be free of NULL (use coalesce),
    and its label must be in the rows.
    """

    def __init__(self, name: str, *columns: tuple[SQLColumnExpression[Any], str, type, bool]) -> None:
        self.columns = columns
        self.tag = tag_of(name, ((label, kind, descends) for _, label, kind, descends in columns))

    def page(self, statement: "Select[Any]", limit: int, cursor: str | None) -> "Select[Any]":
        """The statement, ordered, after the cursor, with one row more than asked to see whether a page follows."""
        if cursor is not None:
            statement = statement.where(self._after(self.values(cursor)))
        return self._ordered(statement, limit)

    def prepared_page(self, statement: "Select[Any]", limit: int, *, later: bool) -> "Select[Any]":
        """The same for a statement that is prepared once; a `later` page takes the `parameters` of a cursor.

        Its ids come as text, since such a page goes straight into an answer: the JSON encoder would have to ask us
        for each of the driver's ids.
        """
        shown = [
            cast(column, Text).label(column.name) if isinstance(column.type, Uuid) else column
            for column in statement.selected_columns
        ]
        return self.prepared_part(statement.with_only_columns(*shown, maintain_column_froms=True), limit, later=later)

    def prepared_part(self, statement: "Select[Any]", limit: int, *, later: bool) -> "Select[Any]":
        """The same as it is: for the keys of a page, to be joined with what is shown of them."""
        if later:
            places = [bindparam(f"cursor_{label}") for _, label, _, _ in self.columns]
            statement = statement.where(self._after(places))
        return self._ordered(statement, limit)

    def parameters(self, cursor: str) -> dict[str, Any]:
        """Where `prepared_page` goes on. Raises `Invalid` for another list's cursor."""
        labels = [f"cursor_{label}" for _, label, _, _ in self.columns]
        return dict(zip(labels, self.values(cursor), strict=True))

    def _ordered(self, statement: "Select[Any]", limit: int) -> "Select[Any]":
        order = [column.desc() if descends else column.asc() for column, _, _, descends in self.columns]
        # Not a parameter: a plan made for any limit takes it for a tenth of the rows and sorts them all.
        return statement.order_by(*order).limit(literal_column(str(int(limit) + 1)))

    def cut(self, rows: Sequence[dict[str, Any]], limit: int) -> dict[str, Any]:
        """`{items, next_cursor}` of what `page` selected."""
        items = list(rows[:limit])
        more = len(rows) > limit
        return {"items": items, "next_cursor": self._encode(items[-1]) if more else None}

    def _after(self, values: Sequence[Any]) -> ColumnElement[bool]:
        """(a, b) after (x, y) with mixed directions: a>=x and (a>x or (a=x and b>y)).

        The first part follows from the second; an index range begins at it, so a late page costs what the first does.
        """
        first, _, _, first_descends = self.columns[0]
        alternatives: list[ColumnElement[bool]] = []
        for index, (column, _, _, descends) in enumerate(self.columns):
            same = [self.columns[before][0] == values[before] for before in range(index)]
            beyond = column < values[index] if descends else column > values[index]
            alternatives.append(and_(*same, beyond))
        return and_(first <= values[0] if first_descends else first >= values[0], or_(*alternatives))

    def _encode(self, row: dict[str, Any]) -> str:
        values = [row[label] for _, label, _, _ in self.columns]
        text = orjson.dumps([self.tag, *(str(v) if isinstance(v, (Decimal, UUID)) else v for v in values)])
        return base64.urlsafe_b64encode(text).decode().rstrip("=")

    def values(self, cursor: str) -> list[Any]:
        """The values that a cursor stands for, one for each column. Raises `Invalid` for another list's cursor."""
        try:
            raw = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            kinds = [kind for _, _, kind, _ in self.columns]
            if not isinstance(raw, list) or len(raw) != len(kinds) + 1 or raw[0] != self.tag:
                raise ValueError("another list's cursor")
            return [_revive(value, kind) for value, kind in zip(raw[1:], kinds, strict=True)]
        except (ValueError, TypeError, binascii.Error, ArithmeticError) as error:
            raise Invalid(
                errors=[FieldError("/cursor", "This cursor is not of this list. Start again without one.", "query")]
            ) from error


def _revive(value: Any, kind: type) -> Any:
    """A cursor's value as its column's type. Raises ValueError or TypeError for what that column cannot hold."""
    if kind is date:
        return date.fromisoformat(value)
    if kind is datetime:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError("a time without a zone")
        return moment
    if kind is UUID:
        return UUID(str(value))
    revived = kind(value)
    if isinstance(revived, str):
        if not isinstance(value, str) or "\x00" in revived:
            raise ValueError("not a text")
    elif isinstance(revived, int) and not -(2**63) <= revived < 2**63:
        raise ValueError("beyond 64 bits")
    elif isinstance(revived, float | Decimal) and not isfinite(revived):
        raise ValueError("not a number")
    return revived
