"""The audit log as people read it: names, differences, filters, pages, and what is withheld from whom."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.core import clock
from backend.core.audit import action, destroy_key, record
from backend.core.ids import new_id
from tests.audit.conftest import House, entries
from tests.support.statements import count_statements
from tests.support.stoke import Person

MOVED = action("tests.moved", "moved something")
RARE = action("tests_rare.done", "did something rare")


async def done(house: House, person: Person, what: Any = MOVED, **about: Any) -> None:
    """A deed of somebody."""
    async with house.stoke.runtime.database.write(person.organization_id, person.user_id) as session:
        record(session, what, **about)


async def new_client(house: House, **fields: Any) -> UUID:
    answer = await house.owner.client.post("/api/clients", json=fields)
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["id"])


async def test_a_deed_is_shown_with_who_what_whom_and_the_difference(house: House) -> None:
    client_id = await new_client(house, first_name="Ada", last_name="Byron")
    await done(
        house,
        house.owner,
        subject=("client", client_id),
        person_id=client_id,
        changes={"status": ["active", "paused"]},
        facts={"rows": 3, "methods": ["password", "totp"]},
        personal={"last_name": ["Byron", "Lovelace"]},
        health=("health_note",),
    )
    entry = (await entries(house.owner, action="tests.moved"))[0]
    assert entry["text"] == "moved something"
    assert entry["actor"] | {"name": "Nora Berg", "kind": "person"} == entry["actor"]
    assert entry["subject"] == {"kind": "client", "id": str(client_id), "name": "Ada Byron"}
    assert entry["person"] == {"id": str(client_id), "name": "Ada Byron"}
    assert {change["field"]: (change["before"], change["after"]) for change in entry["changes"]} == {
        "status": ("active", "paused"),
        "last_name": ("Byron", "Lovelace"),
    }
    assert entry["facts"] == {"rows": 3, "methods": ["password", "totp"]}
    assert (entry["health_fields"], entry["withheld"]) == (["health_note"], None)

    async with house.stoke.runtime.database.write(house.owner.organization_id) as session:
        await destroy_key(session, client_id)
    entry = (await entries(house.owner, action="tests.moved"))[0]
    assert [change["field"] for change in entry["changes"]] == ["status"]
    assert entry["withheld"] == "erased"


async def test_filters_by_who_what_whom_and_when(house: House) -> None:
    subject, person = new_id(), new_id()
    before = clock.now()
    await done(house, house.trainer, subject=("thing", subject), person_id=person)
    await done(house, house.owner, RARE, subject=("thing", subject))
    after = clock.now() + timedelta(milliseconds=2)

    async def found(**params: Any) -> list[str]:
        return [entry["action"] for entry in await entries(house.owner, subject=str(subject), **params)]

    assert await found() == ["tests_rare.done", "tests.moved"]
    assert await found(member=str(house.trainer.member_id)) == ["tests.moved"]
    assert await found(action="tests_rare.done") == ["tests_rare.done"]
    assert await found(action=["tests", "tests_rare"]) == ["tests_rare.done", "tests.moved"]
    assert await found(person=str(person)) == ["tests.moved"]
    assert await found(since=before.isoformat(), until=after.isoformat()) == ["tests_rare.done", "tests.moved"]
    assert await found(until=(before - timedelta(seconds=1)).isoformat()) == []
    assert await found(since=(after + timedelta(hours=1)).isoformat()) == []
    assert await found(since="1901-01-01T00:00:00Z", until="9999-12-31T23:00:00Z") == ["tests_rare.done", "tests.moved"]
    assert await found(member=str(new_id())) == []


async def test_whom_finds_a_member_by_account_membership_and_person(house: House) -> None:
    trainer = house.other_trainer
    await done(house, house.owner, RARE, subject=("member", trainer.member_id))
    await done(house, house.owner, RARE, subject=("user", trainer.user_id))
    await done(house, house.owner, RARE, person_id=trainer.user_id)
    await done(house, trainer, RARE)
    found = await entries(house.owner, person=str(trainer.member_id), action="tests_rare")
    assert len(found) == 3
    assert {entry["subject"] and entry["subject"]["name"] for entry in found} == {"Olga Other", None}


@pytest.mark.parametrize(
    "params",
    [
        {"action": "clients.nonsense"},
        {"action": "client"},
        {"member": "me"},
        {"since": "yesterday"},
        {"since": "2026-03-02T10:00:00"},
        {"since": "2026-03-02T10:00:00Z", "until": "2026-03-02T10:00:00Z"},
        {"cursor": "bm90IG9uZQ"},
        {"limit": "0"},
        {"limit": "101"},
    ],
)
async def test_bad_questions_are_refused(house: House, params: dict[str, str]) -> None:
    answer = await house.owner.client.get("/api/audit", params=params)
    assert answer.status_code == 422, answer.text


@pytest.mark.parametrize("params", [{}, {"action": ["tests", "tests_rare"]}])
async def test_pages_follow_each_other_and_cost_the_same(house: House, params: dict[str, Any]) -> None:
    subject = new_id()
    for number in range(7):
        await done(house, house.owner, RARE if number % 3 else MOVED, subject=("thing", subject), facts={"n": number})
    question = {"subject": str(subject), **params}
    seen: list[int] = []
    cursor: str | None = None
    counts: set[int] = set()
    while True:
        with count_statements(house.stoke) as sent:
            answer = await house.owner.client.get(
                "/api/audit", params={**question, "limit": 3, **({"cursor": cursor} if cursor else {})}
            )
        counts.add(len(sent))
        seen += [entry["facts"]["n"] for entry in answer.json()["items"]]
        cursor = answer.json()["next_cursor"]
        if cursor is None:
            break
    assert seen == [6, 5, 4, 3, 2, 1, 0]
    assert counts == {2}  # the page, and the names of those who did it


async def test_who_may_not_see_clients_reads_no_names_and_no_values_of_them(house: House) -> None:
    client_id = await new_client(house, first_name="Secret", last_name="Person")
    await done(
        house, house.owner, subject=("client", client_id), person_id=client_id, personal={"email": [None, "s@x.test"]}
    )
    auditor = await custom(house, {"audit:read": "all", "organization:read": "all"})
    answer = await auditor.client.get("/api/audit", params={"person": str(client_id)})
    assert answer.status_code == 200, answer.text
    entry = answer.json()["items"][0]
    assert (entry["withheld"], entry["changes"], entry["subject"]["name"]) == ("role", [], None)
    assert "Secret" not in answer.text
    assert "s@x.test" not in answer.text


async def custom(house: House, permissions: dict[str, str]) -> Person:
    """The other trainer, from now on in a role of the studio's own."""
    import orjson
    from sqlalchemy import text

    person = house.other_trainer
    role_id = new_id()
    async with house.stoke.runtime.database.write(person.organization_id) as session:
        await session.execute(
            text(
                "INSERT INTO roles (organization_id, id, name, permissions)"
                " VALUES (:org, :id, 'Auditor', CAST(:permissions AS jsonb))"
            ),
            {"org": person.organization_id, "id": role_id, "permissions": orjson.dumps(permissions).decode()},
        )
        await session.execute(
            text("UPDATE members SET role = 'custom', role_id = :role WHERE organization_id = :org AND id = :id"),
            {"org": person.organization_id, "role": role_id, "id": person.member_id},
        )
    house.stoke.forget_access()
    return person


async def test_the_actions_are_listed_for_filters(house: House) -> None:
    items = (await house.owner.client.get("/api/audit/actions")).json()["items"]
    named = {item["name"]: item for item in items}
    assert named["clients.changed"] == {"name": "clients.changed", "group": "clients", "text": "changed a client"}
    assert [item["name"] for item in items] == sorted(named)
