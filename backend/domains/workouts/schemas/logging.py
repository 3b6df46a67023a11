"""Shapes of logging a workout: what a phone sends while somebody trains, and what it gets back."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from backend.core.forms import Flag, Form, Instant, Shown, Whole
from backend.core.openings import DataClass
from backend.domains.accounts.schemas import TimeZone
from backend.domains.workouts.merging import MAX_REVISION
from backend.domains.workouts.scoring import RecordKind

MAX_SETS_PER_BATCH = 200
MAX_EXERCISES_PER_BATCH = 60

SetKind = Literal["warmup", "working"]
SessionStatus = Literal["in_progress", "finished", "discarded"]


def _no_zero_byte(text: str) -> str:
    if "\x00" in text:
        raise ValueError("Leave out zero bytes.")
    return text


def _this_century(moment: datetime) -> datetime:
    # Beyond is a broken clock; and at the calendar's ends no other time zone can be worked out.
    if not 2000 < moment.year < 2100:
        raise ValueError("Check the clock of this device.")
    return moment


SessionName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120),
    AfterValidator(_no_zero_byte),
    Shown,
]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), AfterValidator(_no_zero_byte)]
Effort = Annotated[Whole, Field(ge=1, le=10, description="How hard the whole workout was, from 1 to 10.")]
Revision = Annotated[Whole, Field(ge=1, le=MAX_REVISION, description="Made by the phone; the highest one wins.")]
Moment = Annotated[
    Instant,
    AfterValidator(_this_century),
    Field(description="RFC 3339 with a zone.", examples=["2026-03-02T17:05:00Z"]),
]


class SessionStart(Form):
    """A workout begins. The id is made by the phone, so that sending it again starts nothing new."""

    id: UUID
    workout_id: UUID | None = Field(None, description="The planned workout; leave out for a free one.")
    client_id: UUID | None = Field(None, description="For a trainer who logs for a client; a client leaves it out.")
    started_at: Moment
    time_zone: TimeZone
    name: SessionName | None = Field(None, description="Of a free workout; a planned one keeps its own.")


class SetIn(Form):
    """One revision of one set. Weight in kilograms, time in seconds, distance in metres."""

    id: UUID
    exercise_log_id: UUID
    set_number: Whole = Field(ge=1, le=200)
    kind: SetKind = "working"
    reps: Whole | None = Field(None, ge=0, le=1000)
    weight_kg: Decimal | None = Field(None, ge=0, le=1000, allow_inf_nan=False)
    rpe: Decimal | None = Field(None, ge=1, le=10, multiple_of=0.5, allow_inf_nan=False)
    duration_s: Whole | None = Field(None, ge=0, le=86_400)
    distance_m: Decimal | None = Field(None, ge=0, le=1_000_000, allow_inf_nan=False)
    done_at: Moment | None = Field(None, description="When it was done; left out while it is only filled in.")
    revision: Revision
    deleted: Flag = Field(False, description="A tombstone: an older copy of the set cannot bring it back.")


class ExerciseLogIn(Form):
    """One exercise of a session. `exercise_id` is what was done, `planned_exercise_id` what was asked for."""

    id: UUID
    position: Whole = Field(ge=0, le=400)
    block_id: UUID | None = None
    prescription_id: UUID | None = None
    exercise_id: UUID
    planned_exercise_id: UUID | None = None
    note: Note | None = None
    revision: Revision


class SetBatch(Form):
    """What changed on the phone since the last answer, in any order, repeats allowed."""

    exercises: list[ExerciseLogIn] = Field(default_factory=list, max_length=MAX_EXERCISES_PER_BATCH)
    sets: list[SetIn] = Field(default_factory=list, max_length=MAX_SETS_PER_BATCH)


class SetOut(BaseModel):
    """A set as it stands on the server."""

    id: UUID
    exercise_log_id: UUID
    set_number: int
    kind: SetKind
    reps: int | None
    weight_kg: float | None
    rpe: float | None
    duration_s: int | None
    distance_m: float | None
    done_at: datetime | None
    revision: int
    deleted: bool


class ExerciseLogState(BaseModel):
    """An exercise of a session as it stands on the server."""

    id: UUID
    position: int
    block_id: UUID | None
    prescription_id: UUID | None
    exercise_id: UUID
    planned_exercise_id: UUID | None
    note: str | None
    revision: int


class Totals(BaseModel):
    """Of working sets that were done. Volume is repetitions times weight, in kilograms."""

    sets: int
    reps: int
    volume_kg: float
    exercises: int = Field(description="Exercises with at least one set done.")


class RecordPreview(BaseModel):
    """A set that beats the best before this session. Final only when the workout is finished."""

    kind: Literal["estimated_1rm", "duration", "distance"]
    exercise_id: UUID
    set_id: UUID
    value: float
    previous_value: float


class SyncResult(BaseModel):
    """The session as it stands after a batch; `applied` counts the revisions that were new."""

    applied: int
    status: SessionStatus
    exercises: list[ExerciseLogState]
    sets: list[SetOut] = Field(description="All sets of the session, tombstones included.")
    totals: Totals
    records_preview: list[RecordPreview]


class SessionPatch(Form):
    """A field that is left out stays, null clears it."""

    notes: Note | None = None
    effort: Effort | None = None


class SessionOut(BaseModel):
    """A session log: what was done, as opposed to the workout, which is what was planned."""

    id: UUID
    client_id: UUID
    workout_id: UUID | None
    name: str
    status: SessionStatus
    started_at: datetime
    finished_at: datetime | None
    local_date: date = Field(description="The date on the client's own calendar.")
    time_zone: str
    notes: str | None
    effort: int | None
    sets: int
    reps: int
    volume_kg: float
    duration_s: int | None
    records_count: int


class SessionExercise(ExerciseLogState):
    """An exercise of a session with its name and its sets."""

    exercise_name: str
    measurement: str
    planned_exercise_name: str | None
    sets: list[SetOut]


class RecordOut(BaseModel):
    """A personal record.

    `value` is kilograms (estimated_1rm, session_volume), repetitions (reps_at_weight), seconds or metres. `is_first`
    marks the baseline: the first value of its kind, which beat nothing.
    """

    id: UUID
    exercise_id: UUID
    exercise_name: str
    kind: RecordKind
    value: float
    previous_value: float | None
    weight_kg: float | None
    reps: int | None
    set_log_id: UUID | None
    session_log_id: UUID
    achieved_at: datetime
    achieved_on: date
    is_first: bool
    is_current: bool


class SessionFull(BaseModel):
    """A session with everything that was logged in it."""

    session: SessionOut
    exercises: list[SessionExercise]
    records: list[RecordOut]


class FinishIn(Form):
    """The end of a workout. May be sent late, from a phone that was offline.

    A workout left open for more than 24 hours ends with its last set.
    """

    finished_at: Moment
    notes: Note | None = None
    effort: Effort | None = None


class CompleteIn(FinishIn):
    session_log_id: UUID


class ProgramPosition(BaseModel):
    phase: int
    week: int


class ProgramAdvanced(BaseModel):
    """The program moved on by itself; `to` is null when that was its last week."""

    model_config = ConfigDict(populate_by_name=True)

    program_id: UUID
    from_: ProgramPosition = Field(alias="from")
    to: ProgramPosition | None
    completed: bool


class FinishResult(BaseModel):
    """What finishing brought. A repeat answers the same."""

    session: SessionOut
    records: list[RecordOut] = Field(description="Records worth a celebration: baselines are left out.")
    streak_weeks: int
    streak_before: int
    week_done: int
    week_planned: int
    program_advanced: ProgramAdvanced | None

    @property
    def classes(self) -> tuple[DataClass, ...]:
        """What it shows of the client: what was done, and of the plan where the program moved on."""
        return (DataClass.TRAINING,) if self.program_advanced is None else (DataClass.TRAINING, DataClass.PLAN)
