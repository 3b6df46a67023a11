"""What goes in and out about program templates and their assignment."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, WrapValidator
from pydantic_core import PydanticCustomError

from backend.core.forms import Day, Flag, Form, Whole
from backend.domains.training.document import TemplateDocument
from backend.domains.training.document.limits import Notes
from backend.domains.training.library.vocabulary import Level, Measurement, Muscle
from backend.domains.training.schemas.names import Name
from backend.domains.training.schemas.pointers import plain_pointers

Document = Annotated[TemplateDocument, WrapValidator(plain_pointers)]
TemplateSort = Literal["name", "-updated", "-created"]
Mode = Literal["static", "dynamic"]
Weekday = Annotated[Whole, Field(ge=1, le=7, description="ISO weekday, 1 is Monday.")]
Version = Annotated[Whole, Field(ge=1, description="The version that was read.")]


def _each_once(values: list[Any]) -> list[Any]:
    if len(set(values)) != len(values):
        raise PydanticCustomError("repeated", "Name each one once.")
    return values


TrainingDays = Annotated[list[Weekday], Field(min_length=1, max_length=7), AfterValidator(_each_once)]


class TemplateIn(Form):
    """A program template. Ids within the document are made by the browser."""

    name: Name
    description: Notes | None = None
    level: Level | None = None
    goal: Name | None = None
    document: Document


class TemplatePut(TemplateIn):
    """The whole template; `version` is the one that was read."""

    version: Version


class TemplatePatch(Form):
    """A field left out stays; null clears description, level and goal."""

    version: Version
    name: Name | None = None
    description: Notes | None = None
    level: Level | None = None
    goal: Name | None = None
    document: Document | None = None


class TemplateCopy(Form):
    """`name` of the copy; left out, it is the template's with "copy" behind."""

    name: Name | None = None


class TemplateRow(BaseModel):
    """One template of a list."""

    id: UUID
    name: str
    description: str | None
    level: Level | None
    goal: str | None
    weeks: int
    workouts: int
    times_assigned: int
    version: int
    archived: bool
    created_by: str | None = Field(description="Name of who made it.")
    created_at: datetime
    updated_at: datetime


class TemplateExercise(BaseModel):
    """What the builder shows of an exercise that the document uses."""

    id: UUID
    name: str
    measurement: Measurement
    primary_muscles: list[Muscle]
    secondary_muscles: list[Muscle]
    unilateral: bool
    archived: bool


class TemplateOut(TemplateRow):
    """A template with its document and the exercises in it."""

    document: TemplateDocument
    exercises: list[TemplateExercise]


class TemplateCurrent(BaseModel):
    """The template as it stands now, sent with a version conflict."""

    version: int
    updated_at: datetime
    updated_by: str | None
    document: TemplateDocument


class PreviewIn(Form):
    start_on: Day
    training_days: TrainingDays


class PreviewWorkout(BaseModel):
    """A workout and its date; phase, week in the phase and day in the week count from 1."""

    phase: int
    phase_name: str
    week: int
    day: int
    name: str
    deload: bool
    scheduled_on: date


class Preview(BaseModel):
    start_on: date
    end_on: date
    workouts: list[PreviewWorkout]


class AssignIn(Form):
    """Give the program to clients. Static: the trainer moves the week; dynamic: completed weeks do."""

    client_ids: Annotated[list[UUID], Field(min_length=1, max_length=500), AfterValidator(_each_once)]
    mode: Mode
    start_on: Day = Field(description="From one year ago to two years ahead.")
    training_days: TrainingDays
    name: Name | None = Field(None, description="Name of the program; left out, it is the template's.")
    replace_current: Flag = Field(False, description="Cancel the open program of clients who have one.")


class AssignedProgram(BaseModel):
    id: UUID
    client_id: UUID


class Assigned(BaseModel):
    """The programs that were made, in the order of `client_ids`."""

    programs: list[AssignedProgram]
    workouts_per_client: int
    start_on: date
    end_on: date
    replaced: int = Field(description="How many open programs were cancelled for it.")
