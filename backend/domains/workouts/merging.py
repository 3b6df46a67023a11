"""Merging batches of set logs that phones send, possibly twice, late and out of order. Pure.

Each set carries an id and a revision, both made by the phone; the highest revision wins. Deleting is a revision
like any other, a tombstone, so that a late older copy cannot bring a deleted set back. Two different contents under one
revision come only from a faulty phone; a fixed order (tombstone first, then the content) decides, so that the result
depends on what was sent and not on the order in which it arrived.
"""

import math
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple, Protocol, TypeVar
from uuid import UUID

MAX_REVISION = 2**63 - 1


class SetRevision(Protocol):
    """What merging reads of a set log."""

    @property
    def id(self) -> UUID: ...
    @property
    def exercise_log_id(self) -> UUID: ...
    @property
    def revision(self) -> int: ...
    @property
    def deleted(self) -> bool: ...
    @property
    def set_number(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def reps(self) -> int | None: ...
    @property
    def weight_kg(self) -> Decimal | float | None: ...
    @property
    def rpe(self) -> Decimal | float | None: ...
    @property
    def duration_s(self) -> int | None: ...
    @property
    def distance_m(self) -> Decimal | float | None: ...
    @property
    def done_at(self) -> datetime | None: ...


AnySet = TypeVar("AnySet", bound=SetRevision)


class BatchConflictError(ValueError):
    """One set id stands under two exercise logs; `set_id` says which."""

    def __init__(self, set_id: UUID) -> None:
        """Name the set."""
        super().__init__(f"Set {set_id} stands under two exercises. Send it under the exercise it was logged for.")
        self.set_id = set_id


class Violation(NamedTuple):
    """A value that no one lifts or runs: the place of the set in the batch (from 0), its field, and what to do."""

    place: int
    field: str
    message: str


def latest(sets: Iterable[AnySet]) -> dict[UUID, AnySet]:
    """The winning revision of each set, tombstones included, in order of first appearance.

    Raises BatchConflictError when one id stands under two exercise logs.
    """
    winners: dict[UUID, AnySet] = {}
    for entry in sets:
        held = winners.setdefault(entry.id, entry)
        if held is entry:
            continue
        if held.exercise_log_id != entry.exercise_log_id:
            raise BatchConflictError(entry.id)
        if _rank(entry) > _rank(held):
            winners[entry.id] = entry
    return winners


def violations(sets: Iterable[SetRevision]) -> list[Violation]:
    """Values outside the limits of what is possible, tombstones included since they are stored as well."""
    return [
        Violation(place, field, message)
        for place, entry in enumerate(sets)
        for field, value, low, high, message in _limits(entry)
        if value is not None and not _inside(value, low, high, halves=field == "rpe")
    ]


def _limits(entry: SetRevision) -> tuple[tuple[str, Decimal | float | None, int, int, str], ...]:
    return (
        ("revision", entry.revision, 1, MAX_REVISION, "Send a revision from 1 to 2^63 - 1."),
        ("set_number", entry.set_number, 1, 200, "Keep an exercise within 200 sets."),
        ("reps", entry.reps, 0, 1_000, "Enter 0 to 1,000 repetitions."),
        ("weight_kg", entry.weight_kg, 0, 1_000, "Enter a weight from 0 to 1,000 kg."),
        ("rpe", entry.rpe, 1, 10, "Enter an RPE from 1 to 10, in halves."),
        ("duration_s", entry.duration_s, 0, 86_400, "Enter a time of at most 24 hours."),
        ("distance_m", entry.distance_m, 0, 1_000_000, "Enter a distance of at most 1,000 km."),
    )


def _inside(value: Decimal | float, low: int, high: int, *, halves: bool) -> bool:
    # Decimal's NaN raises where float's merely compares false, so both are turned away first.
    finite = value.is_finite() if isinstance(value, Decimal) else math.isfinite(value)
    if not finite or not low <= value <= high:
        return False
    return not halves or value * 2 % 1 == 0


def _rank(entry: SetRevision) -> tuple[int, bool, tuple[str, ...]]:
    content = (
        entry.set_number, entry.kind, entry.reps, entry.weight_kg, entry.rpe,
        entry.duration_s, entry.distance_m, entry.done_at,
    )  # fmt: skip
    return entry.revision, entry.deleted, tuple(str(value) for value in content)
