"""Giving programs to clients."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from backend.core import clock
from backend.core.ids import new_id
from tests.clients.conftest import House, add
from tests.support.statements import count_statements
from tests.training.conftest import MONDAY, new_template, workouts_of
from tests.training.documents import Json, document, prescription


def body(*clients: str, **changes: Any) -> Json:
    made = {"client_ids": list(clients), "mode": "dynamic", "start_on": str(MONDAY), "training_days": [1, 4]}
    return {**made, **changes}


async def fresh_client(house: House) -> str:
    return (await add(house.trainer, first_name="Fresh", last_name=new_id().hex[-6:]))["id"]


async def test_each_client_gets_a_program_with_dated_named_workouts(house: House) -> None:
    content = document((2, 3), (1,))
    first = content["phases"][0]["weeks"][0]["days"][0]["blocks"][0]
    first["prescriptions"] = [prescription(load={"kind": "percent_1rm", "percent": 80})]
    made = await new_template(house.trainer, content)
    clients = [await fresh_client(house), await fresh_client(house)]
    answer = await house.trainer.client.post(f"/api/templates/{made['id']}/assign", json=body(*clients))
    assert answer.status_code == 201, answer.text
    assigned = answer.json()
    assert [item["client_id"] for item in assigned["programs"]] == clients
    assert (assigned["workouts_per_client"], assigned["replaced"]) == (6, 0)
    assert assigned["end_on"] == str(MONDAY + timedelta(days=20))
    program = (await house.trainer.client.get(f"/api/programs/{assigned['programs'][1]['id']}")).json()
    assert program["status"] == "scheduled"
    assert (program["current_phase"], program["current_week"]) == (1, 1)
    assert [[week["workouts"] for week in phase["weeks"]] for phase in program["phases"]] == [[2, 3], [1]]
    rows = await workouts_of(house.trainer, program)
    assert [(row["phase"], row["week"], row["day"]) for row in rows] == [
        (1, 1, 1), (1, 1, 2), (1, 2, 1), (1, 2, 2), (1, 2, 3), (2, 1, 1),
    ]  # fmt: skip
    assert [row["scheduled_on"] for row in rows] == [
        str(MONDAY + timedelta(days=offset)) for offset in (0, 3, 7, 8, 10, 14)
    ]
    async with house.stoke.runtime.database.read(house.owner.organization_id) as read:
        stored = await read.scalar(text("SELECT document FROM workouts WHERE id = :id"), {"id": rows[0]["id"]})
    planned = stored["blocks"][0]["prescriptions"][0]
    assert (planned["exercise_name"], planned["measurement"]) == ("Barbell Back Squat", "weight_reps")
    assert planned["load"] == {"kind": "percent_1rm", "percent": 80}
    listed = (await house.trainer.client.get("/api/templates", params={"q": made["name"]})).json()["items"]
    assert listed[0]["times_assigned"] == 2


async def test_two_hundred_clients_take_as_many_statements_as_two(house: House) -> None:
    made = await new_template(house.owner, document((2,)))
    async with house.stoke.runtime.database.write(house.owner.organization_id, house.owner.user_id) as session:
        await session.execute(
            text(
                "INSERT INTO clients (organization_id, id, first_name, trainer_member_id)"
                " SELECT :org, gen_random_uuid(), 'Bulk', :trainer FROM generate_series(1, 200)"
            ),
            {"org": house.owner.organization_id, "trainer": house.owner.member_id},
        )
    async with house.stoke.runtime.database.read(house.owner.organization_id) as read:
        many = [str(id_) for id_ in await read.scalars(text("SELECT id FROM clients WHERE first_name = 'Bulk'"))]
    counts: list[int] = []
    for ids in (many[:2], many):
        with count_statements(house.stoke) as sent:
            answer = await house.owner.client.post(
                f"/api/templates/{made['id']}/assign", json=body(*ids, replace_current=True)
            )
        assert answer.status_code == 201
        counts.append(len(sent))
    # The second time two programs are replaced as well: that costs two statements, however many they are.
    assert counts[1] - counts[0] == 2
    assert answer.json()["replaced"] == 2


async def test_an_archived_an_unseen_and_an_unknown_client_are_pointed_at_and_nobody_gets_a_program(
    house: House,
) -> None:
    made = await new_template(house.trainer)
    good, archived = await fresh_client(house), await fresh_client(house)
    await house.trainer.client.delete(f"/api/clients/{archived}")
    ids = [good, archived, house.other_client_id, str(new_id())]
    answer = await house.trainer.client.post(f"/api/templates/{made['id']}/assign", json=body(*ids))
    assert answer.status_code == 422
    errors = {error["pointer"]: error["message"] for error in answer.json()["errors"]}
    assert set(errors) == {"/client_ids/1", "/client_ids/2", "/client_ids/3"}
    assert "archived" in errors["/client_ids/1"]
    assert errors["/client_ids/2"] == errors["/client_ids/3"]
    assert (await house.trainer.client.get(f"/api/clients/{good}/programs")).json()["items"] == []


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"client_ids": []}, "/client_ids"),
        ({"training_days": []}, "/training_days"),
        ({"training_days": [8]}, "/training_days/0"),
        ({"training_days": [1, 1]}, "/training_days"),
        ({"start_on": str(clock.now().date() - timedelta(days=400))}, "/start_on"),
        ({"start_on": str(clock.now().date() + timedelta(days=800))}, "/start_on"),
        ({"start_on": "2027-02-29"}, "/start_on"),
        ({"mode": "magic"}, "/mode"),
    ],
)
async def test_faulty_input_is_pointed_at(house: House, changes: Json, pointer: str) -> None:
    made = await new_template(house.trainer)
    answer = await house.trainer.client.post(
        f"/api/templates/{made['id']}/assign", json=body(house.client_id, **changes)
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_more_than_500_or_one_client_twice_is_refused(house: House) -> None:
    made = await new_template(house.trainer)
    for ids in ([str(new_id()) for _ in range(501)], [house.client_id] * 2):
        answer = await house.trainer.client.post(f"/api/templates/{made['id']}/assign", json=body(*ids))
        assert answer.json()["errors"][0]["pointer"] == "/client_ids"


async def test_a_template_without_workouts_or_an_archived_one_is_refused(house: House) -> None:
    empty = await new_template(house.trainer, document((0, 0)))
    answer = await house.trainer.client.post(f"/api/templates/{empty['id']}/assign", json=body(house.client_id))
    assert answer.status_code == 422
    await house.trainer.client.delete(f"/api/templates/{empty['id']}")
    answer = await house.trainer.client.post(f"/api/templates/{empty['id']}/assign", json=body(house.client_id))
    assert answer.json()["code"] == "template_archived"


async def test_an_open_program_is_a_conflict_unless_it_is_replaced(house: House) -> None:
    made = await new_template(house.trainer)
    client = await fresh_client(house)
    url = f"/api/templates/{made['id']}/assign"
    old = (await house.trainer.client.post(url, json=body(client))).json()["programs"][0]["id"]
    conflict = await house.trainer.client.post(url, json=body(await fresh_client(house), client))
    assert (conflict.status_code, conflict.json()["code"]) == (409, "open_program")
    assert conflict.json()["errors"][0]["pointer"] == "/client_ids/1"
    assert [item["id"] for item in conflict.json()["clients"]] == [client]
    replaced = await house.trainer.client.post(url, json=body(client, replace_current=True, name="Second"))
    assert replaced.json()["replaced"] == 1
    programs = (await house.trainer.client.get(f"/api/clients/{client}/programs")).json()["items"]
    assert [(item["name"], item["status"]) for item in programs] == [
        ("Second", "scheduled"),
        (made["name"], "cancelled"),
    ]
    assert {row["status"] for row in await workouts_of(house.trainer, {"id": old})} == {"cancelled"}


async def test_of_several_who_assign_at_once_one_wins(house: House) -> None:
    made = await new_template(house.trainer)
    client = await fresh_client(house)
    url = f"/api/templates/{made['id']}/assign"
    answers = await asyncio.gather(*(house.trainer.client.post(url, json=body(client)) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_a_repeat_with_the_same_key_gets_the_first_answer(house: House) -> None:
    made = await new_template(house.trainer)
    client = await fresh_client(house)
    key = {"Idempotency-Key": new_id().hex}
    url = f"/api/templates/{made['id']}/assign"
    first = await house.trainer.client.post(url, json=body(client), headers=key)
    again = await house.trainer.client.post(url, json=body(client), headers=key)
    assert (again.status_code, again.json()) == (201, first.json())
    assert len((await house.trainer.client.get(f"/api/clients/{client}/programs")).json()["items"]) == 1


async def test_each_program_is_told_to_the_trainer_and_the_client(house: House) -> None:
    made = await new_template(house.trainer)
    url = f"/api/templates/{made['id']}/assign"
    answer = await house.trainer.client.post(url, json=body(house.client_id, replace_current=True))
    program_id = answer.json()["programs"][0]["id"]
    async with house.stoke.runtime.database.read(house.owner.organization_id) as read:
        topics = await read.scalar(
            text(
                "SELECT topics FROM outbox_events"
                " WHERE name = 'training.program_assigned' AND payload ->> 'program_id' = :id"
            ),
            {"id": program_id},
        )
    assert set(topics) == {"staff:all", f"member:{house.trainer.member_id}", f"member:{house.client.member_id}"}
