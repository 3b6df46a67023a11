"""Unexpected errors, read back by an ingest endpoint of our own: with ids, and without a word of what people wrote."""

import gzip
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from sqlalchemy import text

from backend.adapters.sentry.reporter import SentryReporter
from backend.core.observability.faults import faults, told, words
from backend.core.outbox.relay import Relay
from backend.worker import deliver_one
from tests.observability.receiver import Received, receiver
from tests.support.stoke import PASSWORD, Stoke

PERSONAL = ("Querulantius", "distinctive.address@example.com", "Zwetschgenwald")


def events(received: Received) -> list[dict[str, Any]]:
    """The events of all envelopes that came."""
    found: list[dict[str, Any]] = []
    for path, headers, body in received.posts:
        assert path == "/api/7/envelope/"
        data = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
        lines = data.split(b"\n")
        for head, item in zip(lines[1::2], lines[2::2], strict=False):
            if orjson.loads(head)["type"] == "event":
                found.append(orjson.loads(item))
    return found


@pytest.fixture
def ingest() -> Iterator[Received]:
    with receiver() as received:
        faults.reporter = SentryReporter(f"http://planted@127.0.0.1:{received.port}/7", "test", "api")
        try:
            yield received
        finally:
            faults.reporter.close()
            faults.reporter = None


async def test_an_unexpected_error_arrives_with_ids_alone(
    stoke: Stoke, ingest: Received, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = await stoke.owner()
    form = {"first_name": f"{PERSONAL[0]} {PERSONAL[2]}", "email": PERSONAL[1]}

    async def crash(*arguments: object, **more: object) -> None:
        secret = form["first_name"]
        try:
            int(secret)
        except ValueError as error:
            raise RuntimeError(f"cannot greet {PERSONAL[1]}") from error

    monkeypatch.setattr("backend.domains.clients.router.listing.page", crash)
    assert (await owner.client.get(f"/api/clients?q={PERSONAL[2]}")).status_code == 500
    monkeypatch.setattr("backend.domains.clients.router.service.create", crash)
    answer = await owner.client.post("/api/clients", json=form)
    assert answer.status_code == 500
    ingest.wait(lambda: len(events(ingest)) == 2)

    first, event = events(ingest)
    assert PERSONAL[2] not in str(first)
    assert event["tags"]["request_id"] == answer.json()["request_id"] == answer.headers["x-request-id"]
    assert event["tags"]["organization_id"] == str(owner.organization_id)
    assert event["tags"]["user_id"] == event["user"]["id"] == str(owner.user_id)
    kinds = [one["type"] for one in event["exception"]["values"]]
    assert kinds == ["ValueError", "RuntimeError"]
    assert event["exception"]["values"][1]["value"] == "cannot greet …@…"
    frames = event["exception"]["values"][1]["stacktrace"]["frames"]
    assert any(frame["filename"].endswith("core/routing.py") and frame["in_app"] for frame in frames)
    sent = orjson.dumps(event).decode() + str([headers for _, headers, _ in ingest.posts])
    for word in (*PERSONAL, owner.email, owner.client.headers["authorization"], "cookie", "authorization"):
        assert word not in sent


async def test_an_expected_error_does_not_arrive(stoke: Stoke, ingest: Received) -> None:
    async with stoke.client() as client:
        assert (await client.get("/api/clients")).status_code == 401
        assert (await client.post("/api/auth/login", json={"email": 7})).status_code == 422
    assert faults.reporter is not None
    faults.reporter.close()
    assert events(ingest) == []


async def test_an_error_of_the_database_is_told_by_its_code(stoke: Stoke) -> None:
    with pytest.raises(Exception, match="Querulantius") as caught:
        async with stoke.runtime.database.read(None) as read:
            await read.scalar(text("SELECT CAST(:name AS integer)"), {"name": PERSONAL[0]})
    assert "SQLSTATE 22" in told(caught.value) or words(caught.value) == ""
    assert PERSONAL[0] not in told(caught.value)


def test_the_text_of_an_error_stays_out_unless_it_speaks_of_our_code() -> None:
    assert words(ValueError("Querulantius")) == ""
    assert words(KeyError("Querulantius")) == ""
    assert words(AttributeError("'NoneType' object has no attribute 'name'")).startswith("'NoneType'")


def test_a_loop_of_causes_ends() -> None:
    first, second = RuntimeError("first"), RuntimeError("second")
    first.__cause__, second.__cause__ = second, first
    assert told(first).count("RuntimeError") == 2


async def test_a_handler_that_crashes_is_told_of_with_its_job(
    stoke: Stoke, ingest: Received, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stoke.settle()
    waiting: list[tuple[str, str]] = []

    async def note(organization_id: str, delivery_id: str, _attempt: int) -> None:
        waiting.append((organization_id, delivery_id))

    async def crash(_session: object, _event: object) -> None:
        raise KeyError(PERSONAL[1])

    form = {"name": PERSONAL[0], "email": PERSONAL[1], "password": PASSWORD, "organization_name": "X"}
    async with stoke.client() as client:
        answer = await client.post("/api/auth/register", json={**form, "time_zone": "UTC"})
        assert answer.status_code == 202
    await Relay(stoke.runtime.database, stoke.runtime.redis, note).once()
    monkeypatch.setattr("backend.core.outbox.relay.handler", lambda _name: crash)
    organization_id, delivery_id = waiting[0]
    await deliver_one({"database": stoke.runtime.database}, organization_id, delivery_id)
    ingest.wait(lambda: bool(events(ingest)))

    event = events(ingest)[0]
    assert event["tags"]["job"] == "core.mail.send_mail"
    assert event["tags"]["organization_id"] == organization_id
    assert [one["type"] for one in event["exception"]["values"]] == ["KeyError"]
    assert PERSONAL[1] not in orjson.dumps(event).decode()
