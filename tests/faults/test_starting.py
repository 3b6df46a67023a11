"""Processes that are started before Redis or Postgres wait for them."""

import asyncio
import ssl
import time
from collections.abc import Callable
from pathlib import Path

import asyncpg
import httpx
import pytest
from sqlalchemy.engine import URL, make_url

from backend.core.db.database import Database
from backend.core.db.outages import may_come
from backend.core.ids import new_id
from backend.core.mail import Letter, queue_mail
from backend.local.services import Services
from tests.faults.processes import Running, answers, environment, free_port, mailbox, worker
from tests.support.stoke import Stoke

WRONG = "nobody_here"
LETTER = Letter(subject="Hello", greeting="Hello,", paragraphs=("A mail.",))


async def test_a_worker_that_is_started_while_redis_is_away_waits_for_it(
    stoke: Stoke, services: Services, tmp_path: Path
) -> None:
    smtp_port = free_port()
    box, _ = await mailbox(tmp_path / "box", smtp_port)
    env = environment(stoke.settings, SMTP_URL=f"smtp://127.0.0.1:{smtp_port}")
    await asyncio.to_thread(services.valkey.stop)
    running = worker(env, tmp_path / "worker.log")
    try:
        await _says("redis_away", running)
        await asyncio.to_thread(services.valkey.start)
        async with stoke.runtime.database.write(new_id()) as session:
            await queue_mail(session, "iris@example.com", LETTER)
        async with asyncio.timeout(20):
            while not list((tmp_path / "box").glob("*.eml")):
                await asyncio.sleep(0.1)
    finally:
        running.kill()
        box.kill()
        if services.valkey.child is None:
            await asyncio.to_thread(services.valkey.start)


async def test_worker_and_api_that_are_started_while_postgres_is_away_wait_for_it(
    stoke: Stoke, services: Services, tmp_path: Path
) -> None:
    env, port = environment(stoke.settings), free_port()
    base = f"http://127.0.0.1:{port}"
    await asyncio.to_thread(services.postgres.kill)
    running = [
        worker(env, tmp_path / "worker.log"),
        Running(["backend.cli", "api", "--host", "127.0.0.1", "--port", str(port)], env, tmp_path / "api.log"),
    ]
    try:
        for process in running:
            await _says("database.away", process)
        stopped = worker(env, tmp_path / "stopped.log")
        await _says("database.away", stopped)
        assert stopped.stop() == 0, "asked to end, it does not wait on"
        await asyncio.to_thread(services.postgres.start)
        await answers(f"{base}/api/ready", running[1])
        async with httpx.AsyncClient(base_url=base) as client, asyncio.timeout(20):
            while (await client.get("/api/status")).json()["state"] != "operational":
                await asyncio.sleep(0.1)
        assert running[0].alive()
    finally:
        for process in running:
            process.kill()
        if services.postgres.child is None:
            await asyncio.to_thread(services.postgres.start)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda url: url.set(username=WRONG), WRONG),
        (lambda url: url.set(database=WRONG), WRONG),
        (lambda url: url.update_query_dict({"ssl": WRONG}), "verify-full"),
    ],
    ids=["role", "database", "tls"],
)
async def test_what_is_wrong_for_good_is_not_waited_for(
    stoke: Stoke, tmp_path: Path, wrong: Callable[[URL], URL], said: str
) -> None:
    url = wrong(make_url(stoke.settings.database_url.get_secret_value()))
    env = environment(stoke.settings, DATABASE_URL=url.render_as_string(hide_password=False))
    running = worker(env, tmp_path / "worker.log")
    try:
        async with asyncio.timeout(20):
            while running.alive():
                await asyncio.sleep(0.1)
        assert said in running.text()
        assert "database.away" not in running.text()
    finally:
        running.kill()


@pytest.mark.parametrize(
    ("error", "comes"),
    [
        (ConnectionRefusedError(), True),
        (FileNotFoundError(), True),
        (TimeoutError(), True),
        (asyncpg.CannotConnectNowError(), True),
        (asyncpg.TooManyConnectionsError(), True),
        (ssl.SSLCertVerificationError(), False),
        (ConnectionError("the server refuses TLS"), False),
        (asyncpg.ProtocolViolationError(), False),
        (asyncpg.InvalidPasswordError(), False),
        (asyncpg.InvalidCatalogNameError(), False),
    ],
)
def test_which_errors_are_those_of_a_server_that_may_come(error: Exception, comes: bool) -> None:
    assert may_come(error) is comes


async def test_a_server_that_takes_connections_and_says_nothing_is_waited_for_so_long_and_no_longer(
    stoke: Stoke,
) -> None:
    silent = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    database = Database(f"postgresql://a:b@127.0.0.1:{port}/c", "postgresql://a:b@127.0.0.1/c", stoke.runtime.ports)
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        await database.wait(1.0)
    assert 0.5 < time.monotonic() - begun < 1.5
    await database.close()
    silent.close()


async def _says(word: str, running: Running) -> None:
    async with asyncio.timeout(20):
        while word not in running.text():
            await asyncio.sleep(0.1)
            assert running.alive(), running.text()
