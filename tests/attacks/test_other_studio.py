"""Everybody of one studio with the ids of the other, in paths and bodies; then whatever a role may change of its own.

The other studio's rows are compared whole before and after: a refusal would not excuse a change. Every operation that
asks for a sign-in is called by every role, those for a permission that it has not included.
"""

from typing import Any

import asyncpg
import pytest

from backend.core.routing import Public, Requires, SignedIn
from tests.architecture.gates.routes import Operation, walk
from tests.attacks.test_matrix import body_of, declared, parameters, path_of, reaches
from tests.attacks.world import INSIDERS, World, build, of_a_person
from tests.support.stoke import Stoke

LAST = {
    "POST /api/auth/change-password": "ends the person's other sign-ins",
    "POST /api/organization/leave": "the person is no member any more",
    "POST /api/privacy/mine/erasure": "the person is erased",
    "PATCH /api/organization/sign-in-rules": "may hold back everybody until they have a second factor",
    "POST /api/organization/suspension": "nobody of the studio does anything any more",
    "POST /api/organization/deletion": "nobody of the studio does anything any more",
}
"""They take something from the attackers: called when all the others were, and with no id of the other studio."""

REFUSED = {
    "POST /api/api-keys": "a key is given no more than its maker may do",
    "POST /api/api-keys/{}/rotate": "the key is the owner's, who alone rotates it",
}
"""What somebody may do in general, and not as the examples ask for it."""

_TABLES = """
SELECT c.oid::regclass::text FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1
"""


@pytest.fixture(scope="module")
async def world(stoke: Stoke) -> World:
    return await build(stoke)


@pytest.fixture(scope="module")
async def theirs(world: World) -> dict[str, str]:
    """The other studio's ids, by the name of a parameter or a field."""
    owner = world.people["stranger"]
    ids = world.other.ids | await of_a_person(world, owner, world.other.ids["client_id"])
    await world.stoke.runtime.openings.flush()
    return ids | {"organization_id": str(owner.organization_id), "trainer_member_id": ids["member_id"]}


@pytest.fixture(scope="module")
def operations(stoke: Stoke) -> list[Operation]:
    """Those that ask for a sign-in."""
    return [operation for operation in walk(stoke.app)[0] if not isinstance(declared(operation), Public)]


def test_what_is_called_last_is_there(operations: list[Operation]) -> None:
    assert {operation.name for operation in operations} >= LAST.keys()
    assert {operation.name for operation in operations} >= REFUSED.keys()
    assert sum(isinstance(declared(operation), SignedIn) for operation in operations) > 30


async def test_nobody_of_one_studio_sees_or_changes_the_other(
    world: World, theirs: dict[str, str], operations: list[Operation]
) -> None:
    found: list[str] = []
    marks = world.other.seen | set(theirs.values())
    before = await _rows_with(world, marks)
    for who in INSIDERS:
        done = 0
        for operation in operations:
            if operation.name in LAST:
                continue
            path, sent = path_of(operation, theirs), _with(theirs, body_of(operation, world.stoke.app.openapi()))
            answer = await world.people[who].client.request(operation.method, path, **sent)
            done += answer.status_code < 300
            if parameters(operation) & theirs.keys():
                right = answer.status_code == 404 or (_needs_more(world, who, operation) and answer.status_code == 403)
            else:
                right = answer.status_code != 401 and answer.status_code < 500
            told = _without(answer.text, [path, *_texts(sent)])
            if not right or any(one in told for one in marks):
                found.append(f"{operation.name} as {who}: {answer.status_code} {answer.text[:240]}")
        assert done > 10, f"{who} could do nothing at all"
    found += _changed(before, await _rows_with(world, marks))
    assert not found, "\n".join(found)


async def test_what_a_role_may_change_it_can_and_the_other_studio_stays_as_it_is(
    world: World, theirs: dict[str, str], operations: list[Operation]
) -> None:
    """Nothing is refused that the registry gives; what an example's values are worth is left to each domain's tests."""
    found: list[str] = []
    schema, marks = world.stoke.app.openapi(), world.other.seen | set(theirs.values())
    before = await _rows_with(world, marks)
    changing = [operation for operation in operations if operation.method != "GET"]
    early = [operation for operation in changing if operation.name not in LAST]
    late = [operation for operation in changing if operation.name in LAST]
    for some in (early, late):
        for who in INSIDERS:
            for operation in some:
                if _needs_more(world, who, operation):
                    continue
                path = path_of(operation, world.ids)
                answer = await world.people[who].client.request(operation.method, path, **body_of(operation, schema))
                refused = answer.status_code in {401, 403} and answer.json()["code"] in {"unauthenticated", "forbidden"}
                if answer.status_code >= 500 or (refused and some is early and operation.name not in REFUSED):
                    found.append(f"{operation.name} as {who}: {answer.status_code} {answer.text[:240]}")
                if leaked := [one for one in marks if one in answer.text]:
                    found.append(f"{operation.name} as {who}: tells {leaked}")
    found += _changed(before, await _rows_with(world, marks))
    assert not found, "\n".join(found)


async def test_a_change_of_the_other_studio_would_be_seen(world: World, theirs: dict[str, str]) -> None:
    marks = world.other.seen | set(theirs.values())
    before = await _rows_with(world, marks)
    trainer, client = world.other.people["trainer"], world.other.ids["client_id"]
    assert (await trainer.client.patch(f"/api/clients/{client}", json={"first_name": "Eve"})).status_code == 200
    assert any(line.startswith("clients:") for line in _changed(before, await _rows_with(world, marks)))


def _needs_more(world: World, who: str, operation: Operation) -> bool:
    one = declared(operation)
    if not isinstance(one, Requires):
        return False
    return world.scope(who, one.permission) is None or not reaches(world, who, operation, one.permission)


def _with(ids: dict[str, str], sent: Any) -> Any:
    """The same request, with the other studio's id in every field that is called like one."""
    if isinstance(sent, list):
        return [_with(ids, one) for one in sent]
    if isinstance(sent, dict):
        return {name: ids[name] if name in ids else _with(ids, value) for name, value in sent.items()}
    return sent


def _texts(sent: Any) -> list[str]:
    if isinstance(sent, dict | list):
        return [text for one in (sent.values() if isinstance(sent, dict) else sent) for text in _texts(one)]
    return [sent] if isinstance(sent, str) else []


def _without(text: str, sent: list[str]) -> str:
    for one in sent:
        text = text.replace(one, "") if one else text
    return text


async def _rows_with(world: World, marks: set[str]) -> dict[str, set[str]]:
    """Every row of any table that holds one of these ids, read by a superuser."""
    rows: dict[str, set[str]] = {}
    admin = await asyncpg.connect(world.stoke.urls.admin)
    try:
        for (table,) in await admin.fetch(_TABLES):
            found = await admin.fetch(f"SELECT t::text FROM {table} AS t WHERE t::text ~ $1", "|".join(sorted(marks)))
            rows[table] = {row[0] for row in found}
    finally:
        await admin.close()
    return rows


def _changed(before: dict[str, set[str]], after: dict[str, set[str]]) -> list[str]:
    return [f"{table}: {sorted(rows ^ after[table])}"[:600] for table, rows in before.items() if rows != after[table]]
