"""Ids in bodies and queries: those of another organization, and those of somebody else's client.

The matrix tries the ids that stand in paths. Here every id that a request may carry elsewhere is one that the asker has
no business with, in a request that would be good without it. A field that OpenAPI describes as an id and that no case
names fails the test: it is attacked, or stands in `NOT_REFERENCES` with its reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from backend.core import clock
from backend.core.ids import new_id
from tests.attacks.world import World, build
from tests.clients.conftest import add, add_trainer
from tests.support.stoke import Person, Stoke
from tests.training.conftest import MONDAY, new_program, new_template, workouts_of
from tests.training.documents import day, document, template
from tests.training.test_exercises import add_exercise, form
from tests.workouts.phone import Phone, exercise, lift

Json = dict[str, Any]

_MADE_HERE = "made by who asks, for what the request makes; that of another row of the studio is refused"
NOT_REFERENCES = {
    "/category_id": "a category of the library, which is everybody's",
    "?category": "a category of the library, which is everybody's",
    "/id": _MADE_HERE,
    "/exercises[]/id": _MADE_HERE,
    "/sets[]/id": _MADE_HERE,
    "/exercises[]/block_id": "a part of a plan's document: compared with the workout's own, and shown to nobody",
    "/exercises[]/planned_exercise_id": "what the plan named, kept as it was told",
    "/exercises[]/prescription_id": "a part of a plan's document: compared with the workout's own, and shown to nobody",
}

MADE_BY_WHO_ASKS = {
    "POST /api/session-logs /id",
}
"""Ids of new rows: one that is taken in another organization is free in this one, and nobody learns of it."""

OF_A_CLIENT = {
    "POST /api/session-logs /client_id",
    "POST /api/session-logs /workout_id",
    "POST /api/templates/{template_id}/assign /client_ids[]",
    *MADE_BY_WHO_ASKS,
    "POST /api/workouts/{workout_id}/complete /session_log_id",
    "POST /api/session-logs/{session_log_id}/sets /sets[]/exercise_log_id",
    "GET /api/today ?client_id",
}
"""Cases that a trainer of the same studio tries as well, with a client who is somebody else's."""


@dataclass
class Own:
    """What the attacker rightly has."""

    person: Person
    ids: dict[str, str]
    workout_version: int

    @classmethod
    async def of(cls, person: Person) -> "Own":
        """Two clients of their own: one with a plan, and one who trains just now."""
        client, busy = [await add(person, first_name="Olga", last_name=last) for last in ("Own", "Busy")]
        plans = [await new_program(person, document((2, 2)), one["id"]) for one in (client, busy)]
        planned, begun = [(await workouts_of(person, plan))[0] for plan in plans]
        phone, log = Phone(person, busy["id"]), exercise()
        session = await phone.start(clock.now(), begun["id"])
        await phone.send(session["id"], [log], [])
        ids = {
            "client_id": client["id"],
            "template_id": (await new_template(person))["id"],
            "workout_id": begun["id"],
            "planned_id": planned["id"],
            "session_log_id": session["id"],
            "exercise_id": (await add_exercise(person))["id"],
            "substitute_id": (await add_exercise(person))["id"],
            "exercise_log_id": log["id"],
            "member_id": str(person.member_id),
            "organization_id": str(person.organization_id),
        }
        return cls(person, ids, begun["version"])


@pytest.fixture(scope="module")
async def world(stoke: Stoke) -> World:
    return await build(stoke)


@pytest.fixture(scope="module")
async def strangers(world: World) -> Own:
    return await Own.of(world.people["stranger"])


@pytest.fixture(scope="module")
async def others(world: World) -> Own:
    return await Own.of(world.people["other_trainer"])


def requests(own: dict[str, str], foreign: dict[str, str], workout_version: int) -> Iterator[tuple[str, Json]]:
    """Each case: operation and pointer, and what is sent: good but for the one id."""
    session = {"id": str(new_id()), "started_at": clock.now().isoformat(), "time_zone": "UTC"}
    assign = {"mode": "dynamic", "start_on": str(MONDAY), "training_days": [1, 3, 5], "replace_current": True}
    log, done = exercise(foreign["exercise_id"]), exercise()
    plan = document((1,))
    plan["phases"][0]["weeks"][0]["days"] = [day("Day A", foreign["exercise_id"])]
    member, instead = foreign["member_id"], [foreign["substitute_id"]]
    for field in ("member", "person", "subject"):
        yield f"GET /api/audit ?{field}", {"params": {field: foreign["member_id"]}}
        yield f"GET /api/audit/export ?{field}", {"params": {field: foreign["member_id"], "format": "json"}}
    yield "POST /api/auth/switch /organization_id", {"json": {"organization_id": foreign["organization_id"]}}
    yield "GET /api/clients ?trainer", {"params": {"trainer": member}}
    yield "GET /api/clients/counts ?trainer", {"params": {"trainer": member}}
    yield "POST /api/clients /trainer_member_id", {"json": {"first_name": "Eve", "trainer_member_id": member}}
    yield "PATCH /api/clients/{client_id} /trainer_member_id", {"json": {"trainer_member_id": member}}
    whole = {"first_name": "Eve", "trainer_member_id": member}
    yield "PUT /api/clients/{client_id} /trainer_member_id", {"json": whole}
    for field, beside in (("from_member_id", "to_member_id"), ("to_member_id", "from_member_id")):
        body = {field: member, beside: own["member_id"]}
        yield f"POST /api/clients/hand-over /{field}", {"json": body}
    yield "POST /api/exercises /substitutes[]", {"json": form(substitutes=instead)}
    yield "PUT /api/exercises/{exercise_id} /substitutes[]", {"json": form(substitutes=instead)}
    yield "PATCH /api/exercises/{exercise_id} /substitutes[]", {"json": {"substitutes": instead}}
    yield "POST /api/organization/transfer /member_id", {"json": {"member_id": member}}
    taken = {**session, "client_id": own["client_id"], "id": foreign["session_log_id"]}
    yield "POST /api/session-logs /id", {"json": taken}
    yield "POST /api/session-logs /client_id", {"json": {**session, "client_id": foreign["client_id"]}}
    yield (
        "POST /api/session-logs /workout_id",
        {"json": {**session, "client_id": own["client_id"], "workout_id": foreign["planned_id"]}},
    )
    sets = "POST /api/session-logs/{session_log_id}/sets"
    yield f"{sets} /exercises[]/exercise_id", {"json": {"exercises": [log], "sets": []}}
    lifted = lift(done, 5, 100) | {"exercise_log_id": foreign["exercise_log_id"]}
    yield f"{sets} /sets[]/exercise_log_id", {"json": {"exercises": [], "sets": [lifted]}}
    prescribed = "phases[]/weeks[]/days[]/blocks[]/prescriptions[]/exercise_id"
    yield f"POST /api/templates /document/{prescribed}", {"json": template(plan)}
    yield f"PUT /api/templates/{{template_id}} /document/{prescribed}", {"json": template(plan, version=1)}
    patch = {"version": 1, "document": plan}
    yield f"PATCH /api/templates/{{template_id}} /document/{prescribed}", {"json": patch}
    given = {**assign, "client_ids": [foreign["client_id"]]}
    yield "POST /api/templates/{template_id}/assign /client_ids[]", {"json": given}
    yield "GET /api/today ?client_id", {"params": {"client_id": foreign["client_id"]}}
    changed = {"version": workout_version, "document": plan["phases"][0]["weeks"][0]["days"][0]}
    in_workout = "/document/blocks[]/prescriptions[]/exercise_id"
    yield f"PATCH /api/workouts/{{workout_id}} {in_workout}", {"json": changed}
    complete = {"session_log_id": foreign["session_log_id"], "finished_at": clock.now().isoformat()}
    yield "POST /api/workouts/{workout_id}/complete /session_log_id", {"json": complete}


async def _foreign(world: World) -> dict[str, str]:
    log = exercise()
    await Phone(world.people["client"]).send(world.ids["session_log_id"], [log], [])
    organization = str(world.people["owner"].organization_id)
    more = {"substitute_id": world.ids["exercise_id"], "planned_id": world.ids["workout_id"]}
    return {**world.ids, **more, "organization_id": organization, "exercise_log_id": log["id"]}


async def _names(world: World) -> set[str]:
    foreign = await _foreign(world)
    return {name for name, _ in requests(foreign, foreign, 1)}


async def _tried(world: World, own: Own, only: set[str]) -> list[str]:
    """What went through, or told something."""
    foreign, found = await _foreign(world), list[str]()
    for name, sent in requests(own.ids, foreign, own.workout_version):
        if name not in only:
            continue
        method, path, _ = name.split(" ")
        answer = await own.person.client.request(method, path.format(**own.ids), **sent)
        told = answer.text
        for value in (*_values(sent), *own.ids.values()):
            told = told.replace(value, "")
        nothing = method == "GET" and answer.status_code == 200
        if not nothing and answer.status_code not in {403, 404, 409, 422}:
            found.append(f"{name}: {answer.status_code} {answer.text[:300]}")
        if leaked := [one for one in world.seen | set(foreign.values()) if one in told]:
            found.append(f"{name}: tells {leaked}")
    return found


def _values(sent: Any) -> Iterator[str]:
    if isinstance(sent, dict):
        for value in sent.values():
            yield from _values(value)
    elif isinstance(sent, list):
        for value in sent:
            yield from _values(value)
    elif isinstance(sent, str):
        yield sent


async def test_the_same_requests_are_good_with_ids_of_ones_own(world: World) -> None:
    """Else a refusal would prove nothing."""
    person = await world.stoke.owner()
    colleague = await add_trainer(world.stoke, person, "Cora Colleague")
    found: list[str] = []
    for name in await _names(world):
        own = await Own.of(person)
        good = {**own.ids, "member_id": str(colleague.member_id)}
        if name == "POST /api/session-logs /id":
            good["session_log_id"] = str(new_id())
        sent = dict(requests(own.ids, good, own.workout_version))[name]
        method, path, _ = name.split(" ")
        answer = await person.client.request(method, path.format(**own.ids), **sent)
        if answer.status_code >= 300:
            found.append(f"{name}: {answer.status_code} {answer.text[:300]}")
    assert not found, "\n".join(found)


async def test_ids_of_another_organization_are_no_good_anywhere(world: World, strangers: Own) -> None:
    found = await _tried(world, strangers, await _names(world) - MADE_BY_WHO_ASKS)
    assert not found, "\n".join(found)


async def test_ids_of_somebody_elses_client_are_no_good_anywhere(world: World, others: Own) -> None:
    found = await _tried(world, others, OF_A_CLIENT)
    assert not found, "\n".join(found)


async def test_what_was_aimed_at_is_as_it_was(world: World, strangers: Own, others: Own) -> None:
    """An answer may refuse what was done all the same."""
    trainer = world.people["trainer"].client
    before = [(await trainer.get(path)).text for path in _shown(world)]
    await _tried(world, strangers, await _names(world))
    await _tried(world, others, OF_A_CLIENT)
    after = [(await trainer.get(path)).text for path in _shown(world)]
    assert [text.count('"id"') for text in after] == [text.count('"id"') for text in before]


def _shown(world: World) -> list[str]:
    client = f"/api/clients/{world.ids['client_id']}"
    return ["/api/clients", f"{client}/programs", f"{client}/workout-history", "/api/exercises?limit=100"]


async def test_every_id_of_every_request_is_tried_or_explained(world: World) -> None:
    tried = await _names(world)
    asked = {
        f"{method.upper()} {path} {pointer}"
        for path, operations in world.stoke.app.openapi()["paths"].items()
        for method, operation in operations.items()
        for pointer in _pointers(world.stoke.app.openapi(), operation)
        if not (pointer.startswith("/document") and pointer.endswith("/id"))
    }
    asked = {name for name in asked if name in MADE_BY_WHO_ASKS or name.split(" ")[2] not in NOT_REFERENCES}
    assert tried == asked, (sorted(asked - tried), sorted(tried - asked))
    assert tried >= OF_A_CLIENT


def _pointers(schema: Json, operation: Json) -> set[str]:
    """Where a request of the operation may name a row: `/body/pointer` or `?query`."""
    found = {
        f"?{one['name']}"
        for one in operation.get("parameters", [])
        if one["in"] == "query" and list(_uuids(schema, one["schema"], "", ()))
    }
    for content in operation.get("requestBody", {}).get("content", {}).values():
        found |= set(_uuids(schema, content["schema"], "", ()))
    return found


def _uuids(schema: Json, part: Json, pointer: str, seen: tuple[str, ...]) -> Iterator[str]:
    reference = part.get("$ref")
    if reference is not None:
        if reference in seen:
            return
        part, seen = schema["components"]["schemas"][reference.rpartition("/")[2]], (*seen, reference)
    if part.get("format") == "uuid":
        yield pointer
    for kind in ("anyOf", "oneOf", "allOf"):
        for one in part.get(kind, []):
            yield from _uuids(schema, one, pointer, seen)
    if "items" in part:
        yield from _uuids(schema, part["items"], f"{pointer}[]", seen)
    for name, one in part.get("properties", {}).items():
        yield from _uuids(schema, one, f"{pointer}/{name}", seen)
