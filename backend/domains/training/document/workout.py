"""The document of one planned workout: a day of the program with what the logger shows of each exercise.

Name and measurement are copied at assignment, so that a phone can show the workout with no network and a later
renaming does not rewrite what the client was asked to do.
"""

from collections.abc import Mapping
from typing import Annotated, NamedTuple, Self
from uuid import UUID

from pydantic import model_validator

from backend.domains.training.document.limits import Name
from backend.domains.training.document.prescription import Prescription
from backend.domains.training.document.tree import BLOCKS, PRESCRIPTIONS, Block, Day, day_labels, refuse_repeated_ids


class ExerciseLabel(NamedTuple):
    """What a workout keeps of an exercise: its name, and how it is measured (such as `weight_reps`)."""

    name: str
    measurement: str


class WorkoutPrescription(Prescription, frozen=True):
    """A prescription together with the name and the measurement of its exercise."""

    exercise_name: Name
    measurement: Name


class WorkoutBlock(Block, frozen=True):
    """A block of a planned workout."""

    prescriptions: Annotated[tuple[WorkoutPrescription, ...], PRESCRIPTIONS]


class WorkoutDay(Day, frozen=True):
    """The document in `workouts.document`."""

    blocks: Annotated[tuple[WorkoutBlock, ...], BLOCKS]

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        refuse_repeated_ids(day_labels(self))
        return self


def enrich(day: Day, exercises: Mapping[UUID, ExerciseLabel]) -> WorkoutDay:
    """The workout document of a day. Raises KeyError for an exercise that `exercises` lacks."""
    content = day.model_dump()
    for block in content["blocks"]:
        for prescription in block["prescriptions"]:
            label = exercises[prescription["exercise_id"]]
            prescription.update(exercise_name=label.name, measurement=label.measurement)
    return WorkoutDay.model_validate(content)
