"""Programs and workouts of many clients, each kind in one statement, however many there are."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Date, Integer, bindparam, insert, text
from sqlalchemy import UUID as SqlUuid
from sqlalchemy.dialects.postgresql import JSONB

from backend.core.db.write import WriteSession
from backend.core.ids import new_id
from backend.domains.training.models import Program, Workout

_PROGRAMS = text(
    """
    INSERT INTO programs (organization_id, id, client_id, template_id, name, mode, start_on, end_on, training_days,
                          outline, current_phase, current_week, total_workouts, created_by_member_id)
    SELECT :organization_id, made.id, made.client_id, :template_id, :name, :mode, :start_on, :end_on,
           :training_days, :outline, :current_phase, :current_week, :total_workouts, :created_by_member_id
    FROM unnest(:ids, :client_ids) AS made (id, client_id)
    """
).bindparams(
    bindparam("organization_id", type_=SqlUuid()),
    bindparam("template_id", type_=SqlUuid()),
    bindparam("start_on", type_=Date()),
    bindparam("end_on", type_=Date()),
    bindparam("training_days", type_=ARRAY(Integer)),
    bindparam("outline", type_=JSONB()),
    bindparam("created_by_member_id", type_=SqlUuid()),
    bindparam("ids", type_=ARRAY(SqlUuid())),
    bindparam("client_ids", type_=ARRAY(SqlUuid())),
)

_WORKOUTS = text(
    """
    INSERT INTO workouts (organization_id, id, program_id, client_id, phase, week, day, name, scheduled_on,
                          document, exercises, sets, minutes)
    SELECT :organization_id, made.id, program.id, program.client_id, slot.phase, slot.week, slot.day,
           slot.name, slot.scheduled_on, slot.document, slot.exercises, slot.sets, slot.minutes
    FROM unnest(:program_ids, :client_ids) WITH ORDINALITY AS program (id, client_id, number)
    CROSS JOIN jsonb_to_recordset(:slots) AS slot (number int, phase int, week int, day int, name text,
        scheduled_on date, document jsonb, exercises int, sets int, minutes int)
    JOIN unnest(:ids) WITH ORDINALITY AS made (id, number)
      ON made.number = (program.number - 1) * :count + slot.number
    """
).bindparams(
    bindparam("organization_id", type_=SqlUuid()),
    bindparam("program_ids", type_=ARRAY(SqlUuid())),
    bindparam("client_ids", type_=ARRAY(SqlUuid())),
    bindparam("ids", type_=ARRAY(SqlUuid())),
    bindparam("slots", type_=JSONB()),
    bindparam("count", type_=Integer()),
)


async def insert_programs(session: WriteSession, programs: Sequence[tuple[UUID, UUID]], values: dict[str, Any]) -> None:
    """The same program for many clients: pairs of program id and client id, and the columns they share."""
    await session.execute(
        _PROGRAMS,
        {
            **values,
            "organization_id": session.organization_id,
            "ids": [program for program, _ in programs],
            "client_ids": [client for _, client in programs],
        },
    )


async def insert_workouts(
    session: WriteSession, programs: Sequence[tuple[UUID, UUID]], slots: Sequence[dict[str, Any]]
) -> None:
    """Every slot for every program. A slot has phase, week, day, name, scheduled_on, document and figures."""
    numbered = [{**slot, "number": number} for number, slot in enumerate(slots, 1)]
    await session.execute(
        _WORKOUTS,
        {
            "organization_id": session.organization_id,
            "program_ids": [program for program, _ in programs],
            "client_ids": [client for _, client in programs],
            "ids": [new_id() for _ in range(len(programs) * len(slots))],
            "slots": numbered,
            "count": len(slots),
        },
    )


async def import_rows(
    session: WriteSession, programs: Sequence[dict[str, Any]], workouts: Sequence[dict[str, Any]]
) -> None:
    """Whole rows as they are, for data that comes from elsewhere."""
    for table, rows in ((Program, programs), (Workout, workouts)):
        if rows:
            await session.execute(insert(table), [{"organization_id": session.organization_id, **row} for row in rows])
