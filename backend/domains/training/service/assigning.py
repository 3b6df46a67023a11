"""Give a template's program to clients: all of them in one transaction, in as many statements for 500 as for one."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, any_, cast, update
from sqlalchemy import UUID as SqlUuid

from backend.core.access import Access
from backend.core.db.write import WriteSession
from backend.core.errors import FieldError, Invalid, NotFound
from backend.core.ids import new_id
from backend.core.outbox import emit
from backend.domains.training import deeds, planning, progression
from backend.domains.training.document import TemplateDocument, exercise_ids, flatten, shape
from backend.domains.training.errors import OpenProgram, TemplateArchived
from backend.domains.training.models import Program
from backend.domains.training.progression import Position
from backend.domains.training.repository import bulk, clients, programs, templates, workouts
from backend.domains.training.schemas.templates import Assigned, AssignedProgram, AssignIn
from backend.domains.training.service.exercises import adopt
from backend.domains.training.service.planned_day import stored_day
from backend.domains.training.service.previewing import outline, plan
from backend.events.training import ProgramAssigned, ProgramEnded, TemplateAssigned


async def assign(session: WriteSession, access: Access, template_id: UUID, form: AssignIn) -> Assigned:
    """Make a program with dated workouts for each client.

    Loads in percent stay in percent: what they weigh depends on records that change until the day of the workout.
    Raises `NotFound`, `TemplateArchived`, `Invalid` (pointing at clients) and `OpenProgram`.
    """
    template = await templates.one(session, template_id)
    if template is None:
        raise NotFound
    if template["archived"]:
        raise TemplateArchived
    document = TemplateDocument.model_validate(template["document"])
    slots = await _slots(session, document, form)
    people = await clients.lock(session, access, form.client_ids)
    _check_clients(form.client_ids, people)
    replaced = await _make_room(session, form, people)
    made = [(new_id(), client_id) for client_id in form.client_ids]
    open_workouts: dict[Position, int] = {}
    for slot in slots:
        week = Position(slot["phase"], slot["week"])
        open_workouts[week] = open_workouts.get(week, 0) + 1
    start = progression.start([len(phase.weeks) for phase in document.phases], open_workouts)
    end_on = planning.end_on(shape(document), form.start_on)
    values = {
        "template_id": template_id,
        "name": form.name or template["name"],
        "mode": form.mode,
        "start_on": form.start_on,
        "end_on": end_on,
        "training_days": sorted(form.training_days),
        "outline": outline(document),
        "current_phase": start.phase,
        "current_week": start.week,
        "total_workouts": len(slots),
        "created_by_member_id": access.member_id,
    }
    await bulk.insert_programs(session, made, values)
    await bulk.insert_workouts(session, made, slots)
    given = {"template_id": template_id, "name": values["name"], "start_on": form.start_on, "end_on": end_on}
    for program_id, client_id in made:
        deeds.note_program(session, deeds.ASSIGNED, program_id, client_id, given)
        emit(session, ProgramAssigned(program_id=program_id, **told(session, client_id, people[client_id])))
    emit(
        session,
        TemplateAssigned(organization_id=session.organization_id, template_id=template_id, clients=len(made)),
    )
    return Assigned(
        programs=[AssignedProgram(id=program_id, client_id=client_id) for program_id, client_id in made],
        workouts_per_client=len(slots),
        start_on=form.start_on,
        end_on=end_on,
        replaced=replaced,
    )


def told(session: WriteSession, client_id: UUID, client: Mapping[str, Any]) -> dict[str, Any]:
    """What every event about a client's program carries."""
    return {
        "organization_id": session.organization_id,
        "client_id": client_id,
        "trainer_member_id": client["trainer_member_id"],
        "client_member_id": client["client_member_id"],
    }


async def _slots(session: WriteSession, document: TemplateDocument, form: AssignIn) -> list[dict[str, Any]]:
    dates = plan(document, form.start_on, form.training_days)
    exercises = await adopt(session, exercise_ids(document))
    return [
        {
            "phase": slot.phase,
            "week": slot.week,
            "day": slot.day,
            "scheduled_on": slot.scheduled_on,
            **stored_day(planned.day, exercises),
        }
        for planned, slot in zip(flatten(document), dates, strict=True)
    ]


def _check_clients(wanted: Sequence[UUID], people: Mapping[UUID, Mapping[str, Any]]) -> None:
    errors: list[FieldError] = []
    for index, client_id in enumerate(wanted):
        person = people.get(client_id)
        if person is None:
            errors.append(FieldError(f"/client_ids/{index}", "There is no such client, or you may not see them."))
        elif person["status"] == "archived":
            errors.append(
                FieldError(f"/client_ids/{index}", f"{person['client_name']} is archived. Restore them first.")
            )
    if errors:
        raise Invalid(errors=errors)


async def _make_room(session: WriteSession, form: AssignIn, people: Mapping[UUID, Mapping[str, Any]]) -> int:
    open_programs = await programs.open_of(session, form.client_ids)
    if not open_programs:
        return 0
    if not form.replace_current:
        busy = {row["client_id"] for row in open_programs}
        names = [{"id": client, "name": people[client]["client_name"]} for client in form.client_ids if client in busy]
        message = "This client is in a program already."
        errors = [FieldError(f"/client_ids/{i}", message) for i, client in enumerate(form.client_ids) if client in busy]
        raise OpenProgram(
            "Cancel their program by replacing it, or leave them out.", errors=errors, extra={"clients": names}
        )
    ids = [row["id"] for row in open_programs]
    await session.execute(
        update(Program)
        .where(Program.organization_id == session.organization_id, Program.id == any_(cast(ids, ARRAY(SqlUuid))))
        .values(status="cancelled", version=Program.version + 1)
    )
    await workouts.cancel_planned(session, ids)
    for row in open_programs:
        about = told(session, row["client_id"], people[row["client_id"]])
        facts = {"status": ["active", "cancelled"], "reason": "replaced"}
        deeds.note_program(session, deeds.CANCELLED, row["id"], row["client_id"], facts)
        emit(session, ProgramEnded(program_id=row["id"], status="cancelled", **about))
    return len(ids)
