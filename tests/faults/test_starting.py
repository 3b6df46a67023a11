"""A worker that is started before Redis waits for it."""

import asyncio
from pathlib import Path

from backend.core.ids import new_id
from backend.core.mail import Letter, queue_mail
from backend.local.services import Services
from tests.faults.processes import environment, free_port, mailbox, worker
from tests.support.stoke import Stoke

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
        async with asyncio.timeout(20):
            while "redis_away" not in running.text():
                await asyncio.sleep(0.1)
                assert running.alive(), running.text()
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
