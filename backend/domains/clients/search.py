"""Turning what was typed into a search, and calling the function that may look into the index."""

import re
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ARRAY, TEXT, Integer, Uuid, bindparam, column, func
from sqlalchemy.sql.selectable import TableValuedAlias

MAX_WORDS = 6
_PHONE = re.compile(r"[\d\s+＋()./\-–]*\d[\d\s+＋()./\-–]*")


@dataclass(frozen=True, slots=True)
class Needle:
    """Words that must all be found; or, where the text could be a telephone number, its digits alone."""

    words: tuple[str, ...]
    digits: str | None

    @classmethod
    def of(cls, typed: str | None) -> "Needle | None":
        """None where nothing is searched for."""
        words = tuple(typed.replace("\x00", "").split()[:MAX_WORDS]) if typed else ()
        if not words:
            return None
        text = " ".join(words)
        digits = re.sub(r"\D", "", text) if _PHONE.fullmatch(text) else None
        return cls(words, None if digits == text else digits)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a found client must be besides. `trainers` must all be the client's trainer; `member` their membership."""

    statuses: tuple[str, ...]
    trainers: tuple[UUID, ...]
    member: UUID | None
    access: str | None


FOUND: TableValuedAlias = (
    func.find_clients(
        bindparam("words", type_=ARRAY(TEXT)),
        bindparam("digits", type_=TEXT),
        bindparam("statuses", type_=ARRAY(TEXT)),
        bindparam("trainers", type_=ARRAY(Uuid)),
        bindparam("member", type_=Uuid),
        bindparam("access", type_=TEXT),
        bindparam("sort", type_=TEXT),
        bindparam("after_value", type_=TEXT),
        bindparam("after_id", type_=Uuid),
        bindparam("at_most", type_=Integer),
    )
    .table_valued(column("id", Uuid), with_ordinality="place")
    .render_derived(name="found")
)
"""`find_clients` as a table of ids, with their place in the order asked for; `arguments` gives its parameters."""


def arguments(
    needle: Needle, bounds: Bounds, sort: str, after: tuple[str, UUID] | None, limit: int
) -> dict[str, object]:
    """For at most `limit` ids, in the order `sort` after the value and id of `after`."""
    value, after_id = after or (None, None)
    return {
        "words": list(needle.words),
        "digits": needle.digits,
        "statuses": list(bounds.statuses),
        "trainers": list(bounds.trainers),
        "member": bounds.member,
        "access": bounds.access,
        "sort": sort,
        "after_value": value,
        "after_id": after_id,
        "at_most": limit,
    }
