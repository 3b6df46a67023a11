"""Walks over a program document."""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from backend.domains.training.document.tree import Day, TemplateDocument


class Totals(NamedTuple):
    """How long a program is."""

    weeks: int
    workouts: int


class PlannedDay(NamedTuple):
    """A day and its place, all counted from 1: the phase, the week within the phase, the day within the week."""

    phase: int
    week: int
    day_number: int
    day: Day
    deload: bool


def exercise_ids(document: TemplateDocument) -> frozenset[UUID]:
    """The exercises that a program uses."""
    return frozenset(
        prescription.exercise_id
        for planned in flatten(document)
        for block in planned.day.blocks
        for prescription in block.prescriptions
    )


def totals(document: TemplateDocument) -> Totals:
    """Weeks and workouts of the whole program."""
    weeks = [week for phase in document.phases for week in phase.weeks]
    return Totals(len(weeks), sum(len(week.days) for week in weeks))


def shape(document: TemplateDocument) -> list[list[int]]:
    """Phases → weeks → number of days: what `planning.schedule` needs to know of a program."""
    return [[len(week.days) for week in phase.weeks] for phase in document.phases]


def flatten(document: TemplateDocument) -> Iterator[PlannedDay]:
    """Every day in the order of training."""
    for phase_number, phase in enumerate(document.phases, 1):
        for week_number, week in enumerate(phase.weeks, 1):
            for day_number, day in enumerate(week.days, 1):
                yield PlannedDay(phase_number, week_number, day_number, day, week.deload)
