"""Prepared figures of a client from the dates of finished sessions. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from backend.domains.workouts.streaks import week_start, week_streak


class StreakState(NamedTuple):
    """A streak as of the last week with training (`week`, its Monday), and the longest ever."""

    weeks: int
    week: date | None
    longest: int


def streak_state(finished_on: Iterable[date], latest: date) -> StreakState:
    """The streak that the newest date up to `latest` reached. Later dates come from a phone with a wrong clock."""
    days = [day for day in finished_on if day <= latest]
    if not days:
        return StreakState(0, None, 0)
    newest = max(days)
    streak = week_streak(days, newest)
    return StreakState(streak.current, week_start(newest), streak.longest)


def streak_on(weeks: int, week: date | None, today: date) -> int:
    """What a kept streak is worth on a day: it lives through the week after the last one with training."""
    alive = week is not None and week >= week_start(today) - timedelta(days=7)
    return weeks if alive else 0
