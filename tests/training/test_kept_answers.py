"""What is kept of exercises and templates over HTTP: whose it is, when it changes, and what a browser is spared."""

from collections.abc import Generator
from contextlib import contextmanager
from itertools import product
from typing import Any

import pytest
from redis.exceptions import ConnectionError as RedisGoneError

from backend.core.cache import Cache
from tests.clients.conftest import House
from tests.support.caches import settled
from tests.support.statements import count_statements
from tests.support.stoke import Person, Stoke
from tests.training.conftest import MONDAY, new_template
from tests.training.documents import SQUAT, template
from tests.training.test_exercises import add_exercise, form

SEARCH = "/api/exercises?q=kept&limit=100"


@pytest.fixture
async def kept(house: House) -> House:
    """The studio, with a cache that trusts its memory."""
    await settled(house.stoke.runtime.cache)
    return house


@contextmanager
def _off(stoke: Stoke) -> Generator[None]:
    """Everything made anew inside the block."""
    cache = stoke.runtime.cache
    stoke.runtime.cache = Cache(stoke.runtime.redis, on=False)
    try:
        yield
    finally:
        stoke.runtime.cache = cache


async def _get(person: Person, path: str, **headers: str) -> Any:
    answer = await person.client.get(path, headers=headers)
    assert answer.status_code in (200, 304, 403), answer.text
    return answer


async def test_a_second_reader_of_the_same_asks_the_database_nothing(kept: House) -> None:
    made = await new_template(kept.owner)
    for path in ("/api/exercises?limit=7", SEARCH, "/api/exercises/facets", f"/api/exercises/{SQUAT}", "/api/templates",
                 f"/api/templates/{made['id']}"):  # fmt: skip
        first = await _get(kept.owner, path)
        with count_statements(kept.stoke) as sent:
            second = await _get(kept.owner, path)
        assert sent == []
        assert second.content == first.content


async def test_everybody_reads_what_they_would_read_without_a_cache(kept: House) -> None:
    """All roles of two organizations, each after each other has filled the cache."""
    stranger = await kept.stoke.owner()
    for person in (kept.owner, kept.trainer, kept.other_trainer, stranger):
        await add_exercise(person, name=f"Kept by {person.member_id.hex}")
        await new_template(person)
    people = [kept.owner, kept.trainer, kept.other_trainer, kept.client, stranger]
    own = (await _get(kept.trainer, SEARCH)).json()["items"][0]["id"]
    paths = [SEARCH, "/api/exercises?mine=true", "/api/exercises/facets", f"/api/exercises/{own}", "/api/templates"]
    with _off(kept.stoke):
        truth = {
            (person.email, path): (await person.client.get(path)).content for person, path in product(people, paths)
        }
    for turn in range(len(people)):
        await kept.stoke.runtime.cache.drop(["everything"])
        for person, path in product(people[turn:] + people[:turn], paths):
            answer = await person.client.get(path)
            assert answer.content == truth[person.email, path] or answer.status_code in (403, 404)
            if answer.status_code in (403, 404):
                assert answer.json()["code"] in truth[person.email, path].decode()
    assert len({truth[person.email, SEARCH] for person in people}) == len(people)


async def test_a_trainer_may_change_their_own_and_the_owner_all(kept: House) -> None:
    mine = await add_exercise(kept.trainer, name="Kept Editable")
    for person, editable in (
        (kept.owner, True),
        (kept.trainer, True),
        (kept.other_trainer, False),
        (kept.client, False),
    ):
        found = (await _get(person, f"/api/exercises/{mine['id']}")).json()
        assert found["editable"] is editable
        rows = (await _get(person, "/api/exercises?q=kept+editable")).json()["items"]
        assert rows[0]["editable"] is editable


async def test_who_wrote_an_exercise_reads_it_next_and_so_does_everybody(kept: House) -> None:
    people = (kept.owner, kept.trainer, kept.client)
    made = await add_exercise(kept.owner, name="Kept First Name")
    path = f"/api/exercises/{made['id']}"

    async def names() -> set[str]:
        return {(await _get(person, path)).json()["name"] for person in people}

    assert await names() == {"Kept First Name"}
    assert (await kept.owner.client.patch(path, json={"name": "Kept Second Name"})).status_code == 200
    assert await names() == {"Kept Second Name"}
    assert (await kept.owner.client.put(path, json=form(name="Kept Third Name"))).status_code == 200
    assert await names() == {"Kept Third Name"}

    async def count() -> int:
        return (await _get(kept.client, "/api/exercises/facets")).json()["mine"]

    before = await count()
    await kept.owner.client.delete(path)
    assert await count() == before - 1
    await kept.owner.client.post(f"{path}/restore")
    assert await count() == before


async def test_a_template_shows_each_change_at_once(kept: House) -> None:
    made = await new_template(kept.owner)
    path = f"/api/templates/{made['id']}"

    async def listed(archived: bool = False) -> dict[str, Any] | None:
        items = (await _get(kept.trainer, f"/api/templates?limit=100&archived={archived}")).json()["items"]
        return next((item for item in items if item["id"] == made["id"]), None)

    assert (await listed() or {})["times_assigned"] == 0
    changed = template(name="Kept And Renamed") | {"version": made["version"]}
    assert (await kept.owner.client.put(path, json=changed)).status_code == 200
    assert (await listed() or {})["name"] == "Kept And Renamed"
    body = {"client_ids": [kept.client_id], "mode": "dynamic", "start_on": str(MONDAY), "training_days": [1, 3, 5]}
    answer = await kept.trainer.client.post(f"{path}/assign", json={**body, "replace_current": True})
    assert answer.status_code == 201, answer.text
    assert (await listed() or {})["times_assigned"] == 1
    await kept.owner.client.delete(path)
    assert await listed() is None
    assert await listed(archived=True) is not None
    await kept.owner.client.post(f"{path}/restore")
    assert await listed() is not None


async def test_a_commit_whose_process_died_before_telling_is_made_up_for(kept: House) -> None:
    made = await add_exercise(kept.owner, name="Kept Before The Crash")
    path = f"/api/exercises/{made['id']}"
    await kept.stoke.settle()
    await _get(kept.owner, path)
    ports, drop = kept.stoke.runtime.ports, kept.stoke.runtime.ports.drop_cached

    async def die(tags: object) -> bool:
        raise RedisGoneError(str(tags))

    object.__setattr__(ports, "drop_cached", die)
    try:
        assert (await kept.owner.client.patch(path, json={"name": "Kept After It"})).status_code == 200
    finally:
        object.__setattr__(ports, "drop_cached", drop)
    assert (await _get(kept.owner, path)).json()["name"] == "Kept Before The Crash"
    await kept.stoke.settle()
    assert (await _get(kept.owner, path)).json()["name"] == "Kept After It"


async def test_a_browser_that_has_the_bytes_is_sent_none(kept: House) -> None:
    first = await _get(kept.owner, SEARCH)
    etag = first.headers["etag"]
    assert etag.startswith('"')
    for named in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        answer = await _get(kept.owner, SEARCH, **{"if-none-match": named})
        assert (answer.status_code, answer.content) == (304, b"")
        for name in ("etag", "cache-control", "vary", "content-security-policy", "x-request-id"):
            assert answer.headers[name]
        assert "content-type" not in answer.headers
    assert first.headers["cache-control"] == "private, no-cache"
    assert first.headers["vary"] == "Authorization"
    for named in ('"other"', etag.strip('"'), ""):
        assert (await _get(kept.owner, SEARCH, **{"if-none-match": named})).content == first.content


async def test_the_validator_changes_with_the_bytes(kept: House) -> None:
    etag = (await _get(kept.owner, SEARCH)).headers["etag"]
    await add_exercise(kept.owner, name="Kept And New")
    answer = await _get(kept.owner, SEARCH, **{"if-none-match": etag})
    assert answer.status_code == 200
    assert answer.headers["etag"] != etag


async def test_anothers_validator_opens_nothing(kept: House) -> None:
    """A browser that was handed on asks with the former person's validator."""
    etag = (await _get(kept.owner, "/api/templates")).headers["etag"]
    answer = await kept.client.client.get("/api/templates", headers={"if-none-match": etag})
    assert answer.status_code == 403
    async with kept.stoke.client() as nobody:
        answer = await nobody.get("/api/templates", headers={"if-none-match": "*"})
    assert answer.status_code == 401
    assert answer.headers["cache-control"] == "no-store"


async def test_limits_count_what_is_not_sent_too(kept: House, monkeypatch: pytest.MonkeyPatch) -> None:
    etag = (await _get(kept.owner, SEARCH)).headers["etag"]
    monkeypatch.setattr(kept.stoke.runtime.settings, "rate_limit_api", 1000)
    answer = await _get(kept.owner, SEARCH, **{"if-none-match": etag})
    assert answer.status_code == 304
    assert int(answer.headers["ratelimit-remaining"]) < 1000
