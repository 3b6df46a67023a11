"""A provider that takes a connection and then says nothing: it slows nobody else down."""

import asyncio
import socket
from pathlib import Path

import httpx
from sqlalchemy import text

from backend.core.ids import new_id
from backend.core.mail import Letter, queue_mail
from tests.faults.processes import environment, free_port, mailbox, worker
from tests.support.stoke import Person, Stoke

LETTER = Letter(subject="Hello", greeting="Hello,", paragraphs=("A mail that comes late.",))
MAILS = 20
OTHERS_DONE = text("SELECT count(*) FROM outbox_deliveries WHERE handler NOT LIKE 'core.mail%' AND state = 'open'")
MAILS_OPEN = text("SELECT count(*) FROM outbox_deliveries WHERE handler LIKE 'core.mail%' AND state = 'open'")


async def _change_a_client(owner: Person) -> None:
    made = (await owner.client.post("/api/clients", json={"first_name": "Iris", "last_name": "Falk"})).json()
    answer = await owner.client.patch(f"/api/clients/{made['id']}", json={"goal": "10 km"})
    assert answer.status_code == 200, answer.text


async def test_a_mail_server_that_hangs_holds_no_other_handler_up_and_gets_its_mails_later(
    stoke: Stoke, tmp_path: Path
) -> None:
    owner = await stoke.owner()
    smtp_port = free_port()
    silent = socket.create_server(("127.0.0.1", smtp_port), backlog=64)
    env = environment(stoke.settings, SMTP_URL=f"smtp://127.0.0.1:{smtp_port}", STOKE_JOB_LEASE_SECONDS="6")
    async with stoke.runtime.database.write(owner.organization_id) as session:
        for number in range(MAILS):
            await queue_mail(session, f"late-{number}@example.com", LETTER)
    running = [worker(env, tmp_path / "worker.log")]
    try:
        async with asyncio.timeout(15):
            silent.setblocking(False)
            held = [(await asyncio.get_running_loop().sock_accept(silent))[0]]
        for _ in range(3):
            await _change_a_client(owner)
        async with stoke.runtime.database.read(owner.organization_id) as read, asyncio.timeout(4):
            while await read.scalar(OTHERS_DONE):
                await asyncio.sleep(0.05)
            assert await read.scalar(MAILS_OPEN) == MAILS

        for connection in (*held, silent):
            connection.close()
        box, base = await mailbox(tmp_path / "box", smtp_port)
        running.append(box)
        async with stoke.runtime.database.read(owner.organization_id) as read, asyncio.timeout(60):
            while await read.scalar(MAILS_OPEN):
                await asyncio.sleep(0.1)
        async with httpx.AsyncClient() as page:
            mails = (await page.get(f"{base}/api/messages", params={"to": "late-"})).json()["items"]
        assert len({mail["to"] if isinstance(mail["to"], str) else mail["to"][0] for mail in mails}) == MAILS
    finally:
        for process in running:
            process.kill()


async def test_a_queued_delivery_of_a_handler_that_is_known_no_more_has_no_lane_of_its_own() -> None:
    from backend.core.outbox.lanes import is_outside

    assert is_outside("core.mail.send_mail")
    assert not is_outside(f"gone.{new_id()}")
