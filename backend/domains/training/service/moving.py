"""Moving a program's pointer, ending it, and moving its dates.

A dynamic program's dates are those planned at assignment. When a client is late, its workouts keep their dates and show
as missed, and the pointer waits in the week that is not done; the trainer moves single workouts or, with `shift`, all
that are still planned. Nothing moves dates by itself: people plan their week around them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update

from backend.core import clock
from backend.core.access import Access
from backend.core.audit import Action, difference
from backend.core.db.write import WriteSession
from backend.core.errors import FieldError, Invalid
from backend.core.ids import new_id
from backend.core.outbox import emit
from backend.domains.training import deeds, planning, progression
from backend.domains.training.document.tree import MAX_WEEKS
from backend.domains.training.errors import NoFurtherWeek
from backend.domains.training.merging import changes
from backend.domains.training.models import Program, Workout
from backend.domains.training.models import ProgramAdvance as AdvanceRow
from backend.domains.training.progression import Advance, Position, TrainerFinishes, TrainerMoves, WorkoutsSettled
from backend.domains.training.repository import workouts
from backend.domains.training.schemas.programs import ProgramMove, ProgramOut, ProgramPatch, ProgramShift, Shifted
from backend.domains.training.service import programs
from backend.domains.training.service.assigning import told
from backend.domains.training.service.previewing import FUTURE, PAST
from backend.events.training import ProgramAdvanced, ProgramEnded, ScheduleChanged

LONGEST = timedelta(weeks=MAX_WEEKS)
"""A program that starts as late as it may ends this much later."""

_DIRECTIONS = {"advance_week": TrainerMoves("forward"), "back_week": TrainerMoves("back")}


async def move(session: WriteSession, access: Access, program_id: UUID, form: ProgramMove) -> ProgramOut:
    """What the trainer decides about the pointer. Raises `NoFurtherWeek` past either end."""
    row = await programs.locked(session, access, program_id, form.version)
    if form.action == "cancel":
        await _end(session, row, "cancelled", None)
        _note(session, deeds.CANCELLED, row, {"status": [row["status"], "cancelled"]})
    else:
        trigger = TrainerFinishes() if form.action == "complete" else _DIRECTIONS[form.action]
        step = progression.advance(_weeks(row), _position(row), trigger, mode=row["mode"])
        if step is None:
            last = form.action == "advance_week"
            raise NoFurtherWeek("This is the last week. Complete the program instead." if last else None)
        await _apply(session, row, step, access.member_id, clock.now())
        if step.to is None:
            _note(session, deeds.COMPLETED, row, {"status": [row["status"], "completed"]})
        else:
            _note(session, deeds.MOVED, row, difference(step.from_._asdict(), step.to._asdict()))
    return await programs.get(session, access, program_id)


async def amend(session: WriteSession, access: Access, program_id: UUID, form: ProgramPatch) -> ProgramOut:
    """Rename a program or change its mode. One that becomes dynamic in a week that is done moves on at once."""
    row = await programs.locked(session, access, program_id, form.version)
    values = changes(form, leave_out=("version",))
    if values:
        await _change(session, program_id, values)
        if different := difference(row, values):
            _note(session, deeds.CHANGED, row, different)
        emit(session, ScheduleChanged(program_id=program_id, **told(session, row["client_id"], row)))
        await settle(session, {**row, **values}, clock.now())
    return await programs.get(session, access, program_id)


async def shift(session: WriteSession, access: Access, program_id: UUID, form: ProgramShift) -> Shifted:
    """Move what is still planned on or after a date. Raises `Invalid` when it would overtake an earlier workout."""
    row = await programs.locked(session, access, program_id, form.version)
    if form.days == 0:
        raise Invalid(errors=[FieldError("/days", "Choose at least one day, earlier or later.")])
    open_ = [
        planning.Planned(item["id"], item["scheduled_on"], "planned")
        for item in await workouts.planned(session, program_id)
    ]
    try:
        moved = planning.shift(open_, form.from_date, form.days)
    except planning.UnplannableError as error:
        raise Invalid(errors=[FieldError("/days", str(error))]) from error
    if moved:
        _refuse_out_of_reach(moved, form.days)
        await session.execute(
            update(Workout)
            .where(
                Workout.organization_id == session.organization_id,
                Workout.program_id == program_id,
                Workout.status == "planned",
                Workout.scheduled_on >= form.from_date,
            )
            .values(scheduled_on=Workout.scheduled_on + form.days, version=Workout.version + 1)
        )
        # The last week goes along with its workouts, but never ends before one of them.
        last = moved[-1].scheduled_on
        spare = row["end_on"] - max(item.scheduled_on for item in open_)
        end_on = max(row["start_on"], last, last + spare if spare.days > 0 else last)
        await _change(session, program_id, {"end_on": end_on})
        about = told(session, row["client_id"], row)
        _note(session, deeds.SHIFTED, row, {"days": form.days, "from_date": form.from_date, "workouts": len(moved)})
        emit(session, ScheduleChanged(program_id=program_id, **about))
    return Shifted(program=await programs.get(session, access, program_id), moved=len(moved))


def _note(session: WriteSession, what: Action, row: dict[str, Any], changes: Mapping[str, Any]) -> None:
    deeds.note_program(session, what, row["id"], row["client_id"], changes)


def _refuse_out_of_reach(moved: Sequence[planning.Planned], days: int) -> None:
    # Only the way that they move counts: what lies far back already may still be brought nearer.
    today = clock.now().date()
    if days > 0 and moved[-1].scheduled_on > today + FUTURE + LONGEST:
        advice = "Move the workouts by fewer days: the last one would be more than four years ahead."
        raise Invalid(errors=[FieldError("/days", advice)])
    if days < 0 and moved[0].scheduled_on < today - PAST:
        advice = "Move the workouts by fewer days: the first one would be more than one year ago."
        raise Invalid(errors=[FieldError("/days", advice)])


async def settle(session: WriteSession, row: dict[str, Any], at: datetime) -> Advance | None:
    """After a workout of the locked program `row` was completed or skipped: move its pointer if that is due."""
    if row["status"] != "active" or row["mode"] != "dynamic":
        return None
    trigger = WorkoutsSettled(await workouts.open_by_week(session, row["id"]))
    step = progression.advance(_weeks(row), _position(row), trigger, mode="dynamic")
    if step is not None:
        await _apply(session, row, step, None, at)
    return step


async def _apply(session: WriteSession, row: dict[str, Any], step: Advance, actor: UUID | None, at: datetime) -> None:
    await session.execute(
        insert(AdvanceRow).values(
            organization_id=session.organization_id,
            id=new_id(),
            program_id=row["id"],
            from_phase=step.from_.phase,
            from_week=step.from_.week,
            to_phase=None if step.to is None else step.to.phase,
            to_week=None if step.to is None else step.to.week,
            reason=step.reason,
            actor_member_id=actor,
            at=at,
        )
    )
    if step.to is None:
        await _end(session, row, "completed", at)
        return
    await _change(session, row["id"], {"current_phase": step.to.phase, "current_week": step.to.week})
    emit(
        session,
        ProgramAdvanced(
            program_id=row["id"],
            phase=step.to.phase,
            week=step.to.week,
            reason=step.reason,
            **told(session, row["client_id"], row),
        ),
    )


async def _end(session: WriteSession, row: dict[str, Any], status: str, at: datetime | None) -> None:
    await _change(session, row["id"], {"status": status, "completed_at": at})
    await workouts.cancel_planned(session, [row["id"]])
    emit(session, ProgramEnded(program_id=row["id"], status=status, **told(session, row["client_id"], row)))


async def _change(session: WriteSession, program_id: UUID, values: dict[str, Any]) -> None:
    await session.execute(
        update(Program)
        .where(Program.organization_id == session.organization_id, Program.id == program_id)
        .values(**values, version=Program.version + 1)
    )


def _weeks(row: dict[str, Any]) -> list[int]:
    return [len(phase["weeks"]) for phase in row["outline"]]


def _position(row: dict[str, Any]) -> Position:
    return Position(row["current_phase"], row["current_week"])
