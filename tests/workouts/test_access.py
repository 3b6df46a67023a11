"""Who may see and log whose training: every route as everybody."""

from datetime import UTC, datetime
from typing import Any

import pytest

from backend.core import clock
from backend.core.ids import new_id
from tests.clients.conftest import House
from tests.support.stoke import Person, Stoke
from tests.training.conftest import new_program, workouts_of
from tests.training.documents import SQUAT, document
from tests.workouts.conftest import heard_of
from tests.workouts.phone import Phone, exercise, lift

Json = dict[str, Any]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

ROUTES: list[tuple[str, str, Json | None]] = [
    ("GET", "/api/today?client_id={client}", None),
    ("GET", "/api/workouts/{workout}", None),
    ("GET", "/api/session-logs/{session}", None),
    ("GET", "/api/clients/{client}/workout-history", None),
    ("GET", "/api/clients/{client}/records", None),
    ("GET", "/api/clients/{client}/exercises", None),
    ("GET", "/api/clients/{client}/exercises/{exercise}/history", None),
    ("GET", "/api/clients/{client}/exercises/{exercise}/last-time", None),
    ("GET", "/api/clients/{client}/adherence", None),
    ("POST", "/api/session-logs/{session}/sets", {"sets": []}),
    ("PATCH", "/api/session-logs/{session}", {"effort": 5}),
    ("POST", "/api/session-logs/{session}/finish", {"finished_at": NOON.isoformat()}),
    ("DELETE", "/api/session-logs/{session}", None),
    ("POST", "/api/session-logs/{session}/restore", None),
    ("POST", "/api/workouts/{workout}/complete", {"session_log_id": "{session}", "finished_at": NOON.isoformat()}),
    ("POST", "/api/session-logs", {"started_at": NOON.isoformat(), "time_zone": "UTC", "client_id": "{client}"}),
    ("POST", "/api/session-logs", {"started_at": NOON.isoformat(), "time_zone": "UTC", "workout_id": "{workout}"}),
]


@pytest.fixture(scope="module")
async def ids(stoke: Stoke, house: House) -> dict[str, str]:
    """A finished session of a planned workout of the first client."""
    start = clock.today("UTC").isoformat()
    program = await new_program(house.trainer, document((1,)), house.client_id, start_on=start)
    workout = (await workouts_of(house.trainer, program))[0]
    phone = Phone(house.client)
    session = await phone.start(NOON, workout["id"])
    log = exercise()
    await phone.send(session["id"], [log], [lift(log, 5, 100)])
    await phone.finish(session)
    await heard_of(stoke, house, session["id"], NOON)
    return {
        "client": house.client_id,
        "session": session["id"],
        "workout": workout["id"],
        "exercise": str(SQUAT),
    }


@pytest.fixture(scope="module")
async def strangers(stoke: Stoke, house: House) -> dict[str, Person]:
    """People who must not learn that the client exists."""
    return {"another trainer": house.other_trainer, "another organization": await stoke.owner()}


async def ask(person: Person, method: str, path: str, body: Json | None, ids: dict[str, str]) -> int:
    filled = {key: value.format(**ids) if isinstance(value, str) else value for key, value in (body or {}).items()}
    if path == "/api/session-logs":
        filled["id"] = str(new_id())
    answer = await person.client.request(method, path.format(**ids), json=None if body is None else filled)
    return answer.status_code


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
async def test_strangers_find_nothing_and_nobody_does_without_signing_in(
    stoke: Stoke, strangers: dict[str, Person], ids: dict[str, str], method: str, path: str, body: Json | None
) -> None:
    for name, person in strangers.items():
        assert await ask(person, method, path, body, ids) == 404, name
    async with stoke.client() as browser:
        assert (await browser.request(method, path.format(**ids), json=body)).status_code == 401


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
async def test_the_client_the_trainer_and_the_owner_get_an_answer(
    house: House, ids: dict[str, str], method: str, path: str, body: Json | None
) -> None:
    if path == "/api/session-logs":
        return
    # Of a session finished long ago a client may change nothing, and nobody may throw it away.
    closed = method == "DELETE" or path.endswith("/restore")
    correcting = method == "PATCH" or path.endswith("/sets")
    assert await ask(house.client, method, path, body, ids) == (409 if closed else 403 if correcting else 200)
    for person in (house.trainer, house.owner):
        assert await ask(person, method, path, body, ids) == (409 if closed else 200)


async def test_a_client_cannot_start_for_another_one(house: House) -> None:
    body = {"started_at": NOON.isoformat(), "time_zone": "UTC", "client_id": house.other_client_id}
    assert await ask(house.client, "POST", "/api/session-logs", body, {}) == 404


async def test_staff_who_are_no_clients_say_for_whom_they_log(house: House) -> None:
    body = {"started_at": NOON.isoformat(), "time_zone": "UTC"}
    assert await ask(house.trainer, "POST", "/api/session-logs", body, {}) == 404
    made = await Phone(house.trainer, house.client_id).start(NOON)
    assert made["client_id"] == house.client_id
    await house.trainer.client.delete(f"/api/session-logs/{made['id']}")
