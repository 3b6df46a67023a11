"""Sign-in at Google and Facebook: the real adapter against a real provider over HTTP, as people and as attackers."""

import asyncio
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import pytest

from backend.core.ids import new_id
from backend.simulators.openid.provider import FAULTS
from tests.accounts.elsewhere import address, back, begun, chosen, finish, me, round_trip, signed_up
from tests.support.stoke import PASSWORD, Person, Stoke


async def test_the_page_learns_what_is_set_up(house: Stoke) -> None:
    assert (await house.client().get("/api/auth/providers")).json() == {"items": ["facebook", "google"]}


async def test_a_new_person_is_asked_for_a_studio_and_then_is_in(house: Stoke) -> None:
    browser, email = house.client(), address()
    ticket = (await round_trip(browser, email))["ticket"]

    unknown = await finish(browser, ticket)
    assert (unknown.status_code, unknown.json()["code"]) == (409, "external_unknown")
    assert (unknown.json()["email"], unknown.json()["name"]) == (email, "Robin Keller")
    entered = await finish(browser, ticket, organization_name="Iron Works", time_zone="Europe/Berlin")
    assert entered.status_code == 200, entered.text
    person = await me(browser, entered)
    assert (person["user"]["email"], person["organization"]["name"], person["role"]) == (email, "Iron Works", "owner")

    again = house.client()
    entered = await finish(again, (await round_trip(again, email))["ticket"])
    assert (await me(again, entered))["user"]["id"] == person["user"]["id"]


async def test_who_signs_up_with_an_account_elsewhere_accepts_what_was_shown(house: Stoke) -> None:
    browser, email = house.client(), address()
    ticket = (await round_trip(browser, email))["ticket"]
    form: dict[str, Any] = {"ticket": ticket, "organization_name": "Iron Works"}
    path = "/api/auth/external/finish"
    old = await browser.post(path, json={**form, "accepted": {"terms": 1, "privacy": 7}})
    assert (old.status_code, old.json()["errors"][0]["pointer"]) == (422, "/accepted/privacy")
    entered = await browser.post(path, json={**form, "accepted": {"terms": 1, "privacy": 1}})
    assert entered.status_code == 200, entered.text
    token = {"authorization": f"Bearer {entered.json()['access_token']}"}
    kept = (await browser.get("/api/privacy/consents/history", headers=token)).json()["items"]
    assert {(row["kind"], row["version"], row["how"]) for row in kept} == {
        ("terms", 1, "registered"),
        ("privacy", 1, "registered"),
    }


async def test_an_address_that_changed_elsewhere_is_the_same_person(house: Stoke) -> None:
    browser, subject = house.client(), new_id().hex
    ticket = (await round_trip(browser, address(), subject=subject))["ticket"]
    person = await me(browser, await finish(browser, ticket, organization_name="Iron Works"))
    moved = house.client()
    entered = await finish(moved, (await round_trip(moved, address(), subject=subject))["ticket"])
    assert (await me(moved, entered))["user"]["id"] == person["user"]["id"]


async def test_an_account_of_that_address_is_connected_only_with_its_password(house: Stoke) -> None:
    owner = await house.owner()
    browser = house.client()
    ticket = (await round_trip(browser, owner.email))["ticket"]

    asked = await finish(browser, ticket)
    assert (asked.status_code, asked.json()["code"]) == (409, "external_link_needed")
    sneaky = await finish(browser, ticket, organization_name="Mine now")
    assert sneaky.json()["code"] == "external_link_needed"
    wrong = await finish(browser, ticket, password="not the password")
    assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_credentials")
    entered = await finish(browser, ticket, password=PASSWORD)
    assert (await me(browser, entered))["user"]["id"] == str(owner.user_id)
    await house.settle()
    assert "Google" in house.mails.last_to(owner.email).subject

    again = house.client()
    entered = await finish(again, (await round_trip(again, owner.email))["ticket"])
    assert (await me(again, entered))["user"]["id"] == str(owner.user_id)


@pytest.mark.parametrize(("provider", "verified"), [("google", "no"), ("facebook", "yes"), ("facebook", "no")])
async def test_an_address_that_the_provider_does_not_vouch_for_opens_nothing(
    house: Stoke, provider: str, verified: str
) -> None:
    owner = await house.owner()
    for email in (owner.email, address()):
        browser = house.client()
        ticket = (await round_trip(browser, email, provider, verified=verified))["ticket"]
        for form in ({}, {"password": PASSWORD}, {"organization_name": "Mine now"}):
            answer = await finish(browser, ticket, **form)
            assert (answer.status_code, answer.json()["code"]) == (403, "external_address_unverified")


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault])
async def test_a_wrong_answer_of_the_provider_signs_nobody_in(house: Stoke, fault: str) -> None:
    email = address()
    await signed_up(house, email)
    found = await round_trip(house.client(), email, fault=fault)
    assert found == {"error": "unavailable" if fault == "down" else "external_refused", "provider": "google"}


async def test_what_goes_to_the_provider_is_bound_to_this_try(house: Stoke) -> None:
    first, second = (dict(parse_qsl(urlsplit(url).query)) for url in [await begun(house.client()) for _ in range(2)])
    for asked in (first, second):
        assert asked["code_challenge_method"] == "S256"
        assert asked["response_type"] == "code"
        assert asked["redirect_uri"].endswith("/api/auth/external/google/callback")
    assert all(first[name] != second[name] for name in ("state", "nonce", "code_challenge"))


async def test_a_forged_or_used_state_and_another_browser_are_refused(house: Stoke) -> None:
    browser, email = house.client(), address()
    way_back = await chosen(await begun(browser), email)
    parts = urlsplit(way_back.headers["location"])
    code = parse_qs(parts.query)["code"][0]
    forged = await browser.get(parts.path, params={"state": "x" * 43, "code": code})
    assert "error=ticket_spent" in forged.headers["location"]
    elsewhere = await back(house.client(), way_back)
    assert elsewhere["error"] == "external_refused"

    browser = house.client()
    way_back = await chosen(await begun(browser), email)
    other = way_back.headers["location"].replace("/google/", "/facebook/")
    assert (await back(browser, httpx.Response(303, headers={"location": other})))["error"] == "external_refused"

    browser = house.client()
    way_back = await chosen(await begun(browser), email)
    assert "ticket" in await back(browser, way_back)
    assert (await back(browser, way_back))["error"] == "ticket_spent"


async def test_a_ticket_works_in_the_browser_that_began_and_once(house: Stoke) -> None:
    email = address()
    await signed_up(house, email)
    browser = house.client()
    ticket = (await round_trip(browser, email))["ticket"]
    stolen = await finish(house.client(), ticket)
    assert (stolen.status_code, stolen.json()["code"]) == (422, "external_refused")
    both = await asyncio.gather(finish(browser, ticket), finish(browser, ticket))
    assert sorted(answer.status_code for answer in both) == [200, 410]
    assert (await finish(browser, ticket)).status_code != 200


async def test_who_changes_their_mind_is_told_and_nothing_happened(house: Stoke) -> None:
    browser = house.client()
    assert await round_trip(browser, address(), choice="deny") == {"error": "external_refused", "provider": "google"}


async def test_connecting_and_disconnecting_in_the_settings(house: Stoke) -> None:
    owner, other, email = await house.owner(), await house.owner(), address()
    assert (await _accounts(owner))["available"] == ["facebook", "google"]
    found = await _connect(owner, email)
    assert found == {"linked": "google"}
    listed = await _accounts(owner)
    assert [(item["provider"], item["email"]) for item in listed["items"]] == [("google", email)]
    assert (listed["available"], listed["can_unlink"]) == (["facebook"], True)

    assert await _connect(other, email) == {"error": "external_taken", "provider": "google"}
    assert (await owner.client.delete("/api/auth/me/external/google")).status_code == 204
    assert (await _accounts(owner))["items"] == []
    assert (await owner.client.delete("/api/auth/me/external/google")).status_code == 204


async def test_an_unvouched_account_may_be_connected_by_who_is_signed_in(house: Stoke) -> None:
    owner = await house.owner()
    assert await _connect(owner, address(), "facebook") == {"linked": "facebook"}


async def test_nobody_locks_themselves_out(house: Stoke) -> None:
    browser, email = house.client(), address()
    ticket = (await round_trip(browser, email))["ticket"]
    token = (await finish(browser, ticket, organization_name="Iron Works")).json()["access_token"]
    browser.headers["authorization"] = f"Bearer {token}"
    assert (await browser.get("/api/auth/me/external")).json()["can_unlink"] is False
    refused = await browser.delete("/api/auth/me/external/google")
    assert (refused.status_code, refused.json()["code"]) == (409, "last_way_in")

    person = Person(email, browser, {})
    assert await _connect(person, address(), "facebook") == {"linked": "facebook"}
    both = await asyncio.gather(*(browser.delete(f"/api/auth/me/external/{name}") for name in ("google", "facebook")))
    assert sorted(answer.status_code for answer in both) == [204, 409]


async def test_an_invitation_is_taken_up_with_an_account_elsewhere(house: Stoke) -> None:
    owner = await house.owner()
    email = address()
    body = {"first_name": "Robin", "email": email}
    client_id = (await owner.client.post("/api/clients", json=body)).json()["id"]
    assert (await owner.client.post(f"/api/clients/{client_id}/invite")).status_code == 202
    await house.settle()
    browser = house.client()
    ticket = (await round_trip(browser, address(), "facebook"))["ticket"]
    entered = await finish(browser, ticket, invitation=house.mails.link_to(email))
    assert entered.status_code == 200, entered.text
    person = await me(browser, entered)
    assert (person["user"]["email"], person["role"]) == (email, "client")
    assert person["organization"]["id"] == str(owner.organization_id)


async def test_a_provider_that_is_not_set_up_is_not_there(stoke: Stoke) -> None:
    assert (await stoke.client().post("/api/auth/external/myspace", json={})).status_code == 422


async def _accounts(person: Person) -> dict[str, Any]:
    return (await person.client.get("/api/auth/me/external")).json()


async def _connect(person: Person, email: str, provider: str = "google") -> dict[str, str]:
    url = await begun(person.client, provider, "/api/auth/me/external")
    return await back(person.client, await chosen(url, email))


@pytest.mark.parametrize("ended", ["reset", "signed out"])
async def test_a_link_that_was_begun_in_a_sign_in_that_has_ended_is_not_made(house: Stoke, ended: str) -> None:
    """Else whoever holds somebody's sign-in for a moment keeps a door that no new password closes."""
    owner = await house.owner()
    thief = await house.sign_in(owner.email)
    url = await begun(thief.client, "google", "/api/auth/me/external")
    email = address()
    answer = await chosen(url, email)
    if ended == "reset":
        await house.client().post("/api/auth/forgot-password", json={"email": owner.email})
        await house.settle()
        form = {"token": house.mails.link_to(owner.email), "password": "a password of three hills"}
        assert (await house.client().post("/api/auth/reset-password", json=form)).status_code == 204
    else:
        assert (await owner.client.delete("/api/auth/sessions")).status_code < 300

    assert (await back(thief.client, answer))["error"] == "external_refused"
    browser = house.client()
    ticket = (await round_trip(browser, email))["ticket"]
    assert (await finish(browser, ticket)).json()["code"] == "external_unknown"
