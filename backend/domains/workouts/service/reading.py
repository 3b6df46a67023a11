"""One session with everything in it."""

from typing import Any
from uuid import UUID

from backend.core.access import Access
from backend.core.db.read import ReadSession
from backend.core.errors import NotFound
from backend.domains.workouts.repository import exercises, records
from backend.domains.workouts.schemas.logging import SessionFull
from backend.domains.workouts.service.logged import find_with_logged


async def full_session(read: ReadSession, access: Access, session_log_id: UUID) -> SessionFull:
    """A session with its exercises, the sets that are not deleted, and its records. Raises `NotFound`."""
    found = await find_with_logged(read, access, session_log_id)
    if found is None:
        raise NotFound
    row, logged = found
    ids = {entry.exercise_id for entry in logged.exercises.values()}
    ids |= {entry.planned_exercise_id for entry in logged.exercises.values() if entry.planned_exercise_id}
    labels = await exercises.labels(read, ids)
    told = await records.of_session(read, session_log_id)
    sets: dict[UUID, list[dict[str, Any]]] = {}
    for entry in sorted(logged.sets.values(), key=lambda entry: (entry.set_number, entry.id)):
        if not entry.deleted:
            sets.setdefault(entry.exercise_log_id, []).append(entry.as_json())
    shown = [
        {
            **entry.as_json(),
            "exercise_name": labels[entry.exercise_id]["name"],
            "measurement": labels[entry.exercise_id]["measurement"],
            "planned_exercise_name": labels.get(entry.planned_exercise_id, {}).get("name"),
            "sets": sets.get(entry.id, []),
        }
        for entry in logged.exercises.values()
    ]
    return SessionFull.model_validate({"session": row, "exercises": shown, "records": told})
