"""Uses of API keys that were refused, in the audit log of the organization."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from backend.core import clock
from backend.core.ids import new_id
from backend.domains.organizations import keys
from backend.domains.organizations.authenticator import MembershipAuthenticator
from backend.domains.organizations.key_failures import REFUSED
from tests.organizations.studios import staff
from tests.support.statements import count_statements
from tests.support.stoke import Person, Stoke

ADDRESS = "192.0.2.77"


async def new_key(person: Person, **more: object) -> tuple[str, str]:
    """Its id and the key itself."""
    expires = (clock.now() + timedelta(days=30)).isoformat()
    form = {"name": "Booking site", "permissions": {"clients:read": "all"}, "expires_at": expires, **more}
    answer = await person.client.post("/api/api-keys", json=form)
    assert answer.status_code == 201, answer.text
    return answer.json()["about"]["id"], answer.json()["key"]


async def use(stoke: Stoke, key: str) -> int:
    async with stoke.client({"authorization": f"Bearer {key}"}, address=ADDRESS) as client:
        return (await client.get("/api/clients")).status_code


async def told(stoke: Stoke, owner: Person) -> list[dict[str, Any]]:
    await stoke.runtime.authenticator.close()
    answer = await owner.client.get("/api/audit", params={"action": REFUSED.name})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_each_reason_is_told_once_an_hour(stoke: Stoke) -> None:
    owner = await stoke.owner()
    key_id, key = await new_key(owner)
    forged = key[:-4] + ("AAAA" if key[-4:] != "AAAA" else "BBBB")
    for _ in range(5):
        assert await use(stoke, forged) == 401
    [deed] = await told(stoke, owner)
    # The address is sealed: who may see every client reads it, as an owner does.
    assert deed["facts"] == {"reason": "wrong_secret", "network": "192.0.2.0/24", "address": ADDRESS}
    assert (deed["actor"]["kind"], deed["subject"]["id"], deed["subject"]["name"]) == (
        "nobody",
        key_id,
        "Booking site",
    )
    assert "secret" not in str(deed).replace("wrong_secret", "")

    assert (await owner.client.delete(f"/api/api-keys/{key_id}")).status_code == 204
    stoke.forget_access()
    for _ in range(2):
        assert await use(stoke, key) == 401
        assert await use(stoke, forged) == 401
    assert [row["facts"]["reason"] for row in await told(stoke, owner)] == ["key_revoked", "wrong_secret"]

    with clock.at(clock.now() + timedelta(hours=1)):
        assert await use(stoke, key) == 401
        await stoke.runtime.authenticator.close()
    assert len(await told(stoke, owner)) == 3


async def test_two_processes_tell_it_once(stoke: Stoke) -> None:
    owner = await stoke.owner()
    _, key = await new_key(owner)
    forged = key[:-4] + ("AAAA" if key[-4:] != "AAAA" else "BBBB")
    processes = [MembershipAuthenticator(stoke.runtime.database) for _ in range(4)]
    await asyncio.gather(*(process.access_by_key(forged, ADDRESS) for process in processes), return_exceptions=True)
    for process in processes:
        await process.close()
    assert len(await told(stoke, owner)) == 1


async def test_expired_replaced_and_resting_keys_are_told_apart(stoke: Stoke) -> None:
    owner = await stoke.owner()
    trainer = await staff(stoke, owner, "admin")
    key_id, replaced = await new_key(owner)
    _, resting = await new_key(trainer)
    answer = await owner.client.post(f"/api/api-keys/{key_id}/rotate", json={"overlap_hours": 1})
    fresh = answer.json()["key"]
    assert (await owner.client.post(f"/api/members/{trainer.member_id}/suspend")).status_code == 200
    with clock.at(clock.now() + timedelta(hours=2)):
        stoke.forget_access()
        assert await use(stoke, replaced) == 401
        assert await use(stoke, resting) == 401
        assert await use(stoke, fresh) == 200
        await stoke.runtime.authenticator.close()
    with clock.at(clock.now() + timedelta(days=40)):
        stoke.forget_access()
        assert await use(stoke, fresh) == 401
        await stoke.runtime.authenticator.close()
    reasons = {row["facts"]["reason"] for row in await told(stoke, owner)}
    assert reasons == {"secret_replaced", "member_inactive", "key_expired"}


async def test_a_made_up_key_is_told_to_nobody_and_a_good_one_costs_nothing(stoke: Stoke) -> None:
    owner = await stoke.owner()
    _, key = await new_key(owner)
    assert await use(stoke, key) == 200
    made_up, _ = keys.write(owner.organization_id, new_id())
    elsewhere, _ = keys.write(new_id(), new_id())
    for wrong in (made_up, elsewhere):
        with count_statements(stoke) as statements:
            assert await use(stoke, wrong) == 401
            await stoke.runtime.authenticator.close()
        assert not [one for one in statements if "audit_entries" in one]
    assert await told(stoke, owner) == []


async def test_a_key_that_is_held_up_by_the_limit_of_its_address_is_told(
    stoke: Stoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = await stoke.owner()
    _, key = await new_key(owner)
    assert await use(stoke, key) == 200
    authenticator = stoke.runtime.authenticator
    monkeypatch.setattr(authenticator, "key_in_use", lambda _: None)
    monkeypatch.setattr(stoke.runtime.settings, "rate_limit_api", 2)
    answers = [await use(stoke, key) for _ in range(6)]
    assert 429 in answers
    monkeypatch.undo()
    assert [row["facts"]["reason"] for row in await told(stoke, owner)] == ["address_limited"]
