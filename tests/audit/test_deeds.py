"""What people do is in the log, with its difference; what changes nothing is not; health is named and never shown."""

from datetime import UTC, datetime
from typing import Any

from tests.audit.conftest import House, address, entries
from tests.support.statements import count_statements
from tests.training.conftest import MONDAY, new_template
from tests.training.documents import document
from tests.training.test_templates import put
from tests.workouts.conftest import new_client
from tests.workouts.phone import Phone, exercise, lift

BEGAN = datetime(2026, 3, 2, 17, tzinfo=UTC)


async def of_client(house: House, client_id: str) -> list[dict[str, Any]]:
    return await entries(house.owner, person=client_id)


async def test_a_client_is_added_changed_archived_and_brought_back(house: House) -> None:
    form = {"first_name": "Ida", "email": address(), "goal": "10 km", "notes": "fears lifts", "health_note": "asthma"}
    made = (await house.owner.client.post("/api/clients", json=form)).json()
    whole = {**form, "first_name": "Ida", "trainer_member_id": str(house.owner.member_id)}
    for method, body in (
        ("PUT", whole),  # the same again: no deed
        ("PATCH", {"last_name": "Vale", "health_note": "asthma, mild"}),
        ("PATCH", {"trainer_member_id": str(house.trainer.member_id)}),
    ):
        answer = await house.owner.client.request(method, f"/api/clients/{made['id']}", json=body)
        assert answer.status_code == 200, answer.text
    await house.owner.client.delete(f"/api/clients/{made['id']}")
    await house.owner.client.delete(f"/api/clients/{made['id']}")
    await house.owner.client.post(f"/api/clients/{made['id']}/restore")

    told = await of_client(house, made["id"])
    assert [entry["action"] for entry in told] == [
        "clients.restored",
        "clients.archived",
        "clients.changed",
        "clients.changed",
        "clients.created",
    ]
    restored, _, handed_over, changed, created = told
    assert restored["changes"] == [{"field": "status", "before": "archived", "after": "active"}]
    assert handed_over["changes"][0]["after"] == str(house.trainer.member_id)
    assert [(each["field"], each["before"], each["after"]) for each in changed["changes"]] == [
        ("last_name", "", "Vale")
    ]
    assert changed["health_fields"] == ["health_note"]
    assert {each["field"]: each["after"] for each in created["changes"]}["goal"] == "10 km"
    assert created["health_fields"] == ["health_note", "notes"]
    assert "asthma" not in str(told)
    assert "fears" not in str(told)


async def test_an_invitation_from_its_sending_to_its_taking_up(house: House) -> None:
    told = await of_client(house, house.client_id)
    accepted, done = told[:2], told[2:]
    assert [entry["action"] for entry in accepted] == ["privacy.consent_given"] * 2
    assert [entry["action"] for entry in done][:2] == ["clients.invited", "clients.created"]
    joined = (await entries(house.owner, action="members.joined"))[0]
    assert joined["actor"]["user_id"] == str(house.client.user_id)
    assert joined["person"]["name"] == "Mia Mine"


async def test_the_studio_its_people_and_their_photos(house: House) -> None:
    for _ in range(2):
        await house.owner.client.patch("/api/organization", json={"name": "South Barbell", "units": "imperial"})
    changed = await entries(house.owner, action="organization.changed")
    assert [[each["field"] for each in entry["changes"]] for entry in changed] == [["name", "units"]]
    assert changed[0]["subject"]["name"] == "South Barbell"
    await house.owner.client.delete("/api/auth/me/photo")
    removed = (await entries(house.owner, action="members.photo_removed"))[0]
    assert removed["subject"]["id"] == str(house.owner.member_id)


async def test_templates_and_programs(house: House) -> None:
    made = await new_template(house.owner, document((2, 1)))
    await house.owner.client.put(f"/api/templates/{made['id']}", json=put(made, name="Strong"))
    changed = (await entries(house.owner, subject=made["id"]))[0]
    assert (changed["action"], changed["subject"]["name"]) == ("templates.changed", "Strong")
    assert changed["changes"] == [{"field": "version", "before": 1, "after": 2}]

    client = (await house.owner.client.post("/api/clients", json={"first_name": "Pia"})).json()["id"]
    plan = {"client_ids": [client], "start_on": str(MONDAY), "training_days": [1, 3], "mode": "static"}
    answer = await house.owner.client.post(f"/api/templates/{made['id']}/assign", json=plan)
    assert answer.status_code == 201, answer.text
    program = answer.json()["programs"][0]["id"]
    move = {"action": "advance_week", "version": 1}
    assert (await house.owner.client.put(f"/api/programs/{program}", json=move)).status_code == 200
    told = await entries(house.owner, subject=program)
    assert [entry["action"] for entry in told] == ["programs.moved", "programs.assigned"]
    assert told[0]["changes"] == [{"field": "week", "before": 1, "after": 2}]
    assert told[1]["facts"]["template_id"] == made["id"]
    assert {entry["person"]["name"] for entry in told} == {"Pia"}


async def test_a_workout_is_two_deeds_and_its_sets_are_none(house: House) -> None:
    person, client_id = await new_client(house.stoke, house.trainer)
    phone = Phone(person)
    session = await phone.start(BEGAN)
    log = exercise()
    with count_statements(house.stoke) as sent:
        await phone.send(session["id"], [log], [lift(log, 5, 100)])
    assert not [statement for statement in sent if "audit_entries" in statement]
    await phone.finish(session)
    told = await entries(house.owner, subject=session["id"])
    assert [entry["action"] for entry in told] == ["workouts.finished", "workouts.started"]
    assert {entry["person"]["id"] for entry in told} == {client_id}

    await phone.send(session["id"], [], [lift(log, 6, 100, number=2)])
    assert len(await entries(house.owner, subject=session["id"])) == 2  # their own correction
    await Phone(house.trainer).send(session["id"], [], [lift(log, 7, 100, number=3)])
    corrected = (await entries(house.owner, subject=session["id"]))[0]
    assert (corrected["action"], corrected["health_fields"]) == ("workouts.corrected", ["sets"])
    assert corrected["actor"]["name"] == "Theo Trainer"


async def test_giving_a_program_to_many_takes_as_many_statements_as_to_one(house: House) -> None:
    made = await new_template(house.owner, document((1,)))
    people = [(await house.owner.client.post("/api/clients", json={"first_name": "N"})).json()["id"] for _ in range(9)]
    counts: list[int] = []
    for ids in (people[:1], people[1:]):
        plan = {"client_ids": ids, "start_on": str(MONDAY), "training_days": [1], "mode": "static"}
        with count_statements(house.stoke) as sent:
            answer = await house.owner.client.post(f"/api/templates/{made['id']}/assign", json=plan)
        assert answer.status_code == 201, answer.text
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert [(await of_client(house, client))[0]["action"] for client in people] == ["programs.assigned"] * 9
