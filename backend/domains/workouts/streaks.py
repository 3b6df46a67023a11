"""Weeks in a row with training, and the current week's count. Pure.

Streaks count weeks, not days: rest days are part of training. A week counts once a workout was finished in it, on the
client's own calendar. The current week adds to the streak as soon as it has one, and breaks nothing before it is over.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal, NamedTuple, TypeAlias

FirstWeekday: TypeAlias = Literal[1, 7]
"""ISO weekday on which weeks begin: Monday or Sunday."""


class Streak(NamedTuple):
    """Consecutive weeks with training: those up to now, and the most there ever were."""

    current: int
    longest: int


class WeekCounts(NamedTuple):
    """Workouts of the current week. `done` can exceed `planned`: free workouts count as done too."""

    done: int
    planned: int


def week_start(day: date, first_weekday: FirstWeekday = 1) -> date:
    """The first day of the week that contains `day`."""
    return day - timedelta(days=(day.isoweekday() - first_weekday) % 7)


def week_streak(finished_on: Iterable[date], today: date, first_weekday: FirstWeekday = 1) -> Streak:
    """Streaks from the dates of finished workouts, in any order, repeats allowed.

    Dates after the current week are left out: they come from a phone with a wrong clock, and must not lend a streak.
    """
    now = _week_number(today, first_weekday)
    weeks = sorted({week for day in finished_on if (week := _week_number(day, first_weekday)) <= now})
    run = longest = 0
    last: int | None = None
    for week in weeks:
        run = run + 1 if last is not None and week == last + 1 else 1
        longest = max(longest, run)
        last = week
    alive = last is not None and last >= now - 1
    return Streak(run if alive else 0, longest)


def week_counts(
    finished_on: Iterable[date], planned_on: Iterable[date], today: date, first_weekday: FirstWeekday = 1
) -> WeekCounts:
    """How many workouts of the week around `today` are finished, and how many were planned for it.

    One entry per workout, so two on one day count twice. Leave cancelled workouts out of `planned_on`.
    """
    now = _week_number(today, first_weekday)

    def in_week(days: Iterable[date]) -> int:
        return sum(_week_number(day, first_weekday) == now for day in days)

    return WeekCounts(in_week(finished_on), in_week(planned_on))


def _week_number(day: date, first_weekday: FirstWeekday) -> int:
    # Ordinal 1 is Monday, 1 January of year 1, so weeks from Monday begin at ordinals 1, 8, 15 …
    return (day.toordinal() - first_weekday) // 7
