"""The demo studio: what its pages show is what the raw logs say."""

from collections import defaultdict
from collections.abc import AsyncGenerator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from backend.core.db.read import ReadSession
from backend.demo.accounts import CLIENT, OWNER, PASSWORD, TRAINERS
from backend.demo.history import TIME_ZONE
from backend.demo.seed import seed
from backend.domains.clients.models import Client, ClientFacts
from backend.domains.training.models import Workout
from backend.domains.workouts.adherence import PlannedWorkout, adherence
from backend.domains.workouts.models import ExerciseLog, PersonalRecord, SessionLog, SetLog
from backend.domains.workouts.scoring import DoneSession, DoneSet, detect
from backend.domains.workouts.streaks import week_counts, week_streak
from tests.support.statements import count_statements
from tests.support.stoke import Person, Stoke


@pytest.fixture(scope="module")
async def owner(stoke: Stoke) -> Person:
    assert await seed(stoke.runtime.database) > 1_500
    return await stoke.sign_in(OWNER.email, PASSWORD)


@pytest.fixture(scope="module")
async def read(stoke: Stoke, owner: Person) -> AsyncGenerator[ReadSession]:
    async with stoke.runtime.database.read(owner.organization_id) as session:
        yield session


def today() -> date:
    return datetime.now(ZoneInfo(TIME_ZONE)).date()


async def test_the_studio_is_as_large_as_promised_and_its_data_ends_today(owner: Person, read: ReadSession) -> None:
    counts = (await owner.client.get("/api/clients/counts")).json()
    staff = (await owner.client.get("/api/members")).json()["items"]
    dates = await read.scalars(select(SessionLog.local_date))

    assert counts["active"] + counts["paused"] == 40
    assert sorted(member["role"] for member in staff) == ["owner", "trainer", "trainer", "trainer"]
    assert today() - max(dates) <= timedelta(days=1)
    assert min(dates) <= today() - timedelta(days=170)


async def test_loading_it_twice_changes_nothing(stoke: Stoke, owner: Person) -> None:
    with pytest.raises(RuntimeError, match="there already"):
        await seed(stoke.runtime.database)


async def test_every_record_is_what_the_raw_sets_say(read: ReadSession) -> None:
    rows = await read.all(
        select(
            SessionLog.client_id,
            ExerciseLog.exercise_id,
            SessionLog.id.label("session"),
            SessionLog.started_at,
            SessionLog.local_date,
            SetLog.id,
            SetLog.reps,
            SetLog.weight_kg,
            SetLog.duration_s,
            SetLog.distance_m,
            SetLog.done_at,
        )
        .join(ExerciseLog, ExerciseLog.id == SetLog.exercise_log_id)
        .join(SessionLog, SessionLog.id == SetLog.session_log_id)
        .order_by(SetLog.done_at, SetLog.id)
    )
    histories: dict[tuple[UUID, UUID], dict[UUID, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        histories[row["client_id"], row["exercise_id"]][row["session"]].append(row)
    expected = {
        (*key, record.kind, record.session_id, round(float(record.value), 3))
        for key, sessions in histories.items()
        for record in detect([_session(sets) for sets in sessions.values()])
    }
    stored = {
        (row["client_id"], row["exercise_id"], row["kind"], row["session_log_id"], round(float(row["value"]), 3))
        for row in await read.all(
            select(
                PersonalRecord.client_id,
                PersonalRecord.exercise_id,
                PersonalRecord.kind,
                PersonalRecord.session_log_id,
                PersonalRecord.value,
            )
        )
    }

    assert len(stored) > 1_000
    assert stored == expected


def _session(sets: list[dict[str, Any]]) -> DoneSession:
    first = sets[0]
    return DoneSession(
        id=first["session"],
        at=first["started_at"],
        on=first["local_date"],
        sets=[
            DoneSet(
                id=row["id"],
                done_at=row["done_at"],
                reps=row["reps"],
                weight_kg=row["weight_kg"],
                duration_s=row["duration_s"],
                distance_m=row["distance_m"],
            )
            for row in sets
        ],
    )


async def test_every_figure_of_the_client_list_is_what_the_raw_rows_say(read: ReadSession) -> None:
    planned: dict[UUID, list[PlannedWorkout]] = defaultdict(list)
    for row in await read.all(select(Workout.client_id, Workout.scheduled_on, Workout.status)):
        planned[row["client_id"]].append(PlannedWorkout(row["scheduled_on"], row["status"]))
    done: dict[UUID, list[date]] = defaultdict(list)
    for row in await read.all(select(SessionLog.client_id, SessionLog.local_date).order_by(SessionLog.local_date)):
        done[row["client_id"]].append(row["local_date"])
    facts = await read.all(
        select(
            ClientFacts.id,
            ClientFacts.last_workout_on,
            ClientFacts.week_done,
            ClientFacts.streak_weeks,
            ClientFacts.adherence_28,
        )
    )

    assert len(facts) == 40
    for row in facts:
        days = done[row["id"]]
        assert row["last_workout_on"] == (max(days) if days else None)
        assert row["streak_weeks"] == week_streak(sorted(set(days)), today())[0]
        assert row["week_done"] == week_counts(days, [], today()).done
        assert row["adherence_28"] == adherence(planned[row["id"]], today()).ratio


async def test_the_home_shows_what_the_raw_rows_say(owner: Person, read: ReadSession) -> None:
    home = (await owner.client.get("/api/home")).json()
    monday = today() - timedelta(days=today().weekday())
    active = set(await read.scalars(select(Client.id).where(Client.status == "active")))
    week = await read.scalars(select(SessionLog.client_id).where(SessionLog.local_date >= monday))
    planned = [
        PlannedWorkout(row["scheduled_on"], row["status"])
        for row in await read.all(select(Workout.client_id, Workout.scheduled_on, Workout.status))
        if row["client_id"] in active
    ]
    records = await read.scalars(
        select(PersonalRecord.client_id).where(PersonalRecord.achieved_on >= monday, PersonalRecord.is_first.is_(False))
    )

    figures = home["figures"]
    assert figures["active_clients"] == len(active)
    assert figures["trained_this_week"] == len(active & set(week))
    assert figures["workouts_this_week"] == sum(client in active for client in week)
    assert figures["adherence_28"] == adherence(planned, today()).percent
    assert figures["records_this_week"] == sum(client in active for client in records)
    assert home["attention_count"] >= len(home["attention"]) > 0
    assert {item["kind"] for item in home["attention"]} >= {"missed_workouts", "no_program"}
    assert len(home["heat"]) == 12
    assert all(len(row["days"]) == 28 for row in home["heat"])
    assert home["feed"] == sorted(home["feed"], key=lambda item: item["at"], reverse=True)


async def test_a_trainer_sees_only_the_own_clients_at_home_and_a_client_nothing(stoke: Stoke, owner: Person) -> None:
    trainer = await stoke.sign_in(TRAINERS[0].email, PASSWORD)
    client = await stoke.sign_in(CLIENT.email, PASSWORD)
    stranger = await stoke.owner()
    mine = {row["id"] for row in (await trainer.client.get("/api/clients", params={"limit": 100})).json()["items"]}

    home = (await trainer.client.get("/api/home")).json()

    shown = {item["client_id"] for part in ("attention", "feed", "today", "heat") for item in home[part]}
    assert shown
    assert shown <= mine
    assert (await client.client.get("/api/home")).status_code == 403
    empty = (await stranger.client.get("/api/home")).json()
    assert (empty["figures"]["active_clients"], empty["feed"], empty["attention"]) == (0, [], [])


async def test_the_home_takes_as_many_statements_for_forty_clients_as_for_thirteen(stoke: Stoke, owner: Person) -> None:
    trainer = await stoke.sign_in(TRAINERS[0].email, PASSWORD)
    counts: list[int] = []
    for person in (owner, trainer):
        await person.client.get("/api/home")
        with count_statements(stoke) as statements:
            await person.client.get("/api/home")
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 10
