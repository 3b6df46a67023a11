"""Refresh tokens: rotation, a lost answer, reuse, and the end of a family."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from backend.core import clock
from backend.domains.accounts import passwords
from tests.support.stoke import PASSWORD, Person, Stoke


async def _browser(stoke: Stoke, person: Person) -> httpx.AsyncClient:
    """A browser that has just signed in and holds its cookies."""
    client = stoke.client()
    answer = await client.post("/api/auth/login", json={"email": person.email, "password": PASSWORD})
    client.headers["x-csrf-token"] = answer.json()["csrf_token"]
    return client


def _with_cookie(stoke: Stoke, browser: httpx.AsyncClient, token: str) -> httpx.AsyncClient:
    client = stoke.client({"x-csrf-token": browser.headers["x-csrf-token"]})
    client.cookies.set("stoke_refresh", token, domain="stoke.test", path="/api/auth")
    return client


async def test_the_refresh_cookie_is_out_of_reach_of_scripts_and_other_sites(stoke: Stoke) -> None:
    owner = await stoke.owner()
    answer = await stoke.client().post("/api/auth/login", json={"email": owner.email, "password": PASSWORD})

    cookie = next(value for value in answer.headers.get_list("set-cookie") if value.startswith("stoke_refresh="))
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert "Path=/api/auth" in cookie


async def test_a_refresh_gives_a_new_access_token_and_replaces_the_cookie(stoke: Stoke) -> None:
    browser = await _browser(stoke, await stoke.owner())
    before = browser.cookies["stoke_refresh"]

    answer = await browser.post("/api/auth/refresh")

    assert answer.status_code == 200
    assert browser.cookies["stoke_refresh"] != before
    me = await browser.get("/api/auth/me", headers={"authorization": f"Bearer {answer.json()['access_token']}"})
    assert me.status_code == 200


async def test_a_refresh_without_the_csrf_token_is_refused_and_the_session_lives(stoke: Stoke) -> None:
    browser = await _browser(stoke, await stoke.owner())
    forged = stoke.client()
    forged.cookies.set("stoke_refresh", browser.cookies["stoke_refresh"], domain="stoke.test", path="/api/auth")

    assert (await forged.post("/api/auth/refresh")).json()["code"] == "wrong_csrf_token"
    assert (await browser.post("/api/auth/refresh")).status_code == 200


async def test_a_lost_answer_does_not_end_the_session_and_a_later_reuse_does(stoke: Stoke) -> None:
    browser = await _browser(stoke, await stoke.owner())
    first = browser.cookies["stoke_refresh"]
    lost = await _with_cookie(stoke, browser, first).post("/api/auth/refresh")
    assert lost.status_code == 200

    again = _with_cookie(stoke, browser, first)
    assert (await again.post("/api/auth/refresh")).status_code == 200
    assert (await again.post("/api/auth/refresh")).status_code == 200

    reused = await _with_cookie(stoke, browser, first).post("/api/auth/refresh")
    assert reused.json()["code"] == "session_ended"
    assert (await again.post("/api/auth/refresh")).json()["code"] == "session_ended"


async def test_a_reuse_after_the_grace_ends_the_family(stoke: Stoke) -> None:
    browser = await _browser(stoke, await stoke.owner())
    first = browser.cookies["stoke_refresh"]
    await browser.post("/api/auth/refresh")

    with clock.at(clock.now() + timedelta(seconds=61)):
        assert (await _with_cookie(stoke, browser, first).post("/api/auth/refresh")).status_code == 401
        assert (await browser.post("/api/auth/refresh")).json()["code"] == "session_ended"


async def test_an_expired_refresh_token_is_refused(stoke: Stoke) -> None:
    browser = await _browser(stoke, await stoke.owner())

    with clock.at(clock.now() + timedelta(days=31)):
        assert (await browser.post("/api/auth/refresh")).json()["code"] == "session_ended"


async def test_signing_out_ends_the_session_and_its_access_token_within_a_second(stoke: Stoke) -> None:
    owner = await stoke.owner()
    browser = await _browser(stoke, owner)
    token = (await browser.post("/api/auth/refresh")).json()["access_token"]

    assert (await browser.post("/api/auth/logout")).status_code == 204

    stoke.forget_access()
    me = await browser.get("/api/auth/me", headers={"authorization": f"Bearer {token}"})
    assert me.json()["code"] == "session_ended"
    assert (await owner.client.get("/api/auth/me")).status_code == 200


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "Bearer", "é" * 40])
async def test_a_broken_access_token_is_a_401(stoke: Stoke, token: str) -> None:
    header = {b"authorization": b"Bearer " + token.encode()}
    answer = await stoke.client().get("/api/auth/me", headers=header)  # pyright: ignore[reportArgumentType]

    assert answer.status_code == 401


async def test_a_forgotten_password_is_reset_once_and_signs_out_every_device(stoke: Stoke) -> None:
    owner = await stoke.owner()
    browser = await _browser(stoke, owner)
    client = stoke.client()
    assert (await client.post("/api/auth/forgot-password", json={"email": owner.email})).status_code == 202
    unknown = await client.post("/api/auth/forgot-password", json={"email": "nobody@example.com"})
    assert unknown.status_code == 202
    await stoke.settle()
    form = {"token": stoke.mails.link_to(owner.email), "password": "another long password"}

    short = await client.post("/api/auth/reset-password", json={**form, "password": "short"})
    assert short.json()["errors"][0]["pointer"] == "/password"
    assert (await client.post("/api/auth/reset-password", json=form)).status_code == 204
    again = await client.post("/api/auth/reset-password", json=form)
    assert again.status_code == 410
    assert "used already" in again.json()["detail"], "it says why the link does not work, not only what to do"
    assert (await browser.post("/api/auth/refresh")).status_code == 401
    assert (await stoke.sign_in(owner.email, "another long password")).me["role"] == "owner"


async def test_changing_the_password_keeps_this_device_and_asks_for_the_old_one(stoke: Stoke) -> None:
    owner = await stoke.owner()
    other = await _browser(stoke, owner)
    wrong = {"current_password": "not the password", "new_password": "another long password"}

    refused = await owner.client.post("/api/auth/change-password", json=wrong)
    assert refused.json()["errors"][0]["pointer"] == "/current_password"
    right = {**wrong, "current_password": PASSWORD}
    assert (await owner.client.post("/api/auth/change-password", json=right)).status_code == 204
    assert (await other.post("/api/auth/refresh")).status_code == 401
    assert (await owner.client.get("/api/auth/me")).status_code == 200


async def test_no_connection_is_held_while_a_changed_password_is_hashed(
    stoke: Stoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, verify, hash_password, held = await stoke.owner(), passwords.verify, passwords.hash_password, list[int]()

    def look() -> None:
        held.append(stoke.runtime.database.usage()["write"].in_use)

    async def verifying(password: str, hashed: str | None) -> tuple[bool, str | None]:
        look()
        return await verify(password, hashed)

    async def hashing(password: str) -> str:
        look()
        return await hash_password(password)

    monkeypatch.setattr(passwords, "verify", verifying)
    monkeypatch.setattr(passwords, "hash_password", hashing)
    form = {"current_password": PASSWORD, "new_password": "another long password"}
    assert (await owner.client.post("/api/auth/change-password", json=form)).status_code == 204
    assert held == [0, 0]


async def test_of_two_changes_of_the_password_at_once_one_counts(stoke: Stoke) -> None:
    owner = await stoke.owner()
    forms = [{"current_password": PASSWORD, "new_password": f"{word} long passwords"} for word in ("seven", "eight")]
    answers = await asyncio.gather(*(owner.client.post("/api/auth/change-password", json=form) for form in forms))

    assert sorted(answer.status_code for answer in answers) == [204, 422]
    kept = next(form for form, answer in zip(forms, answers, strict=True) if answer.status_code == 204)
    assert (await stoke.sign_in(owner.email, kept["new_password"])).me["role"] == "owner"
