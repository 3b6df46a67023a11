"""A session as it stands, and what a batch makes of it. Pure.

A batch is merged with what is stored, not written over it: see `merging` for which revision of a set wins. Exercises
follow the same rule by their own revision.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple
from uuid import UUID

from backend.domains.workouts import merging, strength
from backend.domains.workouts.schemas.logging import ExerciseLogIn, SetIn

_THOUSANDTH = Decimal("0.001")
_TENTH = Decimal("0.1")


class LoggedSet(NamedTuple):
    """A set with its quantities in the precision of the database."""

    id: UUID
    exercise_log_id: UUID
    set_number: int
    kind: str
    reps: int | None
    weight_kg: Decimal | None
    rpe: Decimal | None
    duration_s: int | None
    distance_m: Decimal | None
    done_at: datetime | None
    revision: int
    deleted: bool

    @property
    def counts(self) -> bool:
        """Whether it is a working set that was done."""
        return self.kind == "working" and not self.deleted and self.done_at is not None

    def as_json(self) -> dict[str, Any]:
        """As it goes to the phone and, in one JSON parameter, to the database: of types that the encoder knows."""
        return {
            "id": str(self.id),
            "exercise_log_id": str(self.exercise_log_id),
            "set_number": self.set_number,
            "kind": self.kind,
            "reps": self.reps,
            "weight_kg": None if self.weight_kg is None else float(self.weight_kg),
            "rpe": None if self.rpe is None else float(self.rpe),
            "duration_s": self.duration_s,
            "distance_m": None if self.distance_m is None else float(self.distance_m),
            "done_at": self.done_at,
            "revision": self.revision,
            "deleted": self.deleted,
        }


class LoggedExercise(NamedTuple):
    """An exercise of a session."""

    id: UUID
    position: int
    block_id: UUID | None
    prescription_id: UUID | None
    exercise_id: UUID
    planned_exercise_id: UUID | None
    note: str | None
    revision: int

    def as_json(self) -> dict[str, Any]:
        """As it goes to the phone and, in one JSON parameter, to the database: of types that the encoder knows."""
        return {
            "id": str(self.id),
            "position": self.position,
            "block_id": self.block_id and str(self.block_id),
            "prescription_id": self.prescription_id and str(self.prescription_id),
            "exercise_id": str(self.exercise_id),
            "planned_exercise_id": self.planned_exercise_id and str(self.planned_exercise_id),
            "note": self.note,
            "revision": self.revision,
        }


class Totals(NamedTuple):
    """Of working sets that were done; volume in kilograms; `exercises` counts those with such a set."""

    sets: int
    reps: int
    volume_kg: Decimal
    exercises: int


@dataclass(frozen=True, slots=True)
class Logged:
    """Everything in a session, tombstones included."""

    exercises: Mapping[UUID, LoggedExercise]
    sets: Mapping[UUID, LoggedSet]


@dataclass(frozen=True, slots=True)
class Merged:
    """A session after a batch, and the rows that have to be written for it."""

    after: Logged
    new_exercises: list[LoggedExercise]
    new_sets: list[LoggedSet]
    touched: frozenset[UUID]
    """Exercises (not logs) whose sets changed or were moved by a swap, to and from."""


class UnknownExerciseLogError(ValueError):
    """A set names an exercise log that neither the session nor the batch has."""

    def __init__(self, set_id: UUID) -> None:
        super().__init__(f"Send the exercise that set {set_id} was logged for before or with it.")
        self.set_id = set_id


def set_of(entry: SetIn) -> LoggedSet:
    """A set from a phone, rounded as the database would."""
    return LoggedSet(
        id=entry.id,
        exercise_log_id=entry.exercise_log_id,
        set_number=entry.set_number,
        kind=entry.kind,
        reps=entry.reps,
        weight_kg=_rounded(entry.weight_kg, _THOUSANDTH),
        rpe=_rounded(entry.rpe, _TENTH),
        duration_s=entry.duration_s,
        distance_m=_rounded(entry.distance_m, _THOUSANDTH),
        done_at=entry.done_at.astimezone(UTC) if entry.done_at else None,
        revision=entry.revision,
        deleted=entry.deleted,
    )


def exercise_of(entry: ExerciseLogIn) -> LoggedExercise:
    """An exercise from a phone."""
    return LoggedExercise(**entry.model_dump())


def merge(before: Logged, exercises: Iterable[LoggedExercise], sets: Iterable[LoggedSet]) -> Merged:
    """The session after a batch. Merging it again, or in another order, changes nothing.

    Raises `merging.BatchConflictError` when one set id stands under two exercise logs, and UnknownExerciseLogError.
    """
    logs = dict(before.exercises)
    new_exercises: dict[UUID, LoggedExercise] = {}
    for entry in exercises:
        held = logs.get(entry.id)
        if held is None or _rank(entry) > _rank(held):
            logs[entry.id] = new_exercises[entry.id] = entry
    incoming = list(sets)
    stored = [before.sets[entry.id] for entry in incoming if entry.id in before.sets]
    winners = merging.latest([*stored, *incoming])
    new_sets = [entry for entry in winners.values() if before.sets.get(entry.id) != entry]
    for entry in new_sets:
        if entry.exercise_log_id not in logs:
            raise UnknownExerciseLogError(entry.id)
    touched = {logs[entry.exercise_log_id].exercise_id for entry in new_sets}
    for entry in new_exercises.values():
        old = before.exercises.get(entry.id)
        if old is not None and old.exercise_id != entry.exercise_id:
            touched |= {old.exercise_id, entry.exercise_id}
    return Merged(Logged(logs, {**before.sets, **winners}), list(new_exercises.values()), new_sets, frozenset(touched))


def totals(sets: Iterable[LoggedSet]) -> Totals:
    """What was done, of working sets alone."""
    counted = [entry for entry in sets if entry.counts]
    grams = sum(strength.volume_g(strength.grams(entry.weight_kg or 0), entry.reps or 0) for entry in counted)
    return Totals(
        sets=len(counted),
        reps=sum(entry.reps or 0 for entry in counted),
        volume_kg=strength.kilograms(grams),
        exercises=len({entry.exercise_log_id for entry in counted}),
    )


def _rank(entry: LoggedExercise) -> tuple[int, tuple[str, ...]]:
    # As for sets: two contents under one revision come from a faulty phone alone, and a fixed order decides.
    return entry.revision, tuple(str(value) for value in entry[1:-1])


def _rounded(value: Decimal | float | None, step: Decimal) -> Decimal | None:
    # A zero has no sign in the database.
    return None if value is None else Decimal(str(value)).quantize(step, ROUND_HALF_UP) + 0
