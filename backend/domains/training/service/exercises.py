"""Exercises: the built-in library and the organization's own."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from backend.core import clock
from backend.core.access import Access
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.errors import FieldError, Invalid, NotFound
from backend.core.ids import new_id
from backend.core.outbox import emit
from backend.domains.training import deeds
from backend.domains.training.errors import ExerciseNameTaken, LibraryExercise, NotYourExercise
from backend.domains.training.merging import changes
from backend.domains.training.models import Exercise
from backend.domains.training.repository import exercises as repository
from backend.domains.training.repository.exercises import ExerciseFilter, Session
from backend.domains.training.schemas.exercises import ExerciseIn, ExerciseOut, ExercisePatch, ExerciseRefs
from backend.domains.training.text import fold, search_text
from backend.events.training import ExerciseSaved

_CLEARABLE = frozenset({"description", "video_url"})


async def find(
    read: ReadSession, access: Access, wanted: ExerciseFilter, *, limit: int, cursor: str | None
) -> dict[str, Any]:
    """A page of `ExerciseRow`s."""
    page = await repository.find(read, access, wanted, limit, cursor)
    return {**page, "items": [_row(item) for item in page["items"]]}


async def get(session: Session, access: Access, exercise_id: UUID) -> ExerciseOut:
    """One exercise. Raises `NotFound`."""
    row = await _existing(session, access, exercise_id)
    row["substitutes"] = await repository.names(session, row["substitutes"]) if row["substitutes"] else []
    return ExerciseOut.model_validate(_row(row))


async def substitutes(session: Session, access: Access, exercise_id: UUID) -> ExerciseRefs:
    """What can be done instead. Raises `NotFound`."""
    row = await _existing(session, access, exercise_id)
    rows = await repository.several(session, access, row["substitutes"])
    return ExerciseRefs.model_validate({"items": [_row(item) for item in rows]})


async def create(session: WriteSession, access: Access, form: ExerciseIn) -> ExerciseOut:
    """A new own exercise. Raises `Invalid` and `ExerciseNameTaken`."""
    values = form.model_dump(mode="json")
    await _check(session, values)
    exercise_id = new_id()
    row = {
        **_stored(values),
        **_keys(form.name, form.aliases),
        "organization_id": session.organization_id,
        "id": exercise_id,
        "created_by_member_id": access.member_id,
    }
    await _write(session, exercise_id, insert(Exercise).values(**row))
    deeds.note_exercise(session, deeds.EXERCISE_CREATED, exercise_id, name=[None, form.name])
    return await get(session, access, exercise_id)


async def replace(session: WriteSession, access: Access, exercise_id: UUID, form: ExerciseIn) -> ExerciseOut:
    """Change an own exercise as a whole."""
    row = await _changeable(session, access, exercise_id)
    return await _save(session, access, row, form.model_dump(mode="json"))


async def change(session: WriteSession, access: Access, exercise_id: UUID, form: ExercisePatch) -> ExerciseOut:
    """Change parts of an own exercise."""
    row = await _changeable(session, access, exercise_id)
    return await _save(session, access, row, changes(form, clearable=_CLEARABLE))


async def set_archived(session: WriteSession, access: Access, exercise_id: UUID, *, archived: bool) -> ExerciseOut:
    """Archive or restore; doing it again changes nothing."""
    row = await _changeable(session, access, exercise_id)
    if row["archived"] != archived:
        await _write(
            session, exercise_id, _update(access, exercise_id, {"archived_at": clock.now() if archived else None})
        )
        what = deeds.EXERCISE_ARCHIVED if archived else deeds.EXERCISE_RESTORED
        deeds.note_exercise(session, what, exercise_id)
    return await get(session, access, exercise_id)


async def adopt(session: WriteSession, ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """Make sure that these exercises can be pointed at by foreign keys; answers those that exist, by id.

    Built-in ones are copied into the tenant on first use. An id that is missing from the answer is unknown.
    A row has id, name, measurement, primary_muscles, secondary_muscles, unilateral, archived.
    """
    wanted = set(ids)
    if not wanted:
        return {}
    found = {row["id"]: row for row in await repository.known(session, wanted)}
    missing = wanted - found.keys()
    if missing:
        await repository.copy_from_library(session, missing)
        found |= {row["id"]: row for row in await repository.known(session, missing)}
    return found


async def _save(session: WriteSession, access: Access, row: dict[str, Any], values: dict[str, Any]) -> ExerciseOut:
    await _check(session, values, exercise_id=row["id"])
    deeds.note_exercise_change(session, row["id"], row, values)
    if "name" in values or "aliases" in values:
        values |= _keys(values.get("name", row["name"]), values.get("aliases", row["aliases"]))
    if values:
        await _write(session, row["id"], _update(access, row["id"], _stored(values)))
    return await get(session, access, row["id"])


def _update(access: Access, exercise_id: UUID, values: dict[str, Any]) -> Any:
    return update(Exercise).where(repository.may_change(access), Exercise.id == exercise_id).values(**values)


async def _changeable(session: WriteSession, access: Access, exercise_id: UUID) -> dict[str, Any]:
    row = await _existing(session, access, exercise_id)
    if not row["mine"]:
        raise LibraryExercise
    if not row["editable"]:
        raise NotYourExercise
    return row


async def _existing(session: Session, access: Access, exercise_id: UUID) -> dict[str, Any]:
    row = await repository.one(session, access, exercise_id)
    if row is None:
        raise NotFound
    return row


async def _check(session: WriteSession, values: dict[str, Any], exercise_id: UUID | None = None) -> None:
    errors: list[FieldError] = []
    if "category_id" in values and not await repository.category_exists(session, UUID(values["category_id"])):
        errors.append(FieldError("/category_id", "Choose a category of the list."))
    wanted = [UUID(value) for value in values.get("substitutes", ())]
    known = {row["id"] for row in await repository.names(session, wanted)} if wanted else set[UUID]()
    for index, substitute in enumerate(wanted):
        if substitute not in known or substitute == exercise_id:
            errors.append(FieldError(f"/substitutes/{index}", "Choose another exercise of the library or your own."))
    if errors:
        raise Invalid(errors=errors)


async def _write(session: WriteSession, exercise_id: UUID, statement: Any) -> None:
    try:
        async with session.savepoint():
            await session.execute(statement)
    except IntegrityError as error:
        if "uq_exercises_name" not in str(error.orig):
            raise
        raise ExerciseNameTaken(
            errors=[FieldError("/name", "Your organization has an exercise of this name. Choose another name.")]
        ) from error
    emit(session, ExerciseSaved(organization_id=session.organization_id, exercise_id=exercise_id))


def _keys(name: str, aliases: Sequence[str]) -> dict[str, str]:
    key = fold(name)
    if not key:
        raise Invalid(errors=[FieldError("/name", "Use at least one letter or digit in the name.")])
    return {"name_key": key, "search_text": search_text(name, aliases)}


def _stored(values: dict[str, Any]) -> dict[str, Any]:
    stored = dict(values)
    if "category_id" in stored:
        stored["category_id"] = UUID(str(stored["category_id"]))
    if "substitutes" in stored:
        stored["substitutes"] = [UUID(str(value)) for value in stored["substitutes"]]
    return stored


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """A selected row in the shape of the answer; the row itself is used up."""
    row["category"] = {"id": row.pop("category_id"), "name": row.pop("category_name")}
    for hidden in ("name_key", "rank", "created_by_member_id"):
        row.pop(hidden, None)
    return row
