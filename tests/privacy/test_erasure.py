"""Erasure: waits, can be taken back, and then leaves nothing of the person."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from backend.core import clock
from backend.core.db.write import WriteSession
from backend.domains.privacy import tasks
from backend.domains.privacy.service import erasing
from tests.clients.conftest import House, add
from tests.privacy.conftest import decide, train
from tests.support.stoke import PASSWORD

TABLES = """
SELECT string_agg(
    format('SELECT %L AS place, count(*) AS n FROM %I t WHERE t::text ILIKE $1', relname, relname), ' UNION ALL '
)
FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace
"""


async def erase_when_due(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the worker does at night, in 31 days."""
    later = clock.now() + timedelta(days=31)
    with monkeypatch.context() as patched:
        patched.setattr("backend.core.clock.now", lambda: later)
        await tasks.look_after(house.stoke.runtime.database, house.owner.organization_id)
    await house.stoke.settle()


async def places_of(house: House, word: str) -> set[str]:
    """Every table with a row that holds this word, as a superuser sees them."""
    import asyncpg

    connection = await asyncpg.connect(house.stoke.urls.admin)
    try:
        rows = await connection.fetch(await connection.fetchval(TABLES), f"%{word}%")
    finally:
        await connection.close()
    return {row["place"] for row in rows if row["n"]}


async def test_who_may_ask_and_take_back(house: House) -> None:
    path = f"/api/clients/{house.client_id}/erasure"
    for person, status in ((house.trainer, 403), (house.client, 403), (await house.stoke.owner(), 404)):
        assert (await person.client.post(path)).status_code == status
        assert (await person.client.delete(path)).status_code == status
    assert (await house.owner.client.post("/api/privacy/mine/erasure")).status_code == 404
    assert (await house.owner.client.delete(path)).status_code == 404

    asked = await house.owner.client.post(path)
    assert asked.status_code == 202, asked.text
    again = await house.owner.client.post(path)
    assert (again.json()["id"], again.json()["due_at"]) == (asked.json()["id"], asked.json()["due_at"])
    await house.stoke.settle()
    assert house.stoke.mails.last_to(house.client.email).subject == "Your data will be erased"
    listed = (await house.owner.client.get("/api/privacy/requests")).json()["erasures"]
    assert [row["client_id"] for row in listed] == [house.client_id]
    # The client takes back what staff asked for; staff cannot take back what the client asked for.
    assert (await house.client.client.delete("/api/privacy/mine/erasure")).json()["state"] == "cancelled"
    assert (await house.client.client.post("/api/privacy/mine/erasure")).status_code == 202
    refused = await house.owner.client.delete(path)
    assert (refused.status_code, refused.json()["code"]) == (404, "erasure_not_found")
    assert (await house.client.client.delete("/api/privacy/mine/erasure")).status_code == 200


async def test_nothing_goes_before_the_grace_is_over(house: House) -> None:
    assert (await house.client.client.post("/api/privacy/mine/erasure")).status_code == 202
    await tasks.look_after(house.stoke.runtime.database, house.owner.organization_id)
    assert (await house.client.client.get("/api/privacy/mine")).json()["erasure"]["state"] == "waiting"
    assert (await house.trainer.client.get(f"/api/clients/{house.client_id}")).json()["first_name"] == "Mia"
    assert (await house.client.client.delete("/api/privacy/mine/erasure")).status_code == 200


async def test_of_taking_back_and_erasing_at_once_one_counts(house: House) -> None:
    assert (await house.client.client.post("/api/privacy/mine/erasure")).status_code == 202
    database, organization_id = house.stoke.runtime.database, house.owner.organization_id

    async def erased() -> bool:
        async with database.write(organization_id) as session:
            return await erasing.erase(session, UUID(house.client_id))

    async with database.write(organization_id) as session:
        # The client's request came first and has the row: the worker, who begins before it is committed, has to wait.
        access = await house.stoke.runtime.authenticator.access(
            house.stoke.runtime.tokens.read(house.client.client.headers["authorization"].removeprefix("Bearer "))
        )
        await erasing.cancel_own(session, access)
        waiting = asyncio.create_task(erased())
    assert await waiting is False
    shown = (await house.trainer.client.get(f"/api/clients/{house.client_id}")).json()
    assert shown["first_name"] == "Mia"


async def test_after_it_nothing_tells_who_it_was(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await train(house)
    await decide(house, "marketing", True)
    await house.client.client.patch("/api/auth/me", json={"name": "Mia Zwetschgenbaum"})
    exported = (await house.client.client.post("/api/privacy/mine/exports")).json()
    await house.stoke.settle()
    link = (await house.client.client.post(f"/api/privacy/mine/exports/{exported['id']}/link")).json()["url"]
    name = house.client.email.partition("@")[0]
    assert {"clients", "members", "users"} <= await places_of(house, name)
    assert {"clients", "members", "users"} <= await places_of(house, "zwetschgenbaum")
    assert (await house.client.client.post("/api/privacy/mine/erasure")).status_code == 202
    await house.stoke.settle()

    await erase_when_due(house, monkeypatch)
    assert await places_of(house, name) <= {"idempotency_keys"}
    assert await places_of(house, "zwetschgenbaum") <= {"idempotency_keys"}
    async with house.stoke.client() as browser:
        refused = await browser.post("/api/auth/login", json={"email": house.client.email, "password": PASSWORD})
        assert refused.status_code == 401
        assert (await browser.get(link.removeprefix(house.stoke.settings.base_url))).status_code in {404, 410}
    house.stoke.forget_access()
    assert (await house.client.client.get("/api/privacy/mine")).status_code == 401

    shown = (await house.trainer.client.get(f"/api/clients/{house.client_id}")).json()
    assert (shown["first_name"], shown["email"], shown["health_note"]) == ("Erased client", None, None)
    assert shown["status"] == "archived"
    assert (await house.trainer.client.get(f"/api/clients/{house.client_id}/workout-history")).json()["items"] == []
    # What must be proved stays, without a person: that there was a consent, not from where.
    kept = (await house.owner.client.get(f"/api/clients/{house.client_id}/privacy")).json()
    assert kept["erasure"]["state"] == "done"
    assert {(row["kind"], row["address"]) for row in kept["decisions"]} == {
        ("marketing", None),
        ("terms", None),
        ("privacy", None),
    }
    async with house.stoke.runtime.database.read(house.owner.organization_id) as read:
        keys = await read.scalar(
            text("SELECT count(*) FROM person_keys WHERE organization_id = :o AND id = :c"),
            {"o": house.owner.organization_id, "c": UUID(house.client_id)},
        )
        assert keys == 0
    refused = await house.owner.client.post(f"/api/clients/{house.client_id}/erasure")
    assert (refused.status_code, refused.json()["code"]) == (409, "erasure_done")
    # Another round finds nothing to do.
    await erase_when_due(house, monkeypatch)
    # The other client is untouched.
    other = (await house.other_trainer.client.get(f"/api/clients/{house.other_client_id}")).json()
    assert (other["first_name"], other["health_note"]) == ("Omar", "back")


async def test_who_cannot_be_erased_keeps_nobody_else_waiting(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [(await add(house.owner, first_name=name))["id"] for name in ("Ina", "Ida")]
    for client_id in ids:
        assert (await house.owner.client.post(f"/api/clients/{client_id}/erasure")).status_code == 202
    whole = erasing.erase

    async def but_the_first(session: WriteSession, client_id: UUID) -> bool:
        if str(client_id) == ids[0]:
            raise RuntimeError("no disk")
        return await whole(session, client_id)

    monkeypatch.setattr(erasing, "erase", but_the_first)
    with pytest.raises(tasks.PrivacyTrouble):
        await erase_when_due(house, monkeypatch)
    listed = (await house.owner.client.get("/api/privacy/requests")).json()["erasures"]
    assert [row["client_id"] for row in listed if row["client_id"] in ids] == ids[:1]
    for client_id, status in zip(ids, (200, 404), strict=True):
        answer = await house.owner.client.delete(f"/api/clients/{client_id}/erasure")
        assert answer.status_code == status, answer.text
