"""Starting, sending, finishing, correcting: through the API."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from backend.core import clock, routing
from backend.core.db.races import StartOver, lost_a_race
from backend.core.ids import new_id
from backend.core.outbox.models import OutboxEvent
from tests.clients.conftest import House
from tests.support.statements import count_statements
from tests.support.stoke import Person, Stoke
from tests.training.conftest import new_program, workouts_of
from tests.training.documents import FRONT_SQUAT, SQUAT, document
from tests.workouts.conftest import heard_of
from tests.workouts.phone import Phone, exercise, lift

MONDAY = datetime(2026, 3, 2, 17, tzinfo=UTC)
Newcomer = tuple[Person, str]


async def events(stoke: Stoke, person: Person, name: str) -> list[dict[str, Any]]:
    async with stoke.runtime.database.read(person.organization_id) as read:
        return await read.all(
            select(OutboxEvent.payload, OutboxEvent.topics).where(OutboxEvent.name == name).order_by(OutboxEvent.id)
        )


async def test_a_workout_is_logged_and_finished(stoke: Stoke, house: House, newcomer: Newcomer) -> None:
    person, client_id = newcomer
    phone = Phone(person)
    session = await phone.start(MONDAY, name="Legs")
    assert (session["name"], session["status"], session["client_id"]) == ("Legs", "in_progress", client_id)
    log = exercise()
    state = await phone.send(session["id"], [log], [lift(log, 5, 100), lift(log, 10, 40, number=2, kind="warmup")])
    assert state["applied"] == 3
    assert state["totals"] == {"sets": 1, "reps": 5, "volume_kg": 500, "exercises": 1}

    result = await phone.finish(session, notes="Good", effort=8)

    done = result["session"]
    assert (done["status"], done["sets"], done["volume_kg"], done["duration_s"]) == ("finished", 1, 500, 3600)
    assert (done["notes"], done["effort"]) == ("Good", 8)
    assert (result["streak_before"], result["streak_weeks"], result["week_done"]) == (0, 1, 1)
    assert result["records"] == []
    full = (await house.trainer.client.get(f"/api/session-logs/{session['id']}")).json()
    assert [entry["reps"] for entry in full["exercises"][0]["sets"]] == [5, 10]
    assert all(record["is_first"] for record in full["records"])


async def test_starting_twice_answers_the_same_session_and_a_second_one_is_refused(newcomer: Newcomer) -> None:
    phone = Phone(newcomer[0])
    session = await phone.start(MONDAY)
    assert await phone.start(MONDAY, id=session["id"]) == session
    body = {"id": str(new_id()), "started_at": MONDAY.isoformat(), "time_zone": "UTC"}
    refused = await phone.person.client.post("/api/session-logs", json=body)
    assert refused.status_code == 409
    assert (refused.json()["code"], refused.json()["session_log_id"]) == ("session_already_open", session["id"])


async def test_two_starts_at_once_make_one_session(newcomer: Newcomer) -> None:
    person, _ = newcomer
    bodies = [{"id": str(new_id()), "started_at": MONDAY.isoformat(), "time_zone": "UTC"} for _ in range(4)]
    answers = await asyncio.gather(*(person.client.post("/api/session-logs", json=body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_an_id_of_somebody_elses_session_is_refused_without_telling(house: House, newcomer: Newcomer) -> None:
    mine = await Phone(newcomer[0]).start(MONDAY)
    body = {"id": mine["id"], "started_at": MONDAY.isoformat(), "time_zone": "UTC"}
    refused = await house.client.client.post("/api/session-logs", json=body)
    assert refused.status_code == 409
    assert refused.json()["code"] == "session_id_taken"
    assert "client_id" not in refused.text


async def test_a_set_id_of_another_session_is_refused_and_changes_nothing(house: House, newcomer: Newcomer) -> None:
    theirs, mine = Phone(newcomer[0]), Phone(house.other_trainer, house.other_client_id)
    session = await theirs.start(MONDAY)
    log = exercise()
    done = lift(log, 5, 100)
    await theirs.send(session["id"], [log], [done])
    other = await mine.start(MONDAY)
    stolen_log = exercise()
    for batch in (
        {"exercises": [stolen_log], "sets": [{**done, "exercise_log_id": stolen_log["id"], "revision": 9}]},
        {"exercises": [{**log, "revision": 9}], "sets": []},
    ):
        refused = await house.other_trainer.client.post(f"/api/session-logs/{other['id']}/sets", json=batch)
        assert (refused.status_code, refused.json()["code"]) == (409, "set_id_taken")
    assert (await theirs.send(session["id"], [], []))["sets"][0]["reps"] == 5
    assert (await mine.send(other["id"], [], []))["exercises"] == []
    await house.other_trainer.client.delete(f"/api/session-logs/{other['id']}")


async def test_a_batch_takes_two_statements_however_long_it_is(stoke: Stoke, newcomer: Newcomer) -> None:
    phone = Phone(newcomer[0])
    session = await phone.start(MONDAY)
    log = exercise()
    await phone.send(session["id"], [log], [lift(log, 5, 100)])
    with count_statements(stoke) as sent:
        await phone.send(session["id"], [], [lift(log, 5, 100, number=n) for n in range(2, 60)])
    assert len([statement for statement in sent if "user_sessions" not in statement]) == 2


async def test_two_batches_at_once_both_count(newcomer: Newcomer) -> None:
    phone = Phone(newcomer[0])
    session = await phone.start(MONDAY)
    log = exercise()
    await phone.send(session["id"], [log], [])
    batches = [[lift(log, 5, 100, number=n)] for n in range(1, 5)]
    await asyncio.gather(*(phone.send(session["id"], [], batch) for batch in batches))
    state = await phone.send(session["id"], [], [])
    assert state["totals"] == {"sets": 4, "reps": 20, "volume_kg": 2000, "exercises": 1}
    assert (await phone.finish(session))["session"]["volume_kg"] == 2000


async def test_finishing_twice_answers_the_same(stoke: Stoke, newcomer: Newcomer) -> None:
    phone = Phone(newcomer[0])
    await phone.train(MONDAY, (5, 100))
    session = await phone.start(MONDAY + timedelta(days=7))
    log = exercise()
    await phone.send(session["id"], [log], [lift(log, 6, 100)])
    first = await phone.finish(session)
    again = await phone.finish(session, minutes=90, notes="other")
    assert again == first
    assert {record["kind"] for record in first["records"]} == {"estimated_1rm", "reps_at_weight", "session_volume"}
    assert (first["streak_before"], first["streak_weeks"]) == (1, 2)
    told = await events(stoke, phone.person, "workouts.session_finished")
    assert [row["payload"]["session_log_id"] for row in told].count(session["id"]) == 1


async def test_two_finishes_at_once_have_one_effect(stoke: Stoke, newcomer: Newcomer) -> None:
    phone = Phone(newcomer[0])
    session = await phone.start(MONDAY)
    log = exercise()
    await phone.send(session["id"], [log], [lift(log, 6, 100)])
    results = await asyncio.gather(*(phone.finish(session, minutes=30 + n) for n in range(3)))
    assert results[0] == results[1] == results[2]
    told = await events(stoke, phone.person, "workouts.session_finished")
    assert [row["payload"]["session_log_id"] for row in told].count(session["id"]) == 1


async def test_batches_and_a_finish_at_once_lose_nothing(newcomer: Newcomer) -> None:
    phone = Phone(newcomer[0])
    for turn in range(4):
        session = await phone.start(clock.now() - timedelta(hours=2))
        log = exercise()
        await phone.send(session["id"], [log], [])
        batches = [[lift(log, 5, 100, number=n)] for n in range(1, 5)]
        await asyncio.gather(
            *(phone.send(session["id"], [], batch) for batch in batches[:2]),
            phone.finish(session),
            *(phone.send(session["id"], [], batch) for batch in batches[2:]),
        )
        full = (await phone.person.client.get(f"/api/session-logs/{session['id']}")).json()
        assert (full["session"]["sets"], full["session"]["volume_kg"]) == (4, 2000), turn
        volumes = [record["value"] for record in full["records"] if record["kind"] == "session_volume"]
        assert volumes == ([2000] if turn == 0 else [])


async def test_a_crowd_of_finishes_and_batches_never_waits_in_a_circle(
    newcomer: Newcomer, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Phone(newcomer[0])
    undone: list[Exception] = []

    def note(error: Exception) -> bool:
        undone.append(error)
        return lost_a_race(error)

    monkeypatch.setattr(routing, "lost_a_race", note)
    for _ in range(3):
        session = await phone.start(clock.now() - timedelta(hours=2))
        log = exercise()
        await phone.send(session["id"], [log], [])
        sets = [lift(log, 5, 100, number=n) for n in range(1, 9)]
        results = await asyncio.gather(
            *(call for entry in sets for call in (phone.finish(session), phone.send(session["id"], [], [entry])))
        )
        assert all("session" in result for result in results[::2])
        full = (await phone.person.client.get(f"/api/session-logs/{session['id']}")).json()
        assert (full["session"]["sets"], full["session"]["volume_kg"]) == (8, 4000)
    # Starting over is how a batch gives way; a deadlock would come as the database's error.
    assert {type(error) for error in undone} == {StartOver}


async def test_corrections_that_bring_exercises_new_to_the_organization_never_wait_in_a_circle(
    house: House, newcomer: Newcomer, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Phone(newcomer[0])
    finished = [(await phone.train(MONDAY, (5, 100 + number)))["session"]["id"] for number in range(2)]
    library = (await house.trainer.client.get("/api/exercises?limit=100")).json()["items"]
    undone: list[Exception] = []

    def note(error: Exception) -> bool:
        undone.append(error)
        return lost_a_race(error)

    monkeypatch.setattr(routing, "lost_a_race", note)

    async def correct(turn: int, number: int) -> int:
        log = exercise(library[10 + turn * 4 + number % 3]["id"], position=number)
        body = {"exercises": [log], "sets": [lift(log, 5, 60 + number)]}
        answer = await house.trainer.client.post(f"/api/session-logs/{finished[number % 2]}/sets", json=body)
        return answer.status_code

    for turn in range(4):
        statuses = await asyncio.gather(*(correct(turn, number) for number in range(8)))
        assert set(statuses) == {200}
    assert {type(error) for error in undone} <= {StartOver}


@pytest.mark.parametrize("minutes", [-1, 60 * 24 * 366 * 10])
async def test_an_end_before_the_beginning_or_in_the_future_is_refused(newcomer: Newcomer, minutes: int) -> None:
    phone = Phone(newcomer[0])
    session = await phone.start(MONDAY)
    end = MONDAY + timedelta(minutes=minutes)
    refused = await phone.person.client.post(
        f"/api/session-logs/{session['id']}/finish", json={"finished_at": end.isoformat()}
    )
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/finished_at"


async def test_a_set_of_the_future_is_pointed_at(newcomer: Newcomer) -> None:
    phone = Phone(newcomer[0])
    session = await phone.start(MONDAY)
    log = exercise()
    ahead = (clock.now() + timedelta(hours=1)).isoformat()
    body = {"exercises": [log], "sets": [lift(log, 5, 100), lift(log, 5, 100, number=2, done_at=ahead)]}
    refused = await phone.person.client.post(f"/api/session-logs/{session['id']}/sets", json=body)
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/sets/1/done_at"]


async def test_an_archived_client_begins_nothing_but_may_bring_in_what_was_begun_before(
    house: House, newcomer: Newcomer
) -> None:
    person, client_id = newcomer
    phone = Phone(person)
    await house.trainer.client.delete(f"/api/clients/{client_id}")
    body = {"id": str(new_id()), "started_at": clock.now().isoformat(), "time_zone": "UTC"}
    refused = await person.client.post("/api/session-logs", json=body)
    assert (refused.status_code, refused.json()["code"]) == (409, "client_archived")
    session = await phone.start(clock.now() - timedelta(hours=1))
    assert (await phone.finish(session, minutes=30))["session"]["status"] == "finished"


async def test_a_workout_left_open_ends_with_its_last_set(newcomer: Newcomer) -> None:
    phone = Phone(newcomer[0])
    session = await phone.start(MONDAY)
    log = exercise()
    await phone.send(session["id"], [log], [lift(log, 5, 100, done_at="2026-03-02T17:40:00Z")])
    assert (await phone.finish(session, minutes=3 * 24 * 60))["session"]["duration_s"] == 40 * 60


async def test_the_planned_workout_is_completed_and_the_program_advances(house: House, newcomer: Newcomer) -> None:
    person, client_id = newcomer
    program = await new_program(house.trainer, document((1, 1)), client_id)
    workout = (await workouts_of(house.trainer, program))[0]
    phone = Phone(person)
    session = await phone.start(clock.now(), workout["id"])
    assert session["name"] == workout["name"]
    assert (await phone.start(clock.now(), workout["id"]))["id"] == session["id"]
    body = {"session_log_id": session["id"], "finished_at": clock.now().isoformat()}
    answer = await person.client.post(f"/api/workouts/{workout['id']}/complete", json=body)
    assert answer.status_code == 200, answer.text
    advanced = answer.json()["program_advanced"]
    assert advanced == {
        "program_id": program["id"],
        "from": {"phase": 1, "week": 1},
        "to": {"phase": 1, "week": 2},
        "completed": False,
    }
    assert (await person.client.post(f"/api/workouts/{workout['id']}/complete", json=body)).json() == answer.json()
    shown = (await person.client.get(f"/api/workouts/{workout['id']}")).json()
    assert (shown["status"], shown["log"]["session"]["id"]) == ("completed", session["id"])
    again = await person.client.post(
        "/api/session-logs",
        json={
            "id": str(new_id()),
            "workout_id": workout["id"],
            "started_at": clock.now().isoformat(),
            "time_zone": "UTC",
        },
    )
    assert (again.status_code, again.json()["session_log_id"]) == (409, session["id"])


async def test_discarding_counts_nowhere_and_can_be_taken_back(newcomer: Newcomer) -> None:
    phone = Phone(newcomer[0])
    session = await phone.start(MONDAY)
    log = exercise()
    await phone.send(session["id"], [log], [lift(log, 5, 100)])
    path = f"/api/session-logs/{session['id']}"
    for _ in range(2):
        assert (await phone.person.client.delete(path)).json()["status"] == "discarded"
    assert (await phone.person.client.post(f"{path}/sets", json={})).status_code == 409
    other = await phone.start(MONDAY)
    refused = await phone.person.client.post(f"{path}/restore")
    assert (refused.status_code, refused.json()["session_log_id"]) == (409, other["id"])
    await phone.person.client.delete(f"/api/session-logs/{other['id']}")
    for _ in range(2):
        assert (await phone.person.client.post(f"{path}/restore")).json()["status"] == "in_progress"
    assert (await phone.finish(session))["session"]["sets"] == 1


async def test_notes_and_effort_are_merged(newcomer: Newcomer) -> None:
    phone = Phone(newcomer[0])
    session = await phone.start(MONDAY)
    path = f"/api/session-logs/{session['id']}"
    await phone.person.client.patch(path, json={"notes": "Knee", "effort": 7})
    patched = (await phone.person.client.patch(path, json={"effort": None})).json()
    assert (patched["notes"], patched["effort"]) == ("Knee", None)
    stored = (await phone.person.client.get(path)).json()["session"]
    assert (stored["notes"], stored["effort"]) == ("Knee", None)


async def test_a_client_corrects_for_two_days_and_a_trainer_at_any_time(
    stoke: Stoke, house: House, newcomer: Newcomer
) -> None:
    person, client_id = newcomer
    phone = Phone(person)
    session = await phone.start(clock.now() - timedelta(hours=2))
    log = exercise()
    done = lift(log, 5, 100)
    await phone.send(session["id"], [log], [done])
    await phone.finish(session)
    state = await phone.send(session["id"], [], [{**done, "reps": 6, "revision": 2}])
    assert state["totals"]["reps"] == 6

    offline = await phone.start(clock.now() - timedelta(days=3))
    offline_log = exercise()
    first = lift(offline_log, 5, 100)
    await phone.send(offline["id"], [offline_log], [first])
    await phone.finish(offline)
    # It has only just arrived, so that what the phone corrected since may come in behind it.
    assert (await phone.send(offline["id"], [], [{**first, "reps": 4, "revision": 2}]))["totals"]["reps"] == 4

    old = await phone.start(clock.now() - timedelta(days=3))
    old_log = exercise()
    late = lift(old_log, 5, 100)
    await phone.send(old["id"], [old_log], [late])
    await phone.finish(old)
    await heard_of(stoke, house, old["id"], clock.now() - timedelta(hours=49))
    body = {"sets": [{**late, "reps": 7, "revision": 3}]}
    refused = await person.client.post(f"/api/session-logs/{old['id']}/sets", json=body)
    assert (refused.status_code, refused.json()["code"]) == (403, "correction_too_late")
    assert (await person.client.patch(f"/api/session-logs/{old['id']}", json={"effort": 3})).status_code == 403
    await Phone(house.trainer, client_id).send(old["id"], [], body["sets"])
    shown = (await person.client.get(f"/api/session-logs/{old['id']}")).json()
    assert (shown["session"]["reps"], shown["session"]["volume_kg"]) == (7, 700)


async def test_a_swap_takes_its_sets_along(newcomer: Newcomer) -> None:
    phone = Phone(newcomer[0])
    session = await phone.start(clock.now() - timedelta(hours=3))
    log = exercise(planned_exercise_id=str(SQUAT))
    await phone.send(session["id"], [log], [lift(log, 5, 100)])
    await phone.finish(session)
    swapped = {**log, "exercise_id": str(FRONT_SQUAT), "note": "Rack taken", "revision": 2}
    await phone.send(session["id"], [swapped], [])
    full = (await phone.person.client.get(f"/api/session-logs/{session['id']}")).json()
    assert full["exercises"][0]["exercise_name"] != full["exercises"][0]["planned_exercise_name"]
    assert {record["exercise_id"] for record in full["records"]} == {str(FRONT_SQUAT)}


async def test_an_unknown_exercise_and_an_unknown_exercise_log_are_pointed_at(newcomer: Newcomer) -> None:
    phone = Phone(newcomer[0])
    session = await phone.start(MONDAY)
    path = f"/api/session-logs/{session['id']}/sets"
    unknown = await phone.person.client.post(path, json={"exercises": [exercise(), exercise(new_id())]})
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/exercises/1/exercise_id")
    orphan = await phone.person.client.post(path, json={"sets": [lift(exercise(), 5, 100)]})
    assert (orphan.status_code, orphan.json()["errors"][0]["pointer"]) == (422, "/sets/0/exercise_log_id")


async def test_watchers_are_told_of_each_exercise_and_not_of_each_set(stoke: Stoke, newcomer: Newcomer) -> None:
    phone = Phone(newcomer[0])
    session = await phone.start(MONDAY)
    logs = [exercise(), exercise(FRONT_SQUAT, position=1)]
    for log in logs:
        for number in (1, 2, 3):
            await phone.send(session["id"], [log], [lift(log, 5, 100, number=number)])
    told = [
        row
        for row in await events(stoke, phone.person, "workouts.progress")
        if row["payload"]["session_log_id"] == session["id"]
    ]
    assert [row["payload"]["exercises"] for row in told] == [1, 2]
    assert f"member:{phone.person.member_id}" in told[0]["topics"]
    assert "staff:training" in told[0]["topics"]
