"""The pointer of a program: examples, and a walk against the rule written plainly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domains.training.progression import (
    Advance,
    Mode,
    Position,
    TrainerFinishes,
    TrainerMoves,
    Trigger,
    WorkoutsSettled,
    advance,
    start,
)

OUTLINE = [2, 3]
FORWARD, BACK = TrainerMoves("forward"), TrainerMoves("back")
outlines = st.lists(st.integers(0, 5), min_size=1, max_size=5).filter(any)


def at(phase: int, week: int) -> Position:
    return Position(phase, week)


def settled(**open_workouts: int) -> WorkoutsSettled:
    """Open workouts by week, as in `p1w2=3`."""
    return WorkoutsSettled({at(int(key[1]), int(key[3])): n for key, n in open_workouts.items()})


ALL_OPEN = {"p1w1": 3, "p1w2": 3, "p2w1": 3, "p2w2": 3, "p2w3": 3}


def dynamic(position: Position, trigger: Trigger) -> Advance | None:
    return advance(OUTLINE, position, trigger, mode="dynamic")


def static(position: Position, trigger: Trigger) -> Advance | None:
    return advance(OUTLINE, position, trigger, mode="static")


def test_a_week_with_open_workouts_holds_the_client() -> None:
    assert dynamic(at(1, 1), settled(**ALL_OPEN | {"p1w1": 1})) is None


def test_a_settled_week_advances_the_week() -> None:
    assert dynamic(at(1, 1), settled(**ALL_OPEN | {"p1w1": 0})) == Advance(at(1, 1), at(1, 2), "completion")


def test_past_the_phases_last_week_the_phase_advances_and_the_week_returns_to_one() -> None:
    move = dynamic(at(1, 2), settled(**ALL_OPEN | {"p1w1": 0, "p1w2": 0}))
    assert move == Advance(at(1, 2), at(2, 1), "completion")
    assert move is not None
    assert not move.completed


def test_past_the_last_phase_the_program_is_complete() -> None:
    move = dynamic(at(2, 3), settled())
    assert move == Advance(at(2, 3), None, "completion")
    assert move is not None
    assert move.completed


def test_weeks_without_workouts_and_weeks_trained_ahead_are_passed_over() -> None:
    assert dynamic(at(1, 1), settled(p2w2=1, p2w3=3)) == Advance(at(1, 1), at(2, 2), "completion")


def test_a_workout_reopened_behind_the_pointer_does_not_pull_it_back() -> None:
    assert dynamic(at(2, 1), settled(p1w1=1, p2w1=1)) is None
    assert dynamic(at(2, 1), settled(p1w1=1, p2w2=1)) == Advance(at(2, 1), at(2, 2), "completion")


def test_a_static_program_waits_for_the_trainer() -> None:
    assert static(at(1, 1), settled()) is None


@pytest.mark.parametrize("mode", ["static", "dynamic"])
def test_the_trainer_moves_by_a_week_and_never_past_the_ends(mode: Mode) -> None:
    def go(position: Position, trigger: Trigger) -> Advance | None:
        return advance(OUTLINE, position, trigger, mode=mode)

    assert go(at(1, 2), FORWARD) == Advance(at(1, 2), at(2, 1), "trainer")
    assert go(at(2, 1), BACK) == Advance(at(2, 1), at(1, 2), "trainer")
    assert go(at(2, 3), FORWARD) is None
    assert go(at(1, 1), BACK) is None


@pytest.mark.parametrize("mode", ["static", "dynamic"])
def test_finishing_is_a_decision_of_its_own(mode: Mode) -> None:
    assert advance(OUTLINE, at(1, 1), TrainerFinishes(), mode=mode) == Advance(at(1, 1), None, "finished")


@pytest.mark.parametrize("position", [at(0, 1), at(1, 0), at(1, 3), at(3, 1)])
def test_a_position_outside_the_outline_is_a_mistake(position: Position) -> None:
    with pytest.raises(ValueError, match="not in a program"):
        static(position, FORWARD)


def test_a_program_starts_at_its_first_week_with_a_workout() -> None:
    assert start(OUTLINE, {at(1, 1): 1}) == at(1, 1)
    assert start(OUTLINE, {at(1, 1): 0, at(2, 1): 2}) == at(2, 1)
    assert start(OUTLINE, {}) == at(1, 1)


@given(outlines, st.data())
def test_settling_workouts_in_any_order_visits_weeks_forward_and_completes_once(
    outline: list[int], data: st.DataObject
) -> None:
    weeks = [at(p, w) for p, n in enumerate(outline, 1) for w in range(1, n + 1)]
    counts = data.draw(st.lists(st.integers(0, 3), min_size=len(weeks), max_size=len(weeks)).filter(any))
    left = dict(zip(weeks, counts, strict=True))
    workouts = data.draw(st.permutations([week for week, n in left.items() for _ in range(n)]))
    position = start(outline, left)
    assert left[position] > 0
    completed = False
    for settled_in in workouts:
        assert not completed
        left[settled_in] -= 1
        move = advance(outline, position, WorkoutsSettled(left), mode="dynamic")
        if left[position] > 0:
            assert move is None
            continue
        assert move is not None
        still_open = [week for week in weeks if week > position and left[week] > 0]
        assert move.to == (still_open[0] if still_open else None)
        completed = move.completed
        position = move.to or position
    assert completed


@given(outlines, st.lists(st.sampled_from([FORWARD, BACK]), max_size=40))
def test_a_trainers_moves_stay_inside_and_undo_each_other(outline: list[int], moves: list[TrainerMoves]) -> None:
    weeks = [at(p, w) for p, n in enumerate(outline, 1) for w in range(1, n + 1)]
    index = 0
    for trigger in moves:
        expected = index + (1 if trigger == FORWARD else -1)
        move = advance(outline, weeks[index], trigger, mode="static")
        if not 0 <= expected < len(weeks):
            assert move is None
            continue
        assert move == Advance(weeks[index], weeks[expected], "trainer")
        index = expected
