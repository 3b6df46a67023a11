"""Dates of a program, by example and against the rule spelled out day by day."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domains.training.planning import (
    Planned,
    Slot,
    Status,
    UnplannableError,
    end_on,
    missed,
    next_workout,
    schedule,
    shift,
)

MON, TUE, WED, THU, FRI, SAT, SUN = range(1, 8)
shapes = st.lists(st.lists(st.integers(0, 7), min_size=1, max_size=8), min_size=1, max_size=4)
starts = st.dates(date(1999, 12, 1), date(2032, 3, 1))
weekdays = st.sets(st.integers(1, 7), min_size=1)


def dates(shape: list[list[int]], start: date, days: list[int]) -> list[str]:
    return [slot.scheduled_on.isoformat() for slot in schedule(shape, start, days)]


def planned(number: int, on: str, status: Status = "planned") -> Planned:
    return Planned(UUID(int=number), date.fromisoformat(on), status)


def test_a_program_that_starts_in_midweek_takes_the_chosen_days_from_there() -> None:
    # 19 November 2026 is a Thursday: the span runs to Wednesday.
    assert schedule([[3], [1]], date(2026, 11, 19), [WED, MON, FRI]) == [
        Slot(1, 1, 1, date(2026, 11, 20)),
        Slot(1, 1, 2, date(2026, 11, 23)),
        Slot(1, 1, 3, date(2026, 11, 25)),
        Slot(2, 1, 1, date(2026, 11, 27)),
    ]


def test_further_days_go_to_the_free_weekdays_of_the_span_earliest_first() -> None:
    assert dates([[4]], date(2026, 11, 16), [WED, SAT]) == ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-21"]


def test_a_week_without_workouts_still_takes_seven_days() -> None:
    assert dates([[1, 0, 1]], date(2026, 11, 16), [MON]) == ["2026-11-16", "2026-11-30"]


def test_leap_days_and_ends_of_years_are_ordinary_days() -> None:
    assert dates([[2, 1]], date(2028, 2, 23), [TUE, WED]) == ["2028-02-23", "2028-02-29", "2028-03-01"]
    assert dates([[1, 1]], date(2026, 12, 31), [THU]) == ["2026-12-31", "2027-01-07"]


def test_a_weekday_named_twice_counts_once() -> None:
    assert dates([[2]], date(2026, 11, 16), [MON, MON, FRI]) == ["2026-11-16", "2026-11-20"]


@given(shapes, starts, weekdays)
def test_dates_rise_and_each_week_keeps_to_its_seven_days(
    shape: list[list[int]], start: date, chosen: set[int]
) -> None:
    slots = schedule(shape, start, chosen)
    assert all(a.scheduled_on < b.scheduled_on for a, b in pairwise(slots))
    by_week: dict[tuple[int, int], list[Slot]] = {}
    for slot in slots:
        by_week.setdefault((slot.phase, slot.week), []).append(slot)
    spans = [(p, w, n) for p, phase in enumerate(shape, 1) for w, n in enumerate(phase, 1)]
    for index, (phase, week, days) in enumerate(spans):
        span = [start + timedelta(days=7 * index + offset) for offset in range(7)]
        mine = by_week.get((phase, week), [])
        assert [slot.day for slot in mine] == list(range(1, days + 1))
        taken = [slot.scheduled_on for slot in mine]
        assert set(taken) <= set(span)
        on_chosen = [day for day in span if day.isoweekday() in chosen]
        if days <= len(chosen):
            assert taken == on_chosen[:days]
        else:
            off = [day for day in span if day.isoweekday() not in chosen]
            assert taken == sorted(on_chosen + off[: days - len(chosen)])
    assert end_on(shape, start) == start + timedelta(days=7 * len(spans) - 1)


@pytest.mark.parametrize(
    ("shape", "start", "days", "advice"),
    [
        ([[1]], date(2026, 1, 1), [], "at least one training day"),
        ([[1]], date(2026, 1, 1), [0], "Monday to Sunday"),
        ([[1]], date(2026, 1, 1), [8], "Monday to Sunday"),
        ([[8]], date(2026, 1, 1), [1], "seven workouts"),
        ([[-1]], date(2026, 1, 1), [1], "seven workouts"),
        ([], date(2026, 1, 1), [1], "Add a week"),
        ([[1, 1]], date(9999, 12, 20), [1], "earlier start"),
    ],
)
def test_what_cannot_be_planned_says_what_to_change(
    shape: list[list[int]], start: date, days: list[int], advice: str
) -> None:
    with pytest.raises(UnplannableError, match=advice):
        schedule(shape, start, days)


def test_the_last_possible_week_of_the_calendar_is_planned() -> None:
    assert end_on([[1]], date(9999, 12, 25)) == date.max


def test_shifting_moves_what_is_planned_from_the_date_on() -> None:
    workouts = [
        planned(4, "2026-11-23"),
        planned(1, "2026-11-16"),
        planned(2, "2026-11-18", "completed"),
        planned(3, "2026-11-20"),
    ]
    assert shift(workouts, date(2026, 11, 20), 7) == [planned(3, "2026-11-27"), planned(4, "2026-11-30")]
    assert shift(workouts, date(2026, 11, 20), -3) == [planned(3, "2026-11-17"), planned(4, "2026-11-20")]
    assert shift(workouts, date(2026, 12, 1), -3) == []


def test_shifting_back_may_not_overtake_or_leave_the_calendar() -> None:
    workouts = [planned(1, "2026-11-16"), planned(2, "2026-11-20")]
    with pytest.raises(UnplannableError, match="overtake"):
        shift(workouts, date(2026, 11, 20), -4)
    with pytest.raises(UnplannableError, match="calendar"):
        shift(workouts, date(2026, 11, 20), 4_000_000)
    assert shift(workouts, date(2026, 11, 16), -30)[0].scheduled_on == date(2026, 10, 17)


@given(shapes, starts, weekdays, st.integers(0, 400), st.integers(-400, 400))
def test_a_shift_keeps_order_and_distances(
    shape: list[list[int]], start: date, chosen: set[int], after: int, days: int
) -> None:
    slots = schedule(shape, start, chosen)
    workouts = [Planned(UUID(int=i), slot.scheduled_on, "planned") for i, slot in enumerate(slots)]
    from_date = start + timedelta(days=after)
    try:
        moved = {workout.id: workout.scheduled_on for workout in shift(workouts, from_date, days)}
    except UnplannableError:
        assert days < 0
        return
    assert moved == {w.id: w.scheduled_on + timedelta(days=days) for w in workouts if w.scheduled_on >= from_date}
    result = [moved.get(workout.id, workout.scheduled_on) for workout in workouts]
    assert result == sorted(set(result))


def test_missed_and_next_leave_out_what_is_settled() -> None:
    workouts = [
        planned(5, "2026-11-21"),
        planned(2, "2026-11-17"),
        planned(1, "2026-11-16"),
        planned(3, "2026-11-18", "skipped"),
        planned(6, "2026-11-20", "cancelled"),
        planned(4, "2026-11-19", "completed"),
    ]
    today = date(2026, 11, 20)
    assert missed(workouts, today) == [planned(1, "2026-11-16"), planned(2, "2026-11-17")]
    assert next_workout(workouts, today) == planned(5, "2026-11-21")
    assert next_workout(workouts, date(2026, 11, 22)) is None


def test_todays_workout_is_next_and_not_missed_and_the_id_decides_a_tie() -> None:
    workouts = [planned(2, "2026-11-20"), planned(1, "2026-11-20")]
    assert missed(workouts, date(2026, 11, 20)) == []
    assert next_workout(workouts, date(2026, 11, 20)) == planned(1, "2026-11-20")
