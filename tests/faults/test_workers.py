"""A worker killed in the middle of its work, and mail that is sent again under the same id."""

import asyncio
import socket
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from backend.adapters.smtp.mail import SmtpMail
from backend.core.ids import new_id
from backend.core.mail import Letter, queue_mail
from backend.core.ports import MailMessage
from tests.faults.processes import Running, environment, free_port, mailbox, worker
from tests.support.stoke import Stoke

LETTER = Letter(subject="Hello", greeting="Hello,", paragraphs=("A mail that must not be lost.",))


@pytest.fixture
def started() -> Iterator[list[Running]]:
    """What a test started; killed at its end."""
    running: list[Running] = []
    yield running
    for process in running:
        if process.alive():
            process.kill()


async def _mails(base: str, to: str) -> list[dict[str, Any]]:
    async with httpx.AsyncClient() as client:
        return (await client.get(f"{base}/api/messages", params={"to": to})).json()["items"]


async def test_a_worker_killed_while_it_handles_costs_a_lease_and_the_mail_comes_once(
    stoke: Stoke, tmp_path: Path, started: list[Running]
) -> None:
    smtp_port = free_port()
    env = environment(stoke.settings, SMTP_URL=f"smtp://127.0.0.1:{smtp_port}", STOKE_JOB_LEASE_SECONDS="2")
    silent = socket.create_server(("127.0.0.1", smtp_port))
    silent.setblocking(False)
    organization_id = new_id()
    async with stoke.runtime.database.write(organization_id) as session:
        await queue_mail(session, "iris@example.com", LETTER)

    first = worker(env, tmp_path / "first.log")
    started.append(first)
    async with asyncio.timeout(15):
        held, _ = await asyncio.get_running_loop().sock_accept(silent)
    first.kill()
    held.close()
    silent.close()
    async with stoke.runtime.database.read(organization_id) as read:
        row = await read.first(text("SELECT state, attempts FROM outbox_deliveries"))
        assert await read.scalar(text("SELECT count(*) FROM outgoing_mails WHERE sent_at IS NULL")) == 1
    assert row == {"state": "open", "attempts": 1}

    box, base = await mailbox(tmp_path / "box", smtp_port)
    started += [box, worker(env, tmp_path / "second.log")]
    async with asyncio.timeout(15):
        while not await _mails(base, "iris@example.com"):
            await asyncio.sleep(0.1)
    async with stoke.runtime.database.read(organization_id) as read, asyncio.timeout(15):
        while await read.scalar(text("SELECT state FROM outbox_deliveries")) != "done":
            await asyncio.sleep(0.05)
    assert len(await _mails(base, "iris@example.com")) == 1
    async with stoke.runtime.database.read(organization_id) as read:
        assert await read.scalar(text("SELECT sealed FROM outgoing_mails")) is None


async def test_a_mail_that_is_sent_again_keeps_its_id(tmp_path: Path, started: list[Running]) -> None:
    smtp_port = free_port()
    box, base = await mailbox(tmp_path / "box", smtp_port)
    started.append(box)
    adapter = SmtpMail(f"smtp://127.0.0.1:{smtp_port}", "Stoke <no-reply@stoke.localhost>")
    message = MailMessage(str(new_id()), "iris@example.com", "Grüße \U0001f3cb", "Text", "<p>Text</p>")
    await adapter.send(message)
    await adapter.send(message)

    assert [mail["subject"] for mail in await _mails(base, "iris@example.com")] == [message.subject] * 2
    stored = [message_from_bytes(path.read_bytes()) for path in (tmp_path / "box").glob("*.eml")]
    assert [mail["Message-ID"] for mail in stored] == [f"<{message.message_id}@stoke.localhost>"] * 2
