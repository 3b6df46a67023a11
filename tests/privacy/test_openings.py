"""Who opened what: written once an hour, seen by the client, changed by nobody."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.ids import new_id
from backend.core.openings import DataClass, Opening, OpeningsLog, Viewer
from backend.core.openings.log import id_of
from tests.clients.conftest import House, add, address
from tests.privacy.conftest import train
from tests.support.statements import count_statements
from tests.training.conftest import new_program
from tests.training.documents import document
from tests.workouts.phone import Phone


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


@pytest.mark.parametrize(
    ("method", "path", "form"),
    [
        ("PATCH", "", {}),
        ("PATCH", "", {"goal": "10 km"}),
        ("PUT", "", {"first_name": "Rosa", "health_note": "hip"}),
        ("DELETE", "", None),
        ("POST", "/restore", None),
        ("POST", "/invite", None),
        ("DELETE", "/invite", None),
    ],
)
async def test_whoever_changes_a_record_is_shown_it(
    house: House, method: str, path: str, form: dict[str, object] | None
) -> None:
    """Each of these answers the whole record, the note on health among it."""
    added = await add(house.trainer, first_name="Rosa", email=address(), health_note="hip")
    assert await _kept(house, added["id"]) == {(house.trainer.member_id, name) for name in ("profile", "health")}
    if method == "PUT" and form is not None:
        form = {**form, "trainer_member_id": str(house.trainer.member_id)}
    answer = await house.owner.client.request(method, f"/api/clients/{added['id']}{path}", json=form)
    assert answer.is_success, answer.text
    assert answer.json()["health_note"] == "hip"
    assert {(house.owner.member_id, name) for name in ("profile", "health")} <= await _kept(house, added["id"])


async def test_whoever_changes_the_plan_or_logs_for_a_client_is_shown_it(house: House) -> None:
    added = await add(house.trainer, first_name="Paul")
    program = await new_program(house.trainer, document((1,)), added["id"])
    owner = house.owner.client
    assert (await owner.patch(f"/api/programs/{program['id']}", json={"version": 1, "name": "Base"})).status_code == 200
    assert (house.owner.member_id, "plan") in await _kept(house, added["id"])
    phone = Phone(house.owner, client_id=added["id"])
    await phone.start(clock.now() - timedelta(hours=1))
    assert (house.owner.member_id, "training") in await _kept(house, added["id"])


async def _kept(house: House, client_id: str) -> set[tuple[UUID, str]]:
    """Who opened what of a client."""
    runtime = house.stoke.runtime
    await runtime.openings.flush()
    async with runtime.database.read(house.owner.organization_id) as read:
        rows = await read.all(
            select(Opening.member_id, Opening.data_class).where(
                Opening.organization_id == house.owner.organization_id, Opening.client_id == UUID(client_id)
            )
        )
    return {(row["member_id"], row["data_class"]) for row in rows}


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
    viewer = Viewer(new_id(), new_id())
    hour = datetime(2026, 3, 2, 17, tzinfo=UTC) + timedelta(hours=hours)
    client = new_id()
    made = id_of(hour, viewer, client, DataClass.PLAN)
    assert made.version == 7
    assert made.int >> 80 == int(hour.timestamp() * 1000)
    assert made == id_of(hour, viewer, client, DataClass.PLAN)
    assert made != id_of(hour, viewer, client, DataClass.HEALTH)
    assert made != id_of(hour, viewer, new_id(), DataClass.PLAN)
