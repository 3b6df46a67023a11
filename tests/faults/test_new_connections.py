"""What a Postgres says when it takes no connection: an outage like any other, for whoever asked."""

import asyncio
import struct
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from backend.core.db.connection import TenantConnection
from backend.core.db.database import Database
from backend.core.ids import new_id
from backend.core.problems import translate
from tests.support.stoke import Stoke

REFUSALS = {"57P03": "the database system is starting up", "53300": "sorry, too many clients already"}
SOCKET = ".s.PGSQL.5432"


def _fatal(state: str, words: str) -> bytes:
    """The protocol's ErrorResponse."""
    fields = {"S": "FATAL", "V": "FATAL", "C": state, "M": words}
    body = b"".join(key.encode() + value.encode() + b"\0" for key, value in fields.items()) + b"\0"
    return b"E" + struct.pack("!i", len(body) + 4) + body


@pytest.fixture(params=REFUSALS)
async def refusing(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a server that answers every connection as one does that is recovering, or full."""
    state: str = request.param

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1024)
        writer.write(_fatal(state, REFUSALS[state]))
        await writer.drain()
        writer.close()

    server = await asyncio.start_unix_server(refuse, tmp_path / SOCKET)
    yield f"postgresql://stoke_app:secret@/stoke?host={tmp_path}"
    server.close()


async def test_a_server_that_takes_no_connection_now_is_an_outage_like_any_other(stoke: Stoke, refusing: str) -> None:
    database = Database(refusing, refusing, stoke.runtime.ports)
    try:
        for session in (database.read(new_id()), database.write(new_id()), database.system()):
            with pytest.raises(SQLAlchemyError) as caught:
                await session.__aenter__()
            assert translate(caught.value).status == 503
    finally:
        await database.close()


async def test_a_connection_that_ended_before_it_could_remember_its_tenant_is_an_outage(
    stoke: Stoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ended(*_: object) -> None:
        raise asyncpg.InternalClientError("cannot switch to state 15; another operation (2) is in progress")

    with monkeypatch.context() as patched:
        patched.setattr(TenantConnection, "remember", ended)
        with pytest.raises(SQLAlchemyError) as caught:
            await stoke.runtime.database.read(new_id()).__aenter__()
    assert translate(caught.value).status == 503
    async with stoke.runtime.database.read(new_id()) as read:
        assert await read.scalar(text("SELECT 1")) == 1
