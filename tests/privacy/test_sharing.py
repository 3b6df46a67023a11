"""Consents with proof, and what staff lose the moment a client withdraws one."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.core.ids import new_id
from backend.domains.privacy.texts import TEXTS
from tests.clients.conftest import House
from tests.privacy.conftest import decide, train
from tests.support.statements import count_statements


async def consents(house: House) -> dict[str, dict[str, object]]:
    answer = await house.client.client.get("/api/privacy/consents")
    assert answer.status_code == 200, answer.text
    return {item["kind"]: item for item in answer.json()["items"]}


async def test_a_client_is_asked_more_than_staff(house: House) -> None:
    assert {"terms", "privacy", "sharing", "health", "marketing", "ai"} == set(await consents(house))
    answer = await house.trainer.client.get("/api/privacy/consents")
    assert {item["kind"] for item in answer.json()["items"]} == {"terms", "privacy", "marketing"}
    form = {"version": TEXTS["health"].version, "given": False}
    refused = await house.trainer.client.post("/api/privacy/consents/health", json=form)
    assert refused.status_code == 404


async def test_a_decision_keeps_its_proof(house: House) -> None:
    await decide(house, "marketing", True)
    await decide(house, "marketing", False)
    shown = (await consents(house))["marketing"]
    assert (shown["decision"], shown["decided_version"]) == ("withdrawn", 1)
    history = (await house.client.client.get("/api/privacy/consents/history")).json()["items"]
    assert [row["decision"] for row in history if row["kind"] == "marketing"] == ["withdrawn", "given"]
    assert history[0]["user_agent"].startswith("python-httpx")
    assert len(history[0]["text_hash"]) == 64


@pytest.mark.parametrize(
    ("kind", "body", "status", "code"),
    [
        ("marketing", {"version": 2, "given": True}, 409, "consent_text_changed"),
        ("terms", {"version": 1, "given": False}, 409, "consent_needed"),
        ("moon", {"version": 1, "given": True}, 404, "consent_not_found"),
        ("marketing", {"version": "1", "given": True}, 422, "invalid"),
        ("marketing", {"version": 1, "given": "yes"}, 422, "invalid"),
        ("marketing", {"version": 1, "given": True, "member_id": str(new_id())}, 422, "invalid"),
    ],
)
async def test_what_cannot_be_decided(house: House, kind: str, body: object, status: int, code: str) -> None:
    answer = await house.client.client.post(f"/api/privacy/consents/{kind}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE consents SET decision = 'given' WHERE organization_id = :o",
        "DELETE FROM openings WHERE organization_id = :o",
    ],
)
async def test_the_app_cannot_change_what_was_decided_or_seen(house: House, sql: str) -> None:
    async def tried() -> None:
        async with house.stoke.runtime.database.write(house.owner.organization_id) as session:
            await session.execute(text(sql), {"o": house.owner.organization_id})

    with pytest.raises(DBAPIError, match="permission denied"):
        await tried()


async def test_withdrawing_the_health_consent_hides_the_note_at_once(house: House) -> None:
    path = f"/api/clients/{house.client_id}"
    assert (await house.trainer.client.get(path)).json()["health_note"] == "knee"
    await decide(house, "health", False)
    for person in (house.trainer, house.owner):
        shown = (await person.client.get(path)).json()
        assert (shown["health_note"], shown["withheld"]) == (None, ["health"])
        refused = await person.client.patch(path, json={"health_note": "shoulder"})
        assert refused.status_code == 403
        assert "does not share" in refused.text
        # A page that saves the whole record sends back the null that it read: the note stays as it is.
        assert (await person.client.patch(path, json={"health_note": None, "goal": "10 km"})).status_code == 200
    await decide(house, "health", True)
    assert (await house.trainer.client.get(path)).json()["health_note"] == "knee"


async def test_withdrawing_the_sharing_consent_hides_training_at_once(house: House) -> None:
    session_id = await train(house)
    base = f"/api/clients/{house.client_id}"
    hidden = [
        f"{base}/workout-history",
        f"{base}/records",
        f"{base}/exercises",
        f"{base}/adherence",
        f"/api/session-logs/{session_id}",
        f"/api/today?client_id={house.client_id}",
    ]
    for path in hidden:
        assert (await house.trainer.client.get(path)).status_code == 200, path
    await decide(house, "sharing", False)
    await house.stoke.settle()
    for path in hidden:
        for staff in (house.trainer, house.owner):
            assert (await staff.client.get(path)).status_code == 404, path
    for path in hidden[:-1]:
        assert (await house.client.client.get(path)).status_code == 200, path
    assert (await house.trainer.client.get(f"{base}/programs")).status_code == 200
    row = next(
        item
        for item in (await house.trainer.client.get("/api/clients")).json()["items"]
        if item["id"] == house.client_id
    )
    facts = row["facts"]
    assert (facts["last_workout_on"], facts["week_done"], facts["adherence_28"]) == (None, 0, None)
    refused = await house.trainer.client.patch(f"/api/session-logs/{session_id}", json={"notes": "mine"})
    assert refused.status_code == 404

    # What happens while it is withheld stays withheld in the figures that lists show, too.
    await house.stoke.settle()
    await decide(house, "sharing", True)
    await house.stoke.settle()
    for path in hidden:
        assert (await house.trainer.client.get(path)).status_code == 200, path
    rows = (await house.trainer.client.get("/api/clients")).json()["items"]
    assert next(item for item in rows if item["id"] == house.client_id)["facts"]["last_workout_on"] is not None


async def test_the_home_leaves_out_who_keeps_training_to_themselves(house: House) -> None:
    await train(house)
    before = (await house.trainer.client.get("/api/home")).json()
    assert house.client_id in str(before["feed"])
    await decide(house, "sharing", False)
    after = (await house.trainer.client.get("/api/home")).json()
    assert house.client_id not in str(after["feed"])
    await decide(house, "sharing", True)


async def test_staff_are_not_told_live_of_training_that_is_withheld(house: House) -> None:
    topics = text(
        "SELECT DISTINCT unnest(topics) FROM outbox_events "
        "WHERE organization_id = :o AND name LIKE 'workouts.%' AND payload->>'session_log_id' = :s"
    )

    async def told_of(session_id: str) -> set[str]:
        async with house.stoke.runtime.database.read(house.owner.organization_id) as read:
            return set(await read.scalars(topics, {"o": house.owner.organization_id, "s": session_id}))

    assert "staff:training" in await told_of(await train(house))
    await decide(house, "sharing", False)
    assert await told_of(await train(house)) == {f"member:{house.client.member_id}"}
    await decide(house, "sharing", True)


async def test_two_decisions_at_once_end_in_one_state(house: House) -> None:
    await asyncio.gather(decide(house, "sharing", False), decide(house, "health", False))
    withheld = (await house.client.client.get("/api/privacy/mine")).json()["withheld"]
    assert sorted(withheld) == ["health", "training"]
    await asyncio.gather(decide(house, "sharing", True), decide(house, "health", True))
    assert (await house.client.client.get("/api/privacy/mine")).json()["withheld"] == []


async def test_hot_reads_ask_no_more_than_before(house: House) -> None:
    for person, path, most in (
        (house.trainer, "/api/clients", 1),
        (house.client, "/api/today", 2),
        (house.trainer, f"/api/today?client_id={house.client_id}", 2),
    ):
        await person.client.get(path)
        await house.stoke.runtime.openings.flush()
        with count_statements(house.stoke) as sent:
            assert (await person.client.get(path)).status_code == 200
        assert len(sent) <= most, (path, sent)


async def test_staff_of_another_organization_see_nothing(house: House) -> None:
    stranger = await house.stoke.owner()
    for path in ("privacy", "openings"):
        answer = await stranger.client.get(f"/api/clients/{house.client_id}/{path}")
        assert answer.status_code == 404
    assert (await house.other_trainer.client.get(f"/api/clients/{house.client_id}/openings")).status_code == 404
    assert (await house.trainer.client.get(f"/api/clients/{house.client_id}/privacy")).status_code == 403
    seen = (await house.owner.client.get(f"/api/clients/{house.client_id}/privacy")).json()
    assert seen["decisions"][0]["user_agent"].startswith("python-httpx")
    async with house.stoke.client() as nobody:
        for path in ("/api/privacy/consents", "/api/privacy/mine", "/api/privacy/requests"):
            assert (await nobody.get(path)).status_code == 401
