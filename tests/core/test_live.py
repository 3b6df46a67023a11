"""Live updates over a real socket: who sees what, catching up, and the end of an access."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from backend.core.access import Access
from backend.core.events import Event, event
from backend.core.ids import new_id
from backend.core.outbox import emit
from backend.core.realtime.endpoint import MOST_OF_ONE_SIGN_IN
from backend.core.tokens import Claims
from backend.domains.accounts.repository import revoke_sessions
from backend.domains.organizations.models import Member
from backend.events.workouts import SessionStarted
from tests.organizations.team import joined
from tests.support.server import relayed, served
from tests.support.stoke import Person, Stoke


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class Shown(Event):
    """Something that one audience is told."""

    name = "test.shown"
    audience: str
    thing_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (self.audience,)


@pytest.fixture(scope="module")
async def port(stoke: Stoke) -> AsyncGenerator[int]:
    async with served(stoke) as port, relayed(stoke):
        yield port


async def _open(port: int, person: Person, since: str | None = None) -> tuple[ClientConnection, dict[str, Any]]:
    socket = await connect(f"ws://127.0.0.1:{port}/api/live")
    token = person.client.headers["authorization"].removeprefix("Bearer ")
    await socket.send(orjson.dumps({"type": "auth", "token": token, "since": since}).decode())
    return socket, await _next(socket)


async def _next(socket: ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(5):
        return orjson.loads(await socket.recv())


async def _tell(stoke: Stoke, organization_id: UUID, audience: str) -> str:
    thing_id = new_id()
    async with stoke.runtime.database.write(organization_id) as session:
        emit(session, Shown(organization_id=organization_id, audience=audience, thing_id=thing_id))
    return str(thing_id)


async def test_an_owner_is_told_at_once_and_only_of_the_own_organization(stoke: Stoke, port: int) -> None:
    owner, other = await stoke.owner(), await stoke.owner()
    socket, ready = await _open(port, owner)
    assert ready["type"] == "ready"

    await _tell(stoke, other.organization_id, "staff:all")
    await _tell(stoke, owner.organization_id, f"member:{new_id()}")
    thing_id = await _tell(stoke, owner.organization_id, "staff:all")

    message = await _next(socket)
    assert (message["type"], message["data"]["thing_id"]) == ("event", thing_id)
    await socket.close()


@pytest.mark.parametrize(("role", "told"), [("front_desk", False), ("nutritionist", True)])
async def test_who_sees_no_workouts_is_not_told_that_somebody_trains(
    stoke: Stoke, port: int, role: str, told: bool
) -> None:
    owner = await stoke.owner()
    person = await joined(stoke, owner, role)
    socket, ready = await _open(port, person)
    assert ready["type"] == "ready"
    started = SessionStarted(
        organization_id=owner.organization_id,
        client_id=new_id(),
        session_log_id=new_id(),
        client_member_id=new_id(),
        trainer_member_id=owner.member_id,
        workout_id=None,
    )
    async with stoke.runtime.database.write(owner.organization_id) as session:
        emit(session, started)
    last = await _tell(stoke, owner.organization_id, "staff:all")
    seen: list[dict[str, Any]] = []
    while not seen or seen[-1]["data"].get("thing_id") != last:
        seen.append(await _next(socket))
    await socket.close()

    assert ("workouts.session_started" in {message["name"] for message in seen}) is told


async def test_a_tab_that_was_away_gets_what_it_missed_in_order(stoke: Stoke, port: int) -> None:
    owner = await stoke.owner()
    socket, _ = await _open(port, owner)
    await _tell(stoke, owner.organization_id, "staff:all")
    last = await _next(socket)
    await socket.close()
    missed = [await _tell(stoke, owner.organization_id, "staff:all") for _ in range(3)]
    await _tell(stoke, owner.organization_id, f"member:{new_id()}")

    socket, _ = await _open(port, owner, since=last["id"])
    seen: list[str] = []
    while not set(missed) <= set(seen):
        seen.append((await _next(socket))["data"]["thing_id"])
    assert [thing for thing in seen if thing in missed] == missed
    await socket.close()


async def test_a_cursor_that_is_unknown_asks_for_a_fresh_start(stoke: Stoke, port: int) -> None:
    owner = await stoke.owner()
    socket, _ = await _open(port, owner, since=str(new_id()))

    assert (await _next(socket))["type"] == "resync"
    await socket.close()


async def test_after_redis_forgot_everything_the_next_event_still_arrives(stoke: Stoke, port: int) -> None:
    owner = await stoke.owner()
    socket, _ = await _open(port, owner)
    await stoke.runtime.redis.flushall()

    thing_id = await _tell(stoke, owner.organization_id, "staff:all")
    assert (await _next(socket))["data"]["thing_id"] == thing_id
    await socket.close()


async def test_signing_out_closes_the_socket_within_seconds(stoke: Stoke, port: int) -> None:
    owner = await stoke.owner()
    socket, _ = await _open(port, owner)
    async with stoke.runtime.database.system() as system:
        await revoke_sessions(system, owner.user_id, "signed_out")

    with pytest.raises(ConnectionClosed) as closed:
        await _next(socket)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


async def test_a_change_of_what_one_may_be_told_ends_the_socket_within_seconds(stoke: Stoke, port: int) -> None:
    owner = await stoke.owner()
    socket, _ = await _open(port, owner)
    async with stoke.runtime.database.write(owner.organization_id) as session:
        await session.execute(update(Member).where(Member.id == owner.member_id).values(role="trainer"))

    with pytest.raises(ConnectionClosed):
        await _next(socket)


async def test_however_many_tabs_are_open_their_accesses_are_checked_by_one_statement(stoke: Stoke, port: int) -> None:
    owners = [await stoke.owner() for _ in range(3)]
    sockets = [(await _open(port, owner))[0] for owner in owners for _ in range(4)]
    asked: list[str] = []

    def note(statement: str, _parameters: object) -> None:
        if "user_sessions" in statement:
            asked.append(statement)

    with stoke.runtime.database.watched(note):
        async with asyncio.timeout(5):
            while len(asked) < 3:
                await asyncio.sleep(0.05)
    assert all("unnest" in statement for statement in asked)
    for socket in sockets:
        await socket.close()


async def test_a_tab_that_comes_while_the_database_is_away_is_told_to_try_later(
    stoke: Stoke, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = await stoke.owner()

    async def away(_: object) -> Access:
        raise OperationalError("SELECT", None, ConnectionError())

    monkeypatch.setattr(stoke.runtime.authenticator, "access", away)
    socket = await connect(f"ws://127.0.0.1:{port}/api/live")
    token = owner.client.headers["authorization"].removeprefix("Bearer ")
    await socket.send(orjson.dumps({"type": "auth", "token": token}).decode())
    with pytest.raises(ConnectionClosed) as closed:
        await _next(socket)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1013


async def test_while_the_database_does_not_answer_the_sockets_stay(
    stoke: Stoke, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = await stoke.owner()
    socket, _ = await _open(port, owner)
    failed = asyncio.Event()

    async def away(_: object) -> dict[Claims, Access]:
        failed.set()
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr(stoke.runtime.authenticator, "accesses", away)
        await failed.wait()
    thing_id = await _tell(stoke, owner.organization_id, "staff:all")
    assert (await _next(socket))["data"]["thing_id"] == thing_id
    await socket.close()


async def test_an_event_right_after_ready_is_never_lost(stoke: Stoke, port: int) -> None:
    for _ in range(5):
        owner = await stoke.owner()
        socket, _ = await _open(port, owner)
        thing_id = await _tell(stoke, owner.organization_id, "staff:all")
        assert (await _next(socket))["data"].get("thing_id") == thing_id
        await socket.close()


async def test_a_fresh_tab_is_told_to_fetch_again_when_something_happened_while_it_fetched(
    stoke: Stoke, port: int
) -> None:
    owner = await stoke.owner()
    await _tell(stoke, owner.organization_id, "staff:all")
    await stoke.settle()
    socket = await connect(f"ws://127.0.0.1:{port}/api/live")
    token = owner.client.headers["authorization"].removeprefix("Bearer ")
    await socket.send(orjson.dumps({"type": "auth", "token": token, "age_ms": 3000}).decode())

    assert [(await _next(socket))["type"] for _ in range(2)] == ["ready", "resync"]
    await socket.close()


@pytest.mark.parametrize(
    "first",
    [
        "",
        "[]",
        "[" * 10_000,
        '{"type":"auth"}',
        '{"type":"auth","token":"x"}',
        '{"type":"auth","token":"x","age_ms":-1e308}',
        '{"type":"auth","token":"x","age_ms":-Infinity}',
        '{"type":"auth","token":"x","age_ms":NaN}',
        '{"type":"hello"}',
    ],
    ids=range(9),
)
async def test_a_bad_first_message_closes_the_socket(port: int, first: str) -> None:
    socket = await connect(f"ws://127.0.0.1:{port}/api/live")
    await socket.send(first)

    with pytest.raises(ConnectionClosed) as closed:
        await _next(socket)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code in (4400, 4401)


async def test_one_sign_in_has_so_many_tabs_and_room_again_when_some_close(stoke: Stoke, port: int) -> None:
    owner, before = await stoke.owner(), stoke.runtime.hub.open_sockets
    tabs = [(await _open(port, owner))[0] for _ in range(MOST_OF_ONE_SIGN_IN)]
    with pytest.raises(ConnectionClosed) as closed:
        await _open(port, owner)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4429
    await tabs.pop().close()
    async with asyncio.timeout(5):
        while stoke.runtime.hub.open_sockets >= before + MOST_OF_ONE_SIGN_IN:
            await asyncio.sleep(0.02)
    again, ready = await _open(port, owner)
    assert ready["type"] == "ready"
    for tab in (*tabs, again):
        await tab.close()
