"""The program document: phases of weeks of days of blocks of prescriptions."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

from backend.domains.training.document.limits import Items, Name, Notes, OptionalName, RestSeconds, Rounds
from backend.domains.training.document.prescription import Part, Prescription

MAX_WEEKS = 104
# Two years of seven exercises on four days fit; beyond it the builder, and a page of the calendar, would crawl.
MAX_PRESCRIPTIONS = 3_000

PRESCRIPTIONS = Items(1, 12, "Give the block 1 to 12 exercises.")
BLOCKS = Items(0, 30, "Keep the workout within 30 blocks.")

BLOCK: JsonValue = {
    "id": "0198c0de-7a11-7000-8000-5a1d00c0ffe4",
    "kind": "superset",
    "rounds": 3,
    "rest_s": 90,
    "prescriptions": [
        {
            "id": "0198c0de-7a11-7000-8000-5a1d00c0ffe5",
            "exercise_id": "0198c0de-7a11-7000-8000-5a1d00c0ffee",
            "sets": 3,
            "reps": {"min": 8, "max": 10},
        }
    ],
}
"""Put together from its fields an example would fit no kind: a superset has rounds, straight sets have none."""

_DAYS: JsonValue = [{"id": "0198c0de-7a11-7000-8000-5a1d00c0ffe3", "name": "Lower body", "blocks": [BLOCK]}]
_WEEKS: JsonValue = [{"id": "0198c0de-7a11-7000-8000-5a1d00c0ffe2", "days": _DAYS}]
DOCUMENT: JsonValue = {"phases": [{"id": "0198c0de-7a11-7000-8000-5a1d00c0ffe1", "name": "Base", "weeks": _WEEKS}]}
"""Each part has an id of its own, which an example of one id could not say."""


class Block(Part, frozen=True):
    """Exercises done together. `straight` is one exercise; a superset or circuit is done in `rounds`.

    `rest_s` is the pause between rounds; straight sets take the rest of their prescription.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [BLOCK]})

    id: UUID
    kind: Literal["straight", "superset", "circuit"]
    rounds: Rounds | None = None
    rest_s: RestSeconds | None = None
    prescriptions: Annotated[tuple[Prescription, ...], PRESCRIPTIONS]

    @model_validator(mode="after")
    def _rounds_fit_the_kind(self) -> Self:
        if self.kind == "straight":
            if len(self.prescriptions) != 1:
                raise _advice("straight_block", "Keep one exercise in straight sets, or make the block a superset.")
            if self.rounds is not None:
                raise _advice("straight_block", "Remove the rounds: straight sets are counted on the exercise.")
        elif self.rounds is None:
            raise _advice("rounds_missing", f"Choose how many rounds the {self.kind} has.")
        elif any(p.sets != self.rounds for p in self.prescriptions):
            raise _advice("rounds_differ", f"Give every exercise of the {self.kind} as many sets as it has rounds.")
        return self


class Day(Part, frozen=True):
    """One planned workout."""

    id: UUID
    name: Name
    notes: Notes | None = None
    blocks: Annotated[tuple[Block, ...], BLOCKS]


class Week(Part, frozen=True):
    """Up to seven workouts, in the order in which they are trained. A deload week is lighter on purpose."""

    id: UUID
    name: OptionalName | None = None
    deload: bool = Field(default=False, strict=True)
    days: Annotated[tuple[Day, ...], Items(0, 7, "Keep the week within 7 workouts.")]


class Phase(Part, frozen=True):
    """Weeks that share a goal, such as building volume or peaking."""

    id: UUID
    name: Name
    weeks: Annotated[tuple[Week, ...], Items(1, 52, "Give the phase 1 to 52 weeks.")]


class TemplateDocument(Part, frozen=True):
    """A whole program, as it stands in `program_templates.document`."""

    model_config = ConfigDict(json_schema_extra={"examples": [DOCUMENT]})

    phases: Annotated[tuple[Phase, ...], Items(1, 12, "Give the program 1 to 12 phases.")]

    @model_validator(mode="after")
    def _within_limits(self) -> Self:
        weeks = sum(len(phase.weeks) for phase in self.phases)
        if weeks > MAX_WEEKS:
            raise _advice("too_many_weeks", f"Shorten the program to {MAX_WEEKS} weeks; it has {weeks}.")
        days = [day for phase in self.phases for week in phase.weeks for day in week.days]
        exercises = sum(len(block.prescriptions) for day in days for block in day.blocks)
        if exercises > MAX_PRESCRIPTIONS:
            limit = f"{MAX_PRESCRIPTIONS:,}"
            raise _advice("too_many_exercises", f"Keep the program within {limit} exercises; it has {exercises:,}.")
        return self

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        # Parts are addressed by id (drag and drop, logs that point at a prescription), whatever their kind.
        refuse_repeated_ids(_labels(self))
        return self


def day_labels(day: Day) -> Iterator[tuple[UUID, str]]:
    """Each id of a day with words that find it on the screen."""
    yield day.id, day.name
    for number, block in enumerate(day.blocks, 1):
        yield block.id, f"{day.name}, block {number}"
        for place, prescription in enumerate(block.prescriptions, 1):
            yield prescription.id, f"{day.name}, block {number}, exercise {place}"


def refuse_repeated_ids(labels: Iterator[tuple[UUID, str]]) -> None:
    """Raise the validation error for the first id that stands twice."""
    seen: dict[UUID, str] = {}
    for part, label in labels:
        if part in seen:
            raise PydanticCustomError(
                "repeated_id",
                'Copy the part again: "{first}" and "{second}" have the same id, and each copy needs its own.',
                {"first": seen[part], "second": label},
            )
        seen[part] = label


def _labels(document: TemplateDocument) -> Iterator[tuple[UUID, str]]:
    for phase in document.phases:
        yield phase.id, phase.name
        for number, week in enumerate(phase.weeks, 1):
            yield week.id, f"{phase.name}, week {number}"
            for day in week.days:
                yield from day_labels(day)


def _advice(
    kind: Literal["straight_block", "rounds_missing", "rounds_differ", "too_many_weeks", "too_many_exercises"],
    message: str,
) -> PydanticCustomError:
    return PydanticCustomError(kind, "{advice}", {"advice": message})
