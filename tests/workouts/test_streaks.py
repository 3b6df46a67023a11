"""Weeks in a row, against a plain walk back through the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domains.workouts.streaks import FirstWeekday, Streak, week_counts, week_start, week_streak

FRIDAY = date(2026, 11, 20)  # its week began on Monday the 16th, or Sunday the 15th
firsts: st.SearchStrategy[FirstWeekday] = st.sampled_from([1, 7])
days = st.dates(date(2025, 11, 1), date(2026, 12, 31))


def on(*texts: str) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


@pytest.mark.parametrize(
    ("finished", "streak"),
    [
        ([], Streak(0, 0)),
        (["2026-11-16"], Streak(1, 1)),
        (["2026-11-22"], Streak(1, 1)),  # later in the current week: a client across the date line
        (["2026-11-09"], Streak(1, 1)),  # the current week is not over
        (["2026-11-08"], Streak(0, 1)),
        (["2026-11-08", "2026-11-15", "2026-11-20"], Streak(3, 3)),
        (["2026-10-01", "2026-10-08", "2026-10-15", "2026-11-10"], Streak(1, 3)),
        (["2026-11-20", "2026-11-30"], Streak(1, 1)),  # a phone with a wrong clock lends no streak
        (["2026-11-10", "2026-11-10", "2026-11-11"], Streak(1, 1)),
    ],
)
def test_streaks_by_example(finished: list[str], streak: Streak) -> None:
    assert week_streak(on(*finished), FRIDAY) == streak
    assert week_streak(on(*reversed(finished)), FRIDAY) == streak


def test_the_turn_of_a_year_with_53_weeks_breaks_nothing() -> None:
    # 2026 has an ISO week 53, from 28 December to 3 January.
    assert week_streak(on("2026-12-25", "2027-01-01", "2027-01-04"), date(2027, 1, 5)) == Streak(3, 3)


def test_weeks_from_sunday_split_differently() -> None:
    finished = on("2026-11-08", "2026-11-15")  # two Sundays: the end of two ISO weeks
    assert week_streak(finished, FRIDAY) == Streak(2, 2)
    assert week_streak(on("2026-11-14", "2026-11-15"), FRIDAY) == Streak(1, 1)
    assert week_streak(on("2026-11-14", "2026-11-15"), FRIDAY, 7) == Streak(2, 2)


def test_weeks_begin_on_monday_unless_said_otherwise() -> None:
    sunday_before, sunday = on("2026-11-15", "2026-11-22")
    assert week_start(FRIDAY) == date(2026, 11, 16)
    assert week_counts([sunday_before, sunday], [sunday_before, FRIDAY], FRIDAY) == (1, 1)
    assert week_counts([sunday], [sunday_before, FRIDAY], FRIDAY, 7) == (0, 2)


@given(days, firsts)
def test_a_week_begins_on_its_first_weekday(day: date, first: FirstWeekday) -> None:
    begin = week_start(day, first)
    assert begin.isoweekday() == first
    assert 0 <= (day - begin).days < 7


@given(st.lists(days, max_size=40), days, firsts)
def test_streaks_agree_with_a_walk_back(finished: list[date], today: date, first: FirstWeekday) -> None:
    now = week_start(today, first)
    trained = {week_start(day, first) for day in finished}

    def run_ending(begin: date) -> int:
        length = 0
        while begin in trained:
            length += 1
            begin -= timedelta(days=7)
        return length

    current = run_ending(now) or run_ending(now - timedelta(days=7))
    longest = max((run_ending(begin) for begin in trained if begin <= now), default=0)
    assert week_streak(finished, today, first) == (current, longest)


@given(st.lists(days), st.lists(days), days, firsts)
def test_week_counts_take_the_week_around_today(
    finished: list[date], planned: list[date], today: date, first: FirstWeekday
) -> None:
    week = {week_start(today, first) + timedelta(days=n) for n in range(7)}
    assert week_counts(finished, planned, today, first) == (
        len([day for day in finished if day in week]),
        len([day for day in planned if day in week]),
    )
