"""The whole API, driven from its own description: never a 500, and every answer is one that was declared."""

import asyncio
from collections import Counter
from copy import deepcopy
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Err
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.attacks.world import World, build
from tests.support.stoke import Person, Stoke

EXAMPLES = 4
"""For each operation; a few hundred requests in all."""

BY_THEMSELVES = {
    "logout",
    "change_password",
    "end_other_sessions",
    "end_session",
    "switch_organization",
    "leave_organization",
    "suspend_organization",
    "delete_organization",
    "update_sign_in_rules",
    "erase_my_data",
    "found_organization",
}
"""They may end the sign-in that the others need, or what it may do: each is driven as an owner of its own."""


DECLARED = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
async def world(stoke: Stoke) -> World:
    return await build(stoke)


async def test_no_operation_fails_and_every_answer_was_declared(world: World) -> None:
    statuses: Counter[int] = Counter()
    failures, tried = await _drive(world, world.stoke.app.openapi(), statuses)

    assert not failures, "\n\n".join(failures)
    assert len(tried) > 150
    assert set(tried) >= BY_THEMSELVES
    assert statuses[200] > 100
    assert statuses[304] > 2
    assert statuses[422] > 30


async def test_an_answer_that_was_not_declared_is_found(world: World) -> None:
    document = _alone(world, "/api/auth/me")
    document["components"]["schemas"]["Me"] = {"type": "integer"}
    failures, _ = await _drive(world, document, Counter())

    assert len(failures) == 1
    assert "get_me" in failures[0]


@pytest.mark.parametrize(("path", "status"), [("/api/auth/me", "200"), ("/api/exercises", "304")])
async def test_a_status_that_was_not_declared_is_found(world: World, path: str, status: str) -> None:
    document = _alone(world, path)
    del document["paths"][path]["get"]["responses"][status]
    failures, _ = await _drive(world, document, Counter())

    assert len(failures) == 1
    assert f"Received: {status}" in failures[0]


def _alone(world: World, path: str) -> dict[str, Any]:
    document = deepcopy(world.stoke.app.openapi())
    document["paths"] = {path: {"get": document["paths"][path]["get"]}}
    return document


async def _drive(world: World, document: dict[str, Any], statuses: Counter[int]) -> tuple[list[str], list[str]]:
    schema = schemathesis.openapi.from_dict(document)
    failures: list[str] = []
    tried: list[str] = []
    loop = asyncio.get_running_loop()

    def try_all() -> None:
        for result in schema.get_all_operations():
            assert not isinstance(result, Err), result.err()
            operation = result.ok()
            name = str(operation.definition.raw["operationId"])
            tried.append(name)
            who = world.people["owner"]
            if name in BY_THEMSELVES:
                who = asyncio.run_coroutine_threadsafe(world.stoke.owner(), loop).result(30)
            try:
                _try(operation, who, world.ids, loop, statuses)
            except (AssertionError, BaseExceptionGroup) as error:
                failures.append(f"{name}: {error}")

    await asyncio.to_thread(try_all)
    return failures, tried


def _try(
    operation: Any, owner: Person, ids: dict[str, str], loop: asyncio.AbstractEventLoop, statuses: Counter[int]
) -> None:
    def answered(case: Any, request: httpx.Request) -> httpx.Response:
        answer = asyncio.run_coroutine_threadsafe(owner.client.send(request), loop).result(30)
        statuses[answer.status_code] += 1
        case.validate_response(answer, checks=DECLARED)
        return answer

    @seed(20260302)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    @given(case=st.one_of(operation.as_strategy(), operation.as_strategy()), there=st.booleans())
    def run(case: Any, there: bool) -> None:
        reads = case.method == "GET"
        if reads and there:
            case.path_parameters = {name: ids.get(name, value) for name, value in (case.path_parameters or {}).items()}
        request = _built(owner.client, case)
        answer = answered(case, request)
        if reads and answer.status_code == 200 and "etag" in answer.headers:
            request.headers["if-none-match"] = answer.headers["etag"]
            answered(case, request)

    run()


def _built(client: httpx.AsyncClient, case: Any) -> httpx.Request:
    request = case.as_transport_kwargs(base_url="http://stoke.test")
    return client.build_request(
        request["method"],
        request["url"],
        params=request.get("params"),
        headers={
            name: value
            for name, value in dict(request.get("headers") or {}).items()
            if name.lower() not in ("authorization", "cookie")
        },
        json=request.get("json"),
        content=request.get("data") if isinstance(request.get("data"), bytes | str) else None,
    )
