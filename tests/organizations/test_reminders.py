"""Mails about what ends before long: API keys, and the studio itself."""

import asyncio
from datetime import timedelta

import pytest

from backend import worker
from backend.core import clock
from backend.domains.organizations import reminding
from tests.organizations.studios import staff
from tests.support.stoke import Person, Stoke


def mails(stoke: Stoke, person: Person, word: str) -> list[str]:
    return [one.subject for one in stoke.mails.messages if one.to == person.email and word in one.subject]


async def look(stoke: Stoke, person: Person, days: float) -> None:
    """What the worker does so many days from now, twice at once."""
    with clock.at(clock.now() + timedelta(days=days)):
        database = stoke.runtime.database
        await asyncio.gather(*(reminding.remind(database, person.organization_id) for _ in range(2)))
    await stoke.settle()


async def new_key(person: Person, days: float, name: str = "Booking site") -> str:
    expires = (clock.now() + timedelta(days=days)).isoformat()
    form = {"name": name, "permissions": {"clients:read": "all"}, "expires_at": expires}
    answer = await person.client.post("/api/api-keys", json=form)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["about"]["id"])


async def test_who_made_a_key_is_told_14_and_3_days_before_it_expires_once_each(stoke: Stoke) -> None:
    owner, other = await stoke.owner(), await stoke.owner()
    await new_key(owner, 60)
    for days, count in ((40, 0), (46, 1), (47, 1), (57, 2), (58, 2), (61, 2)):
        await look(stoke, owner, days)
        assert len(mails(stoke, owner, "API key")) == count, f"after {days} days"
    first, second = mails(stoke, owner, "API key")
    assert first.startswith("Your API key Booking site expires in 1")
    assert second == "Your API key Booking site expires in 3 days"
    assert "/app/settings/api-keys" in stoke.mails.last_to(owner.email).text
    assert mails(stoke, other, "API key") == []


async def test_a_key_that_was_rotated_revoked_or_meant_to_be_short_reminds_of_nothing(stoke: Stoke) -> None:
    owner = await stoke.owner()
    rotated, revoked = await new_key(owner, 30, "Rotated"), await new_key(owner, 30, "Revoked")
    await new_key(owner, 2, "Short")
    await look(stoke, owner, 0)
    assert mails(stoke, owner, "API key") == []
    await look(stoke, owner, 28)
    assert len(mails(stoke, owner, "API key")) == 2
    assert (await owner.client.delete(f"/api/api-keys/{revoked}")).status_code == 204
    longer = {"expires_at": (clock.now() + timedelta(days=90)).isoformat(), "overlap_hours": 0}
    assert (await owner.client.post(f"/api/api-keys/{rotated}/rotate", json=longer)).status_code == 200
    await look(stoke, owner, 29)
    assert len(mails(stoke, owner, "API key")) == 2
    await look(stoke, owner, 88)
    assert len(mails(stoke, owner, "Rotated expires")) == 2, "its new time is told of anew"


@pytest.mark.parametrize("taken_back", [False, True])
async def test_owners_are_told_7_days_and_1_day_before_their_studio_is_deleted(stoke: Stoke, taken_back: bool) -> None:
    owner = await stoke.owner()
    trainer = await staff(stoke, owner)
    asked = await owner.client.post("/api/organization/deletion", json={"name": "North Barbell"})
    assert asked.status_code == 202, asked.text
    await look(stoke, owner, 20)
    assert mails(stoke, owner, "will be deleted in") == []
    await look(stoke, owner, 23)
    await look(stoke, owner, 24)
    assert mails(stoke, owner, "deleted in 7 days") == ["North Barbell will be deleted in 7 days"]
    letter = stoke.mails.last_to(owner.email).text
    assert "take the deletion back" in letter
    assert "/app/settings/studio" in letter
    if taken_back:
        assert (await owner.client.delete("/api/organization/deletion")).status_code in {200, 204}
    await look(stoke, owner, 29)
    assert len(mails(stoke, owner, "deleted tomorrow")) == (0 if taken_back else 1)
    await look(stoke, owner, 31)
    assert len(mails(stoke, owner, "will be deleted today")) == 0
    assert mails(stoke, trainer, "deleted") == [], "it is the owners' to undo"


async def test_the_hourly_job_reminds_whatever_else_fails(stoke: Stoke, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = await stoke.owner()
    await new_key(owner, 60)
    later = clock.now() + timedelta(days=58)

    async def broken(_: object) -> None:
        raise RuntimeError("not today")

    monkeypatch.setattr(reminding, "HOURS", range(24))
    monkeypatch.setattr(worker, "look_after_all", broken)
    with clock.at(later), pytest.raises(RuntimeError, match="not today"):
        await worker.hourly({"database": stoke.runtime.database})
    await stoke.settle()
    assert mails(stoke, owner, "API key") == ["Your API key Booking site expires in 2 days"]
