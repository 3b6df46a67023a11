"""The shape of the library's data files."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from backend.domains.training.library.vocabulary import (
    Equipment,
    Level,
    Measurement,
    Mechanics,
    MovementPattern,
    Muscle,
)

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80)]
Cue = Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=120)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LibraryCategory(_Frozen):
    """One node of the category tree; a root has no parent."""

    slug: Slug
    name: Name
    parent: Slug | None = None


class LibraryExercise(_Frozen):
    """One exercise of the built-in library.

    ``bodyweight_load`` is the share (0..1) of body weight that one repetition lifts beside the logged weight, and 0
    where only the logged weight counts. Push-up shares follow Ebben et al. (2011); the others are estimates, to the
    nearest 0.05, of the body segments that move.

    ``equipment`` names everything that the common variants use: a goblet squat lists dumbbell and kettlebell, of which
    one is enough, while a back squat needs both barbell and rack.
    """

    slug: Slug
    name: Name
    aliases: tuple[Name, ...]
    category: Slug
    movement_pattern: MovementPattern
    mechanics: Mechanics
    level: Level
    measurement: Measurement
    unilateral: bool
    primary_muscles: tuple[Muscle, ...] = Field(min_length=1)
    secondary_muscles: tuple[Muscle, ...]
    equipment: tuple[Equipment, ...] = Field(min_length=1)
    cues: tuple[Cue, ...] = Field(min_length=3, max_length=5)
    description: str = Field(min_length=20, max_length=300)
    substitutes: tuple[Slug, ...] = Field(min_length=2, max_length=4)
    bodyweight_load: float = Field(ge=0, le=1)


class Library(_Frozen):
    """The whole library: parents come before their children in ``categories``."""

    categories: tuple[LibraryCategory, ...]
    exercises: tuple[LibraryExercise, ...]
