"""Accounts and invitations under attack: what an answer gives away, races, and what a body must not set."""

import asyncio
from typing import Any

import httpx
import pytest

from backend.core.ids import new_id
from backend.domains.accounts import passwords
from tests.support.stoke import PASSWORD, Person, Stoke

FORM = {"name": "A", "password": PASSWORD, "organization_name": "B", "time_zone": "UTC"}


@pytest.fixture(scope="module")
async def owner(stoke: Stoke) -> Person:
    return await stoke.owner()


def _same(first: httpx.Response, second: httpx.Response, *known: str) -> bool:
    def plain(answer: httpx.Response) -> dict[str, Any]:
        text = answer.text
        for word in known:
            text = text.replace(word, "")
        return {"status": answer.status_code, "text": text.replace(answer.headers["x-request-id"], "")}

    return plain(first) == plain(second)


async def _invite(stoke: Stoke, owner: Person, email: str) -> str:
    created = await owner.client.post("/api/clients", json={"first_name": "Iris", "last_name": "Falk", "email": email})
    assert created.status_code == 201, created.text
    answer = await owner.client.post(f"/api/clients/{created.json()['id']}/invite")
    assert answer.status_code == 202, answer.text
    await stoke.settle()
    return stoke.mails.link_to(email)


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("register", FORM),
        ("login", {"password": "wrong password"}),
        ("forgot-password", {}),
        ("resend-verification", {}),
    ],
)
async def test_an_answer_does_not_tell_whether_an_address_has_an_account(
    stoke: Stoke, owner: Person, path: str, form: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    for name in ("hash_password", "verify"):
        whole = getattr(passwords, name)

        async def counted(*args: Any, _whole: Any = whole, _name: str = name) -> Any:
            hashed.append(_name)
            return await _whole(*args)

        monkeypatch.setattr(passwords, name, counted)
    unknown = f"nobody-{new_id().hex[-8:]}@example.com"
    known = await stoke.client().post(f"/api/auth/{path}", json={**form, "email": owner.email})
    work, _ = list(hashed), hashed.clear()
    other = await stoke.client().post(f"/api/auth/{path}", json={**form, "email": unknown})

    assert _same(known, other, owner.email, unknown)
    assert work == hashed


async def test_two_accepts_at_once_make_one_account(stoke: Stoke, owner: Person) -> None:
    token = await _invite(stoke, owner, f"twice-{new_id().hex[-8:]}@example.com")
    answers = await asyncio.gather(
        *(stoke.client().post(f"/api/invitations/{token}/accept", json={"password": PASSWORD}) for _ in range(3))
    )

    assert sorted(answer.status_code for answer in answers)[0] == 200
    assert [answer.status_code for answer in answers].count(200) == 1
    assert {answer.status_code for answer in answers} <= {200, 401, 409, 410}
    assert (await stoke.client().get(f"/api/invitations/{token}")).status_code == 410


async def test_an_existing_account_needs_its_own_password_and_then_belongs_to_both(stoke: Stoke, owner: Person) -> None:
    second = await stoke.owner()
    email = f"both-{new_id().hex[-8:]}@example.com"
    first_token = await _invite(stoke, owner, email)
    assert (
        await stoke.client().post(f"/api/invitations/{first_token}/accept", json={"password": PASSWORD})
    ).status_code == 200
    token = await _invite(stoke, second, email)
    wrong = await stoke.client().post(f"/api/invitations/{token}/accept", json={"password": "another password"})
    assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_credentials")
    right = await stoke.client().post(f"/api/invitations/{token}/accept", json={"password": PASSWORD})
    client = stoke.client({"authorization": f"Bearer {right.json()['access_token']}"})
    me = (await client.get("/api/auth/me")).json()

    assert me["organization"]["id"] == str(second.organization_id)
    assert {row["id"] for row in me["organizations"]} == {str(owner.organization_id), str(second.organization_id)}
    assert (me["role"], (await client.get("/api/members")).status_code) == ("client", 403)


async def test_opening_an_invitation_confirms_the_address(stoke: Stoke, owner: Person) -> None:
    email = f"unconfirmed-{new_id().hex[-8:]}@example.com"
    await stoke.client().post("/api/auth/register", json={**FORM, "email": email})
    token = await _invite(stoke, owner, email)
    assert (
        await stoke.client().post(f"/api/invitations/{token}/accept", json={"password": PASSWORD})
    ).status_code == 200

    assert (await stoke.sign_in(email)).me["user"]["email_verified"] is True


async def test_a_reset_link_works_once_however_often_it_is_sent_at_once(stoke: Stoke) -> None:
    person = await stoke.owner()
    await stoke.client().post("/api/auth/forgot-password", json={"email": person.email})
    await stoke.settle()
    token = stoke.mails.link_to(person.email)
    answers = await asyncio.gather(
        *(
            stoke.client().post("/api/auth/reset-password", json={"token": token, "password": f"a new password {n}"})
            for n in range(3)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [204, 410, 410]


async def test_two_refreshes_at_once_leave_the_family_alive(stoke: Stoke) -> None:
    person = await stoke.owner()
    login = await stoke.client().post("/api/auth/login", json={"email": person.email, "password": PASSWORD})
    cookie, csrf = login.cookies["stoke_refresh"], login.json()["csrf_token"]

    def tab(token: str) -> httpx.AsyncClient:
        client = stoke.client({"x-csrf-token": csrf})
        client.cookies.set("stoke_refresh", token, domain="stoke.test", path="/api/auth")
        return client

    answers = await asyncio.gather(*(tab(cookie).post("/api/auth/refresh") for _ in range(2)))
    assert [answer.status_code for answer in answers] == [200, 200]
    kept = tab(answers[1].cookies["stoke_refresh"])
    for _ in range(2):
        assert (await kept.post("/api/auth/refresh")).status_code == 200
    assert (await tab(cookie).post("/api/auth/refresh")).json()["code"] == "session_ended"


async def test_a_copy_of_a_refresh_token_that_is_used_in_time_ends_the_family_no_less(stoke: Stoke) -> None:
    """Who copies a token and is quick gets a successor like its holder: of two that both go on, one is a thief."""
    person = await stoke.owner()
    login = await stoke.client().post("/api/auth/login", json={"email": person.email, "password": PASSWORD})
    cookie, csrf = login.cookies["stoke_refresh"], login.json()["csrf_token"]

    def holder(token: str) -> httpx.AsyncClient:
        client = stoke.client({"x-csrf-token": csrf})
        client.cookies.set("stoke_refresh", token, domain="stoke.test", path="/api/auth")
        return client

    thief, owner = holder(cookie), holder(cookie)
    assert (await thief.post("/api/auth/refresh")).status_code == 200
    assert (await owner.post("/api/auth/refresh")).status_code == 200
    assert (await owner.post("/api/auth/refresh")).status_code == 200

    assert (await thief.post("/api/auth/refresh")).json()["code"] == "session_ended"
    assert (await owner.post("/api/auth/refresh")).json()["code"] == "session_ended"
    await stoke.settle()
    assert "two places" in stoke.mails.last_to(person.email).text


@pytest.mark.parametrize(
    "name",
    [
        "x" * 5_000,
        "",
        "   ",
        "\u200b\u200b",
        "a\nb",
        "a\r\nBcc: x@example.com",
        "a\u2028b",
        "a\u0085b",
        "\x1b[0m",
        "\ufeff",
        "You won: https://evil.example",
        "Call WWW.evil.example",
        "evil.example/win now",
    ],
)
async def test_a_name_that_cannot_be_shown_or_mailed_is_refused(stoke: Stoke, owner: Person, name: str) -> None:
    answer = await owner.client.patch("/api/auth/me", json={"name": name})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/name")


@pytest.mark.parametrize(
    "name", ["\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u0646\u0648\u0631\u0629 \u0639\u0644\u064a", "  Zoë  "]
)
async def test_a_name_in_any_script_reaches_the_mail(stoke: Stoke, name: str) -> None:
    email = f"script-{new_id().hex[-8:]}@example.com"
    answer = await stoke.client().post("/api/auth/register", json={**FORM, "name": name, "email": email})
    assert answer.status_code == 202
    await stoke.settle()
    assert f"Hello {name.strip()}," in stoke.mails.last_to(email).text


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "UTC\n", "x" * 500, "europe/berlin", None, 5])
async def test_a_time_zone_that_does_not_exist_is_refused(owner: Person, zone: object) -> None:
    answer = await owner.client.patch("/api/organization", json={"time_zone": zone})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/time_zone")


async def test_a_body_cannot_set_what_is_not_its_own(stoke: Stoke, owner: Person) -> None:
    stranger = await stoke.owner()
    sly = {"id": str(new_id()), "role": "owner", "organization_id": str(stranger.organization_id), "slug": "taken"}
    sly |= {"email": "other@example.com", "email_verified": True, "member_id": str(stranger.member_id)}
    before = (await owner.client.get("/api/auth/me")).json()
    await owner.client.patch("/api/auth/me", json=sly)
    await owner.client.patch("/api/organization", json=sly)

    assert (await owner.client.get("/api/auth/me")).json() == before
    token = await _invite(stoke, owner, f"sly-{new_id().hex[-8:]}@example.com")
    url = f"/api/invitations/{token}/accept"
    refused = await stoke.client().post(url, json={**sly, "password": PASSWORD})
    assert (refused.status_code, {error["pointer"][1:] for error in refused.json()["errors"]}) == (422, set(sly))
    answer = await stoke.client().post(url, json={"password": PASSWORD})
    client = stoke.client({"authorization": f"Bearer {answer.json()['access_token']}"})
    me = (await client.get("/api/auth/me")).json()
    assert (me["role"], me["organization"]["id"]) == ("client", str(owner.organization_id))


async def test_members_of_one_organization_never_see_those_of_another(stoke: Stoke, owner: Person) -> None:
    other = await stoke.owner()
    ids = {row["id"] for row in (await other.client.get("/api/members")).json()["items"]}
    assert ids == {str(other.member_id)}
    assert str(owner.member_id) not in ids
