"""Rate limits: whose requests count, whose word about an address is believed, and what happens without Redis."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from redis.asyncio import Redis

from backend.core import clock
from backend.core.addresses import client_address, counted_as
from backend.core.rate_limits import RateLimiter
from tests.support.stoke import PASSWORD, Person, Stoke


@pytest.fixture
async def limited(stoke: Stoke, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stoke]:
    """A Stoke with small limits and empty counters."""
    await stoke.runtime.redis.flushall()
    monkeypatch.setattr(stoke.runtime.settings, "rate_limit_api", 3)
    monkeypatch.setattr(stoke.runtime.settings, "rate_limit_sign_in", 5)
    monkeypatch.setattr("backend.core.rate_limits._moment", lambda: 1_700_000_010.0)
    yield stoke
    await stoke.runtime.redis.flushall()


@pytest.fixture(scope="module")
async def owner(stoke: Stoke) -> Person:
    return await stoke.owner()


async def test_the_fourth_request_of_three_is_a_429_that_says_when(limited: Stoke) -> None:
    client = limited.client(address="192.0.2.1")
    answers = [await client.get("/api/auth/me") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert {answer.headers["ratelimit-limit"] for answer in answers} == {"3"}
    assert answers[3].json()["code"] == "too_many_requests"
    assert 0 < int(answers[3].headers["retry-after"]) <= 60
    assert answers[3].headers["content-security-policy"]
    assert (await client.get("/api/health")).status_code == 200


async def test_the_signed_in_are_counted_each_and_not_by_their_shared_address(
    limited: Stoke, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = await limited.sign_in(owner.email)
    anonymous = limited.client(address="127.0.0.1")
    for _ in range(4):
        await anonymous.get("/api/auth/me")
    assert (await anonymous.get("/api/auth/me")).status_code == 429
    await limited.runtime.redis.flushall()
    monkeypatch.setattr(limited.runtime, "limits", RateLimiter(limited.runtime.redis))

    assert (await owner.client.get("/api/auth/me")).status_code == 200
    await other.client.get("/api/auth/me")
    await other.client.get("/api/auth/me")
    assert (await owner.client.get("/api/auth/me")).status_code == 429


@pytest.mark.parametrize("path", ["forgot-password", "resend-verification"])
async def test_a_stranger_cannot_flood_a_mailbox(limited: Stoke, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(limited.runtime.settings, "rate_limit_api", 0)
    answers: list[httpx.Response] = []
    for minute in range(4):
        monkeypatch.setattr("backend.core.rate_limits._moment", lambda minute=minute: 1_700_000_010.0 + 60 * minute)
        # From elsewhere each time: the count of an address is another one.
        for attempt in range(4):
            client = limited.client(address=f"198.51.{minute}.{attempt}")
            answers.append(await client.post(f"/api/auth/{path}", json={"email": "many@example.com"}))

    assert [answer.status_code for answer in answers] == [202] * 10 + [429] * 6
    assert answers[-1].json()["detail"].endswith("minutes and try again.")
    other = await limited.client(address="198.51.0.1").post(f"/api/auth/{path}", json={"email": "another@example.com"})
    assert other.status_code == 202


async def test_a_forged_token_does_not_buy_a_fresh_count(limited: Stoke) -> None:
    client = limited.client(address="192.0.2.2")
    statuses = [
        (await client.get("/api/auth/me", headers={"authorization": f"Bearer {n}"})).status_code for n in range(5)
    ]
    assert statuses == [401, 401, 401, 429, 429]


async def _key(owner: Person, **changes: object) -> str:
    form = {"name": "A", "permissions": {"organization:read": "all"}, **changes}
    expires = (clock.now() + timedelta(days=1)).isoformat()
    answer = await owner.client.post("/api/api-keys", json={**form, "expires_at": expires})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["key"])


async def test_each_key_has_a_limit_of_its_own(limited: Stoke, owner: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited.runtime.settings, "rate_limit_api", 0)
    keys = [await _key(owner, rate_limit=limit) for limit in (2, 4)]
    monkeypatch.setattr(limited.runtime.settings, "rate_limit_api", 3)
    client = limited.client(address="192.0.2.40")

    async def ask(key: str) -> httpx.Response:
        return await client.get("/api/organization", headers={"authorization": f"Bearer {key}"})

    # The first of each finds out that the key works, and counts for the address.
    assert [(await ask(key)).status_code for key in keys] == [200, 200]
    answers = [await ask(keys[0]) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["ratelimit-limit"] == "2"
    assert [(await ask(keys[1])).status_code for _ in range(5)] == [200, 200, 200, 200, 429]
    monkeypatch.setattr(limited.runtime.settings, "rate_limit_key", 1)
    assert (await ask(keys[1])).headers["ratelimit-limit"] == "1"


async def test_guessed_keys_count_for_the_address_that_guesses(limited: Stoke, owner: Person) -> None:
    key = await _key(owner)
    client = limited.client(address="192.0.2.41")
    guesses = [key[:-4] + f"{number:04}" for number in range(5)]
    statuses = [
        (await client.get("/api/organization", headers={"authorization": f"Bearer {guess}"})).status_code
        for guess in guesses
    ]
    assert statuses == [401, 401, 401, 429, 429]
    used = limited.client(address="192.0.2.42")
    assert (await used.get("/api/organization", headers={"authorization": f"Bearer {key}"})).status_code == 200


async def test_an_organization_has_a_limit_that_its_people_share(
    limited: Stoke, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limited.runtime.settings, "rate_limit_api", 0)
    other, people = await limited.owner(), [owner, await limited.sign_in(owner.email)]
    monkeypatch.setattr(limited.runtime.settings, "rate_limit_organization", 3)
    monkeypatch.setattr(limited.runtime.settings, "rate_limit_api", 100)

    answers = [await people[number % 2].client.get("/api/auth/me") for number in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].headers["ratelimit-limit"] == "3"
    assert (await other.client.get("/api/auth/me")).status_code == 200


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "expected"),
    [
        ("203.0.113.9", "198.51.100.1", (), "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", ("10.0.0.0/8",), "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1", ("10.0.0.0/8",), "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1", ("10.0.0.0/8",), "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.2", ("10.0.0.0/8",), "198.51.100.1"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", ("10.0.0.0/8",), "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1, nonsense", ("10.0.0.0/8",), "10.0.0.1"),
        ("10.0.0.1", "", ("10.0.0.0/8",), "10.0.0.1"),
        ("::1", "2001:db8::7", ("::1/128",), "2001:db8::7"),
        ("::ffff:10.0.0.1", "198.51.100.1", ("10.0.0.0/8",), "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1, ::ffff:10.0.0.2", ("10.0.0.0/8",), "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1:443", ("10.0.0.0/8",), "10.0.0.1"),
        ("unknown", "198.51.100.1", ("10.0.0.0/8",), "unknown"),
    ],
)
def test_a_forwarded_address_is_believed_from_our_proxies_alone(
    peer: str, forwarded: str, trusted: tuple[str, ...], expected: str
) -> None:
    scope = {"type": "http", "client": (peer, 1), "headers": [(b"x-forwarded-for", forwarded.encode())]}
    assert client_address(scope, trusted) == expected


def test_a_line_that_the_client_sent_itself_is_not_taken_for_the_proxys() -> None:
    lines = [(b"x-forwarded-for", b"1.2.3.4"), (b"x-forwarded-for", b"198.51.100.1")]
    scope = {"type": "http", "client": ("10.0.0.1", 1), "headers": lines}
    assert client_address(scope, ("10.0.0.0/8",)) == "198.51.100.1"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("::ffff:198.51.100.1", "198.51.100.1"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("unknown", "unknown"),
    ],
)
def test_a_household_counts_as_one_place(address: str, expected: str) -> None:
    assert counted_as(address) == expected


async def test_an_ipv6_network_has_one_count_however_many_addresses_it_has(limited: Stoke) -> None:
    statuses = [(await limited.client(address=f"2001:db8::{n:x}").get("/api/auth/me")).status_code for n in range(1, 5)]
    assert statuses == [401, 401, 401, 429]


async def _sign_in(stoke: Stoke, address: str, email: str, password: str = "wrong password") -> int:
    answer = await stoke.client(address=address).post("/api/auth/login", json={"email": email, "password": password})
    return answer.status_code


@pytest.fixture
def no_api_limit(limited: Stoke, monkeypatch: pytest.MonkeyPatch) -> Stoke:
    monkeypatch.setattr(limited.runtime.settings, "rate_limit_api", 0)
    return limited


async def test_five_failures_from_one_address_are_all(no_api_limit: Stoke) -> None:
    statuses = [await _sign_in(no_api_limit, "192.0.2.3", f"nobody{n}@example.com") for n in range(6)]
    assert statuses == [401] * 5 + [429]
    assert await _sign_in(no_api_limit, "192.0.2.4", "nobody@example.com") == 401


async def test_five_failures_for_one_account_are_all_from_wherever(no_api_limit: Stoke, owner: Person) -> None:
    statuses = [await _sign_in(no_api_limit, f"192.0.2.{10 + n}", owner.email) for n in range(6)]
    assert statuses == [401] * 5 + [429]


async def test_right_passwords_do_not_count_so_a_gym_may_share_an_address(no_api_limit: Stoke, owner: Person) -> None:
    for _ in range(8):
        assert await _sign_in(no_api_limit, "192.0.2.5", owner.email, PASSWORD) == 200


async def test_who_guesses_elsewhere_does_not_lock_out_the_usual_place(no_api_limit: Stoke, owner: Person) -> None:
    assert await _sign_in(no_api_limit, "192.0.2.6", owner.email, PASSWORD) == 200
    for number in range(6):
        await _sign_in(no_api_limit, f"192.0.2.{20 + number}", owner.email)

    assert await _sign_in(no_api_limit, "192.0.2.30", owner.email, PASSWORD) == 429
    assert await _sign_in(no_api_limit, "192.0.2.6", owner.email, PASSWORD) == 200


async def test_many_tries_at_once_are_not_all_let_in(no_api_limit: Stoke, owner: Person) -> None:
    statuses = await asyncio.gather(*(_sign_in(no_api_limit, "192.0.2.7", owner.email) for _ in range(12)))
    assert sorted(statuses) == [401] * 5 + [429] * 7


async def test_without_redis_sign_in_is_closed_and_the_rest_is_open(
    no_api_limit: Stoke, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(no_api_limit.runtime.settings, "rate_limit_api", 3)
    away = Redis.from_url("unix:///nonexistent/valkey.sock")
    limits = RateLimiter(away)
    monkeypatch.setattr(no_api_limit.runtime, "limits", limits)

    assert await _sign_in(no_api_limit, "192.0.2.8", owner.email, PASSWORD) == 503
    async with asyncio.timeout(5):
        while limits.tally("user", "somebody", 3) is not None:
            await asyncio.sleep(0.02)
    for _ in range(5):
        assert (await owner.client.get("/api/auth/me")).status_code == 200
    await limits.close()
    await away.aclose()


async def test_two_processes_count_together(stoke: Stoke) -> None:
    await stoke.runtime.redis.flushall()
    first, second = RateLimiter(stoke.runtime.redis), RateLimiter(stoke.runtime.redis)
    for _ in range(4):
        first.tally("user", "both", 5)

    async with asyncio.timeout(5):
        while (count := second.tally("user", "both", 5)) is not None and not count.over:
            await asyncio.sleep(0.05)
    assert count is not None
    assert count.used > 5
    await first.close()
    await second.close()


async def test_a_window_ends_with_its_minute_and_with_a_clock_that_was_wrong(stoke: Stoke) -> None:
    limits = RateLimiter(stoke.runtime.redis)
    noon = clock.now().replace(hour=12, minute=0, second=59, microsecond=0)
    used: list[int] = []
    for moment in (noon, noon, noon + timedelta(seconds=1), noon + timedelta(hours=1), noon):
        with clock.at(moment):
            count = limits.tally("user", "a clock", 5)
            assert count is not None
            used.append(count.used)
    assert used == [1, 2, 1, 1, 1]
    await limits.close()
