"""The database ranks clients as the pure function does: the same ones, as many, in the same order."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select

from backend.core import clock
from backend.core.access import Access, Scope
from backend.core.ids import new_id
from backend.domains.analytics.attention import Standing, needs_attention
from backend.domains.analytics.ranking import ATTENTION_LIMIT, HEAT_LIMIT, ranking, standings
from backend.domains.clients.models import Client, ClientFacts
from backend.domains.training.models import Program, Workout
from backend.domains.workouts.models import TrainingStats
from tests.clients.conftest import add_trainer
from tests.support.statements import count_statements
from tests.support.stoke import Person, Stoke

TODAY = clock.now().date()
ZONE = "Pacific/Auckland"
_NAMES = ("Ana", "ana", "Ána", "Zoë", "Åse", "Bo", "bo")
"""Few, so that clients tie by everything but their ids."""


@dataclass(frozen=True)
class Someone:
    """A client as drawn: days are counted back from today, those to come are negative."""

    name: str
    added: int
    hour: int
    status: str
    access: str
    mine: bool
    last: int | None
    program: str | None
    ends_in: int
    workouts: tuple[tuple[int, str], ...]


_SOMEONE = st.builds(
    Someone,
    name=st.sampled_from(_NAMES),
    added=st.sampled_from((0, 2, 3, 4, 9, 10, 11)),
    hour=st.integers(0, 23),
    status=st.sampled_from(("active", "active", "active", "paused", "archived")),
    access=st.sampled_from(("none", "invited", "active")),
    mine=st.booleans(),
    last=st.none() | st.sampled_from((-1, 0, 8, 9, 10, 11)),
    program=st.sampled_from((None, "active", "active", "active", "completed")),
    ends_in=st.integers(-2, 9),
    workouts=st.lists(
        st.tuples(st.integers(-1, 16), st.sampled_from(("planned", "skipped", "completed", "cancelled"))), max_size=5
    ).map(tuple),
)


@dataclass
class Studio:
    """An owner, and a trainer of whom some clients are."""

    stoke: Stoke
    owner: Person
    trainer: Person


@pytest.fixture(scope="module")
async def studio(stoke: Stoke) -> Studio:
    """A studio without clients."""
    owner = await stoke.owner()
    return Studio(stoke, owner, await add_trainer(stoke, owner, "Theo Trainer"))


@dataclass(frozen=True)
class Known:
    """A client as stored."""

    someone: Someone
    client_id: UUID
    sort_name: str
    program_id: UUID | None
    own: bool

    def reached_by(self, access: Access) -> bool:
        """Whether they are coached by the trainer, or by the owner who reaches all."""
        if self.someone.status != "active":
            return False
        if access.scope is Scope.OWN:
            return self.own
        return access.scope is Scope.ALL or self.someone.mine

    def standing(self, today: date) -> Standing:
        """What is known of them on a day."""
        someone, coached = self.someone, self.someone.program == "active"
        days = [(TODAY - timedelta(days=back), status) for back, status in someone.workouts if self.program_id]
        return Standing(
            client_id=self.client_id,
            name=someone.name,
            sort_name=self.sort_name,
            added_on=TODAY - timedelta(days=someone.added),
            access=someone.access,
            last_workout_on=None if someone.last is None else TODAY - timedelta(days=someone.last),
            missed=sum(
                status in ("planned", "skipped") and timedelta(days=1) <= today - on <= timedelta(days=14)
                for on, status in days
            ),
            program_id=self.program_id if coached else None,
            program_name="Strength" if coached else None,
            program_ends_on=TODAY + timedelta(days=someone.ends_in) if coached else None,
            program_done=sum(status == "completed" for _, status in days) if coached else 0,
            program_total=36 if coached else 0,
            weekdays=(1, 4) if coached else (),
        )


@settings(max_examples=25, deadline=None)
@given(people=st.lists(_SOMEONE, min_size=25, max_size=60), later=st.integers(0, 3))
async def test_the_database_ranks_as_the_pure_function_does(studio: Studio, people: list[Someone], later: int) -> None:
    known = await _stored(studio, people)
    today = TODAY + timedelta(days=later)
    for access in (_access(studio.owner, Scope.ALL), *(_access(studio.trainer, scope) for scope in Scope)):
        reached = {one.client_id: one.standing(today) for one in known if one.reached_by(access)}
        attention = [item.standing.client_id for item in needs_attention(reached.values(), today)]
        places = {client_id: place for place, client_id in enumerate(attention)}
        by_program = sorted(
            (standing for standing in reached.values() if standing.program_id is not None),
            key=lambda it: (places.get(it.client_id, len(places)), it.sort_name, it.client_id),
        )

        async with studio.stoke.runtime.database.read(studio.owner.organization_id) as read:
            found = await ranking(read, access, today, ZONE)
            told = await standings(read, {*found.attention, *found.heat}, today, ZONE)

        assert found.attention_count == len(attention)
        assert found.attention == attention[:ATTENTION_LIMIT]
        assert found.heat == [standing.client_id for standing in by_program[:HEAT_LIMIT]]
        assert told == {client_id: reached[client_id] for client_id in {*found.attention, *found.heat}}


async def test_the_home_asks_as_often_in_a_large_studio_as_in_a_small_one(studio: Studio) -> None:
    counts: list[int] = []
    for size in (1, 45):
        await _stored(studio, [_LATE] * size)
        with count_statements(studio.stoke) as statements:
            home = (await studio.owner.client.get("/api/home")).json()
        counts.append(len(statements))
        assert home["attention_count"] == size
        assert len(home["attention"]) == min(size, ATTENTION_LIMIT)
        assert len(home["heat"]) == min(size, HEAT_LIMIT)

    assert counts[0] == counts[1] <= 10


_LATE = Someone("Ana", 14, 0, "active", "none", True, 12, "active", 9, ((3, "skipped"), (4, "skipped")))


def _access(person: Person, scope: Scope) -> Access:
    return Access(
        user_id=person.user_id,
        session_id=new_id(),
        organization_id=person.organization_id,
        member_id=person.member_id,
        role="owner",
        email_verified=True,
        proved_at=clock.now(),
        permissions={},
        scope=scope,
    )


async def _stored(studio: Studio, people: list[Someone]) -> list[Known]:
    """Let these be all the clients there are."""
    clients: list[dict[str, Any]] = []
    programs: list[dict[str, Any]] = []
    workouts: list[dict[str, Any]] = []
    for number, someone in enumerate(people):
        client = _client(studio, someone, own=number == 0)
        clients.append(client)
        if someone.program is not None:
            programs.append(_program(client["id"], someone))
            workouts += _workouts(programs[-1], someone)
    stats = [
        {"id": client["id"], "last_on": TODAY - timedelta(days=someone.last)}
        for client, someone in zip(clients, people, strict=True)
        if someone.last is not None
    ]
    tables = ((Client, clients), (ClientFacts, [{"id": row["id"]} for row in clients]), (Program, programs))
    owner = studio.owner
    async with studio.stoke.runtime.database.write(owner.organization_id, owner.user_id) as session:
        for model in (Workout, Program, TrainingStats, ClientFacts, Client):
            await session.execute(delete(model))
        for model, rows in (*tables, (Workout, workouts), (TrainingStats, stats)):
            if rows:
                await session.execute(
                    insert(model).values([{"organization_id": owner.organization_id, **row} for row in rows])
                )
        names = {row["id"]: row["sort_name"] for row in await session.all(select(Client.id, Client.sort_name))}
    in_program = {row["client_id"]: row["id"] for row in programs}
    return [
        Known(someone, client["id"], names[client["id"]], in_program.get(client["id"]), own=number == 0)
        for number, (client, someone) in enumerate(zip(clients, people, strict=True))
    ]


def _client(studio: Studio, someone: Someone, *, own: bool) -> dict[str, Any]:
    archived = someone.status == "archived"
    on = TODAY - timedelta(days=someone.added)
    return {
        "id": new_id(),
        "first_name": someone.name,
        "status": someone.status,
        "status_before_archive": "active" if archived else None,
        "archived_at": datetime.now(UTC) if archived else None,
        "access": someone.access,
        "trainer_member_id": (studio.trainer if someone.mine else studio.owner).member_id,
        "member_id": studio.trainer.member_id if own else None,
        "created_at": datetime.combine(on, time(someone.hour), ZoneInfo(ZONE)),
    }


def _program(client_id: UUID, someone: Someone) -> dict[str, Any]:
    return {
        "id": new_id(),
        "client_id": client_id,
        "name": "Strength",
        "mode": "static",
        "status": someone.program,
        "start_on": TODAY - timedelta(days=60),
        "end_on": TODAY + timedelta(days=someone.ends_in),
        "training_days": [1, 4],
        "outline": [],
        "current_phase": 1,
        "current_week": 1,
        "total_workouts": 36,
    }


def _workouts(program: dict[str, Any], someone: Someone) -> list[dict[str, Any]]:
    return [
        {
            "id": new_id(),
            "program_id": program["id"],
            "client_id": program["client_id"],
            "phase": 1,
            "week": 1,
            "day": number,
            "name": "Lower body",
            "scheduled_on": TODAY - timedelta(days=back),
            "status": status,
            "document": {"blocks": []},
            "exercises": 1,
            "sets": 1,
            "minutes": 60,
            "completed_at": datetime.now(UTC) if status == "completed" else None,
        }
        for number, (back, status) in enumerate(someone.workouts, start=1)
    ]
