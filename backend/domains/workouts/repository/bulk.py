"""Inserting whole histories. One JSON array to a statement: COPY does not work under row-level security."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import TEXT, TextClause, bindparam, text

from backend.core.db.write import WriteSession

CHUNK = 4_000
"""Rows to a statement: some 1 MB of JSON."""

_SESSIONS = text(
    """
    INSERT INTO session_logs (organization_id, status, outcome, id, client_id, workout_id, name, started_at,
        finished_at, local_date, time_zone, notes, effort, duration_s, exercises, sets, reps, volume_kg)
    SELECT CAST(:organization_id AS uuid), 'finished', '{}'::jsonb, x.*
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS x(id uuid, client_id uuid, workout_id uuid, name text,
        started_at timestamptz, finished_at timestamptz, local_date date, time_zone text, notes text, effort smallint,
        duration_s int, exercises int, sets int, reps int, volume_kg numeric)
    ON CONFLICT (organization_id, id) DO NOTHING
    """
).bindparams(bindparam("rows", type_=TEXT))

_EXERCISES = text(
    """
    INSERT INTO exercise_logs (organization_id, id, session_log_id, client_id, position, block_id, prescription_id,
        exercise_id, planned_exercise_id, note, revision)
    SELECT CAST(:organization_id AS uuid), x.*
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS x(id uuid, session_log_id uuid, client_id uuid, position int,
        block_id uuid, prescription_id uuid, exercise_id uuid, planned_exercise_id uuid, note text, revision bigint)
    ON CONFLICT (organization_id, id) DO NOTHING
    """
).bindparams(bindparam("rows", type_=TEXT))

_SETS = text(
    """
    INSERT INTO set_logs (organization_id, id, session_log_id, exercise_log_id, set_number, kind, reps, weight_kg, rpe,
        duration_s, distance_m, done_at, revision, deleted)
    SELECT CAST(:organization_id AS uuid), x.*
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS x(id uuid, session_log_id uuid, exercise_log_id uuid,
        set_number smallint, kind text, reps smallint, weight_kg numeric, rpe numeric, duration_s int,
        distance_m numeric, done_at timestamptz, revision bigint, deleted boolean)
    ON CONFLICT (organization_id, id) DO NOTHING
    """
).bindparams(bindparam("rows", type_=TEXT))


async def insert_sessions(session: WriteSession, rows: Sequence[dict[str, Any]]) -> None:
    """Finished sessions with their totals."""
    await _insert(session, _SESSIONS, rows)


async def insert_exercises(session: WriteSession, rows: Sequence[dict[str, Any]]) -> None:
    """Exercises of sessions."""
    await _insert(session, _EXERCISES, rows)


async def insert_sets(session: WriteSession, rows: Sequence[dict[str, Any]]) -> None:
    """Sets of exercises."""
    await _insert(session, _SETS, rows)


async def _insert(session: WriteSession, statement: TextClause, rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(rows), CHUNK):
        chunk = orjson.dumps(rows[start : start + CHUNK], default=str).decode()
        await session.execute(statement, {"organization_id": session.organization_id, "rows": chunk})
