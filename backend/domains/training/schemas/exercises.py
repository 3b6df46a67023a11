"""What goes in and out about exercises."""

from typing import Annotated
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from backend.core.forms import Flag, Form
from backend.domains.training.document.limits import Notes
from backend.domains.training.library.vocabulary import (
    Equipment,
    Level,
    Measurement,
    Mechanics,
    MovementPattern,
    Muscle,
)
from backend.domains.training.schemas.names import Name

_URL: TypeAdapter[HttpUrl] = TypeAdapter(HttpUrl)


def _https(value: str) -> str:
    try:
        url = _URL.validate_python(value)
    except ValidationError:
        url = None
    if url is None or url.scheme != "https":
        raise PydanticCustomError("https", "Use a link that starts with https://.")
    return str(url)


VideoLink = Annotated[str, Field(max_length=500, json_schema_extra={"format": "uri"}), AfterValidator(_https)]
Cue = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class ExerciseIn(Form):
    """An own exercise. Muscles and equipment are of the same vocabulary as the built-in library's."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Paused Safety Bar Squat",
                    "aliases": ["SSB pause"],
                    "category_id": "5b0f8f0e-6bb0-5a8c-8f2b-0d7c3f0a1b2c",
                    "primary_muscles": ["quads"],
                    "secondary_muscles": ["glutes"],
                    "equipment": ["barbell", "rack"],
                    "level": "intermediate",
                    "measurement": "weight_reps",
                    "movement_pattern": "squat",
                    "mechanics": "compound",
                    "cues": ["Hold two seconds at the bottom"],
                }
            ]
        },
    )

    name: Name
    aliases: list[Name] = Field(default_factory=list, max_length=20)
    category_id: UUID
    primary_muscles: list[Muscle] = Field(min_length=1, max_length=10)
    secondary_muscles: list[Muscle] = Field(default_factory=list, max_length=15)
    equipment: list[Equipment] = Field(min_length=1, max_length=10)
    level: Level
    measurement: Measurement
    movement_pattern: MovementPattern
    mechanics: Mechanics
    unilateral: Flag = False
    cues: list[Cue] = Field(default_factory=list, max_length=10)
    description: Notes | None = None
    video_url: VideoLink | None = Field(None, description="An https address.")
    substitutes: list[UUID] = Field(default_factory=list, max_length=10)


class ExercisePatch(Form):
    """A field left out stays; null clears description and video."""

    name: Name | None = None
    aliases: list[Name] | None = Field(None, max_length=20)
    category_id: UUID | None = None
    primary_muscles: list[Muscle] | None = Field(None, min_length=1, max_length=10)
    secondary_muscles: list[Muscle] | None = Field(None, max_length=15)
    equipment: list[Equipment] | None = Field(None, min_length=1, max_length=10)
    level: Level | None = None
    measurement: Measurement | None = None
    movement_pattern: MovementPattern | None = None
    mechanics: Mechanics | None = None
    unilateral: Flag | None = None
    cues: list[Cue] | None = Field(None, max_length=10)
    description: Notes | None = None
    video_url: VideoLink | None = None
    substitutes: list[UUID] | None = Field(None, max_length=10)


class CategoryRef(BaseModel):
    id: UUID
    name: str


class ExerciseRef(BaseModel):
    id: UUID
    name: str


class ExerciseRow(BaseModel):
    """One exercise of a list."""

    id: UUID
    name: str
    aliases: list[str]
    category: CategoryRef
    primary_muscles: list[Muscle]
    secondary_muscles: list[Muscle]
    equipment: list[Equipment]
    level: Level
    measurement: Measurement
    movement_pattern: MovementPattern
    mechanics: Mechanics
    unilateral: bool
    mine: bool = Field(description="Made in this organization, not of the built-in library.")
    editable: bool = Field(description="Whoever asks may change it.")
    archived: bool


class ExerciseOut(ExerciseRow):
    """One exercise with everything about it."""

    cues: list[str]
    description: str | None
    substitutes: list[ExerciseRef]
    video_url: str | None


class ExerciseRefs(BaseModel):
    items: list[ExerciseRow]


class Facet(BaseModel):
    """A value to filter by and how many exercises have it."""

    value: str
    count: int


class CategoryFacet(BaseModel):
    """A node of the category tree; `count` includes its descendants."""

    id: UUID
    name: str
    parent_id: UUID | None
    count: int


class ExerciseFacets(BaseModel):
    """Values of each filter with counts, the most frequent first; archived exercises do not count."""

    total: int
    mine: int
    muscles: list[Facet]
    equipment: list[Facet]
    levels: list[Facet]
    movement_patterns: list[Facet]
    categories: list[CategoryFacet]
