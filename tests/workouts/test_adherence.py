"""Adherence and the heat grid."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domains.workouts.adherence import Adherence, PlannedWorkout, Status, adherence, heat

TODAY = date(2026, 11, 20)
STATUSES: list[Status] = ["planned", "completed", "skipped", "cancelled"]


def workout(ago: int, status: Status, *, excused: bool = False) -> PlannedWorkout:
    return PlannedWorkout(TODAY - timedelta(days=ago), status, excused)


workouts = st.lists(st.builds(workout, st.integers(-5, 40), st.sampled_from(STATUSES), excused=st.booleans()))


def test_completed_over_due() -> None:
    plan = [workout(3, "completed"), workout(2, "planned"), workout(5, "skipped"), workout(7, "completed")]
    assert adherence(plan, TODAY) == Adherence(2, 4)


def test_cancelled_and_excused_workouts_were_not_due() -> None:
    plan = [workout(3, "cancelled"), workout(2, "planned", excused=True), workout(1, "completed", excused=True)]
    assert adherence(plan, TODAY) == Adherence(0, 0)


@pytest.mark.parametrize(("status", "counts"), [("completed", (1, 1)), ("planned", (0, 0)), ("skipped", (0, 0))])
def test_of_todays_workouts_only_done_ones_count(status: Status, counts: tuple[int, int]) -> None:
    assert adherence([workout(0, status)], TODAY) == Adherence(*counts)


def test_the_window_ends_yesterday_and_leaves_the_future_out() -> None:
    plan = [workout(29, "planned"), workout(28, "planned"), workout(1, "planned"), workout(-1, "completed")]
    assert adherence(plan, TODAY) == Adherence(0, 2)
    assert adherence(plan, TODAY, days=1) == Adherence(0, 1)


@pytest.mark.parametrize(
    ("done", "due", "ratio", "percent"),
    [
        (0, 0, None, None),
        (0, 3, 0.0, 0),
        (3, 3, 1.0, 100),
        (1, 3, 0.3333, 33),
        (2, 3, 0.6667, 67),
        (1, 8, 0.125, 13),
        (199, 200, 0.995, 99),
        (1, 300, 0.0033, 1),
    ],
)
def test_rounding(done: int, due: int, ratio: float | None, percent: int | None) -> None:
    assert Adherence(done, due).ratio == ratio
    assert Adherence(done, due).percent == percent


def grid(plan: list[PlannedWorkout], extra: list[int], days: int = 4) -> list[int | None]:
    return [*heat(plan, [TODAY - timedelta(days=ago) for ago in extra], TODAY, days)]


def test_the_grid_shows_missed_done_extra_and_free_days() -> None:
    plan = [workout(3, "planned"), workout(2, "completed")]
    assert grid(plan, [1]) == [0, 1, 2, None]
    assert grid([workout(0, "planned"), workout(1, "skipped"), workout(2, "cancelled")], []) == [None, None, 0, None]
    assert grid([workout(0, "completed")], []) == [None, None, None, 1]
    assert heat([workout(28, "planned"), workout(27, "planned")], [], TODAY) == [0, *[None] * 27]


def test_a_missed_workout_shows_beside_other_training() -> None:
    both = [workout(1, "completed"), workout(1, "planned")]
    assert grid(both, []) == grid(both[::-1], []) == grid(both, [1]) == [None, None, 0, None]
    assert grid([workout(1, "completed")], [1]) == [None, None, 2, None]


@given(workouts, st.sets(st.integers(-3, 40)), st.integers(1, 35))
def test_grid_and_adherence_tell_one_story(plan: list[PlannedWorkout], extra: set[int], days: int) -> None:
    states = heat(plan, {TODAY - timedelta(days=ago) for ago in extra}, TODAY, days)
    assert len(states) == days
    for place, state in enumerate(states):
        ago = days - 1 - place
        due = [
            w.status
            for w in plan
            if w.scheduled_on == TODAY - timedelta(days=ago)
            and not w.excused
            and w.status != "cancelled"
            and (ago > 0 or w.status == "completed")
        ]
        if any(status != "completed" for status in due):
            assert state == 0
        elif ago in extra:
            assert state == 2
        else:
            assert state == (1 if due else None)
    counted = adherence(plan, TODAY, days - 1)
    assert (counted.done < counted.due) == (0 in states)
