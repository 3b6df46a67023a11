"""Merging of set batches: the answer depends on what was sent, never on how often or in which order."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domains.workouts.merging import BatchConflictError, latest, violations

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


EXERCISE_LOG = UUID(int=100)


@dataclass(frozen=True)
class SentSet:
    id: UUID
    exercise_log_id: UUID = EXERCISE_LOG
    revision: int = 1
    deleted: bool = False
    set_number: int = 1
    kind: str = "working"
    reps: int | None = 5
    weight_kg: Decimal | float | None = Decimal(100)
    rpe: Decimal | float | None = None
    duration_s: int | None = None
    distance_m: Decimal | float | None = None
    done_at: datetime | None = NOON


A, B = UUID(int=1), UUID(int=2)


def test_the_highest_revision_wins_wherever_it_stands() -> None:
    old, new, other = SentSet(A, revision=1), SentSet(A, revision=3, reps=6), SentSet(B)
    assert latest([old, new, other]) == latest([new, other, old, new]) == {A: new, B: other}
    assert list(latest([other, old, new])) == [B, A]
    assert latest(list[SentSet]()) == {}


def test_a_tombstone_is_a_revision_like_any_other() -> None:
    kept, gone = SentSet(A, revision=2), SentSet(A, revision=3, deleted=True)
    assert latest([gone, kept]) == {A: gone}
    assert latest([gone, replace(kept, revision=4)]) == {A: replace(kept, revision=4)}
    assert latest([kept, replace(gone, revision=2)]) == {A: replace(gone, revision=2)}


def test_one_id_under_two_exercises_is_refused() -> None:
    with pytest.raises(BatchConflictError, match="two exercises") as caught:
        latest([SentSet(B), SentSet(A), SentSet(A, exercise_log_id=UUID(int=101), revision=9)])
    assert caught.value.set_id == A


sent = st.builds(
    SentSet,
    id=st.sampled_from([A, B, UUID(int=3)]),
    revision=st.integers(1, 3),
    deleted=st.booleans(),
    set_number=st.integers(1, 2),
    kind=st.sampled_from(["warmup", "working"]),
    reps=st.none() | st.integers(0, 2),
    weight_kg=st.none() | st.sampled_from([Decimal(1), Decimal(2)]),
    rpe=st.none() | st.just(Decimal(8)),
    duration_s=st.none() | st.just(30),
    distance_m=st.none() | st.just(Decimal(5)),
    done_at=st.sampled_from([None, NOON, NOON + timedelta(seconds=1)]),
)


@given(st.lists(sent, max_size=12), st.randoms(use_true_random=False))
def test_order_and_repeats_do_not_matter(sets: list[SentSet], random: Any) -> None:
    once = latest(sets)
    shuffled = sets + sets[: len(sets) // 2]
    random.shuffle(shuffled)
    assert latest(shuffled) == once


@given(st.lists(sent, max_size=12), st.integers(0, 12))
def test_merging_in_parts_gives_the_same_as_merging_at_once(sets: list[SentSet], cut: int) -> None:
    parts = [*latest(sets[:cut]).values(), *latest(sets[cut:]).values()]
    assert latest(parts) == latest(sets)


@given(st.lists(sent, min_size=1, max_size=12))
def test_the_winner_was_sent_and_nothing_newer_was(sets: list[SentSet]) -> None:
    winners = latest(sets)
    assert set(winners) == {entry.id for entry in sets}
    for winner in winners.values():
        rivals = [entry for entry in sets if entry.id == winner.id]
        assert winner in rivals
        assert winner.revision == max(entry.revision for entry in rivals)
        assert winner.deleted == any(entry.deleted for entry in rivals if entry.revision == winner.revision)


@pytest.mark.parametrize(
    ("field", "low", "high", "below", "above"),
    [
        ("revision", 1, 2**63 - 1, 0, 2**63),
        ("set_number", 1, 200, 0, 201),
        ("reps", 0, 1000, -1, 1001),
        ("weight_kg", Decimal(0), Decimal(1000), Decimal("-0.001"), Decimal("1000.001")),
        ("weight_kg", 0.0, 1000.0, -0.5, 1000.5),
        ("rpe", Decimal(1), Decimal(10), Decimal("0.5"), Decimal("10.5")),
        ("rpe", 1.5, 9.5, 0.5, 10.5),
        ("duration_s", 0, 86_400, -1, 86_401),
        ("distance_m", Decimal(0), Decimal(1_000_000), Decimal(-1), Decimal(1_000_001)),
    ],
)
def test_values_keep_to_what_is_possible(field: str, low: Any, high: Any, below: Any, above: Any) -> None:
    values = [low, below, high, above]
    found = violations([replace(SentSet(A), **{field: value}) for value in values])
    assert [(violation.place, violation.field) for violation in found] == [(1, field), (3, field)]
    assert all(violation.message[-1] == "." for violation in found)


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), float("nan"), float("-inf")])
def test_what_is_no_number_is_refused(value: Decimal | float) -> None:
    found = violations([SentSet(A, weight_kg=value, rpe=value, distance_m=value)])
    assert [violation.field for violation in found] == ["weight_kg", "rpe", "distance_m"]


@pytest.mark.parametrize(("rpe", "count"), [(8, 0), (8.5, 0), (Decimal("8.5"), 0), (8.25, 1), (Decimal("8.3"), 1)])
def test_rpe_comes_in_halves(rpe: Decimal | float, count: int) -> None:
    assert len(violations([SentSet(A, rpe=rpe)])) == count


def test_an_empty_set_and_a_tombstone_are_fine_but_a_tombstone_with_nonsense_is_not() -> None:
    assert violations([SentSet(A, reps=None, weight_kg=None, deleted=True)]) == []
    assert [violation.field for violation in violations([SentSet(A, reps=9999, deleted=True)])] == ["reps"]
