"""What the bench sends: nothing that writes is sent twice, and an answer that did not do what it said is an error."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from random import Random
from uuid import uuid4

import orjson
import pytest

from backend.bench.batches import APPLIED, AT_ONCE, SETS, Batches
from backend.bench.changes import Changes, Studio
from backend.bench.load import Job, Result, run
from backend.bench.mix import Day


def batches(sessions: int = AT_ONCE) -> Batches:
    return Batches("/{}/sets", "token", [(str(uuid4()), str(uuid4())) for _ in range(sessions)])


def logged(request: str) -> tuple[str, int, str]:
    """Session, number and id of the set that a request logs."""
    head, _, body = request.partition("\r\n\r\n")
    one = orjson.loads(body)["sets"][0]
    return head.split("/")[1], one["set_number"], one["id"]


def test_each_set_of_each_session_is_logged_once_and_in_order() -> None:
    some = batches(2 * AT_ONCE)
    sent: list[str] = []
    while taken := some.take(1_000):
        # What was taken and did not go out comes again.
        some.went(len(taken[:700]))
        sent += taken[:700]
    sets = [logged(request) for request in sent]
    assert len({set_id for _, _, set_id in sets}) == len(sets) == 2 * AT_ONCE * SETS
    for session, _ in some.sessions:
        assert [number for of, number, _ in sets if of == session] == list(range(1, SETS + 1))


def test_between_two_sets_of_a_session_all_others_come() -> None:
    sessions = [logged(request)[0] for request in batches().take(3 * AT_ONCE)]
    for place in range(2 * AT_ONCE):
        assert len(set(sessions[place : place + AT_ONCE])) == AT_ONCE


def a_day() -> Day:
    studios = [
        Studio(f"owner{number}", str(uuid4()), str(uuid4()), str(uuid4()), [str(uuid4())], [str(uuid4())])
        for number in range(3)
    ]
    return Day(uuid4(), [studio.token for studio in studios], "client", batches(), Changes(studios))


def test_a_day_is_drawn_in_proportion_and_writes_nothing_twice() -> None:
    day = a_day()
    requests, order, sets, changes = day.drawn(5_000)
    asked = Counter(order)
    assert len(order) == 5_000
    assert all(asked[place] == 1 for place in sets | changes)
    assert 400 < len(sets) < 600
    assert 20 < len(changes) < 100
    writes = {place for place, request in enumerate(requests) if not request.startswith("GET ")}
    assert writes == sets | changes
    assert len({requests[place] for place in changes}) == len(changes)
    kinds = {re.sub(r"[0-9a-f]{8}-[^/ ]+", "", requests[place].split(" HTTP")[0]) for place in changes}
    assert {"POST /api/exercises", "PATCH /api/exercises/", "PATCH /api/templates/"} <= kinds
    assert {"POST /api/templates//assign", "POST /api/templates//copy"} <= kinds


def test_the_next_part_of_a_day_is_another_one() -> None:
    day = a_day()
    (first, order, sets, changes), (second, *_) = day.drawn(1_000), day.drawn(1_000)
    day.batches.went(len(sets))
    third, _, later_sets, _ = day.drawn(1_000)
    assert not {first[place] for place in changes} & set(second)
    assert not {first[place] for place in sets} & {third[place] for place in later_sets}
    assert [first[place] for place in order] != [second[place] for place in order if place < len(second)]


def test_a_template_is_saved_once_by_the_version_that_was_read() -> None:
    changes, dice = a_day().changes, Random(1)
    saved = [request for request in (changes.drawn(dice) for _ in range(300)) if request.startswith("PATCH /api/temp")]
    assert len(saved) == len(set(saved)) == len(changes.studios)


@asynccontextmanager
async def answering(*answers: bytes) -> AsyncGenerator[tuple[str, list[bytes]]]:
    """A server that gives these answers in turn, head and body apart; its address, and what it was sent."""
    seen: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while request := (await reader.read(1_000)):
            seen.append(request)
            status, _, body = answers[(len(seen) - 1) % len(answers)].partition(b" ")
            writer.write(b"HTTP/1.1 %s X\r\nContent-Length: %d\r\n\r\n" % (status, len(body)))
            await writer.drain()
            await asyncio.sleep(0)
            writer.write(body)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", seen


async def sent_to(*answers: bytes, order: list[int] | None = None, begins: str = "") -> tuple[Result, list[bytes]]:
    requests = [f"request {number}" for number in range(40)]
    async with answering(*answers) as (address, seen):
        return await run(Job([address], requests, 1, 10, once=True, order=order, begins=begins)), seen


async def test_what_is_sent_once_ends_with_the_last_request() -> None:
    result, seen = await sent_to(b"200 {}")
    assert seen == [f"request {number}".encode() for number in range(40)]
    assert (result.count, result.errors) == (40, 0)


async def test_requests_go_out_in_the_order_that_is_asked_for() -> None:
    result, seen = await sent_to(b"200 {}", order=[3, 1, 3])
    assert seen == [b"request 3", b"request 1", b"request 3"]
    assert result.count == 3


async def test_times_are_told_of_each_request() -> None:
    result, _ = await sent_to(b"200 {}", order=[0, 2, 2])
    assert len(result.each) == 40
    assert [place for place, (middle, most) in enumerate(result.each) if 0 < middle <= most] == [0, 2]


@pytest.mark.parametrize(
    ("answers", "errors"),
    [
        ((b'200 {"applied":1,"sets":[]}',), 0),
        ((b'200 {"applied":0,"sets":[]}',), 40),
        ((b'200 {"applied":1,"sets":[]}', b'200 {"applied":0,"sets":[]}'), 20),
        ((b'409 {"applied":1,"sets":[]}',), 40),
        ((b"200 ",), 40),
    ],
)
async def test_an_answer_that_applied_nothing_is_an_error(answers: tuple[bytes, ...], errors: int) -> None:
    result, _ = await sent_to(*answers, begins=APPLIED)
    assert (result.count, result.errors) == (40, errors)
