"""Migrations give way to the app: they wait briefly for a lock, are undone, and come back."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg
import pytest
from alembic import command
from sqlalchemy.exc import DBAPIError

from backend.local.services import DatabaseUrls, Services
from tests.architecture.gates.database import Connection
from tests.architecture.gates.tree import copy_of, plant
from tests.conftest import alembic_config

FAST = {'LOCK_TIMEOUT = "5s"': 'LOCK_TIMEOUT = "100ms"', "0.5 * 2**attempt": "0.05", "ATTEMPTS = 6": "ATTEMPTS = {}"}


@pytest.fixture
async def urls(services: Services, template_database: str) -> AsyncIterator[DatabaseUrls]:
    """A migrated database of each test's own."""
    name = "deploy_" + secrets.token_hex(6)
    yield await services.create_database(name, template=template_database)
    await services.drop_database(name)


def migrations(folder: Path, *steps: str, attempts: int = 100) -> Path:
    """A copy of our migrations with further `steps` (the body of `upgrade`), and shorter waits."""
    root = copy_of(folder, "migrations")
    env = root / "migrations" / "env.py"
    text = env.read_text()
    for given, fast in FAST.items():
        assert given in text
        text = text.replace(given, fast.format(attempts))
    env.write_text(text)
    last = max(path.name[:4] for path in (root / "migrations" / "versions").glob("*.py"))
    for number, step in enumerate(steps, 900):
        code = f"from alembic import op\nrevision = '0{number}'\ndown_revision = '{last}'\n"
        code += (
            f"def upgrade() -> None:\n    {step}\ndef downgrade() -> None:\n    op.execute('DROP TABLE t0{number}')\n"
        )
        plant(root, f"migrations/versions/0{number}_planted.py", code)
        last = f"0{number}"
    return root / "migrations"


def run(urls: DatabaseUrls, folder: Path, revision: str = "head") -> Coroutine[None, None, None]:
    """Migrate in a thread, since Alembic starts an event loop of its own."""
    config = alembic_config(urls.owner)
    config.set_main_option("script_location", str(folder))

    async def migrate() -> None:
        with ThreadPoolExecutor(1) as pool:
            go = command.downgrade if revision.startswith("-") else command.upgrade
            await asyncio.get_running_loop().run_in_executor(pool, go, config, revision)

    return migrate()


async def test_every_migration_has_both_timeouts(urls: DatabaseUrls, tmp_path: Path) -> None:
    settings = "current_setting('lock_timeout') || current_setting('statement_timeout')"
    kept = f'op.execute("CREATE TABLE {{}} AS SELECT {settings} AS t")'
    blocked = f"with op.get_context().autocommit_block():\n        {kept.format('t0902')}"
    await run(urls, migrations(tmp_path, kept.format("t0900"), kept.format("t0901"), blocked))
    db = await asyncpg.connect(urls.admin)
    for table in ("t0900", "t0901", "t0902"):
        assert await db.fetchval(f"SELECT t FROM {table}") == "100ms1min"
    await db.close()


async def test_a_migration_waits_its_turn_and_lets_others_pass(urls: DatabaseUrls, tmp_path: Path) -> None:
    """A long read holds the table; the app goes on reading while the migration tries, and it succeeds at the end."""
    folder = migrations(tmp_path, "op.execute('CREATE TABLE t0900 ()')", "op.execute('ALTER TABLE members ADD x int')")
    holder: Connection = await asyncpg.connect(urls.admin)
    other: Connection = await asyncpg.connect(urls.admin)
    reading = holder.transaction()
    await reading.start()
    await holder.fetch("SELECT * FROM members")
    migrating = asyncio.create_task(run(urls, folder))
    async with asyncio.timeout(30):
        while await other.fetchval("SELECT to_regclass('t0900')") is None or not await _waiting(other):
            await asyncio.sleep(0.01)
        # It stands in line before us now; without its time-out, this read would wait for the long one.
        await other.fetch("SELECT * FROM members")
    assert not migrating.done()
    await reading.commit()
    await migrating
    assert await other.fetchval("SELECT version_num FROM alembic_version") == "0901"
    await holder.close()
    await other.close()


async def _waiting(db: Connection) -> bool:
    return bool(await db.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'members'::regclass"))


async def test_it_gives_up_after_its_attempts(urls: DatabaseUrls, tmp_path: Path) -> None:
    folder = migrations(tmp_path, "op.execute('ALTER TABLE members ADD x int')", attempts=2)
    holder = await asyncpg.connect(urls.admin)
    async with holder.transaction():
        await holder.fetch("SELECT * FROM members")
        with pytest.raises(DBAPIError, match="lock timeout"):
            await run(urls, folder)
    await holder.close()


async def test_a_step_that_counts_from_here_is_not_repeated(urls: DatabaseUrls, tmp_path: Path) -> None:
    """`downgrade -2` that failed at its second step would go too far the second time."""
    folder = migrations(tmp_path, "op.execute('CREATE TABLE t0900 ()')", "op.execute('CREATE TABLE t0901 ()')")
    await run(urls, folder)
    holder = await asyncpg.connect(urls.admin)
    async with holder.transaction():
        await holder.fetch("SELECT * FROM t0900")
        with pytest.raises(DBAPIError, match="lock timeout"):
            await run(urls, folder, "-2")
        assert await holder.fetchval("SELECT version_num FROM alembic_version") == "0900"
    await holder.close()
