"""A sign-up with somebody's address that nobody confirmed: it neither keeps them out nor leaves them anything."""

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from backend.domains.organizations.deleting import delete_due
from tests.accounts.elsewhere import address, finish, me, round_trip
from tests.support.stoke import PASSWORD, Person, Stoke

STRANGERS = "nine green lanterns"
_STUDIOS = text("SELECT name, state FROM organizations WHERE name = :name")


async def _signed_up(stoke: Stoke, email: str) -> tuple[str, str]:
    """A stranger signs up with the address: the studio's name, and the token that was mailed to the address."""
    studio = f"Trap of {email}"
    form = {"name": "A Stranger", "email": email, "password": STRANGERS, "organization_name": studio}
    assert (await stoke.client().post("/api/auth/register", json=form)).status_code == 202
    await stoke.settle()
    return studio, stoke.mails.link_to(email)


async def _invited(stoke: Stoke, email: str) -> tuple[Person, str]:
    owner = await stoke.owner()
    made = await owner.client.post("/api/clients", json={"first_name": "Kim", "email": email})
    assert (await owner.client.post(f"/api/clients/{made.json()['id']}/invite")).status_code == 202
    await stoke.settle()
    return owner, stoke.mails.link_to(email)


async def _accept(stoke: Stoke, token: str, password: str) -> httpx.Response:
    return await stoke.client().post(f"/api/invitations/{token}/accept", json={"password": password})


async def _log_in(stoke: Stoke, email: str, password: str) -> tuple[int, str | None]:
    answer = await stoke.client().post("/api/auth/login", json={"email": email, "password": password})
    return answer.status_code, answer.json().get("code")


async def _nothing_is_left(stoke: Stoke, email: str, studio: str, link: str) -> None:
    """Neither the stranger's password nor the link counts, and the studio that waited is deleted."""
    assert await _log_in(stoke, email, STRANGERS) == (401, "wrong_credentials")
    assert (await stoke.client().post("/api/auth/verify-email", json={"token": link})).status_code == 410
    await delete_due(stoke.runtime.database, _no_files)
    await stoke.settle()
    async with stoke.runtime.database.system() as system:
        assert await system.all(_STUDIOS, {"name": studio}) == []
    assert [message.subject for message in stoke.mails.messages if studio in message.subject + message.text] == []


async def _no_files(session: object) -> None:
    """These studios have none."""


async def test_an_invitation_sets_the_password_where_a_stranger_signed_up_before(stoke: Stoke) -> None:
    email = address()
    studio, link = await _signed_up(stoke, email)
    owner, token = await _invited(stoke, email)

    assert (await stoke.client().get(f"/api/invitations/{token}")).json()["account_exists"] is False
    entered = await _accept(stoke, token, PASSWORD)
    assert entered.status_code == 200, entered.text
    person = await me(stoke.client(), entered)
    assert (person["user"]["name"], person["user"]["email_verified"], person["role"]) == ("Kim", True, "client")
    assert [row["id"] for row in person["organizations"]] == [str(owner.organization_id)]
    assert (await _log_in(stoke, email, PASSWORD))[0] == 200
    await _nothing_is_left(stoke, email, studio, link)


async def test_the_strangers_password_is_a_new_one_to_an_invitation_like_any_other(stoke: Stoke) -> None:
    """It is no proof of anything: whoever holds the link sets what they choose."""
    email = address()
    await _signed_up(stoke, email)
    _, token = await _invited(stoke, email)
    weak = await _accept(stoke, token, "password")
    assert (weak.status_code, weak.json()["code"]) == (422, "weak_password")


async def test_a_link_to_set_a_password_that_was_mailed_before_is_spent(stoke: Stoke) -> None:
    email = address()
    await _signed_up(stoke, email)
    assert (await stoke.client().post("/api/auth/forgot-password", json={"email": email})).status_code == 202
    await stoke.settle()
    before = stoke.mails.link_to(email)
    _, token = await _invited(stoke, email)
    assert (await _accept(stoke, token, PASSWORD)).status_code == 200
    form = {"token": before, "password": STRANGERS}
    assert (await stoke.client().post("/api/auth/reset-password", json=form)).status_code == 410


async def test_of_an_invitation_and_a_confirmation_at_once_one_password_counts(stoke: Stoke) -> None:
    email = address()
    _, link = await _signed_up(stoke, email)
    _, token = await _invited(stoke, email)
    accepted, confirmed = await asyncio.gather(
        _accept(stoke, token, PASSWORD), stoke.client().post("/api/auth/verify-email", json={"token": link})
    )
    assert sorted([accepted.status_code, confirmed.status_code]) in ([200, 401], [200, 410])
    assert {200, 401} == {(await _log_in(stoke, email, password))[0] for password in (PASSWORD, STRANGERS)}


async def test_an_account_that_was_confirmed_still_asks_for_its_password(stoke: Stoke) -> None:
    person = await stoke.owner()
    _, token = await _invited(stoke, person.email)
    assert (await stoke.client().get(f"/api/invitations/{token}")).json()["account_exists"] is True
    assert (await _accept(stoke, token, STRANGERS)).status_code == 401
    assert (await _accept(stoke, token, PASSWORD)).status_code == 200


async def test_a_provider_that_vouches_for_the_address_is_asked_for_no_strangers_password(house: Stoke) -> None:
    email = address()
    studio, link = await _signed_up(house, email)
    browser = house.client()
    ticket = (await round_trip(browser, email))["ticket"]

    assert (await finish(browser, ticket)).json()["code"] == "external_unknown"
    entered = await finish(browser, ticket, organization_name="Iron Works")
    assert entered.status_code == 200, entered.text
    person = await me(browser, entered)
    assert (person["user"]["name"], person["user"]["has_password"]) == ("Robin Keller", False)
    assert [row["name"] for row in person["organizations"]] == ["Iron Works"]
    await _nothing_is_left(house, email, studio, link)


@pytest.mark.parametrize("provider", ["google", "facebook"])
async def test_an_invitation_is_taken_up_elsewhere_though_a_stranger_signed_up(house: Stoke, provider: str) -> None:
    email = address()
    studio, link = await _signed_up(house, email)
    owner, token = await _invited(house, email)
    browser = house.client()
    entered = await finish(browser, (await round_trip(browser, address(), provider))["ticket"], invitation=token)
    assert entered.status_code == 200, entered.text
    person: dict[str, Any] = await me(browser, entered)
    assert (person["user"]["email"], person["user"]["has_password"]) == (email, False)
    assert [row["id"] for row in person["organizations"]] == [str(owner.organization_id)]
    await _nothing_is_left(house, email, studio, link)


async def test_an_address_that_nobody_vouches_for_takes_nothing_over(house: Stoke) -> None:
    email = address()
    await _signed_up(house, email)
    browser = house.client()
    ticket = (await round_trip(browser, email, verified="no"))["ticket"]
    answer = await finish(browser, ticket, organization_name="Mine now")
    assert answer.json()["code"] == "external_address_unverified"
    assert await _log_in(house, email, STRANGERS) == (403, "email_unverified")
