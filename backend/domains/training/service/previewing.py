"""Which dates a template's workouts would get."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.db.read import ReadSession
from backend.core.errors import FieldError, Invalid, NotFound
from backend.domains.training import planning
from backend.domains.training.document import TemplateDocument, flatten, shape
from backend.domains.training.repository import templates
from backend.domains.training.schemas.templates import Preview, PreviewIn, PreviewWorkout

PAST, FUTURE = timedelta(days=366), timedelta(days=731)


async def preview(read: ReadSession, template_id: UUID, form: PreviewIn) -> Preview:
    """The dates. Raises `NotFound` and `Invalid`."""
    row = await templates.one(read, template_id)
    if row is None:
        raise NotFound
    document = TemplateDocument.model_validate(row["document"])
    slots = plan(document, form.start_on, form.training_days)
    workouts = [
        PreviewWorkout(
            phase=planned.phase,
            phase_name=document.phases[planned.phase - 1].name,
            week=planned.week,
            day=planned.day_number,
            name=planned.day.name,
            deload=planned.deload,
            scheduled_on=slot.scheduled_on,
        )
        for planned, slot in zip(flatten(document), slots, strict=True)
    ]
    return Preview(start_on=form.start_on, end_on=planning.end_on(shape(document), form.start_on), workouts=workouts)


def plan(document: TemplateDocument, start_on: date, training_days: list[int]) -> list[planning.Slot]:
    """A date for each workout in the order of training. Raises `Invalid` for a start out of reach or no workout."""
    errors: list[FieldError] = []
    today = clock.now().date()
    if not today - PAST <= start_on <= today + FUTURE:
        errors.append(FieldError("/start_on", "Choose a start from one year ago to two years ahead."))
    if not any(True for _ in flatten(document)):
        raise Invalid("This template has no workouts yet. Add one before you give it to clients.")
    if errors:
        raise Invalid(errors=errors)
    try:
        return planning.schedule(shape(document), start_on, training_days)
    except planning.UnplannableError as error:
        raise Invalid(errors=[FieldError("/training_days", str(error))]) from error


def outline(document: TemplateDocument) -> list[dict[str, Any]]:
    """What a program keeps of its phases and weeks."""
    return [
        {
            "name": phase.name,
            "weeks": [{"name": week.name, "deload": week.deload, "workouts": len(week.days)} for week in phase.weeks],
        }
        for phase in document.phases
    ]
