"""What is counted at a sign-in elsewhere: passwords that are guessed there, and nobody's good ones."""

from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import text

from backend.core.ids import PLATFORM
from tests.accounts.elsewhere import address, begun, finish, round_trip, signed_up
from tests.support.stoke import PASSWORD, Person, Stoke

WRONG = "not the password"
_FAILED = text(
    "SELECT action FROM audit_entries WHERE organization_id = :platform AND subject_id = :user"
    " AND action IN ('sign_ins.failed', 'sign_ins.locked') ORDER BY id"
)


@pytest.fixture
async def limited(house: Stoke, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stoke]:
    """Counters are empty, and limits as they are by default."""
    await house.runtime.redis.flushall()
    monkeypatch.setattr(house.runtime.settings, "rate_limit_sign_in", 5)
    yield house
    await house.runtime.redis.flushall()


async def _failed(stoke: Stoke, person: Person) -> list[str]:
    async with stoke.runtime.database.read(PLATFORM) as read:
        rows = await read.all(_FAILED, {"platform": PLATFORM, "user": person.user_id})
    return [str(row["action"]) for row in rows]


async def _invited(stoke: Stoke, person: Person) -> str:
    """The token of an invitation of somebody who has an account."""
    other = await stoke.owner()
    made = await other.client.post("/api/clients", json={"first_name": "Robin", "email": person.email})
    assert (await other.client.post(f"/api/clients/{made.json()['id']}/invite")).status_code == 202
    await stoke.settle()
    return stoke.mails.link_to(person.email)


async def _guess(stoke: Stoke, path: str, email: str, token: str, number: int) -> httpx.Response:
    """One wrong password, from a place of its own."""
    browser = stoke.client(address=f"203.0.113.{number}")
    if path == "accept":
        return await browser.post(f"/api/invitations/{token}/accept", json={"password": WRONG})
    if path == "connect":
        return await finish(browser, (await round_trip(browser, email))["ticket"], password=WRONG)
    ticket = (await round_trip(browser, address(), "facebook"))["ticket"]
    return await finish(browser, ticket, password=WRONG, invitation=token)


@pytest.mark.parametrize("path", ["connect", "connect and accept", "accept"])
async def test_a_password_is_guessed_nowhere_more_often_than_at_sign_in(limited: Stoke, path: str) -> None:
    owner = await limited.owner()
    token = await _invited(limited, owner)
    await limited.runtime.redis.flushall()
    answers = [await _guess(limited, path, owner.email, token, number) for number in range(6)]

    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert await _failed(limited, owner) == ["sign_ins.failed"] * 4 + ["sign_ins.locked"]
    form = {"email": owner.email, "password": PASSWORD}
    assert (await limited.client(address="203.0.113.99").post("/api/auth/login", json=form)).status_code == 429


@pytest.mark.parametrize("path", ["connect", "connect and accept", "accept"])
async def test_one_address_guesses_at_nobody_after_five_accounts(limited: Stoke, path: str) -> None:
    people = [await limited.owner() for _ in range(2)]
    tokens = [await _invited(limited, person) for person in people]
    await limited.runtime.redis.flushall()
    statuses = [
        (await _guess(limited, path, people[turn % 2].email, tokens[turn % 2], 7)).status_code for turn in range(6)
    ]
    assert statuses == [401] * 5 + [429]


async def test_a_gym_of_people_who_sign_in_elsewhere_shares_one_address(limited: Stoke) -> None:
    email = address()
    await signed_up(limited, email)
    statuses: list[int] = []
    for _ in range(25):
        browser = limited.client(address="198.51.100.30")
        statuses.append((await finish(browser, (await round_trip(browser, email))["ticket"])).status_code)
    assert statuses == [200] * 25


async def test_what_is_made_up_counts_for_the_address_at_each_step(
    limited: Stoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limited.runtime.settings, "rate_limit_api", 0)
    browser = limited.client(address="198.51.100.40")
    for number in range(10):
        answer = await finish(browser, f"{number:043}")
        assert (answer.status_code, answer.json()["code"]) == (410, "ticket_spent")
        back = await browser.get("/api/auth/external/google/callback", params={"state": f"{number:043}", "code": "x"})
        assert "error=ticket_spent" in back.headers["location"]

    assert (await browser.post("/api/auth/external/google", json={})).status_code == 429
    assert (await finish(browser, "0" * 43)).status_code == 429
    back = await browser.get("/api/auth/external/google/callback", params={"state": "0" * 43, "code": "x"})
    assert "error=too_many_requests" in back.headers["location"]
    await begun(limited.client(address="198.51.100.41"))


async def test_saying_no_at_the_provider_is_no_guess(limited: Stoke) -> None:
    browser = limited.client(address="198.51.100.50")
    for _ in range(21):
        assert (await round_trip(browser, address(), choice="deny"))["error"] == "external_refused"
    await begun(browser)
