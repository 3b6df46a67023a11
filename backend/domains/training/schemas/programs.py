"""What goes in and out about clients' programs and planned workouts."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, WrapValidator, model_validator

from backend.core import forms
from backend.domains.training.document import WorkoutDay
from backend.domains.training.document.prescription import Prescription
from backend.domains.training.document.tree import BLOCKS, PRESCRIPTIONS, Block, Day, day_labels, refuse_repeated_ids
from backend.domains.training.schemas.names import Name
from backend.domains.training.schemas.pointers import plain_pointers
from backend.domains.training.schemas.templates import Mode, Version

ProgramStatus = Literal["scheduled", "active", "completed", "cancelled"]
WorkoutStatus = Literal["planned", "completed", "skipped", "cancelled"]
Reason = Literal["completion", "trainer", "finished"]


class OutlineWeek(BaseModel):
    name: str | None
    deload: bool
    workouts: int


class OutlinePhase(BaseModel):
    name: str
    weeks: list[OutlineWeek]


class ProgramRow(BaseModel):
    """A client's program. `scheduled` is an active one whose start is still ahead in the organization's zone."""

    id: UUID
    client_id: UUID
    template_id: UUID | None
    name: str
    mode: Mode
    status: ProgramStatus
    start_on: date
    end_on: date
    training_days: list[int]
    current_phase: int
    current_week: int = Field(description="Within the phase, from 1.")
    total_workouts: int
    completed_workouts: int
    skipped_workouts: int
    version: int
    completed_at: datetime | None
    created_at: datetime


class ProgramAdvance(BaseModel):
    """A move of the pointer. `to_phase` and `to_week` are null when the program ended with it."""

    id: UUID
    at: datetime
    from_phase: int
    from_week: int
    to_phase: int | None
    to_week: int | None
    reason: Reason
    actor_name: str | None


class ProgramOut(ProgramRow):
    """A program with its phases and the history of its pointer, the newest first."""

    client_name: str
    phases: list[OutlinePhase]
    history: list[ProgramAdvance]


class ProgramList(BaseModel):
    items: list[ProgramRow]


class ProgramMove(forms.Form):
    """Move a program on, or end it."""

    action: Literal["advance_week", "back_week", "complete", "cancel"]
    version: Version


class ProgramPatch(forms.Form):
    """A field left out stays."""

    version: Version
    name: Name | None = None
    mode: Mode | None = None


class ProgramShift(forms.Form):
    """Move all workouts still planned on or after `from` by `days` (negative: earlier)."""

    model_config = ConfigDict(populate_by_name=True)

    version: Version
    from_date: forms.Day = Field(alias="from")
    days: forms.Whole = Field(ge=-365, le=365)


class Shifted(BaseModel):
    program: ProgramOut
    moved: int = Field(description="How many workouts got another date.")


class WorkoutRow(BaseModel):
    """A planned workout in a list or calendar."""

    id: UUID
    program_id: UUID
    client_id: UUID
    phase: int
    week: int
    day: int
    name: str
    scheduled_on: date
    status: WorkoutStatus
    missed: bool = Field(description="Still planned although its day is over in the client's zone.")
    exercises: int
    sets: int
    minutes: int = Field(description="Estimated length.")
    completed_at: datetime | None
    version: int


class WorkoutList(BaseModel):
    items: list[WorkoutRow]


class CalendarWorkout(WorkoutRow):
    program_name: str


class Calendar(BaseModel):
    """Workouts of all of a client's programs in a span of days."""

    from_date: date = Field(alias="from")
    to_date: date = Field(alias="to")
    today: date = Field(description="In the client's zone.")
    items: list[CalendarWorkout]


class PlannedWorkout(WorkoutRow):
    """A planned workout with its document."""

    document: WorkoutDay


class PrescriptionIn(Prescription, frozen=True):
    """Name and measurement may be sent back as they came; they are read anew from the exercise."""

    exercise_name: str | None = None
    measurement: str | None = None


class BlockIn(Block, frozen=True):
    prescriptions: Annotated[tuple[PrescriptionIn, ...], PRESCRIPTIONS]


class DayIn(Day, frozen=True):
    """A workout's document, with or without what the server adds to it."""

    blocks: Annotated[tuple[BlockIn, ...], BLOCKS]

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        refuse_repeated_ids(day_labels(self))
        return self


class WorkoutPatch(forms.Form):
    """Change one client's workout; the template and other clients keep theirs. A field left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"version": 1, "scheduled_on": "2026-03-04"}]})

    version: Version
    scheduled_on: forms.Day | None = None
    status: Literal["planned", "skipped"] | None = None
    document: Annotated[DayIn, WrapValidator(plain_pointers)] | None = None


class WorkoutSkip(forms.Form):
    """`version` is the one that was read."""

    version: Version
