"""API keys: made, used, renamed, rotated with an overlap, revoked; and what they never open."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from pyotp.totp import TOTP
from sqlalchemy import text

from backend.core import clock
from backend.core.ids import new_id
from backend.domains.organizations import authenticator, key_service, keys
from backend.domains.organizations.permissions import PERMISSIONS
from tests.support.stoke import Person, Stoke

READING = {"clients:read": "all", "organization:read": "all"}


@pytest.fixture(scope="module")
async def owner(stoke: Stoke) -> Person:
    return await stoke.owner()


@pytest.fixture(scope="module")
async def stranger(stoke: Stoke) -> Person:
    return await stoke.owner(name="Someone Else")


@pytest.fixture(autouse=True)
async def without_keys(stoke: Stoke, owner: Person) -> AsyncIterator[None]:
    yield
    async with stoke.runtime.database.write(owner.organization_id) as session:
        await session.execute(text("DELETE FROM api_keys WHERE organization_id = :id"), {"id": owner.organization_id})
    stoke.forget_access()


def form(**changes: Any) -> dict[str, Any]:
    expires = (clock.now() + timedelta(days=30)).isoformat()
    return {"name": "Booking site", "permissions": READING, "expires_at": expires, **changes}


async def made(person: Person, **changes: Any) -> dict[str, Any]:
    answer = await person.client.post("/api/api-keys", json=form(**changes))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def using(stoke: Stoke, key: str, address: str = "192.0.2.7") -> httpx.AsyncClient:
    return stoke.client({"authorization": f"Bearer {key}"}, address=address)


async def in_database(stoke: Stoke, owner: Person, key_id: str) -> dict[str, Any]:
    async with stoke.runtime.database.read(owner.organization_id) as read:
        row = await read.first(text("SELECT * FROM api_keys WHERE id = :id"), {"id": UUID(key_id)})
    assert row is not None
    return row


async def deeds(stoke: Stoke, owner: Person, key_id: str) -> list[str]:
    """What was done to a key; that it was refused is `test_key_failures.py`'s."""
    async with stoke.runtime.database.read(owner.organization_id) as read:
        sql = text("SELECT action FROM audit_entries WHERE subject_id = :id ORDER BY id")
        found = [row["action"] for row in await read.all(sql, {"id": UUID(key_id)})]
    return [action for action in found if action != "api_keys.refused"]


async def test_a_key_is_shown_once_and_works(stoke: Stoke, owner: Person) -> None:
    created = await made(owner)
    key, about = created["key"], created["about"]

    assert key.startswith(about["prefix"])
    assert (await using(stoke, key).get("/api/clients")).status_code == 200
    listed = (await owner.client.get("/api/api-keys")).json()["items"]
    assert [row["id"] for row in listed] == [about["id"]]
    assert listed[0]["last_address"] == "192.0.2.7"
    assert listed[0]["last_used_at"] is not None
    secret = key.rpartition("_")[2]
    row = await in_database(stoke, owner, about["id"])
    assert secret not in str(row)
    assert secret not in (await owner.client.get(f"/api/api-keys/{about['id']}")).text
    assert await deeds(stoke, owner, about["id"]) == ["api_keys.made"]


async def test_a_key_does_what_it_was_given_and_no_more(stoke: Stoke, owner: Person) -> None:
    client = using(stoke, (await made(owner))["key"])

    assert (await client.get("/api/organization")).status_code == 200
    for path in ("/api/templates", "/api/api-keys", "/api/members"):
        assert (await client.get(path)).status_code == 403
    assert (await client.post("/api/clients", json={"first_name": "A", "last_name": "B"})).status_code == 403
    assert (await client.get("/api/auth/me")).json()["detail"].endswith("an API key cannot use it.")


async def test_no_key_opens_what_is_sensitive(stoke: Stoke, owner: Person) -> None:
    sensitive = [name for name, permission in PERMISSIONS.items() if permission.sensitive]
    answer = await owner.client.post("/api/api-keys", json=form(permissions=dict.fromkeys(sensitive, "all")))
    assert answer.status_code == 403
    assert {error["pointer"] for error in answer.json()["errors"]} == {f"/permissions/{name}" for name in sensitive}

    key = await made(owner)
    async with stoke.runtime.database.write(owner.organization_id) as session:
        await session.execute(text("""UPDATE api_keys SET permissions = permissions || '{"api_keys:create": "all"}'"""))
    stoke.forget_access()
    answer = await using(stoke, key["key"]).post("/api/api-keys", json=form())
    assert answer.status_code == 403


async def test_nobody_gives_a_key_what_they_lack(stoke: Stoke, owner: Person) -> None:
    trainer = await _as_role(stoke, owner, "trainer")
    try:
        for permissions in ({"clients:read": "all"}, {"audit:read": "all"}, {"organization:update": "all"}):
            answer = await trainer.client.post("/api/api-keys", json=form(permissions=permissions))
            assert answer.status_code == 403, answer.text
        assert (await made(trainer, permissions={"clients:read": "assigned"}))["about"]["state"] == "working"
        offered = (await trainer.client.get("/api/api-keys/permissions")).json()
        scopes = {one["name"]: one["scopes"] for group in offered["groups"] for one in group["permissions"]}
        assert scopes["clients:read"] == ["own", "assigned"]
        assert "api_keys:create" not in scopes
        assert "audit:read" not in scopes
    finally:
        await _as_role(stoke, owner, "owner")


async def test_a_key_never_does_more_than_its_member_may_do_now(stoke: Stoke, owner: Person) -> None:
    client = using(stoke, (await made(owner, permissions={"members:read": "all", "organization:update": "all"}))["key"])
    assert (await client.patch("/api/organization", json={"name": "North Barbell"})).status_code == 200
    await _as_role(stoke, owner, "trainer")
    try:
        assert (await client.patch("/api/organization", json={"name": "Mine"})).status_code == 403
        assert (await client.get("/api/members")).status_code == 200
    finally:
        await _as_role(stoke, owner, "owner")


@pytest.mark.parametrize("state", ["suspended", "left"])
async def test_a_key_rests_while_its_member_may_not_sign_in(stoke: Stoke, owner: Person, state: str) -> None:
    client = using(stoke, (await made(owner))["key"])
    assert (await client.get("/api/clients")).status_code == 200
    await _set_member(stoke, owner, f"state = '{state}'")
    try:
        assert (await client.get("/api/clients")).status_code == 401
    finally:
        await _set_member(stoke, owner, "state = 'active'")
    assert (await client.get("/api/clients")).status_code == 200


async def test_a_rotated_key_works_beside_the_old_one_for_its_overlap(
    stoke: Stoke, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await made(owner)
    path = f"/api/api-keys/{first['about']['id']}/rotate"
    second = (await owner.client.post(path, json={"overlap_hours": 2})).json()
    assert second["about"]["prefix"] == first["about"]["prefix"]
    assert second["about"]["previous_until"] is not None
    for key in (first["key"], second["key"]):
        assert (await using(stoke, key).get("/api/clients")).status_code == 200

    later = clock.now() + timedelta(hours=2, seconds=1)
    monkeypatch.setattr(authenticator.clock, "now", lambda: later)
    stoke.forget_access()
    assert (await using(stoke, first["key"]).get("/api/clients")).status_code == 401
    assert (await using(stoke, second["key"]).get("/api/clients")).status_code == 200
    monkeypatch.undo()

    third = (await owner.client.post(path, json={"overlap_hours": 0})).json()
    stoke.forget_access()
    statuses = [(await using(stoke, made["key"]).get("/api/clients")).status_code for made in (first, second, third)]
    assert statuses == [401, 401, 200]
    assert await deeds(stoke, owner, first["about"]["id"]) == ["api_keys.made", "api_keys.rotated", "api_keys.rotated"]


async def test_rotation_gives_the_key_as_long_again(stoke: Stoke, owner: Person) -> None:
    created = (await made(owner))["about"]
    rotated = await owner.client.post(f"/api/api-keys/{created['id']}/rotate", json={})
    assert rotated.json()["about"]["expires_at"] > created["expires_at"]


async def test_two_rotations_at_once_leave_two_secrets_that_work(stoke: Stoke, owner: Person) -> None:
    created = await made(owner)
    path = f"/api/api-keys/{created['about']['id']}/rotate"
    answers = await asyncio.gather(*(owner.client.post(path, json={}) for _ in range(2)))
    statuses = [
        (await using(stoke, key).get("/api/clients")).status_code
        for key in (created["key"], *(answer.json()["key"] for answer in answers))
    ]
    assert statuses == [401, 200, 200]


async def test_nobody_rotates_somebody_elses_key_into_their_own_hands(stoke: Stoke, owner: Person) -> None:
    created = await made(owner)
    other = new_id()
    async with stoke.runtime.database.write(owner.organization_id) as session:
        await session.execute(
            text(
                "INSERT INTO members (organization_id, id, role, state, name) "
                "VALUES (:organization, :id, 'trainer', 'invited', 'Another')"
            ),
            {"organization": owner.organization_id, "id": other},
        )
        await session.execute(text("UPDATE api_keys SET member_id = :id"), {"id": other})
    path = f"/api/api-keys/{created['about']['id']}"
    answer = await owner.client.post(f"{path}/rotate", json={})
    assert answer.status_code == 403
    assert "Another" in answer.json()["detail"]
    assert (await owner.client.patch(path, json={"name": "Theirs"})).json()["name"] == "Theirs"
    assert (await owner.client.delete(path)).status_code == 204


async def test_a_revoked_key_is_refused_within_a_second(stoke: Stoke, owner: Person) -> None:
    created = await made(owner)
    client = using(stoke, created["key"])
    assert (await client.get("/api/clients")).status_code == 200
    path = f"/api/api-keys/{created['about']['id']}"
    assert (await owner.client.delete(path)).status_code == 204
    assert (await owner.client.delete(path)).status_code == 204
    async with asyncio.timeout(1):
        while (await client.get("/api/clients")).status_code == 200:
            await asyncio.sleep(0.05)
    assert (await owner.client.post(f"{path}/rotate", json={})).json()["code"] == "api_key_ended"
    assert (await owner.client.get("/api/api-keys")).json()["items"] == []
    [row] = (await owner.client.get("/api/api-keys", params={"ended": True})).json()["items"]
    assert row["state"] == "revoked"
    assert await deeds(stoke, owner, created["about"]["id"]) == ["api_keys.made", "api_keys.revoked"]


async def test_an_expired_key_is_refused(stoke: Stoke, owner: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    client = using(stoke, (await made(owner))["key"])
    later = clock.now() + timedelta(days=30, seconds=1)
    monkeypatch.setattr(authenticator.clock, "now", lambda: later)
    assert (await client.get("/api/clients")).status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "two\nlines"},
        {"permissions": {}},
        {"permissions": {"clients:read": "everything"}},
        {"expires_at": "2020-01-01T00:00:00Z"},
        {"expires_at": "2099-01-01T00:00:00Z"},
        {"expires_at": None},
        {"rate_limit": 0},
        {"rate_limit": 601},
        {"member_id": str(new_id())},
        {"organization_id": str(new_id())},
    ],
)
async def test_a_form_that_cannot_be_is_refused(owner: Person, wrong: dict[str, Any]) -> None:
    answer = await owner.client.post("/api/api-keys", json=form(**wrong))
    assert answer.status_code == 422, answer.text


async def test_an_unknown_permission_is_pointed_at(owner: Person) -> None:
    answer = await owner.client.post("/api/api-keys", json=form(permissions={"moon:read": "all"}))
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (403, "/permissions/moon:read")


async def test_there_is_an_end_to_the_keys_of_one_member(owner: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_service, "MOST_OF_ONE_MEMBER", 1)
    await made(owner)
    assert (await owner.client.post("/api/api-keys", json=form())).json()["code"] == "too_many_api_keys"


async def test_the_last_key_that_one_may_have_is_made_once(owner: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_service, "MOST_OF_ONE_MEMBER", 2)
    answers = await asyncio.gather(*(owner.client.post("/api/api-keys", json=form()) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 201, 409, 409, 409]


async def test_an_idempotency_key_does_not_keep_a_key(stoke: Stoke, owner: Person) -> None:
    headers = {"Idempotency-Key": "the-same-one"}
    answers = [await owner.client.post("/api/api-keys", json=form(), headers=headers) for _ in range(2)]
    assert answers[0].json()["key"] != answers[1].json()["key"]
    async with stoke.runtime.database.read(owner.organization_id) as read:
        assert await read.scalar(text("SELECT count(*) FROM idempotency_keys WHERE status = 201")) == 0


async def test_keys_of_another_organization_are_not_there(stoke: Stoke, owner: Person, stranger: Person) -> None:
    created = await made(owner)
    path = f"/api/api-keys/{created['about']['id']}"
    assert (await stranger.client.get("/api/api-keys")).json()["items"] == []
    assert (await stranger.client.get(path)).status_code == 404
    assert (await stranger.client.patch(path, json={"name": "Mine"})).status_code == 404
    assert (await stranger.client.post(f"{path}/rotate", json={})).status_code == 404
    assert (await stranger.client.delete(path)).status_code == 404
    for method, where in (("GET", "/api/api-keys"), ("GET", path), ("POST", "/api/api-keys"), ("DELETE", path)):
        assert (await stoke.client().request(method, where, json={} if method == "POST" else None)).status_code == 401
    assert (await using(stoke, created["key"]).get("/api/clients")).status_code == 200


async def test_a_key_with_another_organization_written_into_it_opens_nothing(
    stoke: Stoke, owner: Person, stranger: Person
) -> None:
    key = (await made(owner))["key"]
    theirs, _ = keys.write(stranger.organization_id, keys.read(key).key_id)
    forged = theirs[:49] + key[49:]
    for wrong in (forged, key[:-1], key + "x", key.upper(), key[:50], "stoke_", key.replace("_", "-", 1)):
        assert (await using(stoke, wrong).get("/api/clients")).status_code == 401, wrong


async def test_old_proof_is_asked_for_anew(stoke: Stoke, owner: Person) -> None:
    created = await made(owner)
    async with stoke.runtime.database.write(owner.organization_id, owner.user_id) as session:
        await session.execute(text("UPDATE user_sessions SET proved_at = now() - interval '11 minutes'"))
    stoke.forget_access()
    path = f"/api/api-keys/{created['about']['id']}"
    try:
        for method, where, body in (
            ("POST", "/api/api-keys", form()),
            ("PATCH", path, {"name": "B"}),
            ("POST", f"{path}/rotate", {}),
            ("DELETE", path, None),
        ):
            answer = await owner.client.request(method, where, json=body)
            assert (answer.status_code, answer.json()["code"]) == (403, "proof_required"), where
        assert (await owner.client.get("/api/api-keys")).status_code == 200
    finally:
        async with stoke.runtime.database.write(owner.organization_id, owner.user_id) as session:
            await session.execute(text("UPDATE user_sessions SET proved_at = now()"))


async def test_a_warm_key_asks_the_database_nothing_of_its_own(stoke: Stoke, owner: Person) -> None:
    client = using(stoke, (await made(owner))["key"])
    await client.get("/api/organization")
    seen: list[str] = []
    with stoke.runtime.database.watched(lambda statement, _: seen.append(statement)):
        await client.get("/api/organization")
    assert [statement for statement in seen if "api_keys" in statement or "members" in statement] == []


async def test_a_storm_with_a_key_that_is_not_remembered_asks_once(stoke: Stoke, owner: Person) -> None:
    client = using(stoke, (await made(owner))["key"])
    seen: list[str] = []
    with stoke.runtime.database.watched(lambda statement, _: seen.append(statement)):
        answers = await asyncio.gather(*(client.get("/api/organization") for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert len([statement for statement in seen if "secret_hash" in statement]) == 1
    assert len([statement for statement in seen if statement.startswith("UPDATE api_keys")]) == 1


async def _set_member(stoke: Stoke, person: Person, what: str) -> None:
    async with stoke.runtime.database.write(person.organization_id) as session:
        await session.execute(text(f"UPDATE members SET {what} WHERE id = :id"), {"id": person.member_id})
    stoke.forget_access()


async def _as_role(stoke: Stoke, owner: Person, role: str) -> Person:
    """The same person under another role, at once."""
    await _set_member(stoke, owner, f"role = '{role}'")
    return owner


async def test_a_key_is_no_way_past_the_rule_that_staff_have_a_second_factor(stoke: Stoke) -> None:
    """Whoever got in by a password alone would make a key, and go on by that once the studio asks for more."""
    owner = await stoke.owner()
    client = using(stoke, (await made(owner))["key"])

    async def rule(wanted: bool) -> None:
        async with stoke.runtime.database.write(owner.organization_id) as session:
            sql = text("UPDATE organizations SET second_factor_required = :wanted WHERE id = :id")
            await session.execute(sql, {"wanted": wanted, "id": owner.organization_id})
        stoke.forget_access()

    assert (await client.get("/api/clients")).status_code == 200
    await rule(True)
    refused = await client.get("/api/clients")
    assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_missing")
    shown = (await owner.client.post("/api/auth/factors/totp")).json()
    code = TOTP(shown["secret"]).at(clock.now())
    confirmed = await owner.client.post("/api/auth/factors/totp/confirm", json={"code": code})
    assert confirmed.status_code == 200, confirmed.text
    stoke.forget_access()
    assert (await client.get("/api/clients")).status_code == 200
