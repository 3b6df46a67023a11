"""All clients of one trainer to another: at once, told to whom it concerns, and whatever their number."""

import httpx
from sqlalchemy import text

from backend.core.ids import new_id
from tests.audit.conftest import entries
from tests.clients.conftest import House, add, add_trainer, house
from tests.support.statements import count_statements
from tests.support.stoke import Person

__all__ = ["house"]


async def give(person: Person, before: object, after: object) -> httpx.Response:
    form = {"from_member_id": str(before), "to_member_id": str(after)}
    return await person.client.post("/api/clients/hand-over", json=form)


async def counts(person: Person, trainer: object) -> dict[str, int]:
    answer = await person.client.get("/api/clients/counts", params={"trainer": str(trainer)})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def leaving(house: House, clients: int) -> tuple[Person, list[str]]:
    """A trainer with so many clients, the first of them archived."""
    person = await add_trainer(house.stoke, house.owner, "Lea Leaving")
    ids = [(await add(person))["id"] for _ in range(clients)]
    assert (await person.client.delete(f"/api/clients/{ids[0]}")).status_code == 200
    return person, ids


async def test_every_client_of_a_trainer_who_was_removed_gets_another(house: House) -> None:
    person, ids = await leaving(house, 3)
    before = await counts(house.owner, house.trainer.member_id)
    assert await counts(house.owner, person.member_id) == {"active": 2, "paused": 0, "inactive": 0, "archived": 1}
    assert (await house.owner.client.delete(f"/api/members/{person.member_id}")).status_code == 204
    answer = await give(house.owner, person.member_id, house.trainer.member_id)
    assert (answer.status_code, answer.json()) == (200, {"count": 3})

    after = await counts(house.owner, house.trainer.member_id)
    assert (after["active"] - before["active"], after["archived"] - before["archived"]) == (2, 1)
    for client_id in ids:
        seen = await house.trainer.client.get(f"/api/clients/{client_id}")
        assert seen.json()["trainer"]["member_id"] == str(house.trainer.member_id), seen.text
    assert (await give(house.owner, person.member_id, house.trainer.member_id)).json() == {"count": 0}


async def test_each_client_has_it_in_the_log_and_open_pages_are_told_once(house: House) -> None:
    person, ids = await leaving(house, 2)
    assert (await give(house.owner, person.member_id, house.trainer.member_id)).status_code == 200
    for client_id in ids:
        newest = (await entries(house.owner, subject=client_id))[0]
        assert newest["action"] == "clients.handed_over"
        assert newest["person"]["id"] == client_id
        pair = {"before": str(person.member_id), "after": str(house.trainer.member_id)}
        assert newest["changes"] == [{"field": "trainer_member_id", **pair}]
    async with house.stoke.runtime.database.read(house.owner.organization_id) as read:
        topics = await read.scalars(
            text(
                "SELECT topics FROM outbox_events"
                " WHERE name = 'clients.handed_over' AND payload ->> 'from_member_id' = :m"
            ),
            {"m": str(person.member_id)},
        )
    assert topics == [["staff:all", f"member:{person.member_id}", f"member:{house.trainer.member_id}"]]


async def test_many_take_no_more_statements_than_one(house: House) -> None:
    sent: list[int] = []
    for clients in (1, 12):
        person, _ = await leaving(house, clients)
        with count_statements(house.stoke) as statements:
            answer = await give(house.owner, person.member_id, house.trainer.member_id)
        assert answer.json() == {"count": clients}
        sent.append(len(statements))
    assert sent[0] == sent[1]


async def test_only_who_may_change_every_client_may(house: House) -> None:
    for person in (house.trainer, house.client):
        answer = await give(person, house.other_trainer.member_id, house.trainer.member_id)
        assert answer.status_code == 403, answer.text
    stranger = await house.stoke.owner()
    answer = await give(stranger, house.trainer.member_id, stranger.member_id)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/from_member_id"]
    async with house.stoke.client() as nobody:
        assert (await nobody.post("/api/clients/hand-over", json={})).status_code == 401
    assert (await counts(house.owner, house.other_trainer.member_id))["active"] == 1


async def test_the_field_that_is_wrong_is_named(house: House) -> None:
    person, _ = await leaving(house, 1)
    suspended = await add_trainer(house.stoke, house.owner, "Sven Suspended")
    assert (await house.owner.client.post(f"/api/members/{suspended.member_id}/suspend")).status_code == 200
    mine = house.trainer.member_id
    for before, after, pointer in (
        (person.member_id, person.member_id, "/to_member_id"),
        (person.member_id, suspended.member_id, "/to_member_id"),
        (person.member_id, house.client.member_id, "/to_member_id"),
        (person.member_id, new_id(), "/to_member_id"),
        (new_id(), mine, "/from_member_id"),
        (house.client.member_id, mine, "/from_member_id"),
    ):
        answer = await give(house.owner, before, after)
        assert answer.status_code == 422, answer.text
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
