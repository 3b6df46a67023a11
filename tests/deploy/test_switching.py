"""Two versions side by side over one migration, under load: expand, switch, switch back, take the migration back.

The old and the new version are this code against the schema before and after a migration that adds a column, a table
and an index. Not one request may fail, and each write must be there once.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import orjson
from sqlalchemy import text
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from backend.core.ids import new_id
from tests.deploy.switch import Switch
from tests.deploy.test_migrating import migrations, run
from tests.faults.processes import Running, api, environment, worker
from tests.support.stoke import Person, Stoke

EXPAND = """op.execute("ALTER TABLE clients ADD COLUMN planted_note text")
    op.execute("ALTER TABLE users ADD COLUMN planted_count bigint NOT NULL DEFAULT 0")
    op.execute("CREATE TABLE t0900 (organization_id uuid, id uuid, client_id uuid, PRIMARY KEY (organization_id, id),"
               " FOREIGN KEY (organization_id, client_id) REFERENCES clients (organization_id, id))")
    with op.get_context().autocommit_block():
        op.execute("CREATE INDEX CONCURRENTLY ix_planted ON clients (organization_id, planted_note)")
"""
CONTRACT = """op.execute("DROP TABLE t0900")
    op.execute("ALTER TABLE users DROP COLUMN planted_count")
    op.execute("ALTER TABLE clients DROP COLUMN planted_note")
"""


@dataclass
class Load:
    """People at work: what was answered, and what was not as it should be.

    They pause between two requests: the version that starts beside them needs the processor, too.
    """

    client: httpx.AsyncClient
    trainer: str
    names: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    async def read(self, path: str) -> None:
        while True:
            await self._ask("GET", path, 200)
            await asyncio.sleep(0.05)

    async def write(self, who: int) -> None:
        """Add a client, then change them."""
        number = 0
        while True:
            await asyncio.sleep(0.05)
            number += 1
            name = f"{who:02}-{number:04}"
            form = {"first_name": "Switch", "last_name": name}
            made = await self._ask("POST", "/api/clients", 201, json=form, headers={"idempotency-key": str(new_id())})
            if made is not None:
                self.names.append(name)
                self.made.append(made["id"])
                await self._ask(
                    "PUT", f"/api/clients/{made['id']}", 200, json={**form, "trainer_member_id": self.trainer}
                )

    async def more(self, count: int = 40) -> None:
        """Wait until so many more requests were answered."""
        wanted = self.answers.total() + count
        async with asyncio.timeout(30):
            while self.answers.total() < wanted:
                await asyncio.sleep(0.02)
        assert self.failures == []

    async def _ask(self, method: str, path: str, expected: int, **more: Any) -> Any:
        try:
            answer = await self.client.request(method, path, **more)
        except httpx.TransportError as error:
            self.failures.append(f"{method} {path}: {error!r}")
            return None
        self.answers[f"{method} {answer.status_code}"] += 1
        if answer.status_code != expected:
            self.failures.append(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
            return None
        return answer.json()


class Tab:
    """An open tab: its socket comes back when it is closed, and names the last event that it saw."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._last: str | None = None
        self.connections = 0
        self.told: set[str] = set()
        """Ids of the clients whose making it was told of."""
        self.reads_anew = False
        """It was away for more than is replayed, and was told to read everything."""

    async def stay(self, address: str) -> None:
        token = self._person.client.headers["authorization"].removeprefix("Bearer ")
        while True:
            with suppress(ConnectionClosed, InvalidHandshake, OSError):
                async with connect(f"{address.replace('http', 'ws')}/api/live") as socket:
                    hello = {"type": "auth", "token": token, "since": self._last}
                    await socket.send(orjson.dumps(hello).decode())
                    self.connections += 1
                    async for message in socket:
                        self._hear(orjson.loads(message))
            await asyncio.sleep(0.1)

    def _hear(self, message: dict[str, Any]) -> None:
        if message["type"] == "ready":
            self._last = self._last or message["cursor"]
        elif message["type"] == "resync":
            self.reads_anew = True
        elif message["type"] == "event":
            self._last = message["id"]
            if message["name"] == "clients.created":
                self.told.add(message["data"]["client_id"])


async def rows_of(stoke: Stoke, person: Person) -> list[dict[str, Any]]:
    """The clients that the load made."""
    async with stoke.runtime.database.read(person.organization_id) as session:
        return await session.all(text("SELECT id, last_name FROM clients WHERE first_name = 'Switch'"))


async def open_deliveries(stoke: Stoke) -> int:
    """Effects that are still to happen."""
    async with stoke.runtime.database.system() as session:
        return (
            await session.execute(text("SELECT count(*) FROM outbox_deliveries WHERE state <> 'done'"))
        ).scalar_one()


@asynccontextmanager
async def under_load(address: str, person: Person, tab: Tab) -> AsyncGenerator[Load]:
    """Three who read, two who write and an open tab, through the switch, until the end."""
    headers = {"authorization": person.client.headers["authorization"]}
    limits = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=address, headers=headers, limits=limits, timeout=20) as client:
        load = Load(client, str(person.member_id))
        steps = [
            tab.stay(address),
            load.read("/api/clients"),
            load.read("/api/exercises"),
            load.read("/api/auth/me"),
            load.write(1),
            load.write(2),
        ]
        tasks = [asyncio.create_task(step) for step in steps]
        try:
            yield load
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_switch_and_its_way_back_fail_no_request(stoke: Stoke, tmp_path: Path) -> None:
    person = await stoke.owner()
    tab = Tab(person)
    env = environment(stoke.settings)
    folder = migrations(tmp_path, EXPAND)
    (file,) = (folder / "versions").glob("0900_*.py")
    file.write_text(file.read_text().replace("op.execute('DROP TABLE t0900')\n", CONTRACT))
    running: list[Running] = []

    async def version(name: str) -> tuple[list[Running], str]:
        """API and worker of a version, ready."""
        running.append(worker(env, tmp_path / f"{name}-worker.log"))
        serving, address = await api(env, tmp_path / f"{name}.log")
        running.append(serving)
        return running[-2:], address

    try:
        _, old_address = await version("old")
        async with Switch(old_address) as switch, under_load(switch.address, person, tab) as load:
            await load.more()
            await run(stoke.urls, folder)  # the old version serves over the new schema
            await load.more()
            new, switch.to = await version("new")
            await load.more()
            switch.to = old_address  # something is wrong with the new version: back
            await asyncio.gather(*(asyncio.to_thread(process.stop) for process in new))
            await run(stoke.urls, folder, "-1")
            await load.more()
            made_by_now = set(load.made)
            async with asyncio.timeout(30):
                while not (tab.reads_anew or tab.told >= made_by_now):
                    await asyncio.sleep(0.05)
        assert load.failures == []
        rows = await rows_of(stoke, person)
        # What a worker had in hand when it was stopped is taken up anew after its lease of a minute.
        async with asyncio.timeout(90):
            while await open_deliveries(stoke):
                await asyncio.sleep(0.1)
    finally:
        for process in running:
            if process.alive():
                process.kill()
    # The load ended with requests on their way: what was answered is there, and nothing is there twice.
    made = Counter(row["last_name"] for row in rows)
    assert made >= Counter(load.names)
    assert set(made.values()) == {1}
    assert tab.connections >= 1
    for log in tmp_path.glob("*.log"):
        assert "Traceback" not in log.read_text()
