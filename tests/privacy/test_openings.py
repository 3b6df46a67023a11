"""Who opened what: written once an hour, seen by the client, changed by nobody."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from backend.core import clock
from backend.core.access import Access, Scope
from backend.core.ids import new_id
from backend.core.openings import DataClass, OpeningsLog
from backend.core.openings.log import id_of
from tests.clients.conftest import House
from tests.privacy.conftest import train
from tests.support.statements import count_statements


async def openings(house: House) -> list[dict[str, object]]:
    await house.stoke.runtime.openings.flush()
    answer = await house.client.client.get(f"/api/clients/{house.client_id}/openings")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_the_client_sees_who_opened_which_class(house: House) -> None:
    session_id = await train(house)
    await house.trainer.client.get(f"/api/clients/{house.client_id}")
    await house.trainer.client.get(f"/api/session-logs/{session_id}")
    await house.owner.client.get(f"/api/clients/{house.client_id}/programs")
    found = await openings(house)
    assert {(row["name"], row["data_class"]) for row in found} == {
        ("Theo Trainer", "profile"),
        ("Theo Trainer", "health"),
        ("Theo Trainer", "training"),
        ("Nora Berg", "plan"),
    }
    assert all(row["by_key"] is False for row in found)
    trainers = await house.trainer.client.get(f"/api/clients/{house.client_id}/openings")
    assert len(trainers.json()["items"]) == len(found)


async def test_looking_at_a_list_or_at_oneself_is_no_opening(house: House) -> None:
    before = len(await openings(house))
    await house.other_trainer.client.get("/api/clients")
    await house.client.client.get(f"/api/clients/{house.client_id}")
    await house.client.client.get("/api/today")
    assert len(await openings(house)) == before


async def test_looking_again_within_the_hour_writes_nothing(house: House) -> None:
    await house.owner.client.get(f"/api/clients/{house.client_id}")
    before = len(await openings(house))
    for _ in range(5):
        await house.owner.client.get(f"/api/clients/{house.client_id}")
    with count_statements(house.stoke) as sent:
        await house.stoke.runtime.openings.flush()
    assert sent == []
    assert len(await openings(house)) == before


async def test_a_second_process_writes_no_second_row(house: House) -> None:
    await house.trainer.client.get(f"/api/clients/{house.client_id}")
    before = len(await openings(house))
    runtime = house.stoke.runtime
    token = house.trainer.client.headers["authorization"].removeprefix("Bearer ")
    access = (await runtime.authenticator.access(runtime.tokens.read(token))).to("clients:read")
    assert access is not None
    another = OpeningsLog(runtime.database)
    another.note(access, UUID(house.client_id), DataClass.PROFILE)
    await another.flush()
    assert len(await openings(house)) == before


async def test_pages_follow_each_other(house: House) -> None:
    everything = await openings(house)
    path = f"/api/clients/{house.client_id}/openings"
    first = (await house.client.client.get(path, params={"limit": 1})).json()
    second = (await house.client.client.get(path, params={"limit": 1, "cursor": first["next_cursor"]})).json()
    assert [first["items"][0]["id"], second["items"][0]["id"]] == [row["id"] for row in everything[:2]]


@pytest.mark.parametrize("hours", [0, 1, 24])
def test_an_id_says_its_hour(hours: int) -> None:
    access = Access(
        user_id=new_id(),
        session_id=new_id(),
        organization_id=new_id(),
        member_id=new_id(),
        role="trainer",
        email_verified=True,
        permissions={},
        proved_at=clock.now(),
        scope=Scope.ALL,
    )
    hour = datetime(2026, 3, 2, 17, tzinfo=UTC) + timedelta(hours=hours)
    client = new_id()
    made = id_of(hour, access, client, DataClass.PLAN)
    assert made.version == 7
    assert made.int >> 80 == int(hour.timestamp() * 1000)
    assert made == id_of(hour, access, client, DataClass.PLAN)
    assert made != id_of(hour, access, client, DataClass.HEALTH)
    assert made != id_of(hour, access, new_id(), DataClass.PLAN)
