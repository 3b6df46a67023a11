"""What record detection reads and what it returns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, TypeAlias
from uuid import UUID

RecordKind: TypeAlias = Literal["estimated_1rm", "reps_at_weight", "session_volume", "duration", "distance"]


@dataclass(frozen=True)
class DoneSet:
    """A set log. A missing weight is body weight (0 kg); warm-ups and deleted sets are allowed in and never count."""

    id: UUID
    done_at: datetime
    kind: Literal["warmup", "working"] = "working"
    reps: int | None = None
    weight_kg: Decimal | None = None
    duration_s: int | None = None
    distance_m: Decimal | None = None
    deleted: bool = False


@dataclass(frozen=True)
class DoneSession:
    """All sets of the exercise in one finished session; `at` places it in time, `on` is the client's own date."""

    id: UUID
    at: datetime
    on: date
    sets: Sequence[DoneSet]


@dataclass(frozen=True)
class Record:
    """A best ever at its time.

    `value` is kilograms (estimated_1rm, session_volume), repetitions (reps_at_weight), seconds or metres, and
    `previous_value` what it beat. With `is_first` there was nothing to beat: the row is the baseline and no reason to
    celebrate. A new heaviest weight is a reps_at_weight record without a previous value that is not a first.
    `is_current` says that no later record has beaten it. `set_id` is None for session_volume, which no single set made.
    """

    kind: RecordKind
    value: Decimal
    previous_value: Decimal | None
    is_first: bool
    is_current: bool
    session_id: UUID
    set_id: UUID | None
    weight_kg: Decimal | None
    reps: int | None
    achieved_at: datetime
    achieved_on: date
