"""Session logs: finding, writing and listing what is in them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import BigInteger, ColumnElement, Select, and_, bindparam, literal_column, select, text, update
from sqlalchemy.sql.selectable import FromClause

from backend.core.access import Scope
from backend.core.db.prepared import Prepared
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.openings import DataClass
from backend.domains.clients.models import Client
from backend.domains.clients.policies import shared
from backend.domains.workouts.models import SessionLog
from backend.domains.workouts.state import Logged, LoggedExercise, LoggedSet, Totals

_TABLE = SessionLog.__table__

SHOWN: tuple[ColumnElement[Any], ...] = tuple(
    _TABLE.c[name]
    for name in (
        "id",
        "client_id",
        "workout_id",
        "name",
        "status",
        "started_at",
        "finished_at",
        "local_date",
        "time_zone",
        "notes",
        "effort",
        "sets",
        "reps",
        "volume_kg",
        "duration_s",
        "records_count",
    )
)
"""The columns of a `SessionOut`."""

_KEPT: tuple[ColumnElement[Any], ...] = (
    *SHOWN,
    *(_TABLE.c[name] for name in ("exercises", "sync_version", "outcome", "created_at")),
    Client.__table__.c["member_id"].label("client_member_id"),
    Client.__table__.c["trainer_member_id"],
    shared(DataClass.TRAINING, Scope.ALL).label("shared"),
)

# Arrays of rows, which the driver reads with the types of their columns; JSON would have to be taken apart again.
_EXERCISES = literal_column(
    """(SELECT array_agg(ROW(e.id, e.position, e.block_id, e.prescription_id, e.exercise_id, e.planned_exercise_id,
            e.note, e.revision) ORDER BY e.position, e.id)
        FROM exercise_logs e
        WHERE e.organization_id = session_logs.organization_id AND e.session_log_id = session_logs.id)"""
).label("logged_exercises")

_SETS = literal_column(
    """(SELECT array_agg(ROW(s.id, s.exercise_log_id, s.set_number, s.kind, s.reps, s.weight_kg, s.rpe,
            s.duration_s, s.distance_m, s.done_at, s.revision, s.deleted)
            ORDER BY s.exercise_log_id, s.set_number, s.id)
        FROM set_logs s
        WHERE s.organization_id = session_logs.organization_id AND s.session_log_id = session_logs.id)"""
).label("logged_sets")

_BESTS = literal_column(
    """(SELECT array_agg(ROW(r.exercise_id, r.kind, r.value))
        FROM records r
        WHERE r.organization_id = session_logs.organization_id AND r.client_id = session_logs.client_id
            AND r.is_current AND r.kind IN ('estimated_1rm', 'duration', 'distance')
            AND r.exercise_id IN (
                SELECT e.exercise_id FROM exercise_logs e
                WHERE e.organization_id = session_logs.organization_id AND e.session_log_id = session_logs.id
            ))"""
).label("bests")


def with_client() -> FromClause:
    """Sessions joined to their clients, for policies and for who is told."""
    return SessionLog.__table__.join(
        Client.__table__,
        and_(Client.organization_id == SessionLog.organization_id, Client.id == SessionLog.client_id),
    )


# Made once: building a select of many columns costs more than sending it.
_ONE: Select[Any] = select(*_KEPT).select_from(with_client())
_ONE_WITH_LOGGED: Select[Any] = _ONE.add_columns(_EXERCISES, _SETS, _BESTS)


def _only(statement: Select[Any], visible: ColumnElement[bool], session_log_id: UUID) -> Select[Any]:
    return statement.where(visible, _TABLE.c["id"] == session_log_id)


async def find(
    session: ReadSession | WriteSession, visible: ColumnElement[bool], session_log_id: UUID
) -> dict[str, Any] | None:
    """A session with who is concerned."""
    return await session.first(_only(_ONE, visible, session_log_id))


async def find_locked(
    session: WriteSession, visible: ColumnElement[bool], session_log_id: UUID
) -> dict[str, Any] | None:
    """The same, which nobody else can change until this transaction ends."""
    return await session.first(_only(_ONE, visible, session_log_id).with_for_update(of=SessionLog))


def one_with_logged(visible: ColumnElement[bool]) -> Select[Any]:
    """The session of `session_log_id` with everything logged in it: for `read_logged`."""
    return _ONE_WITH_LOGGED.where(visible, _TABLE.c["id"] == bindparam("session_log_id"))


async def read_logged(
    session: WriteSession | ReadSession, statement: Prepared, parameters: dict[str, Any]
) -> tuple[dict[str, Any], Logged] | None:
    """A session and everything logged in it, in one statement.

    `bests` in the row are the client's current bests of its exercises: (exercise_id, kind, value) or None.
    """
    row = await session.first(statement, parameters)
    if row is None:
        return None
    exercises = {entry[0]: LoggedExercise(*entry) for entry in row.pop("logged_exercises") or ()}
    return row, Logged(exercises, {entry[0]: LoggedSet(*entry) for entry in row.pop("logged_sets") or ()})


async def id_is_taken(session: WriteSession, session_log_id: UUID) -> bool:
    """Whether a session of this organization, seen or not, has this id."""
    found = await session.scalar(
        select(SessionLog.id).where(
            SessionLog.organization_id == session.organization_id, SessionLog.id == session_log_id
        )
    )
    return found is not None


async def standing_in_the_way(session: WriteSession, client_id: UUID, workout_id: UUID | None) -> list[dict[str, Any]]:
    """The client's open session, and the session of the workout unless it was discarded."""
    statement = select(*_KEPT).select_from(with_client()).where(SessionLog.organization_id == session.organization_id)
    mine = and_(SessionLog.client_id == client_id, SessionLog.status == "in_progress")
    if workout_id is not None:
        same = and_(SessionLog.workout_id == workout_id, SessionLog.status != "discarded")
        return await session.all(statement.where(mine | same))
    return await session.all(statement.where(mine))


_WRITE = text(
    """
    WITH as_read AS (
        SELECT organization_id, id FROM session_logs
        WHERE organization_id = :organization_id AND id = :session_log_id AND sync_version = :sync_version
        FOR NO KEY UPDATE SKIP LOCKED
    ), unchanged AS (
        UPDATE session_logs l
        SET sync_version = l.sync_version + 1, exercises = :exercises_done, sets = :sets_done, reps = :reps,
            volume_kg = :volume_kg, updated_at = now()
        FROM as_read
        WHERE l.organization_id = as_read.organization_id AND l.id = as_read.id
        RETURNING l.organization_id, l.id, l.client_id
    ), written_exercises AS (
        INSERT INTO exercise_logs (organization_id, id, session_log_id, client_id, position, block_id,
            prescription_id, exercise_id, planned_exercise_id, note, revision)
        SELECT u.organization_id, x.id, u.id, u.client_id, x.position, x.block_id, x.prescription_id, x.exercise_id,
            x.planned_exercise_id, x.note, x.revision
        FROM unchanged u, jsonb_to_recordset(CAST(:exercises AS jsonb)) AS x(id uuid, position int, block_id uuid,
            prescription_id uuid, exercise_id uuid, planned_exercise_id uuid, note text, revision bigint)
        ON CONFLICT (organization_id, id) DO UPDATE SET position = excluded.position, block_id = excluded.block_id,
            prescription_id = excluded.prescription_id, exercise_id = excluded.exercise_id,
            planned_exercise_id = excluded.planned_exercise_id, note = excluded.note, revision = excluded.revision,
            updated_at = now()
        WHERE exercise_logs.session_log_id = excluded.session_log_id
            AND excluded.revision >= exercise_logs.revision
        RETURNING 1
    ), written_sets AS (
        INSERT INTO set_logs (organization_id, id, session_log_id, exercise_log_id, set_number, kind, reps, weight_kg,
            rpe, duration_s, distance_m, done_at, revision, deleted)
        SELECT u.organization_id, x.id, u.id, x.exercise_log_id, x.set_number, x.kind, x.reps, x.weight_kg, x.rpe,
            x.duration_s, x.distance_m, x.done_at, x.revision, x.deleted
        FROM unchanged u, jsonb_to_recordset(CAST(:sets AS jsonb)) AS x(id uuid, exercise_log_id uuid,
            set_number smallint, kind text, reps smallint, weight_kg numeric, rpe numeric, duration_s int,
            distance_m numeric, done_at timestamptz, revision bigint, deleted boolean)
        ON CONFLICT (organization_id, id) DO UPDATE SET set_number = excluded.set_number, kind = excluded.kind,
            reps = excluded.reps, weight_kg = excluded.weight_kg, rpe = excluded.rpe,
            duration_s = excluded.duration_s, distance_m = excluded.distance_m, done_at = excluded.done_at,
            revision = excluded.revision, deleted = excluded.deleted, updated_at = now()
        WHERE set_logs.exercise_log_id = excluded.exercise_log_id AND excluded.revision >= set_logs.revision
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM unchanged) AS sessions, (SELECT count(*) FROM written_exercises) AS exercises,
        (SELECT count(*) FROM written_sets) AS sets
    """
).columns(sessions=BigInteger, exercises=BigInteger, sets=BigInteger)
"""Equal revisions are let through: which content wins then was decided by the merge, under `sync_version`.

A session that somebody holds is passed over instead of waited for: a row that was waited for stays locked even where
its version turns out to be another, and who goes on to lock the client from there meets a finish on the way back.
"""


_write_merged = Prepared(_WRITE)


async def write_merged(
    session: WriteSession,
    row: dict[str, Any],
    totals: Totals,
    exercises: Sequence[LoggedExercise],
    sets: Sequence[LoggedSet],
) -> tuple[bool, bool]:
    """Write what a merge changed, in one statement.

    Answers whether the session was still as it was read and free, and whether every row could be written: an id that
    belongs to another session or exercise cannot.
    """
    written = await session.first(
        _write_merged,
        {
            "organization_id": session.organization_id,
            "session_log_id": row["id"],
            "sync_version": row["sync_version"],
            "exercises_done": totals.exercises,
            "sets_done": totals.sets,
            "reps": totals.reps,
            "volume_kg": totals.volume_kg,
            "exercises": orjson.dumps([entry.as_json() for entry in exercises]).decode(),
            "sets": orjson.dumps([entry.as_json() for entry in sets]).decode(),
        },
    )
    assert written is not None
    unchanged, written_exercises, written_sets = written["sessions"], written["exercises"], written["sets"]
    return unchanged == 1, (written_exercises, written_sets) == (len(exercises), len(sets))


async def change(session: WriteSession, session_log_id: UUID, **values: Any) -> None:
    """Save columns of a session."""
    await session.execute(
        update(SessionLog)
        .where(SessionLog.organization_id == session.organization_id, SessionLog.id == session_log_id)
        .values(**values)
    )
