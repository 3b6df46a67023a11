"""Events, errors and times, in our code and planted."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import Column, DateTime, MetaData, Table

from backend.core.db.base import Base
from backend.core.errors import Conflict, NotFound, StokeError
from backend.core.events import Event
from backend.main import api_router
from tests.architecture.gates import contracts

TEXTS = {
    "ProgramAdvanced.reason": "completion, trainer or finished",
    "ProgramEnded.status": "completed or cancelled",
}
"""Fields of events that are words of a fixed list."""


def test_our_events_carry_facts() -> None:
    ours = list(contracts.below(Event))
    assert len(ours) > 3
    assert contracts.events(ours, TEXTS) == []


def test_our_errors_have_codes_of_their_own() -> None:
    api_router()  # every domain's errors are known once its routers are
    ours = list(contracts.below(StokeError))
    assert len(ours) > 15
    assert contracts.errors(ours) == []


def test_our_times_have_a_zone() -> None:
    assert contracts.times(Base.metadata) == []


@dataclass(frozen=True, kw_only=True, slots=True)
class Planted(Event):
    """An event with everything in it."""

    name = "planted happened"
    client_id: UUID | None
    kind: Literal["a", "b"]
    record_ids: tuple[UUID, ...]
    email: str
    names: tuple[str, ...]
    payload_of: dict[str, int]


def test_planted_words_in_an_event_are_found() -> None:
    found = [sentence.partition(":")[0] for sentence in contracts.events([Planted], {})]
    assert found == ["Planted.email", "Planted.names", "Planted.payload_of", "Planted"]


def test_planted_errors_are_found() -> None:
    class Twice(Conflict):
        code = "not_found"

    class Odd(Conflict):
        code = "Odd-Code"

    class Fine(Conflict):
        code = "fine"
        status = 200

    class Nameless(Conflict):
        """Says nothing of its own."""

    Nameless.__module__ = "backend.domains.planted.errors"
    found = [sentence.partition(":")[0] for sentence in contracts.errors([NotFound, Twice, Odd, Fine, Nameless])]
    assert found == ["NotFound", "Twice", "Odd", "Fine", "Nameless"]


def test_a_planted_time_without_a_zone_is_found() -> None:
    metadata = MetaData()
    Table("t", metadata, Column("right", DateTime(timezone=True)), Column("wrong", DateTime()))
    assert contracts.times(metadata) == ["t.wrong: a time without a zone"]
