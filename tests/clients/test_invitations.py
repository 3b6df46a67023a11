"""Letting clients sign in."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from backend.core import clock
from tests.clients.conftest import House, accept, add, address
from tests.support.stoke import PASSWORD


async def _open(house: House, email: str) -> bool:
    """Whether the link mailed last to an address works."""
    await house.stoke.settle()
    async with house.stoke.client() as browser:
        answer = await browser.get(f"/api/invitations/{house.stoke.mails.link_to(email)}")
    assert answer.status_code in {200, 410}
    return answer.status_code == 200


async def test_from_invitation_to_the_clients_own_record(house: House) -> None:
    email = address()
    made = await add(house.trainer, first_name="Lea", last_name="Roth", email=email)
    path = f"/api/clients/{made['id']}"

    invited = await house.trainer.client.post(f"{path}/invite")
    assert invited.status_code == 202
    assert invited.json()["access"] == "invited"
    assert invited.json()["invitation"]["email"] == email
    await house.stoke.settle()
    assert "Hello Lea Roth" in house.stoke.mails.last_to(email).text
    client = await accept(house.stoke, email)

    assert client.me["role"] == "client"
    after = (await house.trainer.client.get(path)).json()
    assert (after["access"], after["invitation"]) == ("active", None)
    own = (await client.client.get("/api/clients")).json()["items"]
    assert [row["id"] for row in own] == [made["id"]]
    for answer in (
        await house.trainer.client.post(f"{path}/invite"),
        await house.trainer.client.delete(f"{path}/invite"),
    ):
        assert answer.json()["code"] == "client_has_access"


async def test_a_second_invitation_replaces_the_first_and_a_revoked_one_is_spent(house: House) -> None:
    email = address()
    made = await add(house.trainer, email=email)
    path = f"/api/clients/{made['id']}/invite"
    await house.trainer.client.post(path)
    await house.stoke.settle()
    first = house.stoke.mails.link_to(email)

    await house.trainer.client.post(path)
    assert await _open(house, email)
    async with house.stoke.client() as browser:
        assert (await browser.get(f"/api/invitations/{first}")).status_code == 410

    for _ in range(2):
        revoked = await house.trainer.client.delete(path)
        assert (revoked.json()["access"], revoked.json()["invitation"]) == ("none", None)
    assert not await _open(house, email)
    async with house.stoke.client() as browser:
        spent = await browser.post(
            f"/api/invitations/{house.stoke.mails.link_to(email)}/accept", json={"password": PASSWORD}
        )
    assert spent.status_code == 410
    assert (await house.trainer.client.post(path)).json()["access"] == "invited"
    assert await _open(house, email)


@pytest.mark.parametrize("change", ["email", "archive"])
async def test_a_new_address_or_the_archive_withdraws_the_invitation(house: House, change: str) -> None:
    email = address()
    made = await add(house.trainer, email=email)
    path = f"/api/clients/{made['id']}"
    await house.trainer.client.post(f"{path}/invite")
    same = await house.trainer.client.patch(path, json={"email": email.upper(), "goal": "x"})
    assert same.json()["access"] == "invited"
    assert await _open(house, email)

    if change == "email":
        after = await house.trainer.client.patch(path, json={"email": address()})
    else:
        after = await house.trainer.client.delete(path)
        assert (await house.trainer.client.post(f"{path}/invite")).json()["code"] == "client_archived"
    assert (after.json()["access"], after.json()["invitation"]) == ("none", None)
    assert not await _open(house, email)


async def test_an_invitation_that_ran_out_says_when(house: House) -> None:
    email = address()
    made = await add(house.trainer, email=email)
    await house.trainer.client.post(f"/api/clients/{made['id']}/invite")
    with clock.at(clock.now() + timedelta(days=15)):
        assert not await _open(house, email)
    record = (await house.trainer.client.get(f"/api/clients/{made['id']}")).json()
    assert record["invitation"]["expires_at"] > clock.now().isoformat()


async def test_events_tell_staff_trainer_and_client(house: House) -> None:
    email = address()
    made = await add(house.trainer, email=email)
    path = f"/api/clients/{made['id']}"
    await house.trainer.client.post(f"{path}/invite")
    client = await accept(house.stoke, email)
    other = str(house.other_trainer.member_id)
    await house.owner.client.patch(path, json={"trainer_member_id": other})
    await house.owner.client.delete(path)
    await house.owner.client.post(f"{path}/restore")
    statement = text(
        "SELECT name, topics, payload FROM outbox_events WHERE payload->>'client_id' = :id ORDER BY id"
    ).bindparams(id=made["id"])
    async with house.stoke.runtime.database.read(house.owner.organization_id) as read:
        rows = await read.all(statement)

    trainer, own = f"member:{house.trainer.member_id}", f"member:{client.member_id}"
    assert [(row["name"], set(row["topics"])) for row in rows] == [
        ("clients.created", {"staff:all", trainer}),
        ("clients.invited", {"staff:all", trainer, own}),
        ("clients.updated", {"staff:all", trainer, own}),
        ("clients.updated", {"staff:all", trainer, own, f"member:{other}"}),
        ("clients.archived", {"staff:all", f"member:{other}", own}),
        ("clients.restored", {"staff:all", f"member:{other}", own}),
    ]
    assert email not in str(rows)
