"""Two workers share the work: each effect once, and one goes on when the other dies."""

import asyncio
from uuid import UUID

import httpx

from backend.core.crypto import FieldCipher
from backend.core.db.database import Database
from backend.core.ids import new_id
from backend.core.mail import Letter, queue_mail
from backend.core.ports import Ports
from backend.core.settings import parse_field_keys
from tests.scale.cluster import Cluster

LETTER = Letter(subject="Hello", greeting="Hello,", paragraphs=("A mail.",))
OPEN = "SELECT count(*) FROM outbox_deliveries WHERE organization_id = $1 AND state <> 'done'"
DONE = "SELECT count(*) FROM outbox_deliveries WHERE organization_id = $1 AND state = 'done'"


async def _queue(cluster: Cluster, organization_id: UUID, count: int) -> None:
    """Mails for `count` people, in transactions of their own."""
    keys = parse_field_keys(cluster.settings.field_keys.get_secret_value())
    database = Database(cluster.urls.app, cluster.urls.system, Ports(cipher=FieldCipher(keys), base_url=cluster.url))
    for number in range(count):
        async with database.write(organization_id) as session:
            await queue_mail(session, _address(organization_id, number), LETTER)
    await database.close()


def _address(organization_id: UUID, number: int) -> str:
    return f"{organization_id.hex[-12:]}-{number}@example.com"


async def _settled(cluster: Cluster, organization_id: UUID, seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while await cluster.sql(OPEN, organization_id):
            await asyncio.sleep(0.1)


async def _mails(cluster: Cluster, organization_id: UUID, count: int) -> list[int]:
    async with httpx.AsyncClient(base_url=cluster.mailbox_url) as client:
        found = [
            (await client.get("/api/messages", params={"to": _address(organization_id, number)})).json()["items"]
            for number in range(count)
        ]
    return [len(mails) for mails in found]


async def test_two_workers_send_each_mail_once(cluster: Cluster) -> None:
    organization_id = new_id()
    await _queue(cluster, organization_id, 60)
    await _settled(cluster, organization_id, 30)

    assert await _mails(cluster, organization_id, 60) == [1] * 60
    assert await cluster.sql(DONE, organization_id) == 60


async def test_a_worker_that_dies_leaves_its_work_to_the_other(cluster: Cluster) -> None:
    organization_id = new_id()
    queueing = asyncio.create_task(_queue(cluster, organization_id, 120))
    async with asyncio.timeout(20):
        while await cluster.sql(DONE, organization_id) < 20:
            await asyncio.sleep(0.02)
    cluster.workers[0].kill()
    await queueing
    await _settled(cluster, organization_id, 60)

    counts = await _mails(cluster, organization_id, 120)
    # At least once: a mail that was handed over when its worker died is sent again, under the same id.
    assert min(counts) == 1
    assert sum(counts) <= 120 + 8, "more repeats than a worker has in hand"
    assert await cluster.sql(DONE, organization_id) == 120
    cluster.add_workers(1)
