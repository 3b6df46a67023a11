"""Processes that are started before Redis or Postgres wait for them."""

import asyncio
from pathlib import Path

import httpx
import pytest
from sqlalchemy.engine import make_url

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


@pytest.mark.parametrize("part", ["username", "database"])
async def test_what_the_database_says_for_good_is_not_waited_for(stoke: Stoke, tmp_path: Path, part: str) -> None:
    url = make_url(stoke.settings.database_url.get_secret_value())
    url = url.set(username=WRONG) if part == "username" else url.set(database=WRONG)
    env = environment(stoke.settings, DATABASE_URL=url.render_as_string(hide_password=False))
    running = worker(env, tmp_path / "worker.log")
    try:
        async with asyncio.timeout(20):
            while running.alive():
                await asyncio.sleep(0.1)
        assert WRONG in running.text()
        assert "database.away" not in running.text()
    finally:
        running.kill()


async def _says(word: str, running: Running) -> None:
    async with asyncio.timeout(20):
        while word not in running.text():
            await asyncio.sleep(0.1)
            assert running.alive(), running.text()
