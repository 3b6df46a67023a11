"""Batches sent twice, late, cut and out of order: the same as a model in memory, over the API and on its own."""

import random
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.ids import new_id
from backend.domains.workouts.schemas.logging import ExerciseLogIn, SetIn
from backend.domains.workouts.state import Logged, exercise_of, merge, set_of, totals
from tests.support.stoke import Person
from tests.workouts.phone import Phone, exercise, lift

Json = dict[str, Any]
LOG = exercise()


def revisions() -> st.SearchStrategy[list[Json]]:
    """Revisions of up to four sets. One number stands for one content, as an honest phone makes them."""
    one = st.tuples(st.integers(1, 4), st.integers(1, 6), st.integers(0, 12), st.integers(0, 400), st.booleans())
    return st.lists(one, max_size=12, unique_by=lambda entry: entry[:2]).map(
        lambda entries: [
            lift(
                LOG,
                reps,
                half_kilos / 2,
                number=number,
                id=str(UUID(int=number)),
                revision=revision,
                deleted=deleted,
            )
            for number, revision, reps, half_kilos, deleted in entries
        ]
    )


def expected(sent: list[Json]) -> dict[str, Json]:
    """The highest revision of each set."""
    best: dict[str, Json] = {}
    for entry in sent:
        if entry["id"] not in best or entry["revision"] > best[entry["id"]]["revision"]:
            best[entry["id"]] = entry
    return best


@given(revisions(), st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(sent: list[Json], chance: random.Random) -> None:
    log = exercise_of(ExerciseLogIn.model_validate(LOG))
    parsed = [set_of(SetIn.model_validate(entry)) for entry in sent]
    whole = merge(Logged({}, {}), [log], parsed).after
    shuffled = [*parsed, *parsed]
    chance.shuffle(shuffled)
    state = merge(Logged({}, {}), [log], []).after
    while shuffled:
        cut = chance.randint(1, len(shuffled))
        batch, shuffled = shuffled[:cut], shuffled[cut:]
        state = merge(state, [log], batch).after
    assert state.sets == whole.sets
    again = merge(state, [log], parsed)
    assert (again.new_sets, again.new_exercises, again.touched) == ([], [], frozenset())
    model = expected(sent)
    done = [entry for entry in model.values() if not entry["deleted"]]
    assert totals(state.sets.values()).volume_kg == sum(
        (Decimal(str(entry["weight_kg"])) * entry["reps"] for entry in done), Decimal(0)
    )
    assert totals(state.sets.values()).sets == len(done)


@pytest.mark.parametrize("seed", range(6))
async def test_the_server_holds_what_the_model_holds(newcomer: tuple[Person, str], seed: int) -> None:
    chance = random.Random(seed)
    phone = Phone(newcomer[0])
    session = await phone.start(datetime(2026, 3, 2, 17, tzinfo=UTC))
    logs = [exercise(position=n) for n in range(2)]
    ids = [str(new_id()) for _ in range(6)]
    sent = [
        lift(
            logs[number % 2],
            chance.randint(0, 12),
            chance.randint(0, 400) / 2,
            number=number + 1,
            id=set_id,
            revision=revision,
            deleted=chance.random() < 0.2,
        )
        for number, set_id in enumerate(ids)
        for revision in range(1, 5)
    ]
    chance.shuffle(sent)
    posts = [sent[start : start + 5] for start in range(0, len(sent), 5)]
    for batch in [*posts, *chance.sample(posts, 2)]:
        await phone.send(session["id"], logs, batch)
    state = await phone.send(session["id"], [], [])

    model = expected(sent)
    held = {entry["id"]: (entry["revision"], entry["reps"], entry["weight_kg"]) for entry in state["sets"]}
    assert held == {key: (entry["revision"], entry["reps"], entry["weight_kg"]) for key, entry in model.items()}
    done = [entry for entry in model.values() if not entry["deleted"]]
    assert state["totals"]["sets"] == len(done)
    assert state["totals"]["volume_kg"] == sum(entry["reps"] * entry["weight_kg"] for entry in done)
