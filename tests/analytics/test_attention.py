"""Who stands on the attention list, and in which order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.ids import new_id
from backend.domains.analytics.attention import Standing, needs_attention

TODAY = date(2028, 2, 29)

FINE = Standing(
    client_id=new_id(),
    name="Mia Rossi",
    sort_name="mia rossi",
    added_on=TODAY - timedelta(days=100),
    access="active",
    last_workout_on=TODAY - timedelta(days=1),
    missed=0,
    program_id=new_id(),
    program_name="Strength base",
    program_ends_on=TODAY + timedelta(days=30),
    program_done=10,
    program_total=36,
    weekdays=(1, 3, 5),
)


def kinds(*standings: Standing) -> list[str]:
    return [item.kind for item in needs_attention(standings, TODAY)]


def test_who_trains_by_plan_needs_nobody() -> None:
    assert kinds(FINE) == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"missed": 2}, "missed_workouts"),
        ({"last_workout_on": TODAY - timedelta(days=10)}, "gone_quiet"),
        ({"program_ends_on": TODAY}, "program_ends"),
        ({"program_ends_on": TODAY + timedelta(days=7)}, "program_ends"),
        ({"program_id": None}, "no_program"),
        ({"program_id": None, "access": "invited"}, "not_joined"),
        ({"access": "invited"}, "not_joined"),
    ],
)
def test_a_reason_puts_a_client_on_the_list(change: dict[str, object], kind: str) -> None:
    assert kinds(replace(FINE, **change)) == [kind]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    "change",
    [
        {"missed": 1},
        {"last_workout_on": TODAY - timedelta(days=9)},
        {"program_ends_on": TODAY + timedelta(days=8)},
        {"program_ends_on": TODAY - timedelta(days=1)},
        {"access": "invited", "added_on": TODAY - timedelta(days=2)},
        {"last_workout_on": None, "program_done": 0, "added_on": TODAY - timedelta(days=3)},
    ],
)
def test_just_short_of_a_reason_does_not(change: dict[str, object]) -> None:
    assert kinds(replace(FINE, **change)) == []  # pyright: ignore[reportArgumentType]


def test_the_worst_of_the_most_pressing_kind_comes_first() -> None:
    ending = replace(FINE, client_id=new_id(), program_ends_on=TODAY + timedelta(days=2))
    quiet = replace(FINE, client_id=new_id(), last_workout_on=TODAY - timedelta(days=20))
    two, five = (replace(FINE, client_id=new_id(), missed=missed) for missed in (2, 5))

    found = needs_attention([ending, quiet, two, five], TODAY)

    assert [item.standing for item in found] == [five, two, quiet, ending]
    assert [item.days for item in found] == [1, 1, 20, 2]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 40), st.booleans()), max_size=30))
def test_nobody_stands_there_twice_and_order_of_input_does_not_matter(rows: list[tuple[int, int, bool]]) -> None:
    standings = [
        replace(
            FINE,
            client_id=new_id(),
            missed=missed,
            last_workout_on=TODAY - timedelta(days=quiet),
            program_id=FINE.program_id if planned else None,
        )
        for missed, quiet, planned in rows
    ]

    found = needs_attention(standings, TODAY)

    assert len({item.standing.client_id for item in found}) == len(found)
    assert needs_attention(list(reversed(standings)), TODAY) == found
