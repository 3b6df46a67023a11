"""Taking over sessions from elsewhere: the demo's history, and a move from another system."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.core.db.write import WriteSession
from backend.core.ids import new_id
from backend.domains.training.service import exercises
from backend.domains.workouts.repository import bulk, scores
from backend.domains.workouts.service import facts
from backend.domains.workouts.service.scorekeeping import keep_score
from backend.domains.workouts.service.starting import local_date
from backend.domains.workouts.state import LoggedExercise, LoggedSet, totals


@dataclass(frozen=True, slots=True)
class ImportedExercise:
    """An exercise with its sets; each set's `exercise_log_id` is this one's id."""

    log: LoggedExercise
    sets: Sequence[LoggedSet]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedSession:
    """A finished session as it stood elsewhere. `workout_id` names a planned workout that is completed already."""

    client_id: UUID
    name: str
    started_at: datetime
    finished_at: datetime
    time_zone: str
    exercises: Sequence[ImportedExercise]
    id: UUID = field(default_factory=new_id)
    workout_id: UUID | None = None
    notes: str | None = None
    effort: int | None = None


async def import_sessions(session: WriteSession, rows: Sequence[ImportedSession]) -> None:
    """Insert finished sessions with everything in them, some thousand rows to a statement.

    Totals are those that logging would have made. No event is told, since nothing of it happens now. Call
    `recompute_client` for each client afterwards. An id that is there already is left as it is.
    """
    await exercises.adopt(session, {entry.log.exercise_id for row in rows for entry in row.exercises})
    await bulk.insert_sessions(session, [_session(row) for row in rows])
    await bulk.insert_exercises(session, list(_exercises(rows)))
    await bulk.insert_sets(session, list(_sets(rows)))


async def recompute_client(session: WriteSession, client_id: UUID) -> None:
    """Work out records, streak and figures of one client anew from everything stored."""
    await scores.lock_client(session, client_id)
    await keep_score(session, client_id, None)


async def recompute_facts(session: WriteSession, client_ids: Collection[UUID]) -> None:
    """Bring the figures on these clients' records up to date, after `recompute_client`."""
    await facts.refresh(session, client_ids)


def _session(row: ImportedSession) -> dict[str, Any]:
    done = totals(entry for exercise in row.exercises for entry in exercise.sets)
    return {
        "id": row.id,
        "client_id": row.client_id,
        "workout_id": row.workout_id,
        "name": row.name,
        "started_at": row.started_at,
        "finished_at": row.finished_at,
        "local_date": local_date(row.started_at, row.time_zone),
        "time_zone": row.time_zone,
        "notes": row.notes,
        "effort": row.effort,
        "duration_s": int((row.finished_at - row.started_at).total_seconds()),
        **done._asdict(),
    }


def _exercises(rows: Sequence[ImportedSession]) -> Iterator[dict[str, Any]]:
    for row in rows:
        for entry in row.exercises:
            yield {**entry.log.as_json(), "session_log_id": row.id, "client_id": row.client_id}


def _sets(rows: Sequence[ImportedSession]) -> Iterator[dict[str, Any]]:
    for row in rows:
        for entry in row.exercises:
            for done in entry.sets:
                yield {**done.as_json(), "session_log_id": row.id}
