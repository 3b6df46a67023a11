"""Every operation as everybody: nobody, another organization, and each role of one's own.

What each of them gets is worked out from what the operation declares and what the registry gives the role. A path
parameter or a role that is not known here fails the test: a new route is in the matrix or it does not pass.
"""

import re
from datetime import timedelta
from typing import Any

import pytest

from backend.core.access import Scope
from backend.core.examples import example_of
from backend.core.ids import new_id
from backend.core.routing import Public, Requires, SignedIn
from backend.domains.organizations.permissions import BY_CLIENT, PERMISSIONS
from backend.domains.organizations.roles import BUILT_IN
from tests.architecture.gates.routes import Operation, walk
from tests.attacks.world import INSIDERS, World, build, new_key, of_a_person, role_of
from tests.support.stoke import Stoke

OF_A_CLIENT = frozenset({"client_id", "program_id", "workout_id", "session_log_id"})
"""Parameters that lead to rows of one client."""

MADE_BY_SOMEBODY = frozenset({"exercise_id", "key_id"})
"""Parameters that lead to rows somebody made: a scope of own is their maker's."""

NOT_ROWS = {
    "provider": "google",
    "kind": "marketing",
    "rule": "audit",
    "slug": "no-such-studio",
    "version": "1",
    "token": "no-such-token",
    "session_id": str(new_id()),
    "passkey_id": str(new_id()),
    "export_id": str(new_id()),
}
"""Parameters of what belongs to a person, or to nobody. The roles find nothing by these: those of real rows are in
`test_what_belongs_to_a_person_is_nobody_elses`."""

OF_A_PERSON = {"session_id", "passkey_id", "export_id"}

OPEN = {"GET /api/docs", "GET /api/docs/style.css"}


@pytest.fixture(scope="module")
async def world(stoke: Stoke) -> World:
    return await build(stoke)


@pytest.fixture(scope="module")
def operations(stoke: Stoke) -> list[Operation]:
    return walk(stoke.app)[0]


@pytest.fixture(scope="module")
def schema(stoke: Stoke) -> dict[str, Any]:
    return stoke.app.openapi()


def path_of(operation: Operation, ids: dict[str, str]) -> str:
    """The path with ids in it. Raises KeyError for a parameter that the matrix does not know."""
    return re.sub(r"{(\w+)(?::\w+)?}", lambda name: (NOT_ROWS | ids)[name[1]], operation.path)


def parameters(operation: Operation) -> set[str]:
    return set(re.findall(r"{(\w+)", operation.path))


def body_of(operation: Operation, schema: dict[str, Any]) -> dict[str, Any]:
    """What a request sends: the example of the operation's own body, and of its required query parameters."""
    described = schema["paths"][operation.path][operation.method.lower()]
    content = described.get("requestBody", {}).get("content", {})
    sent: dict[str, Any] = {}
    if "application/json" in content:
        sent["json"] = example_of(schema, content["application/json"]["schema"])
    elif content:
        sent["content"] = b"no picture"
        sent["headers"] = {"content-type": next(iter(content))}
    query = [part for part in described.get("parameters", []) if part["in"] == "query" and part.get("required")]
    sent["params"] = {part["name"]: example_of(schema, part["schema"]) for part in query}
    return sent


def declared(operation: Operation) -> Requires | SignedIn | Public:
    (one,) = operation.declarations
    return one


def reaches(world: World, who: str, operation: Operation, permission: str) -> bool:
    """Whether the rows in the path lie within the scope that a role has of a permission. The rows are the trainer's."""
    scope, named = world.scope(who, permission), parameters(operation)
    if scope is Scope.ALL or not named & (OF_A_CLIENT | MADE_BY_SOMEBODY):
        return True
    if named & MADE_BY_SOMEBODY and PERMISSIONS[permission].scopes != BY_CLIENT and not named & OF_A_CLIENT:
        return who == "trainer" and "key_id" not in named
    return who == ("client" if scope is Scope.OWN else "trainer")


def test_everybody_of_the_registry_is_here() -> None:
    assert {role_of(who) for who in INSIDERS} == {role.name for role in BUILT_IN}


async def test_nobody_gets_in(world: World, operations: list[Operation], schema: dict[str, Any]) -> None:
    found: list[str] = []
    for operation in operations:
        if isinstance(declared(operation), Public):
            continue
        async with world.stoke.client() as client:
            answer = await client.request(operation.method, path_of(operation, world.ids), **body_of(operation, schema))
        if answer.status_code != 401 or answer.json()["code"] != "unauthenticated":
            found.append(f"{operation.name}: {answer.status_code}")
    assert not found, "\n".join(found)


async def test_another_organization_finds_nothing(
    world: World, operations: list[Operation], schema: dict[str, Any]
) -> None:
    found: list[str] = []
    stranger = world.people["stranger"].client
    for operation in operations:
        path = path_of(operation, world.ids)
        if not isinstance(declared(operation), Requires):
            continue
        answer = await stranger.request(operation.method, path, **body_of(operation, schema))
        theirs = parameters(operation) - NOT_ROWS.keys()
        if theirs and answer.status_code != 404:
            found.append(f"{operation.name}: {answer.status_code} {answer.text[:200]}")
        if answer.status_code >= 500:
            found.append(f"{operation.name}: {answer.status_code}")
        leaked = [one for one in world.seen if one in answer.text.replace(path, "")]
        if leaked:
            found.append(f"{operation.name}: tells {leaked}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("who", INSIDERS)
async def test_a_role_gets_what_the_registry_gives_it_and_no_more(
    world: World, operations: list[Operation], schema: dict[str, Any], who: str
) -> None:
    found: list[str] = []
    client = world.people[who].client
    for operation in operations:
        one = declared(operation)
        if not isinstance(one, Requires):
            continue
        may = world.scope(who, one.permission) is not None
        within = may and reaches(world, who, operation, one.permission)
        if within and operation.method != "GET":
            # It would change the world: `test_other_studio` has one to do it in.
            continue
        answer = await client.request(operation.method, path_of(operation, world.ids), **body_of(operation, schema))
        if not may:
            right = answer.status_code == 403 and answer.json()["code"] == "forbidden"
        elif not within:
            right = answer.status_code in ({403, 404} if parameters(operation) & MADE_BY_SOMEBODY else {404})
        else:
            right = answer.status_code == 200 or (
                answer.status_code == 404 and bool(parameters(operation) & NOT_ROWS.keys())
            )
            right = right or answer.status_code in MISSING.get(operation.name, ())
        if not right:
            found.append(f"{operation.name} ({one.permission}): {answer.status_code} {answer.text[160:420]}")
        if leaked := [one for one in world.other.seen if one in answer.text]:
            found.append(f"{operation.name}: tells {leaked} of the other studio")
    assert not found, "\n".join(found)


async def test_what_belongs_to_a_person_is_nobody_elses(
    world: World, operations: list[Operation], schema: dict[str, Any]
) -> None:
    """Sign-ins, passkeys and archives that are there: nobody ends, renames or fetches those of another person."""
    owner = world.people["owner"]
    ids = world.ids | await of_a_person(world, owner, world.ids["client_id"])
    about = [operation for operation in operations if parameters(operation) & OF_A_PERSON]
    assert {name for operation in about for name in parameters(operation)} == {*OF_A_PERSON, "client_id"}
    found: list[str] = []
    for operation in about:
        for who in ("stranger", "admin", "trainer", "client"):
            path = path_of(operation, ids)
            answer = await world.people[who].client.request(operation.method, path, **body_of(operation, schema))
            lacks = isinstance(declared(operation), Requires) and answer.status_code == 403
            if answer.status_code != 404 and not lacks:
                found.append(f"{operation.name} as {who}: {answer.status_code} {answer.text[:200]}")
    factors = (await owner.client.get("/api/auth/factors")).json()["passkeys"]
    sign_ins = (await owner.client.get("/api/auth/sessions")).json()["items"]
    assert not found, "\n".join(found)
    assert [one["name"] for one in factors] == ["Nora's phone"]
    assert ids["session_id"] in {one["id"] for one in sign_ins}


MISSING: dict[str, tuple[int, ...]] = {
    "GET /api/members/{}/photo": (404,),  # nobody has one
    "GET /api/organization/transfer": (404,),  # none is offered
    "GET /api/today": (404,),  # staff have no day of their own
}
"""Reads that find nothing in this world, whoever asks."""


async def test_an_api_key_is_no_person(world: World, operations: list[Operation], schema: dict[str, Any]) -> None:
    key, found = (await new_key(world.people["owner"]))["key"], list[str]()
    for operation in operations:
        one = declared(operation)
        if isinstance(one, Public) or (isinstance(one, Requires) and one.permission == "clients:read"):
            continue
        async with world.stoke.client({"authorization": f"Bearer {key}"}) as client:
            answer = await client.request(operation.method, path_of(operation, world.ids), **body_of(operation, schema))
        if answer.status_code != 403:
            found.append(f"{operation.name}: {answer.status_code} {answer.text[:160]}")
    assert not found, "\n".join(found)


async def test_what_is_sensitive_asks_for_a_proof_that_is_not_old(
    world: World, operations: list[Operation], schema: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.core.routing.PROOF_LASTS", timedelta(seconds=-1))
    found: list[str] = []
    client = world.people["owner"].client
    for operation in operations:
        one = declared(operation)
        if isinstance(one, Public) or not one.proof:
            continue
        answer = await client.request(operation.method, path_of(operation, world.ids), **body_of(operation, schema))
        if answer.status_code != 403 or answer.json()["code"] != "proof_required":
            found.append(f"{operation.name}: {answer.status_code} {answer.text[:160]}")
    assert not found, "\n".join(found)


async def test_public_operations_tell_nothing_and_break_nothing(
    world: World, operations: list[Operation], schema: dict[str, Any]
) -> None:
    found: list[str] = []
    for operation in operations:
        if not isinstance(declared(operation), Public):
            continue
        async with world.stoke.client() as client:
            answer = await client.request(operation.method, path_of(operation, world.ids), **body_of(operation, schema))
        if answer.status_code >= 500 and operation.name != "GET /api/ready":
            found.append(f"{operation.name}: {answer.status_code}")
        leaked = [one for one in world.seen if one in answer.text]
        if leaked and operation.name not in OPEN:
            found.append(f"{operation.name}: tells {leaked}")
    assert not found, "\n".join(found)
