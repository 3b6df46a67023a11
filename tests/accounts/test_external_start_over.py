"""Somebody who belongs to no studio any more, and has no password: the provider's proof founds the next one."""

import asyncio

import httpx

from tests.accounts.elsewhere import address, finish, me, round_trip
from tests.organizations.studios import staff
from tests.support.stoke import PASSWORD, Person, Stoke


async def _left(house: Stoke) -> str:
    """The address of a trainer who came by Google, left, and belongs nowhere; they never had a password."""
    owner, email = await house.owner(), address()
    form = {"name": "Robin", "email": email, "role": "trainer"}
    assert (await owner.client.post("/api/members", json=form)).status_code == 201
    await house.settle()
    browser = house.client()
    ticket = (await round_trip(browser, email))["ticket"]
    entered = await finish(browser, ticket, invitation=house.mails.link_to(email))
    assert entered.status_code == 200, entered.text
    browser.headers["authorization"] = f"Bearer {entered.json()['access_token']}"
    assert (await browser.post("/api/organization/leave")).status_code == 204
    return email


async def _came(house: Stoke, email: str) -> tuple[httpx.AsyncClient, str]:
    browser = house.client()
    return browser, (await round_trip(browser, email))["ticket"]


async def test_who_left_their_last_studio_founds_one_with_the_same_ticket(house: Stoke) -> None:
    email = await _left(house)
    browser, ticket = await _came(house, email)

    out = await finish(browser, ticket)
    assert (out.status_code, out.json()["code"]) == (401, "no_membership")
    started = await finish(browser, ticket, organization_name="Reed Coaching", time_zone="Europe/Berlin")
    assert started.status_code == 200, started.text
    person = await me(browser, started)
    assert (person["organization"]["name"], person["role"]) == ("Reed Coaching", "owner")
    assert (await finish(browser, ticket, organization_name="Another")).status_code == 410
    again, ticket = await _came(house, email)
    assert (await me(again, await finish(again, ticket)))["organization"]["name"] == "Reed Coaching"


async def test_of_two_at_once_one_founds(house: Stoke) -> None:
    email = await _left(house)
    browser, ticket = await _came(house, email)
    both = await asyncio.gather(*(finish(browser, ticket, organization_name="Reed Coaching") for _ in range(2)))
    assert sorted(answer.status_code for answer in both) == [200, 410]
    entered = next(answer for answer in both if answer.status_code == 200)
    assert len((await me(browser, entered))["organizations"]) == 1


async def test_who_belongs_somewhere_founds_nothing_by_signing_in(house: Stoke) -> None:
    email = address()
    browser, ticket = await _came(house, email)
    assert (await finish(browser, ticket, organization_name="Iron Works")).status_code == 200
    browser, ticket = await _came(house, email)
    entered = await finish(browser, ticket, organization_name="Another")
    assert [row["name"] for row in (await me(browser, entered))["organizations"]] == ["Iron Works"]


async def test_the_suspended_are_told_so_and_may_found_one_of_their_own(house: Stoke) -> None:
    owner = await house.owner()
    trainer: Person = await staff(house, owner)
    browser, ticket = await _came(house, trainer.email)
    assert (await finish(browser, ticket, password=PASSWORD)).status_code == 200
    assert (await owner.client.post(f"/api/members/{trainer.member_id}/suspend")).status_code in {200, 204}
    browser, ticket = await _came(house, trainer.email)
    answer = await finish(browser, ticket)
    assert (answer.status_code, answer.json()["code"]) == (401, "membership_suspended")
    started = await finish(browser, ticket, organization_name="Reed Coaching")
    assert [row["name"] for row in (await me(browser, started))["organizations"]] == ["Reed Coaching"]


async def test_one_who_connects_and_belongs_nowhere_goes_on_without_the_password(house: Stoke) -> None:
    owner = await house.owner()
    trainer = await staff(house, owner)
    assert (await trainer.client.post("/api/organization/leave")).status_code == 204
    browser, ticket = await _came(house, trainer.email)
    connected = await finish(browser, ticket, password=PASSWORD)
    assert (connected.status_code, connected.json()["code"]) == (401, "no_membership")
    started = await finish(browser, ticket, organization_name="Reed Coaching")
    assert (await me(browser, started))["organization"]["name"] == "Reed Coaching"
