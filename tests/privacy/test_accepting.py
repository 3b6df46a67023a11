"""Accepting terms and privacy notice by signing up and joining, and being asked when a text has changed."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text as sql

from backend.core.ids import new_id
from backend.domains.privacy import texts
from backend.domains.privacy.texts import EARLIER, TEXTS, edition
from tests.organizations.studios import ask_to_join, client_of, join, open_joining, staff
from tests.support.stoke import PASSWORD, Person, Stoke

OLD = {"terms": 1, "privacy": 1}


@pytest.fixture
def new_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second version of the terms is published."""
    first = TEXTS["terms"]
    monkeypatch.setitem(TEXTS, "terms", replace(first, version=2, text="Something else."))
    monkeypatch.setattr(texts, "EARLIER", (first,))


async def decisions(person: Person) -> list[dict[str, Any]]:
    answer = await person.client.get("/api/privacy/consents/history")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def due(person: Person) -> list[str]:
    return (await person.client.get("/api/auth/me")).json()["consents_due"]


def form(**more: object) -> dict[str, object]:
    return {
        "name": "Nora Berg",
        "email": f"owner-{new_id().hex[-12:]}@example.com",
        "password": PASSWORD,
        "organization_name": "North Barbell",
        **more,
    }


def test_every_version_of_a_text_can_be_read() -> None:
    for text in TEXTS.values():
        for version in range(1, text.version + 1):
            assert edition(text.kind, version) is not None, f"version {version} of {text.kind} is gone"
    assert len({(text.kind, text.version) for text in (*TEXTS.values(), *EARLIER)}) == len(TEXTS) + len(EARLIER)


async def test_who_signs_up_accepts_with_proof(stoke: Stoke) -> None:
    owner = await stoke.owner()

    found = {row["kind"]: row for row in await decisions(owner)}

    assert found.keys() == {"terms", "privacy"}
    for kind, row in found.items():
        assert (row["decision"], row["how"], row["version"]) == ("given", "registered", 1)
        assert row["text_hash"] == TEXTS[kind].hash
        assert row["address"]
        assert row["user_agent"].startswith("python-httpx")
    assert await due(owner) == []
    log = (await owner.client.get("/api/audit", params={"action": "privacy.consent_given"})).json()["items"]
    assert [entry["actor"]["name"] for entry in log] == ["Nora Berg"] * 2


async def test_the_acceptance_is_kept_if_and_only_if_the_sign_up_is(
    stoke: Stoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no consents today")

    monkeypatch.setattr("backend.domains.privacy.service.accepting.write_down", broken)
    body = form()
    async with stoke.client() as client:
        answer = await client.post("/api/auth/register", json=body)
    assert answer.status_code == 500
    async with stoke.runtime.database.system() as system:
        left = await system.scalar(sql("SELECT count(*) FROM users WHERE email = :email"), {"email": body["email"]})
    assert left == 0


@pytest.mark.parametrize("kind", ["terms", "privacy"])
@pytest.mark.parametrize("version", [0, 2])
async def test_a_version_that_does_not_stand_now_is_refused_by_field(stoke: Stoke, kind: str, version: int) -> None:
    body = form(accepted={**OLD, kind: version})
    async with stoke.client() as client:
        answer = await client.post("/api/auth/register", json=body)
        again = await client.post("/api/auth/register", json={**body, "accepted": OLD})
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"/accepted/{kind}"]
    assert "read version 1" in answer.json()["errors"][0]["message"]
    assert again.status_code == 202


async def test_an_outdated_version_is_refused_alike_for_a_known_address(stoke: Stoke) -> None:
    owner = await stoke.owner()
    async with stoke.client() as client:
        known = await client.post("/api/auth/register", json=form(email=owner.email, accepted={**OLD, "terms": 9}))
        unknown = await client.post("/api/auth/register", json=form(accepted={**OLD, "terms": 9}))
    assert {**known.json(), "request_id": ""} == {**unknown.json(), "request_id": ""}


async def test_staff_and_clients_accept_with_their_invitation(stoke: Stoke) -> None:
    owner = await stoke.owner()
    trainer = await staff(stoke, owner)
    client = await client_of(stoke, owner)

    for person in (trainer, client):
        found = await decisions(person)
        assert {row["kind"] for row in found} == {"terms", "privacy"}, "nothing else is bundled with it"
        assert {row["how"] for row in found} == {"invitation"}
    assert await due(trainer) == []
    assert await due(client) == ["health"], "asked by itself"


async def test_who_joins_by_themselves_accepts_by_that(stoke: Stoke) -> None:
    owner = await stoke.owner()
    email = f"joins-{new_id().hex[-12:]}@example.com"
    await ask_to_join(stoke, await open_joining(owner), email)

    client = await join(stoke, email)

    assert {row["how"] for row in await decisions(client)} == {"joined"}


async def test_an_invitation_is_not_taken_up_on_an_old_text(stoke: Stoke) -> None:
    owner = await stoke.owner()
    email = f"late-{new_id().hex[-12:]}@example.com"
    form = {"name": "Late", "email": email, "role": "trainer"}
    assert (await owner.client.post("/api/members", json=form)).status_code == 201
    await stoke.settle()
    path = f"/api/invitations/{stoke.mails.link_to(email)}/accept"
    async with stoke.client() as client:
        body = {"password": PASSWORD, "accepted": {"terms": 1, "privacy": 3}}
        refused = await client.post(path, json=body)
        taken = await client.post(path, json={**body, "accepted": OLD})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/accepted/privacy")
    assert taken.status_code == 200, taken.text


async def test_who_founds_another_studio_accepts_there(stoke: Stoke) -> None:
    owner = await stoke.owner()
    body = {"name": "South Barbell", "accepted": OLD}
    made = await owner.client.post("/api/organizations", json=body)
    assert made.status_code == 201, made.text
    answer = await owner.client.post("/api/auth/switch", json={"organization_id": made.json()["id"]})
    owner.client.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
    assert [row["how"] for row in await decisions(owner)] == ["founded", "founded"]


@pytest.mark.usefixtures("new_terms")
async def test_a_changed_text_is_asked_once_more(stoke: Stoke, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before:
        before.setitem(TEXTS, "terms", texts.EARLIER[0])
        owner = await stoke.owner()
        trainer = await staff(stoke, owner)
        client = await client_of(stoke, owner)
        assert await due(trainer) == []

    assert await due(owner) == ["terms"]
    waiting = (await owner.client.get("/api/privacy/undecided")).json()
    assert waiting["count"] == 3
    assert {row["member_id"]: row["kinds"] for row in waiting["items"]} == {
        owner.me["member_id"]: ["terms"],
        trainer.me["member_id"]: ["terms"],
        client.me["member_id"]: ["terms", "health"],
    }
    clients = (await owner.client.get("/api/clients")).json()["items"]
    shown = (await owner.client.get(f"/api/clients/{clients[0]['id']}/privacy")).json()
    assert len(shown["undecided"]) == 2

    for person in (owner, trainer):
        answer = await person.client.post("/api/privacy/consents/terms", json={"version": 2, "given": True})
        assert answer.status_code == 200, answer.text
        assert not answer.json()["due"]
        assert await due(person) == []
    form = {"version": texts.TEXTS["health"].version, "given": False}
    refused = await client.client.post("/api/privacy/consents/health", json=form)
    assert refused.json()["decision"] == "withdrawn"
    assert await due(client) == ["terms"], "a refusal is a decision: nobody is asked again"
    assert (await owner.client.get("/api/privacy/undecided")).json()["count"] == 1


@pytest.mark.usefixtures("new_terms")
async def test_the_text_of_a_version_is_for_everybody_to_read(stoke: Stoke) -> None:
    async with stoke.client() as stranger:
        now = (await stranger.get("/api/legal")).json()["items"]
        old = (await stranger.get("/api/legal/terms/1")).json()
        none = await stranger.get("/api/legal/terms/3")
        odd = await stranger.get("/api/legal/moon/1")
    assert [(item["kind"], item["version"]) for item in now] == [("terms", 2), ("privacy", 1)]
    assert (old["version"], old["current_version"], old["text"]) == (1, 2, texts.EARLIER[0].text)
    assert none.status_code == odd.status_code == 404


async def test_who_has_not_decided_is_for_those_who_see_consents(stoke: Stoke) -> None:
    owner = await stoke.owner()
    trainer = await staff(stoke, owner)
    other = await stoke.owner()
    assert (await trainer.client.get("/api/privacy/undecided")).status_code == 403
    client = await client_of(stoke, owner)
    assert (await client.client.get("/api/privacy/undecided")).status_code == 403
    assert (await other.client.get("/api/privacy/undecided")).json() == {"count": 0, "items": []}
