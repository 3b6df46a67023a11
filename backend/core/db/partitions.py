"""Monthly partitions by id. Pure: months, the ids that belong to them, names, and which there ought to be.

A UUIDv7 begins with 48 bits of milliseconds since 1970 (RFC 9562, 5.7), so a range of ids is a range of time, and the
primary key `(organization_id, id)` holds the partition key, as Postgres demands.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

AHEAD = 3
"""Months made before they come: a worker that was away for a quarter does no harm, and a plan reads few partitions."""

_TIME_BITS = 80
_TEXT = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_PARTITION = re.compile(r"(?P<table>.+)_(?:default|y\d{4}m(?:0[1-9]|1[0-2]))")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of the calendar in UTC."""

    year: int
    month: int

    @classmethod
    def of(cls, moment: datetime) -> "Month":
        """The month of a time that carries a zone."""
        utc = moment.astimezone(UTC)
        return cls(utc.year, utc.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """`2026-02`. Raises ValueError for anything else."""
        found = _TEXT.fullmatch(text)
        if found is None:
            message = f"{text!r} is no month; write it like 2026-02"
            raise ValueError(message)
        return cls(int(found[1]), int(found[2]))

    def plus(self, months: int) -> "Month":
        """So many months later, or earlier."""
        years, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(years, month + 1)

    @property
    def start(self) -> datetime:
        """Its first moment."""
        return datetime(self.year, self.month, 1, tzinfo=UTC)

    @property
    def first_day(self) -> date:
        """Its first day: how the database's functions are told a month."""
        return date(self.year, self.month, 1)

    @property
    def low(self) -> UUID:
        """No id of this month is lower."""
        milliseconds = round(self.start.timestamp()) * 1000
        return UUID(int=milliseconds << _TIME_BITS)

    @property
    def high(self) -> UUID:
        """The first id that is not of this month any more."""
        return self.plus(1).low

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


@dataclass(frozen=True, slots=True)
class Monthly:
    """What `__partitioned__` says of a table: monthly, and how its months age.

    A month is past its time when `keep` whole months have gone by since it ended. Then it is dropped by the worker, or,
    with `archive`, written to the file storage by `backend.cli archive` before it is. `held_by` is a query with the
    bounds `:low` and `:high` that finds what somebody still needs: as long as it finds a row, the month stays.
    """

    keep: int
    archive: bool = False
    held_by: str | None = None

    def __post_init__(self) -> None:
        if self.keep < 1:
            raise ValueError("a month is kept for at least one more: clocks differ")

    @property
    def comment(self) -> str:
        """The rule as the table's comment: the database's own functions read it, so that no caller can bend it."""
        return f"monthly by id; kept {self.keep} months; then {'archived' if self.archive else 'dropped'}"

    def arguments(self) -> dict[str, Any]:
        """What `Table` is told."""
        return {"postgresql_partition_by": "RANGE (id)", "comment": self.comment}


def partition_name(table: str, month: Month) -> str:
    """`outbox_events_y2026m02`."""
    return f"{table}_y{month.year:04}m{month.month:02}"


def default_name(table: str) -> str:
    """The partition of every id that belongs to no other: made by a clock that was off, or not a UUIDv7 at all."""
    return f"{table}_default"


def is_partition(name: str, partitioned: Iterable[str]) -> bool:
    """Whether `name` is that of a partition of one of the tables `partitioned`."""
    found = _PARTITION.fullmatch(name)
    return found is not None and found["table"] in set(partitioned)


def missing(there: Iterable[Month], now: datetime, ahead: int = AHEAD) -> list[Month]:
    """The months to make, oldest first: from where the table's end at, or from this one, up to those `ahead`.

    A table without any gets last month's, too, for a clock that is behind. Months that aged away are not made again.
    """
    have = set(there)
    this = Month.of(now)
    first = min(max(have).plus(1), this) if have else this.plus(-1)
    months: list[Month] = []
    while first <= this.plus(ahead):
        if first not in have:
            months.append(first)
        first = first.plus(1)
    return months


def past(there: Iterable[Month], now: datetime, keep: int) -> list[Month]:
    """Which months are past their time, oldest first."""
    return sorted(month for month in there if month.plus(1 + keep).start <= now)
