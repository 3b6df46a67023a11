"""The examples of the API's page, taken from the page and run: what integrators copy works."""

import asyncio
import os
import re
import shlex
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from string import Template

import httpx
import pytest

from backend.core import clock
from backend.core.guide import EXAMPLES
from backend.core.rate_limits import Count
from backend.domains.organizations import keys
from tests.support.server import served
from tests.support.stoke import Person, Stoke


@dataclass
class _Codes(HTMLParser):
    """The texts of the `pre` elements that have an id."""

    found: dict[str, str] = field(default_factory=dict[str, str])
    current: str | None = None

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "pre":
            self.current = dict(attrs).get("id")

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre":
            self.current = None

    def handle_data(self, data: str) -> None:
        if self.current is not None:
            self.found[self.current] = self.found.get(self.current, "") + data


@pytest.fixture(scope="module")
async def owner(stoke: Stoke) -> Person:
    return await stoke.owner()


@pytest.fixture
async def examples(stoke: Stoke) -> AsyncIterator[dict[str, str]]:
    """What the page shows, for a Stoke that answers where the page says."""
    ports = stoke.runtime.ports
    before = ports.base_url
    async with served(stoke) as port:
        object.__setattr__(ports, "base_url", f"http://127.0.0.1:{port}")
        codes = _Codes()
        codes.feed((await stoke.client().get("/api/docs")).text)
        yield codes.found
    object.__setattr__(ports, "base_url", before)


def _words(shell: str, variables: dict[str, str]) -> Iterator[str]:
    for word in shlex.split(shell.replace("\\\n", "")):
        yield Template(word).substitute(variables)


async def curl(shell: str, **variables: str) -> httpx.Response:
    """What curl would do: the few of its options that the examples use, and no other."""
    words = _words(shell, variables)
    assert next(words) == "curl"
    method, url, headers, content = "GET", "", httpx.Headers(), None
    for word in words:
        match word:
            case "-X":
                method = next(words)
            case "-H":
                name, _, value = next(words).partition(": ")
                headers[name] = value
            case "-d":
                content = next(words)
            case _:
                assert not word.startswith("-"), word
                url = word
    async with httpx.AsyncClient() as client:
        return await client.request(method, url, headers=headers, content=content)


async def python(source: str, **variables: str) -> list[str]:
    """The lines that a program prints which the reader saved and ran."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-c", source, env={**os.environ, **variables}, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 0
    return output.decode().splitlines()


async def test_every_example_runs_as_it_stands_on_the_page(
    stoke: Stoke, owner: Person, examples: dict[str, str]
) -> None:
    assert examples.keys() == {example.id for example in EXAMPLES}
    token = owner.client.headers["authorization"].removeprefix("Bearer ")
    until = (clock.now() + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%SZ")

    made = await curl(examples["example-make"], ACCESS_TOKEN=token, UNTIL=until)
    assert made.status_code == 201, made.text
    key, key_id = made.json()["key"], made.json()["about"]["id"]

    created = [await curl(examples["example-create"], STOKE_KEY=key) for _ in range(2)]
    assert [answer.status_code for answer in created] == [201, 201]
    assert created[0].json()["id"] == created[1].json()["id"]

    read = await curl(examples["example-use"], STOKE_KEY=key)
    assert [client["last_name"] for client in read.json()["items"]] == ["Falk"]

    assert await python(examples["example-pages"], STOKE_KEY=key) == [f"{created[0].json()['id']} Iris Falk"]

    rotated = await curl(examples["example-rotate"], ACCESS_TOKEN=token, KEY_ID=key_id)
    assert rotated.status_code == 200, rotated.text
    for secret in (key, rotated.json()["key"]):
        assert (await curl(examples["example-use"], STOKE_KEY=secret)).status_code == 200

    assert (await curl(examples["example-revoke"], ACCESS_TOKEN=token, KEY_ID=key_id)).status_code == 204
    stoke.forget_access()
    assert (await curl(examples["example-use"], STOKE_KEY=key)).status_code == 401


async def test_the_program_waits_when_a_limit_says_so(
    stoke: Stoke, owner: Person, examples: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    await owner.client.post("/api/clients", json={"first_name": "Ida", "last_name": "Lund"})
    form = {"name": "A", "permissions": {"clients:read": "all"}, "rate_limit": 1}
    until = (clock.now() + timedelta(days=30)).isoformat()
    key = (await owner.client.post("/api/api-keys", json={**form, "expires_at": until})).json()["key"]
    minute = clock.now().timestamp() // 60 * 60
    moments = [minute + 58.5]
    refused: list[Count] = []
    whole = stoke.runtime.limits.tally

    def tally(kind: str, who: str, limit: int, seconds: int = 60) -> Count | None:
        count = whole(kind, who, limit, seconds)
        if count is not None and count.over:
            # Seen, and the next minute begins while the program waits.
            refused.append(count)
            moments[0] = minute + 60
        return count

    monkeypatch.setattr("backend.core.rate_limits._moment", lambda: moments[0])
    monkeypatch.setattr(stoke.runtime.limits, "tally", tally)
    for _ in range(2):
        # The first finds out that the key works; from then on it is counted as a key.
        assert (await curl(examples["example-use"], STOKE_KEY=key)).status_code == 200

    lines = await python(examples["example-pages"], STOKE_KEY=key)
    assert any(line.endswith("Ida Lund") for line in lines)
    assert [(count.limit, count.reset) for count in refused] == [(1, 1)]


def test_the_pattern_for_secret_scanners_matches_keys(examples: dict[str, str], owner: Person) -> None:
    key, _ = keys.write(owner.organization_id, owner.member_id)
    assert re.fullmatch(r"stoke_[A-Za-z0-9_-]{43}_[A-Za-z0-9_-]{43}", key)
