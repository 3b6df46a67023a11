"""Handing a studio over: offered, accepted, declined, withdrawn, and never in pieces."""

import asyncio

import pytest
from sqlalchemy import update

from backend.core import clock
from backend.domains.organizations.models import OwnershipTransfer
from backend.domains.organizations.offers import VOIDED
from tests.organizations.studios import client_of, join, staff
from tests.support.stoke import Person, Stoke

PATH = "/api/organization/transfer"


async def offer(owner: Person, to: Person) -> None:
    answer = await owner.client.post(PATH, json={"member_id": str(to.member_id)})
    assert answer.status_code == 201, answer.text


async def role_of(stoke: Stoke, person: Person) -> str:
    stoke.forget_access()
    return str((await person.client.get("/api/auth/me")).json()["role"])


async def test_the_studio_is_handed_over_when_the_other_accepts(stoke: Stoke) -> None:
    owner = await stoke.owner()
    trainer = await staff(stoke, owner)
    await offer(owner, trainer)
    await stoke.settle()

    seen = (await trainer.client.get(PATH)).json()["items"]
    before = await role_of(stoke, owner), await role_of(stoke, trainer)
    accepted = await trainer.client.post(f"{PATH}/accept")
    await stoke.settle()

    assert [row["mine"] for row in seen] == ["to_answer"]
    assert "hand North Barbell over to you" in stoke.mails.last_to(trainer.email).subject
    assert before == ("owner", "trainer")
    assert accepted.status_code == 204, accepted.text
    assert (await role_of(stoke, owner), await role_of(stoke, trainer)) == ("admin", "owner")
    assert "belongs to Trainer now" in stoke.mails.last_to(owner.email).subject
    assert (await trainer.client.get(PATH)).json()["items"] == []
    assert (await owner.client.post("/api/organization/leave")).status_code == 204


async def test_an_offer_is_answered_by_whom_it_is_made_to_alone(stoke: Stoke) -> None:
    owner = await stoke.owner()
    trainer, other, client = (
        await staff(stoke, owner),
        await staff(stoke, owner, "admin"),
        await client_of(stoke, owner),
    )
    await offer(owner, trainer)

    for person in (other, client, owner):
        for answer in ("accept", "decline"):
            refused = await person.client.post(f"{PATH}/{answer}")
            assert (refused.status_code, refused.json()["code"]) == (410, "no_transfer")
    for person in (other, client):
        assert (await person.client.get(PATH)).json()["items"] == []
        assert (await person.client.delete(PATH)).status_code == 403
        mine = await person.client.post(PATH, json={"member_id": str(person.member_id)})
        assert mine.status_code == 403
    async with stoke.client() as nobody:
        assert (await nobody.post(f"{PATH}/accept")).status_code == 401
    assert await role_of(stoke, trainer) == "trainer"


async def test_an_offer_is_declined_and_another_is_made_and_withdrawn(stoke: Stoke) -> None:
    owner = await stoke.owner()
    first, second = await staff(stoke, owner), await staff(stoke, owner, "admin")
    await offer(owner, first)

    open_one = await owner.client.post(PATH, json={"member_id": str(second.member_id)})
    assert (open_one.status_code, open_one.json()["code"]) == (409, "transfer_open")
    assert (await first.client.post(f"{PATH}/decline")).status_code == 204
    await offer(owner, second)
    assert (await owner.client.delete(PATH)).status_code == 204
    late = await second.client.post(f"{PATH}/accept")
    assert (late.status_code, late.json()["code"]) == (410, "no_transfer")


async def test_an_offer_runs_out_and_makes_room(stoke: Stoke) -> None:
    owner = await stoke.owner()
    trainer = await staff(stoke, owner)
    await offer(owner, trainer)

    async with stoke.runtime.database.write(owner.organization_id) as session:
        await session.execute(update(OwnershipTransfer).values(expires_at=clock.now()))

    assert (await trainer.client.post(f"{PATH}/accept")).status_code == 410
    await offer(owner, trainer)
    assert (await trainer.client.post(f"{PATH}/accept")).status_code == 204


async def test_clients_owners_and_strangers_cannot_be_handed_the_studio(stoke: Stoke) -> None:
    owner, stranger = await stoke.owner(), await stoke.owner()
    client = await client_of(stoke, owner)

    for person, status in ((client, 409), (owner, 409), (stranger, 404)):
        answer = await owner.client.post(PATH, json={"member_id": str(person.member_id)})
        assert answer.status_code == status, answer.text


async def test_whoever_left_owns_nothing(stoke: Stoke) -> None:
    owner = await stoke.owner()
    trainer = await staff(stoke, owner)
    await offer(owner, trainer)
    await trainer.client.post("/api/organization/leave")

    assert (await owner.client.get(PATH)).json()["items"] == []


async def invited_again(stoke: Stoke, owner: Person, person: Person, role: str) -> Person:
    answer = await owner.client.post("/api/members", json={"name": "Back", "email": person.email, "role": role})
    assert answer.status_code == 201, answer.text
    return await join(stoke, person.email)


async def done(person: Person, method: str, path: str, **body: str) -> None:
    answer = await person.client.request(method, f"/api/{path}", json=body or None)
    assert answer.is_success, answer.text


async def voided(owner: Person) -> int:
    """How often the log says that an offer became void."""
    answer = await owner.client.get("/api/audit", params={"action": VOIDED.name})
    return len(answer.json()["items"])


async def second_owner(stoke: Stoke, owner: Person) -> Person:
    second = await staff(stoke, owner, "admin")
    await done(owner, "POST", f"members/{second.member_id}/role", role="owner")
    stoke.forget_access()
    return second


async def test_who_was_removed_and_came_back_is_offered_nothing(stoke: Stoke) -> None:
    owner = await stoke.owner()
    amy, other = await staff(stoke, owner, "admin"), await staff(stoke, owner)
    await offer(owner, amy)
    await done(owner, "DELETE", f"members/{amy.member_id}")

    shown = (await owner.client.get(PATH)).json()["items"]
    back = await invited_again(stoke, owner, amy, "assistant")
    late = await back.client.post(f"{PATH}/accept")

    assert shown == []
    assert back.member_id == amy.member_id
    assert (late.status_code, late.json()["code"]) == (410, "no_transfer")
    assert (await back.client.get(PATH)).json()["items"] == []
    assert await role_of(stoke, back) == "assistant"
    assert await voided(owner) == 1
    await offer(owner, other)


async def test_an_offer_from_before_somebody_came_is_not_theirs(stoke: Stoke) -> None:
    """Also one that a version before this left open."""
    owner = await stoke.owner()
    amy = await staff(stoke, owner, "admin")
    await offer(owner, amy)
    await done(owner, "DELETE", f"members/{amy.member_id}")
    back = await invited_again(stoke, owner, amy, "assistant")
    async with stoke.runtime.database.write(owner.organization_id) as session:
        await session.execute(update(OwnershipTransfer).values(state="open"))

    assert (await back.client.post(f"{PATH}/accept")).status_code == 410


@pytest.mark.parametrize(
    ("path", "undone"),
    [
        ("members/{taker}/suspend", "members/{taker}/reinstate"),
        ("members/{taker}/role assistant", "members/{taker}/role trainer"),
        ("members/{giver}/suspend", "members/{giver}/reinstate"),
        ("members/{giver}/role admin", "members/{giver}/role owner"),
    ],
)
async def test_what_changes_one_of_the_two_ends_the_offer_for_good(stoke: Stoke, path: str, undone: str) -> None:
    owner = await stoke.owner()
    jonas, second = await staff(stoke, owner), await second_owner(stoke, owner)
    await offer(owner, jonas)

    for step in (path, undone):
        place, _, role = step.format(taker=jonas.member_id, giver=owner.member_id).partition(" ")
        await done(second, "POST", place, **({"role": role} if role else {}))
    stoke.forget_access()

    assert (await owner.client.get(PATH)).json()["items"] == []
    assert (await jonas.client.post(f"{PATH}/accept")).status_code == 410
    assert await voided(second) == 1
    await offer(second, jonas)


async def test_what_concerns_others_leaves_the_offer(stoke: Stoke) -> None:
    owner = await stoke.owner()
    jonas, other = await staff(stoke, owner), await staff(stoke, owner)
    await offer(owner, jonas)

    await done(owner, "POST", f"members/{other.member_id}/role", role="assistant")
    await done(owner, "DELETE", f"members/{other.member_id}")
    await done(owner, "POST", f"members/{jonas.member_id}/role", role="trainer")

    assert await voided(owner) == 0
    assert (await jonas.client.post(f"{PATH}/accept")).status_code == 204


@pytest.mark.parametrize("_again", range(3))
async def test_accepting_and_being_removed_at_once_do_one_of_the_two(stoke: Stoke, _again: int) -> None:
    owner = await stoke.owner()
    jonas = await staff(stoke, owner)
    await offer(owner, jonas)

    accepted, removed = await asyncio.gather(
        jonas.client.post(f"{PATH}/accept"), owner.client.delete(f"/api/members/{jonas.member_id}")
    )

    taken = accepted.status_code == 204
    assert taken != (removed.status_code == 204), (accepted.text, removed.text)
    stoke.forget_access()
    assert await role_of(stoke, owner) == ("admin" if taken else "owner")


async def test_of_two_owners_who_leave_at_once_one_stays(stoke: Stoke) -> None:
    first = await stoke.owner()
    second = await staff(stoke, first, "admin")
    given = await first.client.post(f"/api/members/{second.member_id}/role", json={"role": "owner"})
    assert given.status_code == 200, given.text
    stoke.forget_access()

    answers = await asyncio.gather(*(one.client.post("/api/organization/leave") for one in (first, second)))

    assert sorted(answer.status_code for answer in answers) == [204, 409]


async def test_accepting_and_withdrawing_at_once_do_one_of_the_two(stoke: Stoke) -> None:
    owner = await stoke.owner()
    trainer = await staff(stoke, owner)
    await offer(owner, trainer)

    accepted, withdrawn = await asyncio.gather(trainer.client.post(f"{PATH}/accept"), owner.client.delete(PATH))

    taken = accepted.status_code == 204
    assert taken != (withdrawn.status_code == 204)
    assert await role_of(stoke, trainer) == ("owner" if taken else "trainer")
