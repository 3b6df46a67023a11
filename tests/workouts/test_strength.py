"""Estimated maximum, loads and volume."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domains.workouts.strength import (
    PLATE_STEP_KG,
    PLATE_STEP_LB,
    epley_thirtieths,
    estimated_1rm,
    grams,
    kilograms,
    load_for_percent,
    volume_g,
)


@pytest.mark.parametrize(
    ("weight", "reps", "expected"),
    [
        ("100", 1, "100.000"),
        ("100", 2, "106.667"),
        ("100", 5, "116.667"),
        ("100", 10, "133.333"),
        ("142.5", 3, "156.750"),
        ("0.001", 1, "0.001"),
    ],
)
def test_epley_by_hand(weight: str, reps: int, expected: str) -> None:
    assert str(estimated_1rm(Decimal(weight), reps)) == expected
    assert str(estimated_1rm(float(weight), reps)) == expected


@pytest.mark.parametrize(("weight", "reps"), [("100", 0), ("100", 11), ("100", -1), ("0", 5)])
def test_no_estimate_where_the_formula_does_not_hold(weight: str, reps: int) -> None:
    assert estimated_1rm(Decimal(weight), reps) is None


@given(st.integers(1, 1_000_000), st.integers(1, 10))
def test_the_exact_score_is_epleys_sum(weight_g: int, reps: int) -> None:
    epley = Fraction(weight_g) if reps == 1 else Fraction(weight_g) * (1 + Fraction(reps, 30))
    assert epley_thirtieths(weight_g, reps) == epley * 30


@given(st.integers(0, 1_000_000))
def test_grams_and_kilograms_are_each_others_inverse(weight_g: int) -> None:
    assert grams(kilograms(weight_g)) == weight_g
    assert grams(float(kilograms(weight_g))) == weight_g
    assert str(kilograms(weight_g))[-4] == "."


def test_grams_round_halves_up_as_the_database_does() -> None:
    assert [grams(Decimal("0.0005")), grams(Decimal("0.0015")), grams(102.0582832)] == [1, 2, 102_058]


@pytest.mark.parametrize(
    ("one_rm", "percent", "step", "load"),
    [
        ("140", 75, PLATE_STEP_KG, "105.0"),
        ("142", 72.5, PLATE_STEP_KG, "102.5"),
        ("101", 77.5, PLATE_STEP_KG, "77.5"),
        ("315", 80, PLATE_STEP_LB, "250"),
        ("155", 75, PLATE_STEP_KG, "115.0"),
        ("2", 50, PLATE_STEP_KG, "0.0"),
    ],
)
def test_loads_fall_on_the_nearest_plates(one_rm: str, percent: float, step: Decimal, load: str) -> None:
    assert load_for_percent(Decimal(one_rm), percent, step) == Decimal(load)


def test_halfway_takes_the_lighter_load() -> None:
    assert load_for_percent(Decimal(105), 75, PLATE_STEP_KG) == Decimal("77.5")  # 78.75 asked for
    assert load_for_percent(Decimal(115), 75, PLATE_STEP_KG) == Decimal("85.0")  # 86.25 asked for


def test_a_step_is_positive() -> None:
    with pytest.raises(ValueError, match="positive"):
        load_for_percent(Decimal(100), 75, Decimal(0))


@given(st.decimals(1, 500, places=3), st.integers(2, 240), st.sampled_from([PLATE_STEP_KG, PLATE_STEP_LB]))
def test_a_load_is_a_multiple_of_the_step_within_half_a_step(one_rm: Decimal, halves: int, step: Decimal) -> None:
    percent = Decimal(halves) / 2
    load = load_for_percent(one_rm, percent, step)
    assert load % step == 0
    assert abs(load - one_rm * percent / 100) <= step / 2


def test_volume_is_repetitions_times_weight() -> None:
    assert volume_g(102_500, 5) == 512_500
