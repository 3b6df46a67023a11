"""Which programs the demo's clients have been through, dated back from today, as rows for the bulk path."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from backend.core.ids import new_id
from backend.demo.people import Person
from backend.domains.training import planning, progression
from backend.domains.training.document import TemplateDocument, flatten, shape
from backend.domains.training.progression import Position
from backend.domains.training.service.planned_day import stored_day
from backend.domains.training.service.previewing import outline

LEFT_OPEN_DAYS = 14
"""Missed workouts stay open for two weeks, then the studio skips them so that the program goes on."""


@dataclass(frozen=True, slots=True)
class Source:
    """A stored template."""

    id: UUID
    name: str
    document: TemplateDocument

    @property
    def weeks(self) -> int:
        return sum(len(phase.weeks) for phase in self.document.phases)


@dataclass(slots=True)
class Course:
    """One program of one client with its workouts, as rows by column."""

    program: dict[str, Any]
    workouts: list[dict[str, Any]]
    document: TemplateDocument


def courses(
    person: Person,
    client_id: UUID,
    sources: Sequence[Source],
    exercises: Mapping[UUID, Mapping[str, Any]],
    today: date,
    made_by: UUID,
) -> Iterator[Course]:
    """Programs one after the other from when the client started, the last one running past today."""
    monday = today - timedelta(days=today.weekday())
    start_on = monday - timedelta(weeks=person.weeks)
    for turn in range(len(sources) * 3):
        source = sources[(turn + _first(person, sources)) % len(sources)]
        course = _course(
            person, client_id, source, exercises, start_on, made_by, static=turn == 0 and person.trainer == 2
        )
        yield course
        start_on = course.program["end_on"] + timedelta(days=1)
        if start_on > today:
            return


def _first(person: Person, sources: Sequence[Source]) -> int:
    beginner = next(index for index, source in enumerate(sources) if source.name == "First steps")
    if person.habit == "fresh":
        return beginner
    order = (0, 0, 1, 1, 3, beginner)
    return order[sum(map(ord, person.email)) % len(order)]


def _course(
    person: Person,
    client_id: UUID,
    source: Source,
    exercises: Mapping[UUID, Mapping[str, Any]],
    start_on: date,
    made_by: UUID,
    *,
    static: bool,
) -> Course:
    program_id = new_id()
    form = shape(source.document)
    slots = planning.schedule(form, start_on, list(person.training_days))
    workouts = [
        {
            "id": new_id(),
            "program_id": program_id,
            "client_id": client_id,
            "phase": slot.phase,
            "week": slot.week,
            "day": slot.day,
            "scheduled_on": slot.scheduled_on,
            "status": "planned",
            "completed_at": None,
            **stored_day(planned.day, exercises),
        }
        for planned, slot in zip(flatten(source.document), slots, strict=True)
    ]
    program = {
        "id": program_id,
        "client_id": client_id,
        "template_id": source.id,
        "name": source.name,
        "mode": "static" if static else "dynamic",
        "status": "active",
        "start_on": start_on,
        "end_on": planning.end_on(form, start_on),
        "training_days": sorted(person.training_days),
        "outline": outline(source.document),
        "current_phase": 1,
        "current_week": 1,
        "total_workouts": len(workouts),
        "completed_at": None,
        "created_by_member_id": made_by,
    }
    return Course(program, workouts, source.document)


def settle(course: Course, done: Mapping[UUID, datetime], today: date) -> None:
    """Write into the rows what became of the workouts: done, skipped, or open, and where the pointer stands."""
    for workout in course.workouts:
        moment = done.get(workout["id"])
        if moment is not None:
            workout |= {"status": "completed", "completed_at": moment}
        elif workout["scheduled_on"] < today - timedelta(days=LEFT_OPEN_DAYS):
            workout["status"] = "skipped"
    program = course.program
    if program["end_on"] < today:
        for workout in course.workouts:
            if workout["status"] == "planned":
                workout["status"] = "skipped"
        last = course.document.phases[-1]
        ended = datetime.combine(program["end_on"], time(20), UTC)
        program |= {
            "status": "completed",
            "completed_at": ended,
            "current_phase": len(course.document.phases),
            "current_week": len(last.weeks),
        }
        return
    _point(course)


def _point(course: Course) -> None:
    open_workouts: dict[Position, int] = {}
    for workout in course.workouts:
        if workout["status"] == "planned":
            week = Position(workout["phase"], workout["week"])
            open_workouts[week] = open_workouts.get(week, 0) + 1
    start = progression.start([len(phase.weeks) for phase in course.document.phases], open_workouts)
    course.program |= {"current_phase": start.phase, "current_week": start.week}
