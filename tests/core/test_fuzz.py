"""The whole API, driven from its own description: never a 500, and every answer is one that was declared."""

import asyncio
from collections import Counter
from copy import deepcopy
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Err
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

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


@pytest.fixture(scope="module")
async def owner(stoke: Stoke) -> Person:
    return await stoke.owner()


async def test_no_operation_fails_and_every_answer_was_declared(stoke: Stoke, owner: Person) -> None:
    statuses: Counter[int] = Counter()
    failures, tried = await _drive(stoke, stoke.app.openapi(), owner, statuses)

    assert not failures, "\n\n".join(failures)
    assert len(tried) > 150
    assert set(tried) >= BY_THEMSELVES
    assert statuses[200] > 30
    assert statuses[422] > 30


async def test_an_answer_that_was_not_declared_is_found(stoke: Stoke, owner: Person) -> None:
    document = deepcopy(stoke.app.openapi())
    document["components"]["schemas"]["Me"] = {"type": "integer"}
    document["paths"] = {"/api/auth/me": {"get": document["paths"]["/api/auth/me"]["get"]}}
    failures, _ = await _drive(stoke, document, owner, Counter())

    assert len(failures) == 1
    assert "get_me" in failures[0]


async def _drive(
    stoke: Stoke, document: dict[str, Any], owner: Person, statuses: Counter[int]
) -> tuple[list[str], list[str]]:
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
            who = owner
            if name in BY_THEMSELVES:
                who = asyncio.run_coroutine_threadsafe(stoke.owner(), loop).result(30)
            try:
                _try(operation, who, loop, statuses)
            except (AssertionError, BaseExceptionGroup) as error:
                failures.append(f"{name}: {error}")

    await asyncio.to_thread(try_all)
    return failures, tried


def _try(operation: Any, owner: Person, loop: asyncio.AbstractEventLoop, statuses: Counter[int]) -> None:
    @seed(20260302)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    @given(case=st.one_of(operation.as_strategy(), operation.as_strategy()))
    def run(case: Any) -> None:
        request = case.as_transport_kwargs(base_url="http://stoke.test")
        sent = owner.client.build_request(
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
        answer = asyncio.run_coroutine_threadsafe(owner.client.send(sent), loop).result(30)
        statuses[answer.status_code] += 1
        case.validate_response(
            answer, checks=[not_a_server_error, content_type_conformance, response_schema_conformance]
        )

    run()
