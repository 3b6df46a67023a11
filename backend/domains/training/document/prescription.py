"""What one exercise asks of the client: sets, target, load, tempo and rest."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from backend.domains.training.document.limits import (
    DistanceMetres,
    DurationSeconds,
    Kilograms,
    Notes,
    Percent,
    Reps,
    RestSeconds,
    Rpe,
    Sets,
    Tempo,
)


class Part(BaseModel, frozen=True):
    """Common ground of all parts of a document: unchangeable, and closed to keys that nobody reads."""

    model_config = ConfigDict(extra="forbid")


class WeightLoad(Part, frozen=True):
    """A fixed weight in kilograms."""

    kind: Literal["weight"]
    kg: Kilograms


class PercentLoad(Part, frozen=True):
    """A share of the client's one-repetition maximum, in percent."""

    kind: Literal["percent_1rm"]
    percent: Percent


class RpeLoad(Part, frozen=True):
    """A rating of perceived exertion: 10 leaves no repetition in reserve, 8 leaves two."""

    kind: Literal["rpe"]
    rpe: Rpe


Load = Annotated[WeightLoad | PercentLoad | RpeLoad, Field(discriminator="kind")]


class RepRange(Part, frozen=True):
    """Repetitions per set, from `min` to `max`; a fixed number has both equal."""

    min: Reps
    max: Reps

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min > self.max:
            advice = "Choose a smallest number of repetitions that is not above the largest."
            raise PydanticCustomError("rep_range", "{advice}", {"advice": advice})
        return self


class Prescription(Part, frozen=True):
    """One exercise of a block. In a superset or circuit `sets` equals the block's rounds.

    Times are seconds, distances metres. With `per_side` the repetitions or the time are meant for each side.
    """

    id: UUID
    exercise_id: UUID
    sets: Sets
    reps: RepRange | None = None
    duration_s: DurationSeconds | None = None
    distance_m: DistanceMetres | None = None
    load: Load | None = None
    tempo: Tempo | None = None
    rest_s: RestSeconds | None = None
    per_side: bool = Field(default=False, strict=True)
    notes: Notes | None = None

    @model_validator(mode="after")
    def _has_a_target(self) -> Self:
        if self.reps is None and self.duration_s is None and self.distance_m is None:
            advice = "Set a target for this exercise: repetitions, a time or a distance."
            raise PydanticCustomError("no_target", "{advice}", {"advice": advice})
        return self
