"""Deeds on accounts belong to no studio; each studio of the person has them in its log, and nobody else."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from backend.core.audit import action, destroy_key, record
from backend.core.ids import PLATFORM, new_id
from backend.domains.audit.service import accounts
from backend.domains.organizations import service as organizations
from tests.audit.conftest import House, entries
from tests.support.stoke import PASSWORD, Person, Stoke

DONE = action("tests_accounts.done", "did something to an account")


async def on_account(stoke: Stoke, user_id: UUID, **about: Any) -> None:
    async with stoke.runtime.database.write(PLATFORM) as session:
        record(session, DONE, subject=("user", user_id), **about)
    await stoke.settle()


async def told(reader: Person, whom: Person) -> list[dict[str, Any]]:
    return await entries(reader, action="tests_accounts.done", person=str(whom.member_id))


async def works_at(stoke: Stoke, owner: Person, user_id: UUID) -> UUID:
    """A person of one studio works in another one, too."""
    async with stoke.runtime.database.write(owner.organization_id, owner.user_id) as session:
        return await organizations.add_member(session, user_id=user_id, role="trainer", name="Both", email=None)


async def test_each_studio_of_the_person_is_shown_the_deed_under_a_key_of_its_own(house: House, stoke: Stoke) -> None:
    other, stranger = await stoke.owner(), await stoke.owner()
    member_id = await works_at(stoke, other, house.trainer.user_id)
    person = house.trainer.user_id
    await on_account(stoke, person, person_id=person, facts={"device": "Firefox"}, personal={"address": "192.0.2.7"})

    [here] = await told(house.owner, house.trainer)
    assert here["facts"] == {"device": "Firefox", "address": "192.0.2.7"}
    assert here["subject"] == {"kind": "user", "id": str(person), "name": "Theo Trainer"}
    [there] = await entries(other, action="tests_accounts.done", person=str(member_id))
    assert (there["facts"], there["subject"]["name"]) == (here["facts"], "Both")
    assert (there["at"], there["id"] == here["id"]) == (here["at"], False)
    assert await entries(stranger, action="tests_accounts.done") == []

    async with stoke.runtime.database.write(other.organization_id) as session:
        await destroy_key(session, person)
    [there] = await entries(other, action="tests_accounts.done", person=str(member_id))
    assert (there["facts"], there["withheld"]) == ({"device": "Firefox"}, "erased")
    assert (await told(house.owner, house.trainer))[0]["withheld"] is None


async def test_who_has_left_is_no_concern_of_the_studio_any_more(house: House, stoke: Stoke) -> None:
    other = await stoke.owner()
    member_id = await works_at(stoke, other, house.other_trainer.user_id)
    async with stoke.runtime.database.write(other.organization_id) as session:
        await session.execute(
            text("UPDATE members SET state = 'left' WHERE organization_id = :o AND id = :m"),
            {"o": other.organization_id, "m": member_id},
        )
    await on_account(stoke, house.other_trainer.user_id)
    assert await entries(other, action="tests_accounts.done") == []
    assert len(await told(house.owner, house.other_trainer)) == 1


async def test_of_an_address_that_nobody_has_the_platform_alone_knows(house: House, stoke: Stoke) -> None:
    nobody = new_id()
    await on_account(stoke, nobody)
    assert await entries(house.owner, subject=str(nobody)) == []
    async with stoke.runtime.database.read(PLATFORM) as read:
        count = await read.scalar(text("SELECT count(*) FROM audit_entries WHERE subject_id = :n"), {"n": nobody})
    assert count == 1


async def test_either_all_studios_are_told_or_none(house: House, stoke: Stoke, monkeypatch: pytest.MonkeyPatch) -> None:
    other = await stoke.owner()
    await works_at(stoke, other, house.client.user_id)
    add, added = accounts.repository.add, list[UUID]()

    async def fail_at_the_second(session: Any, row: dict[str, Any]) -> None:
        if added:
            raise ConnectionError
        added.append(row["id"])
        await add(session, row)

    with monkeypatch.context() as patched:
        patched.setattr(accounts.repository, "add", fail_at_the_second)
        with pytest.raises(ConnectionError):
            await on_account(stoke, house.client.user_id)
    assert await told(house.owner, house.client) == []
    assert await entries(other, action="tests_accounts.done") == []


async def test_a_sign_in_that_failed_is_shown_to_the_studio(
    house: House, stoke: Stoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stoke.runtime.settings, "rate_limit_sign_in", 1000)
    async with stoke.client() as browser:
        answer = await browser.post("/api/auth/login", json={"email": house.trainer.email, "password": "wrong horse"})
        assert answer.status_code == 401, answer.text
    await stoke.settle()
    failed = (await entries(house.owner, action="sign_ins.failed"))[0]
    assert failed["actor"] | {"kind": "nobody", "user_id": None, "name": None} == failed["actor"]
    assert failed["subject"]["name"] == "Theo Trainer"
    assert failed["facts"]["reason"] == "wrong_credentials"


async def test_what_somebody_changes_of_their_account_is_told_but_not_how_they_live(house: House, stoke: Stoke) -> None:
    person = await stoke.owner()
    for body in ({"name": "Nora Neu", "units": "imperial"}, {"name": "Nora Neu"}, {"theme": "light"}):
        assert (await person.client.patch("/api/auth/me", json=body)).status_code == 200
    quiet = {"quiet_hours": {"start": "22:00", "until": "07:00"}}
    assert (await person.client.patch("/api/auth/me/notifications", json=quiet)).status_code == 200
    await stoke.settle()
    [changed] = await entries(person, action="accounts.changed")
    assert {each["field"]: each["after"] for each in changed["changes"]} == {"units": "imperial", "name": "Nora Neu"}
    [chosen] = await entries(person, action="accounts.notifications_chosen")
    assert (chosen["changes"], chosen["facts"]) == ([], {})


async def test_signing_out_is_told_once(house: House, stoke: Stoke) -> None:
    person = await stoke.owner()
    async with stoke.client() as browser:
        form = {"email": person.email, "password": PASSWORD}
        csrf = (await browser.post("/api/auth/login", json=form)).json()["csrf_token"]
        cookie = "; ".join(f"{one.name}={one.value}" for one in browser.cookies.jar)
        for _ in range(2):
            answer = await browser.post("/api/auth/logout", headers={"x-csrf-token": csrf, "cookie": cookie})
            assert answer.status_code == 204, answer.text
    await stoke.settle()
    [signed_out] = await entries(person, action="sign_ins.signed_out")
    assert signed_out["actor"]["user_id"] == str(person.user_id)
    newest = (await entries(person, action="sign_ins.started"))[0]
    assert signed_out["facts"]["sign_in"] == newest["facts"]["sign_in"]
