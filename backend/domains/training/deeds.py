"""Deeds on exercises, templates, programs and planned workouts, for the audit log, and what those are called there."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ARRAY, any_, cast, select
from sqlalchemy import UUID as SqlUuid

from backend.core.audit import action, difference, names, record
from backend.core.audit.actions import Action
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.domains.training.models import Exercise, Program, ProgramTemplate, Workout

EXERCISE_CREATED = action("exercises.created", "added an exercise")
EXERCISE_CHANGED = action("exercises.changed", "changed an exercise")
EXERCISE_ARCHIVED = action("exercises.archived", "archived an exercise")
EXERCISE_RESTORED = action("exercises.restored", "brought an exercise back")
TEMPLATE_CREATED = action("templates.created", "made a program template")
TEMPLATE_COPIED = action("templates.copied", "copied a program template")
TEMPLATE_CHANGED = action("templates.changed", "changed a program template")
TEMPLATE_ARCHIVED = action("templates.archived", "archived a program template")
TEMPLATE_RESTORED = action("templates.restored", "brought a program template back")
ASSIGNED = action("programs.assigned", "assigned a program")
CHANGED = action("programs.changed", "changed a program")
MOVED = action("programs.moved", "moved a program to another week")
SHIFTED = action("programs.shifted", "shifted a program in the calendar")
COMPLETED = action("programs.completed", "completed a program")
CANCELLED = action("programs.cancelled", "cancelled a program")
WORKOUT_CHANGED = action("planned_workouts.changed", "changed a planned workout")


def note_exercise(session: WriteSession, what: Action, exercise_id: UUID, **changes: Any) -> None:
    """Write down a deed on an exercise."""
    record(session, what, subject=("exercise", exercise_id), changes=changes)


def note_exercise_change(
    session: WriteSession, exercise_id: UUID, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Write down which fields became different, if any did. `after` are fields of the form as JSON values."""
    changes = difference(orjson.loads(orjson.dumps({name: before.get(name) for name in after}, default=str)), after)
    if changes:
        record(session, EXERCISE_CHANGED, subject=("exercise", exercise_id), changes=changes)


def note_template(session: WriteSession, what: Action, template_id: UUID, **changes: Any) -> None:
    """Write down a deed on a template. Its document is not compared: the versions say that it changed."""
    record(session, what, subject=("template", template_id), changes=changes)


def note_program(
    session: WriteSession, what: Action, program_id: UUID, client_id: UUID, changes: Mapping[str, Any]
) -> None:
    """Write down a deed on a client's program."""
    record(session, what, subject=("program", program_id), person_id=client_id, changes=changes)


def note_workout(session: WriteSession, row: Mapping[str, Any], values: Mapping[str, Any], *, content: bool) -> None:
    """Write down what became different of a planned workout; of its `content` only that it did."""
    changes = difference(row, {name: values[name] for name in ("scheduled_on", "status") if name in values})
    if changes or content:
        facts = {"content": "changed"} if content else {}
        record(
            session,
            WORKOUT_CHANGED,
            subject=("workout", row["id"]),
            person_id=row["client_id"],
            changes=changes,
            facts=facts,
        )


@names("exercise")
async def _exercises(read: ReadSession, ids: Collection[UUID]) -> Mapping[UUID, str]:
    return await _named(read, Exercise, ids)


@names("template")
async def _templates(read: ReadSession, ids: Collection[UUID]) -> Mapping[UUID, str]:
    return await _named(read, ProgramTemplate, ids)


@names("program")
async def _programs(read: ReadSession, ids: Collection[UUID]) -> Mapping[UUID, str]:
    return await _named(read, Program, ids)


@names("workout")
async def _workouts(read: ReadSession, ids: Collection[UUID]) -> Mapping[UUID, str]:
    return await _named(read, Workout, ids)


async def _named(
    read: ReadSession,
    table: type[Exercise] | type[ProgramTemplate] | type[Program] | type[Workout],
    ids: Collection[UUID],
) -> dict[UUID, str]:
    rows = await read.all(
        select(table.id, table.name).where(
            table.organization_id == read.organization_id, table.id == any_(cast(list(ids), ARRAY(SqlUuid)))
        )
    )
    return {row["id"]: row["name"] for row in rows}
