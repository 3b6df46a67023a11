"""How long data are kept: seen first, removed at night, by the studio's own choice."""

from datetime import timedelta
from typing import Any

import pytest

from backend.core import clock
from backend.domains.privacy import tasks
from tests.clients.conftest import House, add
from tests.workouts.phone import Phone


async def rules(house: House) -> dict[str, dict[str, Any]]:
    answer = await house.owner.client.get("/api/retention")
    assert answer.status_code == 200, answer.text
    return {item["name"]: item for item in answer.json()["items"]}


async def test_what_is_kept_as_long_everywhere_stands_beside_the_rules(house: House) -> None:
    fixed = (await house.owner.client.get("/api/retention")).json()["fixed"]
    assert {row["name"]: row["keep_months"] for row in fixed} == {"audit_entries": 24, "openings": 24}
    for row in fixed:
        refused = await house.owner.client.patch(f"/api/retention/{row['name']}", json={"keep_days": 90})
        assert refused.status_code == 404


async def choose(house: House, rule: str, keep_days: int | None) -> int:
    return (await house.owner.client.patch(f"/api/retention/{rule}", json={"keep_days": keep_days})).status_code


async def round_in(house: House, days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The night's round, so many days from now."""
    later = clock.now() + timedelta(days=days)
    with monkeypatch.context() as patched:
        patched.setattr("backend.core.clock.now", lambda: later)
        await tasks.look_after(house.stoke.runtime.database, house.owner.organization_id)
    await house.stoke.settle()


async def test_without_a_choice_the_rules_own_days_hold(house: House) -> None:
    found = await rules(house)
    assert {name: rule["keep_days"] for name, rule in found.items()} == {
        "ended_invitations": 90,
        "discarded_workouts": 90,
        "archived_clients": None,
    }


@pytest.mark.parametrize(
    ("rule", "keep_days", "status"),
    [("archived_clients", 7, 422), ("archived_clients", 0, 422), ("archived_clients", 4000, 422), ("moon", 90, 404)],
)
async def test_what_cannot_be_chosen(house: House, rule: str, keep_days: int, status: int) -> None:
    assert await choose(house, rule, keep_days) == status
    preview = await house.owner.client.get(f"/api/retention/{rule}/preview", params={"keep_days": keep_days})
    assert preview.status_code == status


async def test_only_those_who_answer_for_it_see_and_change_rules(house: House) -> None:
    for person in (house.trainer, house.client):
        assert (await person.client.get("/api/retention")).status_code == 403
        answer = await person.client.patch("/api/retention/archived_clients", json={"keep_days": 90})
        assert answer.status_code == 403


async def test_a_dry_run_removes_nothing_and_the_round_what_it_told(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = await add(house.owner, first_name="Gone", last_name="Gary", health_note="hip")
    assert (await house.owner.client.delete(f"/api/clients/{gone['id']}")).status_code == 200
    phone = Phone(house.client)
    session = await phone.start(clock.now() - timedelta(minutes=5))
    assert (await house.client.client.delete(f"/api/session-logs/{session['id']}")).status_code == 200
    assert await choose(house, "archived_clients", 30) == 200

    await round_in(house, 29, monkeypatch)
    assert (await house.owner.client.get(f"/api/clients/{gone['id']}")).json()["first_name"] == "Gone"
    with monkeypatch.context() as patched:
        later = clock.now() + timedelta(days=31)
        patched.setattr("backend.domains.privacy.service.retaining.clock.now", lambda: later)
        # The token has run out by then; what would go is asked of the service.
        from backend.domains.privacy.service import retaining

        async with house.stoke.runtime.database.read(house.owner.organization_id) as read:
            due = await retaining.preview(read, "archived_clients", 30)
            assert due.count == 1
            assert (await retaining.preview(read, "archived_clients", 60)).count == 0
    assert (await house.owner.client.get(f"/api/clients/{gone['id']}")).json()["first_name"] == "Gone"

    await round_in(house, 31, monkeypatch)
    assert (await house.owner.client.get(f"/api/clients/{gone['id']}")).json()["first_name"] == "Erased client"
    assert (await rules(house))["archived_clients"]["last_removed"] == 1
    assert (await house.client.client.get(f"/api/session-logs/{session['id']}")).status_code == 200
    await round_in(house, 91, monkeypatch)
    assert (await house.client.client.get(f"/api/session-logs/{session['id']}")).status_code == 404
    await round_in(house, 92, monkeypatch)
    assert (await rules(house))["archived_clients"]["last_removed"] == 0


async def test_a_choice_is_a_deed(house: House) -> None:
    assert await choose(house, "ended_invitations", 30) == 200
    assert await choose(house, "ended_invitations", None) == 200
    entries = (await house.owner.client.get("/api/audit", params={"action": "privacy.retention_changed"})).json()
    changed = entries["items"][0]
    assert changed["facts"].get("rule") == "ended_invitations" or "ended_invitations" in str(changed)
