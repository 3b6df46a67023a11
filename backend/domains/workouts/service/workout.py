"""A planned workout with what the logger shows beside it."""

from uuid import UUID

from backend.core.access import Access
from backend.core.db.read import ReadSession
from backend.core.errors import NotFound
from backend.domains.accounts.schemas import Units
from backend.domains.workouts.loads import suggested_load
from backend.domains.workouts.policies import visible_clients
from backend.domains.workouts.repository import last_time, planned, records
from backend.domains.workouts.schemas.reading import WorkoutOut
from backend.domains.workouts.service.reading import full_session


async def workout(read: ReadSession, access: Access, workout_id: UUID, units: Units | None) -> WorkoutOut:
    """The workout with last time's sets and a suggested weight for each prescription. Raises `NotFound`."""
    row = await planned.workout(read, visible_clients(access), workout_id)
    if row is None:
        raise NotFound
    lines = [line for block in row["document"]["blocks"] for line in block["prescriptions"]]
    exercise_ids = [UUID(line["exercise_id"]) for line in lines]
    session_log_id = row.pop("session_log_id")
    plates = units or row.pop("units")
    last = await last_time.last_times(read, row["client_id"], exercise_ids, except_session=session_log_id)
    maxima = await records.estimated_1rms(read, row["client_id"], exercise_ids)
    guidance = [
        {
            "prescription_id": line["id"],
            "exercise_id": exercise_id,
            "last_time": last.get(exercise_id),
            "suggested_load": suggested_load(
                line["load"],
                maxima.get(exercise_id),
                last[exercise_id]["sets"] if exercise_id in last else [],
                plates,
            ),
        }
        for line, exercise_id in zip(lines, exercise_ids, strict=True)
    ]
    log = None if session_log_id is None else await full_session(read, access, session_log_id)
    return WorkoutOut.model_validate({**row, "guidance": guidance, "log": log})
