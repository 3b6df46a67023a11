"""Dates of a program: a day for every workout, and what to do when life gets in between. Pure.

Week k of a program covers the seven calendar days from `start_on` + 7 (k - 1). It does not start on a Monday: a client
who begins on a Thursday has a whole first week, and each week holds every weekday once, so any choice of training
days fits. The days of a week take the chosen weekdays in the order in which they come within that span, so the
first workout falls on the first chosen weekday on or after `start_on`. A week with more days than chosen weekdays
puts the further ones on the free weekdays of its span, earliest first; a week without days is a week of rest.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, NamedTuple, TypeAlias
from uuid import UUID

Shape: TypeAlias = Sequence[Sequence[int]]
"""Phases → weeks → number of days."""

Status: TypeAlias = Literal["planned", "completed", "skipped", "cancelled"]


class UnplannableError(ValueError):
    """The dates asked for cannot be given; the message says what to change."""


class Slot(NamedTuple):
    """The date of one workout; phase, week within the phase and day within the week are counted from 1."""

    phase: int
    week: int
    day: int
    scheduled_on: date


@dataclass(frozen=True)
class Planned:
    """What planning has to know of a workout."""

    id: UUID
    scheduled_on: date
    status: Status


def schedule(shape: Shape, start_on: date, training_days: Collection[int]) -> list[Slot]:
    """Give each workout its date, strictly increasing in the order of training.

    `training_days` are ISO weekdays (1 Monday to 7 Sunday). Raises UnplannableError for a choice without a weekday, a
    week of more than seven days, or a program that leaves the calendar (year 9999).
    """
    if not training_days or not all(1 <= weekday <= 7 for weekday in training_days):
        raise UnplannableError("Choose at least one training day, from Monday to Sunday.")
    end_on(shape, start_on)
    chosen = sorted({(weekday - start_on.isoweekday()) % 7 for weekday in training_days})
    free = [offset for offset in range(7) if offset not in chosen]
    slots: list[Slot] = []
    weeks = ((p, w, days) for p, phase in enumerate(shape, 1) for w, days in enumerate(phase, 1))
    for index, (phase, week, days) in enumerate(weeks):
        if not 0 <= days <= 7:
            raise UnplannableError("Keep each week within seven workouts.")
        first = start_on + timedelta(days=7 * index)
        offsets = sorted((chosen + free)[:days])
        slots += (Slot(phase, week, day, first + timedelta(days=o)) for day, o in enumerate(offsets, 1))
    return slots


def end_on(shape: Shape, start_on: date) -> date:
    """The last day of the program's last week, trained or not. Raises UnplannableError as `schedule` does."""
    weeks = sum(len(phase) for phase in shape)
    if weeks == 0:
        raise UnplannableError("Add a week to the program before it is planned.")
    try:
        return start_on + timedelta(days=7 * weeks - 1)
    except OverflowError:
        raise UnplannableError("Choose an earlier start: the program would end after the year 9999.") from None


def shift(workouts: Iterable[Planned], from_date: date, days: int) -> list[Planned]:
    """Move what is still planned on or after `from_date` by `days` (negative: earlier); return those, in order.

    Workouts that are done, skipped or cancelled keep their date: it is history. Moving earlier may not overtake:
    UnplannableError when a moved workout would land on or before a planned one that stays.
    """
    open_ = _open(workouts)
    staying = [workout.scheduled_on for workout in open_ if workout.scheduled_on < from_date]
    moving = [workout for workout in open_ if workout.scheduled_on >= from_date]
    try:
        moved = [replace(w, scheduled_on=w.scheduled_on + timedelta(days=days)) for w in moving]
    except OverflowError:
        raise UnplannableError("Move the workouts by fewer days: they would leave the calendar.") from None
    if days < 0 and staying and moved and moved[0].scheduled_on <= staying[-1]:
        raise UnplannableError("Move the workouts by fewer days: they would overtake an earlier one.")
    return moved


def missed(workouts: Iterable[Planned], today: date) -> list[Planned]:
    """Workouts whose day is over and that were neither done nor skipped, oldest first. Today's is not missed yet."""
    return [workout for workout in _open(workouts) if workout.scheduled_on < today]


def next_workout(workouts: Iterable[Planned], today: date) -> Planned | None:
    """The first workout still planned for `today` or later; ask with tomorrow's date for the one after today."""
    return next((workout for workout in _open(workouts) if workout.scheduled_on >= today), None)


def _open(workouts: Iterable[Planned]) -> list[Planned]:
    # The id decides between two programs' workouts on one day, so that every caller sees the same order.
    planned = (workout for workout in workouts if workout.status == "planned")
    return sorted(planned, key=lambda workout: (workout.scheduled_on, workout.id))
