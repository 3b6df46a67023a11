"""Figures of a week: sets, estimated minutes, sets per muscle."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from backend.domains.training.document import Muscles, Week, day_minutes, sets_per_muscle, week_summary

Json = dict[str, Any]
SQUAT, ROW = UUID(int=1), UUID(int=2)


def prescription(exercise: UUID = SQUAT, **changes: Any) -> Json:
    return {"id": uuid4(), "exercise_id": exercise, "sets": 3, "reps": {"min": 5, "max": 7}} | changes


def straight(**changes: Any) -> Json:
    return {"id": uuid4(), "kind": "straight", "prescriptions": [prescription(**changes)]}


def rounds(count: int, rest_s: int | None, *prescriptions: Json) -> Json:
    return {
        "id": uuid4(), "kind": "circuit", "rounds": count, "rest_s": rest_s, "prescriptions": list(prescriptions)
    }  # fmt: skip


def week(*days: list[Json]) -> Week:
    return Week.model_validate(
        {"id": uuid4(), "days": [{"id": uuid4(), "name": "A", "blocks": blocks} for blocks in days]}
    )


@pytest.mark.parametrize(
    ("block", "seconds"),
    [
        (straight(), 60 + 3 * (6 * 4 + 90)),
        (straight(tempo="3-1-X-0"), 60 + 3 * (6 * 5 + 90)),
        (straight(rest_s=0), 60 + 3 * 6 * 4),
        (straight(per_side=True), 60 + 3 * (2 * 6 * 4 + 90)),
        (straight(duration_s=45), 60 + 3 * (45 + 90)),
        (straight(reps=None, distance_m=400), 60 + 3 * (160 + 90)),
        (rounds(3, None, prescription(), prescription(ROW)), 2 * 60 + 3 * (2 * 24 + 90)),
        (rounds(3, 30, prescription(rest_s=15), prescription(ROW)), 2 * 60 + 3 * (2 * 24 + 15 + 30)),
    ],
)
def test_minutes_follow_the_stated_formula(block: Json, seconds: int) -> None:
    minutes = day_minutes(week([block]).days[0])
    assert 60 * (minutes - 1) < seconds <= 60 * minutes


@pytest.mark.parametrize(
    ("block", "minutes"),
    [
        (straight(duration_s=3600, rest_s=0, sets=1), 61),
        (straight(duration_s=3601, rest_s=0, sets=1), 62),
        (rounds(3, 0, prescription(duration_s=60)), 4),
    ],
)
def test_whole_minutes_are_kept_and_a_second_more_rounds_up(block: Json, minutes: int) -> None:
    assert day_minutes(week([block]).days[0]) == minutes


def test_a_week_adds_up_the_minutes_its_days_show() -> None:
    # One block takes 402 s and shows as 7 minutes; two of them in one workout take 804 s, which is 14.
    assert week_summary(week([straight()], [straight(), straight()], [])) == (3, 9, 7 + 14 + 0)


def test_a_muscle_trained_along_counts_half() -> None:
    muscles = {SQUAT: Muscles(["quads"], ["glutes", "quads"]), ROW: Muscles(["glutes"], ["back"])}
    sets = sets_per_muscle(
        week([straight(sets=3)], [straight(exercise=ROW, sets=4), straight(exercise=uuid4())]), muscles
    )
    assert sets == {"back": 2.0, "glutes": 5.5, "quads": 3.0}
    assert list(sets) == ["back", "glutes", "quads"]


def test_a_muscle_named_twice_counts_once() -> None:
    assert sets_per_muscle(week([straight(sets=2)]), {SQUAT: Muscles(["quads", "quads"], ["abs", "abs"])}) == {
        "abs": 1.0,
        "quads": 2.0,
    }
