"""Figures about clients that higher domains work out and lists sort by."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

import orjson
from sqlalchemy import TEXT, bindparam, text

from backend.core.db.write import WriteSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All figures of one client: each call replaces the row. `adherence_28` is 0 to 1, None where nothing was due."""

    client_id: UUID
    last_workout_on: date | None = None
    week_done: int = 0
    week_planned: int = 0
    streak_weeks: int = 0
    adherence_28: float | None = None
    program_name: str | None = None
    program_ends_on: date | None = None
    next_workout_on: date | None = None


# Rows are locked in the order of their ids, so that two handlers with overlapping clients never wait for each other.
_SET = text(
    """
    INSERT INTO client_facts AS facts (organization_id, id, last_workout_on, week_done, week_planned, streak_weeks,
        adherence_28, program_name, program_ends_on, next_workout_on)
    SELECT CAST(:organization_id AS uuid), new.client_id,
        CASE WHEN shared THEN new.last_workout_on END, CASE WHEN shared THEN new.week_done ELSE 0 END,
        new.week_planned, CASE WHEN shared THEN new.streak_weeks ELSE 0 END,
        CASE WHEN shared THEN new.adherence_28 END, new.program_name, new.program_ends_on, new.next_workout_on
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS new (client_id uuid, last_workout_on date, week_done int,
        week_planned int, streak_weeks int, adherence_28 float8, program_name text, program_ends_on date,
        next_workout_on date)
    LEFT JOIN LATERAL (
        SELECT 'training' <> ALL (c.withheld) AS shared FROM clients c
        WHERE c.organization_id = CAST(:organization_id AS uuid) AND c.id = new.client_id
    ) AS asked ON true
    ORDER BY new.client_id
    ON CONFLICT (organization_id, id) DO UPDATE SET
        last_workout_on = excluded.last_workout_on, week_done = excluded.week_done,
        week_planned = excluded.week_planned, streak_weeks = excluded.streak_weeks,
        adherence_28 = excluded.adherence_28, program_name = excluded.program_name,
        program_ends_on = excluded.program_ends_on, next_workout_on = excluded.next_workout_on, updated_at = now()
    WHERE (facts.last_workout_on, facts.week_done, facts.week_planned, facts.streak_weeks, facts.adherence_28,
        facts.program_name, facts.program_ends_on, facts.next_workout_on)
        IS DISTINCT FROM (excluded.last_workout_on, excluded.week_done, excluded.week_planned, excluded.streak_weeks,
        excluded.adherence_28, excluded.program_name, excluded.program_ends_on, excluded.next_workout_on)
    """
).bindparams(bindparam("rows", type_=TEXT))


async def set_facts(session: WriteSession, rows: Sequence[Facts]) -> None:
    """Replace the figures of these clients, in one statement; of two rows for one client the later counts.

    Rows that stay the same are not written. What tells of training stays empty where the client withholds it: lists
    are for staff, and so need not ask. A client of another organization is refused by the foreign key.
    """
    latest = {row.client_id: asdict(row) for row in rows}
    if latest:
        await session.execute(
            _SET,
            {
                "organization_id": session.organization_id,
                "rows": orjson.dumps(list(latest.values()), default=str).decode(),
            },
        )
