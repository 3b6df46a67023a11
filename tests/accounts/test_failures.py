"""Sign-ins that failed: who reads of them, what waits for what, and what the time tells."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator

import bcrypt
import httpx
import pytest
from sqlalchemy import text

from backend.core.even import STEP_SECONDS
from backend.core.ids import PLATFORM, new_id
from backend.domains.accounts import passwords
from backend.domains.accounts.failures import network_of
from tests.support.sign_ins import real_sign_ins
from tests.support.stoke import PASSWORD, Stoke


@pytest.fixture(scope="module", autouse=True)
def at_the_real_price() -> Iterator[None]:
    with real_sign_ins():
        yield


_FAILED = text(
    "SELECT action, subject_id, person_id, changes, sealed FROM audit_entries"
    " WHERE organization_id = :platform AND action LIKE 'sign_ins.%' AND action <> 'sign_ins.started' ORDER BY id"
)


@pytest.fixture
async def limited(stoke: Stoke, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stoke]:
    await stoke.runtime.redis.flushall()
    monkeypatch.setattr(stoke.runtime.settings, "rate_limit_sign_in", 5)
    yield stoke
    await stoke.runtime.redis.flushall()


async def _try(stoke: Stoke, address: str, email: str, password: str = "not the password") -> httpx.Response:
    async with stoke.client(address=address) as client:
        return await client.post("/api/auth/login", json={"email": email, "password": password})


async def _failed(stoke: Stoke) -> list[dict[str, object]]:
    async with stoke.runtime.database.read(PLATFORM) as read:
        return await read.all(_FAILED, {"platform": PLATFORM})


async def test_failures_are_audited_with_the_account_and_without_an_address_in_clear(limited: Stoke) -> None:
    owner = await limited.owner()
    before = len(await _failed(limited))
    for number in range(5):
        await _try(limited, f"198.51.100.{number}", owner.email)
    await _try(limited, "198.51.100.77", "nobody@example.com")

    rows = (await _failed(limited))[before:]
    assert [row["action"] for row in rows] == ["sign_ins.failed"] * 4 + ["sign_ins.locked", "sign_ins.failed"]
    assert {row["subject_id"] for row in rows[:5]} == {owner.user_id}
    assert rows[4]["changes"] == {"reason": "wrong_credentials", "network": "198.51.100.0/24", "wait_seconds": 60}
    assert rows[4]["sealed"]
    assert (rows[5]["subject_id"], rows[5]["sealed"]) == (None, None)
    assert "198.51.100.77" not in str(rows)


async def test_who_opened_a_mailed_link_signs_in_there_whatever_is_guessed_elsewhere(limited: Stoke) -> None:
    """Else a stranger with some addresses would keep somebody out of a new place for good, their new password too."""
    owner, new = await limited.owner(), "nine green lanterns"
    await limited.runtime.redis.flushall()
    for number in range(5):
        await _try(limited, f"203.0.113.{number}", owner.email)
    assert (await _try(limited, "198.51.100.7", owner.email, PASSWORD)).status_code == 429
    async with limited.client(address="198.51.100.7") as browser:
        await browser.post("/api/auth/forgot-password", json={"email": owner.email})
        await limited.settle()
        form = {"token": limited.mails.link_to(owner.email), "password": new}
        assert (await browser.post("/api/auth/reset-password", json=form)).status_code == 204

    assert (await _try(limited, "203.0.113.99", owner.email, new)).status_code == 429
    assert (await _try(limited, "198.51.100.7", owner.email, new)).status_code == 200


async def test_a_locked_account_lets_nobody_in_from_elsewhere_and_says_how_long(limited: Stoke) -> None:
    owner = await limited.owner()
    await limited.runtime.redis.flushall()
    for number in range(5):
        await _try(limited, f"203.0.113.{number}", owner.email)

    refused = await _try(limited, "203.0.113.99", owner.email, PASSWORD)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert refused.headers["ratelimit-reset"] == refused.headers["retry-after"]
    assert "Wait" in refused.json()["detail"]


async def test_signing_up_with_anothers_address_does_not_wash_its_failures_away(limited: Stoke) -> None:
    owner = await limited.owner()
    await limited.runtime.redis.flushall()
    form = {"name": "A", "email": owner.email, "password": "a guesser's own words", "organization_name": "B"}
    assert (await limited.client().post("/api/auth/register", json=form)).status_code == 202
    for number in range(4):
        await _try(limited, f"203.0.113.{number}", owner.email)
    own = await _try(limited, "203.0.113.50", owner.email, "a guesser's own words")
    assert own.json()["code"] == "email_unverified"

    assert (await _try(limited, "203.0.113.51", owner.email)).status_code == 401
    assert (await _try(limited, "203.0.113.52", owner.email)).status_code == 429


async def test_a_poor_new_password_is_no_guess(limited: Stoke) -> None:
    owner = await limited.owner()
    await limited.runtime.redis.flushall()
    before = len(await _failed(limited))
    form = {"current_password": PASSWORD, "new_password": "password123"}
    answers = [await owner.client.post("/api/auth/change-password", json=form) for _ in range(7)]

    assert {answer.json()["code"] for answer in answers} == {"weak_password"}
    assert len(await _failed(limited)) == before


async def test_an_outage_is_no_guess(limited: Stoke, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = await limited.owner()
    await limited.runtime.redis.flushall()

    async def away(*_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as during:
        during.setattr("backend.domains.accounts.service.check_password", away)
        for _ in range(7):
            assert (await _try(limited, "203.0.113.80", owner.email, PASSWORD)).status_code >= 500
    assert (await _try(limited, "203.0.113.80", owner.email, PASSWORD)).status_code == 200


async def test_the_time_does_not_tell_whether_an_address_has_an_account(limited: Stoke) -> None:
    owner = await limited.owner()
    await limited.runtime.redis.flushall()
    for path, more in (
        ("login", {"password": "not the password"}),
        ("forgot-password", {}),
        ("resend-verification", {}),
    ):
        for email in (owner.email, f"nobody-{new_id().hex}@example.com"):
            began = time.monotonic()
            await limited.client().post(f"/api/auth/{path}", json={"email": email, **more})
            assert time.monotonic() - began >= STEP_SECONDS


async def test_the_time_does_not_tell_that_an_account_came_with_a_hash_of_bcrypt(
    stoke: Stoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the times that hashes take on the machine of docs/passwords.md, waited for: so a busy one does not matter."""
    owner = await stoke.owner()
    old = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    async with stoke.runtime.database.write(PLATFORM, owner.user_id) as session:
        await session.execute(text("UPDATE users SET password_hash = :hash"), {"hash": old})
    checked: list[bool] = []

    async def verify(_: str, stored: str | None) -> tuple[bool, None]:
        checked.append(stored == old)
        takes = 0.2 if stored == old else 0.087
        await asyncio.sleep(takes)
        return False, None

    monkeypatch.setattr(passwords, "verify", verify)
    took: dict[str, list[float]] = {owner.email: [], f"nobody-{new_id().hex}@example.com": []}
    for _ in range(3):
        for email, times in took.items():
            began = time.monotonic()
            assert (await _try(stoke, "203.0.113.81", email)).status_code == 401
            times.append(time.monotonic() - began)

    known, unknown = (sorted(times)[1] for times in took.values())
    assert checked.count(True) == 3
    assert abs(known - unknown) < STEP_SECONDS / 2


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.77", "192.0.2.0/24"), ("2001:db8:1:2::7", "2001:db8:1::/48"), ("unknown", None), ("", None)],
)
def test_a_network_is_no_person(address: str, network: str | None) -> None:
    assert network_of(address) == network
