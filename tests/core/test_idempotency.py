"""Idempotency-Key: one effect however often it is sent, and the first answer again."""

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from tests.support.stoke import PASSWORD, Person, Stoke

FORM = {"first_name": "Iris", "last_name": "Falk"}


async def _post(person: Person, key: str, form: dict[str, Any] = FORM) -> httpx.Response:
    return await person.client.post("/api/clients", json=form, headers={"idempotency-key": key})


async def _count(person: Person) -> int:
    return len((await person.client.get("/api/clients", params={"limit": 100})).json()["items"])


async def test_a_repeat_gets_the_first_answer_and_changes_nothing(stoke: Stoke) -> None:
    owner = await stoke.owner()
    first = await _post(owner, "key-1")
    again = await _post(owner, "key-1")

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert await _count(owner) == 1


async def test_the_same_key_with_another_body_is_a_409(stoke: Stoke) -> None:
    owner = await stoke.owner()
    await _post(owner, "key-1")
    other = await _post(owner, "key-1", {**FORM, "last_name": "Other"})

    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert await _count(owner) == 1


async def test_two_at_once_have_one_effect_and_one_answer(stoke: Stoke) -> None:
    owner = await stoke.owner()
    answers = await asyncio.gather(*(_post(owner, "key-1") for _ in range(5)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert await _count(owner) == 1


async def test_an_error_is_not_kept(stoke: Stoke) -> None:
    owner = await stoke.owner()
    assert (await _post(owner, "key-1", {**FORM, "first_name": ""})).status_code == 422
    refused = {**FORM, "trainer_member_id": "018f0000-0000-7000-8000-000000000000"}
    assert (await _post(owner, "key-1", refused)).status_code in (404, 409, 422)

    assert (await _post(owner, "key-1")).status_code == 201
    assert await _count(owner) == 1


async def test_keys_of_two_people_do_not_meet(stoke: Stoke) -> None:
    first, second = await stoke.owner(), await stoke.owner()
    assert (await _post(first, "shared")).status_code == 201
    other = await _post(second, "shared", {**FORM, "last_name": "Elsewhere"})

    assert other.status_code == 201
    assert "idempotency-replayed" not in other.headers


async def test_answers_with_tokens_are_never_kept(stoke: Stoke) -> None:
    owner = await stoke.owner()
    form = {"email": owner.email, "password": PASSWORD}
    answers = [
        await stoke.client().post("/api/auth/login", json=form, headers={"idempotency-key": "sign-in"})
        for _ in range(2)
    ]

    assert answers[0].json()["csrf_token"] != answers[1].json()["csrf_token"]
    assert "idempotency-replayed" not in answers[1].headers


@pytest.mark.parametrize("key", [" ", "x" * 256])
async def test_a_key_that_cannot_be_kept_names_the_header(stoke: Stoke, key: str) -> None:
    owner = await stoke.owner()
    answer = await _post(owner, key)

    assert answer.status_code == 422
    assert answer.json()["errors"][0] == {
        "in": "header",
        "pointer": "/Idempotency-Key",
        "message": "Use 1 to 255 characters.",
    }


async def test_a_kept_answer_is_encrypted_like_what_it_holds(stoke: Stoke) -> None:
    owner = await stoke.owner()
    form = {"first_name": "Iris", "health_note": "Asthma, inhaler in the bag"}
    headers = {"idempotency-key": "health"}
    first = await owner.client.post("/api/clients", json=form, headers=headers)

    async with stoke.runtime.database.read(owner.organization_id) as read:
        stored = bytes(await read.scalar(text("SELECT body FROM idempotency_keys")))
    assert b"Asthma" not in stored
    assert (await owner.client.post("/api/clients", json=form, headers=headers)).json() == first.json()
    assert first.headers["cache-control"] == "no-store"
