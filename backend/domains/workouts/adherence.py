"""How much of the plan a client follows. Pure.

Adherence over N days is completed over due workouts. The window is the N days up to and including yesterday, so that
28 days hold each weekday four times. Of today's workouts only completed ones are added: the day is not over, and a
workout planned for this evening is not missed in the morning. Cancelled and excused workouts count on neither side; a
skipped one was due and not done. A workout belongs to the day it was planned for, whenever it was done.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

Status: TypeAlias = Literal["planned", "completed", "skipped", "cancelled"]
DayState: TypeAlias = Literal[0, 1, 2]
"""0 a planned workout was missed, 1 all that was planned was done, 2 the client trained beyond the plan."""


@dataclass(frozen=True)
class PlannedWorkout:
    """A workout of a program. An excused one (illness, holiday) was not due."""

    scheduled_on: date
    status: Status
    excused: bool = False


@dataclass(frozen=True)
class Adherence:
    """Workouts done of those due."""

    done: int
    due: int

    @property
    def ratio(self) -> float | None:
        """Done over due from 0 to 1, rounded to four decimals; None when nothing was due."""
        return round(self.done / self.due, 4) if self.due else None

    @property
    def percent(self) -> int | None:
        """Whole percent, halves up; 100 and 0 are kept for all and none, so that "100 %" is never almost true."""
        if not self.due:
            return None
        nearest = (200 * self.done + self.due) // (2 * self.due)
        if self.done in (0, self.due):
            return nearest
        return min(max(nearest, 1), 99)


def adherence(workouts: Iterable[PlannedWorkout], today: date, days: int = 28) -> Adherence:
    """Adherence over the `days` before `today`, and what was already done of today's."""
    first = _back(today, days)
    counted = [workout for workout in workouts if first <= workout.scheduled_on and _is_due(workout, today)]
    return Adherence(sum(workout.status == "completed" for workout in counted), len(counted))


def heat(
    workouts: Iterable[PlannedWorkout], extra_on: Collection[date], today: date, days: int = 28
) -> list[DayState | None]:
    """One state per day for the last `days` days, today being the last; None for a day without plan and training.

    `extra_on` holds the dates of finished workouts that were not planned. A missed workout shows even on a day with
    other training: the grid is there to make gaps visible.
    """
    planned: dict[date, bool] = {}
    for workout in workouts:
        if _is_due(workout, today):
            day = workout.scheduled_on
            planned[day] = planned.get(day, True) and workout.status == "completed"
    extra = set(extra_on)
    window = (_back(today, ago) for ago in range(days - 1, -1, -1))
    return [_state(planned.get(day), trained_extra=day in extra) for day in window]


def _state(all_done: bool | None, *, trained_extra: bool) -> DayState | None:
    if all_done is False:
        return 0
    if trained_extra:
        return 2
    return 1 if all_done else None


def _is_due(workout: PlannedWorkout, today: date) -> bool:
    if workout.excused or workout.status == "cancelled":
        return False
    return workout.scheduled_on < today or (workout.scheduled_on == today and workout.status == "completed")


def _back(today: date, days: int) -> date:
    return today - timedelta(days=days)
