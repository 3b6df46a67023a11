"""The exercise library: built-in exercises and the organization's own."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from backend.core.errors import NotFound
from backend.core.pagination import Cursor, Limit, Page
from backend.core.routing import Access, KeptAnswers, Read, Router, Write, requires
from backend.domains.training import keeping
from backend.domains.training.errors import ExerciseNameTaken, LibraryExercise, NotYourExercise
from backend.domains.training.library.vocabulary import Equipment, Level, MovementPattern, Muscle
from backend.domains.training.repository import facets as facet_queries
from backend.domains.training.repository.exercises import ExerciseFilter
from backend.domains.training.schemas.exercises import (
    ExerciseFacets,
    ExerciseIn,
    ExerciseOut,
    ExercisePatch,
    ExerciseRefs,
    ExerciseRow,
)
from backend.domains.training.service import exercises as service

router = Router(tags=["exercises"], errors=[NotFound])
CHANGE_ERRORS = [NotFound, LibraryExercise, NotYourExercise, ExerciseNameTaken]
changing = Router(tags=["exercises"], errors=CHANGE_ERRORS)


@router.get("/exercises", response_model=Page[ExerciseRow])
async def list_exercises(
    access: Annotated[Access, requires("exercises:read")],
    answers: KeptAnswers,
    q: Annotated[
        str | None, Query(max_length=100, description="Part of a name or alias; accents and small typos do not matter.")
    ] = None,
    muscle: Annotated[list[Muscle] | None, Query(description="Trained directly; any of these.")] = None,
    equipment: Annotated[list[Equipment] | None, Query(description="Any of these.")] = None,
    category: Annotated[UUID | None, Query(description="With everything below it.")] = None,
    level: Annotated[list[Level] | None, Query()] = None,
    pattern: Annotated[list[MovementPattern] | None, Query()] = None,
    mine: Annotated[bool | None, Query(description="true: own exercises alone; false: the library alone.")] = None,
    archived: Annotated[bool, Query(description="Archived own exercises instead of the others.")] = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Built-in and own exercises: the best match first when `q` is given, else by name."""
    wanted = ExerciseFilter(
        q=q,
        muscles=muscle or (),
        equipment=equipment or (),
        category=category,
        levels=level or (),
        patterns=pattern or (),
        mine=mine,
        archived=archived,
    )
    kind = keeping.SEARCHES if q else keeping.EXERCISES
    return await answers.answer(
        kind,
        keeping.exercise_tags(access.organization_id),
        lambda read: service.find(read, access, wanted, limit=limit, cursor=cursor),
    )


@router.get("/exercises/facets", response_model=ExerciseFacets)
async def get_exercise_facets(access: Annotated[Access, requires("exercises:read")], answers: KeptAnswers) -> Response:
    """Every value to filter by, with how many exercises have it."""
    return await answers.answer(keeping.FACETS, keeping.exercise_tags(access.organization_id), facet_queries.facets)


@router.get("/exercises/{exercise_id}", response_model=ExerciseOut)
async def get_exercise(
    access: Annotated[Access, requires("exercises:read")], answers: KeptAnswers, exercise_id: UUID
) -> Response:
    """One exercise with cues, description and substitutes."""
    tags = keeping.exercise_tags(access.organization_id)
    return await answers.answer(keeping.EXERCISE, tags, lambda read: service.get(read, access, exercise_id))


@router.get("/exercises/{exercise_id}/substitutes")
async def list_substitutes(
    access: Annotated[Access, requires("exercises:read")], read: Read, exercise_id: UUID
) -> ExerciseRefs:
    """What can be done instead, the closest first."""
    return await service.substitutes(read, access, exercise_id)


@changing.post("/exercises", status_code=201)
async def create_exercise(
    access: Annotated[Access, requires("exercises:create")], session: Write, body: ExerciseIn
) -> ExerciseOut:
    """Add an own exercise. Its name is unique among the organization's own."""
    return await service.create(session, access, body)


@changing.put("/exercises/{exercise_id}")
async def replace_exercise(
    access: Annotated[Access, requires("exercises:update")], session: Write, exercise_id: UUID, body: ExerciseIn
) -> ExerciseOut:
    """Change an own exercise as a whole."""
    return await service.replace(session, access, exercise_id, body)


@changing.patch("/exercises/{exercise_id}")
async def update_exercise(
    access: Annotated[Access, requires("exercises:update")], session: Write, exercise_id: UUID, body: ExercisePatch
) -> ExerciseOut:
    """Change parts of an own exercise."""
    return await service.change(session, access, exercise_id, body)


@changing.delete("/exercises/{exercise_id}")
async def archive_exercise(
    access: Annotated[Access, requires("exercises:archive")], session: Write, exercise_id: UUID
) -> ExerciseOut:
    """Archive an own exercise: templates and workouts that use it keep it, lists no longer offer it."""
    return await service.set_archived(session, access, exercise_id, archived=True)


@changing.post("/exercises/{exercise_id}/restore")
async def restore_exercise(
    access: Annotated[Access, requires("exercises:restore")], session: Write, exercise_id: UUID
) -> ExerciseOut:
    """Bring an archived exercise back."""
    return await service.set_archived(session, access, exercise_id, archived=False)


router.include_router(changing)
