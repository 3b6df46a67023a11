"""Signing up, confirming, signing in and out."""

import asyncio
import time

import pytest

from backend.core import even
from backend.core.ids import new_id
from tests.support.stoke import PASSWORD, Stoke

OTHERS = "nine green lanterns"


async def _signed_up(stoke: Stoke, email: str, password: str) -> str:
    """The token of the mail that a sign-up sends."""
    form = {"name": "A", "email": email, "password": password, "organization_name": "B"}
    assert (await stoke.client().post("/api/auth/register", json=form)).status_code == 202
    await stoke.settle()
    return stoke.mails.link_to(email)


async def _status(stoke: Stoke, path: str, **form: str) -> int:
    return (await stoke.client().post(f"/api/auth/{path}", json=form)).status_code


async def test_an_owner_signs_up_confirms_and_sees_the_organization(stoke: Stoke) -> None:
    owner = await stoke.owner(name="Nora Berg")

    assert owner.me["role"] == "owner"
    assert owner.me["organization"]["name"] == "North Barbell"
    assert owner.me["permissions"]["clients:read"] == "all"
    assert (await owner.client.get("/api/members")).json()["items"][0]["name"] == "Nora Berg"


async def test_an_unconfirmed_address_cannot_sign_in_and_the_right_password_learns_why(stoke: Stoke) -> None:
    form = {"name": "A", "email": "new@example.com", "password": PASSWORD, "organization_name": "B"}
    async with stoke.client() as client:
        await client.post("/api/auth/register", json=form)
        right = await client.post("/api/auth/login", json={"email": form["email"], "password": PASSWORD})
        wrong = await client.post("/api/auth/login", json={"email": form["email"], "password": "not the password"})
        unknown = await client.post("/api/auth/login", json={"email": "nobody@example.com", "password": PASSWORD})

    assert (right.status_code, right.json()["code"]) == (403, "email_unverified")
    assert wrong.status_code == unknown.status_code == 401
    assert {**wrong.json(), "request_id": ""} == {**unknown.json(), "request_id": ""}


async def test_a_second_registration_says_the_same_and_mails_the_owner_of_the_address(stoke: Stoke) -> None:
    owner = await stoke.owner()
    form = {"name": "X", "password": PASSWORD, "organization_name": "Y"}
    async with stoke.client() as client:
        known = await client.post("/api/auth/register", json={**form, "email": owner.email})
        unknown = await client.post("/api/auth/register", json={**form, "email": "someone@example.com"})
    await stoke.settle()

    assert known.status_code == unknown.status_code == 202
    assert known.json()["message"].replace(owner.email, "") == unknown.json()["message"].replace(
        "someone@example.com", ""
    )
    assert "already have an account" in stoke.mails.last_to(owner.email).subject
    assert (await stoke.sign_in(owner.email)).me["organization"]["id"] == owner.me["organization"]["id"]


@pytest.mark.parametrize("opened", ["one's own", "the other's", "asked for again"])
async def test_nobody_gets_an_account_by_signing_up_with_an_address_that_somebody_else_confirms(
    stoke: Stoke, opened: str
) -> None:
    email = f"contested-{new_id().hex[-12:]}@example.com"
    own, others = await _signed_up(stoke, email, PASSWORD), await _signed_up(stoke, email, OTHERS)
    assert await _status(stoke, "resend-verification", email=email) == 202
    await stoke.settle()
    links = {"one's own": own, "the other's": others, "asked for again": stoke.mails.link_to(email)}
    answer = await stoke.client().post("/api/auth/verify-email", json={"token": links[opened]})

    assert (answer.status_code, answer.json()) == (200, {"email": email, "password_needed": True})
    for password in (PASSWORD, OTHERS):
        assert await _status(stoke, "login", email=email, password=password) == 401
    await stoke.settle()
    assert "Set your password" in stoke.mails.last_to(email).subject
    chosen = "seven quiet harbours"
    assert await _status(stoke, "reset-password", token=stoke.mails.link_to(email), password=chosen) == 204
    assert (await stoke.sign_in(email, chosen)).me["user"]["email_verified"] is True
    for token in links.values():
        assert await _status(stoke, "verify-email", token=token) == 410


async def test_two_links_of_two_sign_ups_opened_at_once_keep_neither_password(stoke: Stoke) -> None:
    email = f"contested-{new_id().hex[-12:]}@example.com"
    tokens = [await _signed_up(stoke, email, password) for password in (PASSWORD, OTHERS)]
    statuses = await asyncio.gather(*(_status(stoke, "verify-email", token=token) for token in tokens))

    assert sorted(statuses) == [200, 410]
    assert await _status(stoke, "login", email=email, password=OTHERS) == 401


async def test_signing_up_twice_with_one_password_is_one_person_and_both_links_work(stoke: Stoke) -> None:
    email = f"twice-{new_id().hex[-12:]}@example.com"
    first, _ = await _signed_up(stoke, email, PASSWORD), await _signed_up(stoke, email, PASSWORD)
    answer = await stoke.client().post("/api/auth/verify-email", json={"token": first})

    assert (answer.status_code, answer.json()["password_needed"]) == (200, False)
    assert (await stoke.sign_in(email)).me["role"] == "owner"


async def test_asking_again_does_not_spend_the_link_that_somebody_was_sent(stoke: Stoke) -> None:
    owner = await stoke.owner()
    assert await _status(stoke, "forgot-password", email=owner.email) == 202
    await stoke.settle()
    mine = stoke.mails.link_to(owner.email)
    assert await _status(stoke, "forgot-password", email=owner.email) == 202
    await stoke.settle()
    later = stoke.mails.link_to(owner.email)

    assert later != mine
    assert await _status(stoke, "reset-password", token=mine, password=OTHERS) == 204
    assert await _status(stoke, "reset-password", token=later, password=OTHERS) == 410


async def test_signing_up_takes_as_long_whether_the_address_has_an_account(stoke: Stoke) -> None:
    """Two quarters: two hashes of 150 ms each would end some answers in the first and some in the next."""
    owner = await stoke.owner()
    form = {"name": "A", "password": PASSWORD, "organization_name": "B"}
    for email in (owner.email, f"new-{new_id().hex[-12:]}@example.com"):
        began = time.monotonic()
        assert await _status(stoke, "register", email=email, **form) == 202
        assert time.monotonic() - began >= 2 * even.STEP_SECONDS
