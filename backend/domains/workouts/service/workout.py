"""A planned workout with what the logger shows beside it."""

from uuid import UUID

from backend.core.access import Access
from backend.core.db.read import ReadSession
from backend.core.errors import NotFound
from backend.core.openings import DataClass
from backend.domains.accounts.schemas import Units
from backend.domains.clients import policies as clients
from backend.domains.workouts.loads import suggested_load
from backend.domains.workouts.repository import last_time, planned, records
from backend.domains.workouts.schemas.reading import WorkoutOut
from backend.domains.workouts.service.reading import full_session


async def workout(read: ReadSession, access: Access, workout_id: UUID, units: Units | None) -> WorkoutOut:
    """The workout with last time's sets and a suggested weight for each prescription. Raises `NotFound`.

    Staff see what was planned in any case, and what was done where the client shares it.
    """
    shared = clients.shared(DataClass.TRAINING, access.scope)
    row = await planned.workout(read, clients.visible_clients(access), shared, workout_id)
    if row is None:
        raise NotFound
    lines = [line for block in row["document"]["blocks"] for line in block["prescriptions"]]
    exercise_ids = [UUID(line["exercise_id"]) for line in lines]
    session_log_id, shares = row.pop("session_log_id"), row.pop("shares_training")
    plates = units or row.pop("units")
    done = exercise_ids if shares else []
    last = await last_time.last_times(read, row["client_id"], done, except_session=session_log_id)
    maxima = await records.estimated_1rms(read, row["client_id"], done)
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
    log = None if session_log_id is None or not shares else await full_session(read, access, session_log_id)
    return WorkoutOut.model_validate({**row, "guidance": guidance, "log": log})
