"""Moving programs on, their dates, and single workouts."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.core import clock
from backend.core.ids import new_id
from backend.domains.training.progression import Advance
from backend.domains.training.service.completion import complete_workout
from tests.clients.conftest import House, add
from tests.training.conftest import MONDAY, new_program, workouts_of
from tests.training.documents import FRONT_SQUAT, Json, day, document, straight


async def complete(house: House, workout_id: str) -> Advance | None:
    """What the workouts domain does when a client finishes."""
    database = house.stoke.runtime.database
    async with database.write(house.owner.organization_id, house.owner.user_id) as session:
        return await complete_workout(session, UUID(workout_id), clock.now())


async def shown(house: House, program: Json) -> Json:
    return (await house.trainer.client.get(f"/api/programs/{program['id']}")).json()


async def move(house: House, program: Json, action: str) -> Any:
    version = (await shown(house, program))["version"]
    return await house.trainer.client.put(f"/api/programs/{program['id']}", json={"action": action, "version": version})


async def test_a_dynamic_program_advances_by_completion_to_its_end(house: House) -> None:
    program = await new_program(house.trainer, document((2, 0, 1), (1, 2)), house.client_id)
    rows = await workouts_of(house.trainer, program)
    pointers: list[tuple[int, int, str]] = []
    now: Json = {}
    for row in rows:
        await complete(house, row["id"])
        now = await shown(house, program)
        pointers.append((now["current_phase"], now["current_week"], now["status"]))
    assert pointers == [
        (1, 1, "scheduled"),
        (1, 3, "scheduled"),
        (2, 1, "scheduled"),
        (2, 2, "scheduled"),
        (2, 2, "scheduled"),
        (2, 2, "completed"),
    ]
    assert now["completed_workouts"] == now["total_workouts"] == 6
    history = [(move["to_phase"], move["to_week"], move["reason"], move["actor_name"]) for move in now["history"]]
    assert history == [
        (None, None, "completion", None),
        (2, 2, "completion", None),
        (2, 1, "completion", None),
        (1, 3, "completion", None),
    ]


async def test_completing_again_changes_nothing(house: House) -> None:
    program = await new_program(house.trainer, document((1, 1)), house.client_id)
    rows = await workouts_of(house.trainer, program)
    assert await complete(house, rows[0]["id"]) is not None
    before = await shown(house, program)
    assert await complete(house, rows[0]["id"]) is None
    assert await shown(house, program) == before


async def test_two_workouts_completed_at_once_advance_once(house: House) -> None:
    for _ in range(5):
        program = await new_program(house.trainer, document((2, 2)), house.client_id)
        rows = await workouts_of(house.trainer, program)
        steps = await asyncio.gather(complete(house, rows[0]["id"]), complete(house, rows[1]["id"]))
        assert sum(step is not None for step in steps) == 1
        now = await shown(house, program)
        assert (now["current_phase"], now["current_week"], len(now["history"])) == (1, 2, 1)


async def test_a_static_program_moves_only_when_the_trainer_says_so(house: House) -> None:
    program = await new_program(house.trainer, document((1, 1), (1,)), house.client_id, mode="static")
    for row in await workouts_of(house.trainer, program):
        await complete(house, row["id"])
    assert (await shown(house, program))["current_week"] == 1
    assert (await move(house, program, "back_week")).json()["code"] == "no_further_week"
    assert (await move(house, program, "advance_week")).json()["current_week"] == 2
    assert (await move(house, program, "advance_week")).json()["current_phase"] == 2
    last = await move(house, program, "advance_week")
    assert (last.status_code, last.json()["code"]) == (409, "no_further_week")
    assert (await move(house, program, "back_week")).json()["current_phase"] == 1
    done = (await move(house, program, "complete")).json()
    assert done["status"] == "completed"
    assert [(item["reason"], item["actor_name"]) for item in done["history"]] == [
        ("finished", "Theo Trainer"),
        ("trainer", "Theo Trainer"),
        ("trainer", "Theo Trainer"),
        ("trainer", "Theo Trainer"),
    ]
    assert (await move(house, program, "advance_week")).json()["code"] == "program_ended"


async def test_ending_early_cancels_what_is_planned_and_keeps_what_is_done(house: House) -> None:
    for action, status in (("cancel", "cancelled"), ("complete", "completed")):
        program = await new_program(house.trainer, document((2,)), house.client_id)
        rows = await workouts_of(house.trainer, program)
        await complete(house, rows[0]["id"])
        assert (await move(house, program, action)).json()["status"] == status
        assert [row["status"] for row in await workouts_of(house.trainer, program)] == ["completed", "cancelled"]
        # Trained offline before the phone learned of it: the work counts, the program stays ended.
        assert await complete(house, rows[1]["id"]) is None
        assert (await shown(house, program))["status"] == status


async def test_of_two_who_move_one_version_one_wins(house: House) -> None:
    program = await new_program(house.trainer, document((1, 1, 1, 1)), house.client_id, mode="static")
    body = {"action": "advance_week", "version": program["version"]}
    url = f"/api/programs/{program['id']}"
    answers = await asyncio.gather(*(house.trainer.client.put(url, json=body) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert (await shown(house, program))["current_week"] == 2


async def test_a_program_is_renamed_and_its_mode_changed(house: House) -> None:
    program = await new_program(house.trainer, document((1, 1)), house.client_id, mode="static")
    url = f"/api/programs/{program['id']}"
    changed = await house.trainer.client.patch(url, json={"version": 1, "name": "Comeback", "mode": "dynamic"})
    assert (changed.json()["name"], changed.json()["mode"], changed.json()["version"]) == ("Comeback", "dynamic", 2)
    stale = await house.trainer.client.patch(url, json={"version": 1, "name": "Lost"})
    assert stale.json()["code"] == "program_version_conflict"
    cleared = await house.trainer.client.patch(url, json={"version": 2, "name": None})
    assert cleared.json()["errors"][0]["pointer"] == "/name"


async def test_a_program_that_becomes_dynamic_moves_on_from_what_is_done(house: House) -> None:
    program = await new_program(house.trainer, document((1, 1)), house.client_id, mode="static")
    first, last = await workouts_of(house.trainer, program)
    await complete(house, first["id"])
    url = f"/api/programs/{program['id']}"
    version = (await shown(house, program))["version"]
    moved = (await house.trainer.client.patch(url, json={"version": version, "mode": "dynamic"})).json()
    assert (moved["current_week"], moved["history"][0]["reason"]) == (2, "completion")
    moved = (await house.trainer.client.patch(url, json={"version": moved["version"], "mode": "static"})).json()
    await complete(house, last["id"])
    ended = await house.trainer.client.patch(url, json={"version": moved["version"], "mode": "dynamic"})
    assert ended.json()["status"] == "completed"


async def test_a_new_name_reaches_the_clients_record(house: House) -> None:
    program = await new_program(house.trainer, document((1,)), house.client_id)
    url = f"/api/programs/{program['id']}"
    await house.trainer.client.patch(url, json={"version": 1, "name": "Autumn block"})
    await house.stoke.settle()
    client = (await house.trainer.client.get(f"/api/clients/{house.client_id}")).json()
    assert client["facts"]["program_name"] == "Autumn block"


async def test_a_shift_moves_what_is_planned_and_the_end(house: House) -> None:
    program = await new_program(house.trainer, document((2, 2)), house.client_id)
    rows = await workouts_of(house.trainer, program)
    await complete(house, rows[0]["id"])
    url = f"/api/programs/{program['id']}/shift"
    start = str(MONDAY + timedelta(days=7))
    answer = await house.trainer.client.post(url, json={"version": 1, "from": start, "days": 7})
    assert answer.status_code == 200, answer.text
    shifted = answer.json()
    assert shifted["moved"] == 2
    assert shifted["program"]["end_on"] == str(MONDAY + timedelta(days=20))
    assert [row["scheduled_on"] for row in await workouts_of(house.trainer, program)] == [
        str(MONDAY + timedelta(days=offset)) for offset in (0, 2, 14, 16)
    ]
    back = {"version": shifted["program"]["version"], "from": start, "days": -13}
    overtaken = await house.trainer.client.post(url, json=back)
    assert overtaken.json()["errors"][0]["pointer"] == "/days"
    stale = await house.trainer.client.post(url, json={"version": 1, "from": start, "days": 1})
    assert stale.json()["code"] == "program_version_conflict"


async def test_shifts_one_after_another_stay_within_reach(house: House) -> None:
    program = await new_program(house.trainer, document((1, 1)), house.client_id)
    url = f"/api/programs/{program['id']}/shift"
    version, statuses = 1, list[tuple[int, str]]()
    for days in (365, 365, 365, 365, -365, -365, -365, -365, -365):
        answer = (
            await house.trainer.client.post(url, json={"version": version, "from": "0001-01-01", "days": days})
        ).json()
        version = answer["program"]["version"] if "program" in answer else version
        statuses.append((days, answer["errors"][0]["pointer"] if "errors" in answer else "moved"))
    assert statuses == [
        *[(365, "moved")] * 3,
        (365, "/days"),
        *[(-365, "moved")] * 4,
        (-365, "/days"),
    ]
    dates = [date.fromisoformat(row["scheduled_on"]) for row in await workouts_of(house.trainer, program)]
    assert all(MONDAY - timedelta(days=366) < on < MONDAY for on in dates)


@pytest.mark.parametrize("days", [0, 366, -366, 10**9, -(10**30)])
async def test_a_shift_by_more_than_a_year_or_by_nothing_is_refused(house: House, days: int) -> None:
    program = await new_program(house.trainer, document((1,)), house.client_id)
    body = {"version": 1, "from": str(MONDAY), "days": days}
    answer = await house.trainer.client.post(f"/api/programs/{program['id']}/shift", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/days")


async def test_a_late_clients_workouts_stay_and_show_as_missed(house: House) -> None:
    start = MONDAY - timedelta(days=14)
    program = await new_program(house.trainer, document((1, 1, 1)), house.client_id, start_on=str(start))
    assert program["status"] == "active"
    rows = await workouts_of(house.trainer, program)
    assert [(row["missed"], row["status"]) for row in rows] == [
        (True, "planned"),
        (clock.today("Europe/Berlin") > start + timedelta(days=7), "planned"),
        (False, "planned"),
    ]
    assert (await shown(house, program))["current_week"] == 1


async def test_a_workout_is_moved_skipped_planned_again_and_changed_for_one_client_alone(house: House) -> None:
    program = await new_program(house.trainer, document((2, 1)), house.client_id)
    rows = await workouts_of(house.trainer, program)
    url = f"/api/workouts/{rows[0]['id']}"
    far = str(MONDAY + timedelta(days=30))
    moved = (await house.trainer.client.patch(url, json={"version": 1, "scheduled_on": far})).json()
    assert (moved["scheduled_on"], moved["version"]) == (far, 2)
    assert (await shown(house, program))["end_on"] == far
    assert (await house.trainer.client.patch(url, json={"version": 2, "status": "skipped"})).json()[
        "status"
    ] == "skipped"
    assert (await house.trainer.client.patch(url, json={"version": 3, "status": "planned"})).json()[
        "status"
    ] == "planned"
    content = {
        **moved["document"],
        "name": "Lighter",
        "blocks": [*moved["document"]["blocks"], *day("x", FRONT_SQUAT)["blocks"]],
    }
    changed = (await house.trainer.client.patch(url, json={"version": 4, "document": content})).json()
    assert (changed["name"], changed["exercises"], changed["sets"]) == ("Lighter", 2, 6)
    names = [block["prescriptions"][0]["exercise_name"] for block in changed["document"]["blocks"]]
    assert names == ["Barbell Back Squat", "Front Squat"]
    template = (await house.trainer.client.get(f"/api/templates/{program['template_id']}")).json()
    assert template["version"] == 1
    assert len(template["exercises"]) == 1
    stale = await house.trainer.client.patch(url, json={"version": 4, "status": "skipped"})
    assert stale.json()["code"] == "workout_version_conflict"


async def test_skipping_the_last_open_workout_of_a_week_advances(house: House) -> None:
    program = await new_program(house.trainer, document((2, 1)), house.client_id)
    rows = await workouts_of(house.trainer, program)
    await complete(house, rows[0]["id"])
    await house.trainer.client.patch(f"/api/workouts/{rows[1]['id']}", json={"version": 1, "status": "skipped"})
    now = await shown(house, program)
    assert (now["current_week"], now["skipped_workouts"]) == (2, 1)


async def test_a_client_skips_an_own_workout_once(house: House) -> None:
    program = await new_program(house.trainer, document((2, 1)), house.client_id)
    rows = await workouts_of(house.trainer, program)
    url = f"/api/workouts/{rows[0]['id']}/skip"
    skipped = await house.client.client.post(url, json={"version": 1})
    assert (skipped.status_code, skipped.json()["status"], skipped.json()["version"]) == (200, "skipped", 2)
    assert (await house.client.client.post(url, json={"version": 1})).json()["code"] == "workout_version_conflict"


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"scheduled_on": None}, "/scheduled_on"),
        ({"scheduled_on": "2099-01-01"}, "/scheduled_on"),
        ({"status": "completed"}, "/status"),
        ({"document": day("A", new_id())}, "/document/blocks/0/prescriptions/0/exercise_id"),
        ({"document": {**day(), "name": " "}}, "/document/name"),
        (
            {"document": {**day(), "blocks": [straight(load={"kind": "weight", "kg": -1})]}},
            "/document/blocks/0/prescriptions/0/load/kg",
        ),
        ({"bogus": 1}, "/bogus"),
    ],
)
async def test_a_faulty_change_of_a_workout_is_pointed_at(house: House, changes: Json, pointer: str) -> None:
    program = await new_program(house.trainer, document((1,)), house.client_id)
    row = (await workouts_of(house.trainer, program))[0]
    answer = await house.trainer.client.patch(f"/api/workouts/{row['id']}", json={"version": 1, **changes})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_a_completed_workout_can_no_longer_be_changed(house: House) -> None:
    program = await new_program(house.trainer, document((2,)), house.client_id)
    row = (await workouts_of(house.trainer, program))[0]
    await complete(house, row["id"])
    answer = await house.trainer.client.patch(f"/api/workouts/{row['id']}", json={"version": 2, "status": "skipped"})
    assert (answer.status_code, answer.json()["code"]) == (409, "workout_settled")


async def test_the_calendar_shows_a_span_without_cancelled_workouts(house: House) -> None:
    program = await new_program(house.trainer, document((3, 3)), house.client_id)
    url = f"/api/clients/{house.client_id}/calendar"
    span = {"from": str(MONDAY), "to": str(MONDAY + timedelta(days=6))}
    for person in (house.trainer, house.client):
        calendar = (await person.client.get(url, params=span)).json()
        mine = [item for item in calendar["items"] if item["program_id"] == program["id"]]
        assert [item["scheduled_on"] for item in mine] == [str(MONDAY + timedelta(days=offset)) for offset in (0, 2, 4)]
        assert {item["program_name"] for item in mine} == {program["name"]}
        assert "cancelled" not in {item["status"] for item in calendar["items"]}
    long = {"from": str(MONDAY), "to": str(MONDAY + timedelta(days=62))}
    assert (await house.trainer.client.get(url, params=long)).json()["errors"][0]["pointer"] == "/to"
    turned = {"from": str(MONDAY), "to": str(MONDAY - timedelta(days=1))}
    assert (await house.trainer.client.get(url, params=turned)).status_code == 422


async def test_missed_depends_on_the_clients_day_even_when_clocks_change(house: House) -> None:
    # On 25 October 2026 Berlin's day has 25 hours: at 22:30 UTC it is 23:30 there, at 23:30 UTC tomorrow began.
    ana = await add(house.trainer, first_name="Ana", time_zone="Europe/Berlin")
    with clock.at(datetime(2026, 10, 25, 22, 30, tzinfo=UTC)):
        assert str(clock.today("Europe/Berlin")) == "2026-10-25"
    with clock.at(datetime(2026, 10, 25, 23, 30, tzinfo=UTC)):
        assert str(clock.today("Europe/Berlin")) == "2026-10-26"
    far = await add(house.trainer, first_name="Far", time_zone="Pacific/Kiritimati")
    span = {"from": str(MONDAY), "to": str(MONDAY)}
    todays = [
        (await house.trainer.client.get(f"/api/clients/{person['id']}/calendar", params=span)).json()["today"]
        for person in (ana, far)
    ]
    assert todays == [str(clock.today("Europe/Berlin")), str(clock.today("Pacific/Kiritimati"))]


async def test_a_program_cannot_point_into_another_organization(house: House) -> None:
    program = await new_program(house.trainer, document((1,)), house.client_id)
    stranger = await house.stoke.owner()
    attack = text(
        "INSERT INTO program_advances (organization_id, id, program_id, from_phase, from_week, reason, at)"
        " VALUES (:org, gen_random_uuid(), :program, 1, 1, 'trainer', now())"
    )
    with pytest.raises(IntegrityError):
        async with house.stoke.runtime.database.write(stranger.organization_id, stranger.user_id) as session:
            await session.execute(attack, {"org": stranger.organization_id, "program": program["id"]})
