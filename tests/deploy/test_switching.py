"""Two versions side by side over one migration, under load: expand, switch, switch back, take the migration back.

The old and the new version are this code against the schema before and after a migration that adds a column, a table
and an index. Not one request may fail, and each write must be there once.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import text

from backend.core.ids import new_id
from tests.deploy.switch import Switch
from tests.deploy.test_migrating import migrations, run
from tests.faults.processes import Running, api, environment
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
    """People at work: what was answered, and what was not as it should be."""

    client: httpx.AsyncClient
    trainer: str
    names: list[str] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    async def read(self, path: str) -> None:
        while True:
            await self._ask("GET", path, 200)

    async def write(self, who: int) -> None:
        """Add a client, then change them."""
        number = 0
        while True:
            number += 1
            name = f"{who:02}-{number:04}"
            form = {"first_name": "Switch", "last_name": name}
            made = await self._ask("POST", "/api/clients", 201, json=form, headers={"idempotency-key": str(new_id())})
            self.names.append(name)
            if made is not None:
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


@asynccontextmanager
async def under_load(address: str, person: Person) -> AsyncGenerator[Load]:
    """Three who read and two who write, through the switch, until the end."""
    headers = {"authorization": person.client.headers["authorization"]}
    limits = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=address, headers=headers, limits=limits, timeout=20) as client:
        load = Load(client, str(person.member_id))
        steps = [
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
    env = environment(stoke.settings)
    folder = migrations(tmp_path, EXPAND)
    (file,) = (folder / "versions").glob("0900_*.py")
    file.write_text(file.read_text().replace("op.execute('DROP TABLE t0900')\n", CONTRACT))
    running: list[Running] = []
    try:
        old, old_address = await api(env, tmp_path / "old.log")
        running.append(old)
        async with Switch(old_address) as switch, under_load(switch.address, person) as load:
            await load.more()
            await run(stoke.urls, folder)  # the old version serves over the new schema
            await load.more()
            new, new_address = await api(env, tmp_path / "new.log")
            running.append(new)
            switch.to = new_address
            await asyncio.to_thread(old.stop)
            await load.more()
            again, old_address = await api(env, tmp_path / "again.log")
            running.append(again)
            switch.to = old_address  # something is wrong with the new version: back
            await asyncio.to_thread(new.stop)
            await run(stoke.urls, folder, "-1")
            await load.more()
        assert load.failures == []
    finally:
        for process in running:
            if process.alive():
                process.kill()
    async with stoke.runtime.database.read(person.organization_id) as session:
        rows = await session.all(text("SELECT last_name FROM clients WHERE first_name = 'Switch'"))
    assert Counter(row["last_name"] for row in rows) >= Counter(load.names)
    assert max(Counter(row["last_name"] for row in rows).values()) == 1
    for log in tmp_path.glob("*.log"):
        assert "Traceback" not in log.read_text()
