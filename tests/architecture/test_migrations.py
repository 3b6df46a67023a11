"""Migrations make what the models say, in one line, and go up and down over a filled database."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection as SyncConnection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine

from backend.core.db.base import Base, compared
from backend.core.db.database import driver_url
from backend.local.services import DatabaseUrls, Services
from tests.architecture.conftest import ORGANIZATIONS
from tests.architecture.gates.database import Connection
from tests.architecture.gates.filling import fill
from tests.architecture.gates.tree import ROOT, copy_of, plant
from tests.conftest import alembic_config


def lineage(root: Path) -> list[str]:
    """One head, one base, numbered in order, and each file named by its number."""
    config = Config()
    config.set_main_option("script_location", str(root / "migrations"))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    heads = scripts.get_heads()
    if len(heads) != 1:
        return [f"migrations: {len(heads)} heads ({', '.join(sorted(heads))}): put them in one line"]
    line = [script.revision for script in reversed(list(scripts.walk_revisions()))]
    expected = [f"{number:04}" for number in range(1, len(line) + 1)]
    found = [f"migrations: the revisions are {line}, not {expected}"] if line != expected else []
    return found + [
        f"migrations/versions/{path.name}:1: is not named by its number and what it does"
        for path in sorted((root / "migrations" / "versions").glob("*.py"))
        if not re.fullmatch(r"\d{4}_[a-z0-9_]+", path.stem)
    ]


def test_there_is_one_line_of_migrations() -> None:
    assert lineage(ROOT) == []


def test_a_second_head_and_a_gap_are_found(tmp_path: Path) -> None:
    root = copy_of(tmp_path, "migrations")
    text = "revision = {!r}\ndown_revision = {!r}\nbranch_labels = None\ndepends_on = None\n"
    last = max(path.name[:4] for path in (root / "migrations" / "versions").glob("*.py"))
    plant(root, "migrations/versions/0900_planted.py", text.format("0900", last))
    assert "the revisions are" in lineage(root)[0]
    plant(root, "migrations/versions/0901_planted.py", text.format("0901", "0001"))
    assert "2 heads" in lineage(root)[0]


async def differences(owner_url: str, *statements: str) -> list[str]:
    """What the models have and the database has not, or the other way round, after `statements`."""

    def compare(connection: SyncConnection) -> list[str]:
        for statement in statements:
            connection.exec_driver_sql(statement)
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": compared})
        found: list[Any] = compare_metadata(context, Base.metadata)
        return [str(difference) for difference in found]

    engine = create_async_engine(driver_url(owner_url))
    try:
        async with engine.connect() as connection:  # never committed: what was planted is gone
            return await connection.run_sync(compare)
    finally:
        await engine.dispose()


async def test_models_and_migrations_agree(urls: DatabaseUrls) -> None:
    assert await differences(urls.owner) == []


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("ALTER TABLE members ADD COLUMN planted int", "remove_column"),
        ("ALTER TABLE members DROP COLUMN joined_at", "add_column"),
        ("ALTER TABLE members ALTER COLUMN name TYPE integer USING 0", "modify_type"),
        ("ALTER TABLE members ALTER COLUMN name DROP NOT NULL", "modify_nullable"),
        ("DROP INDEX ix_members_by_user", "add_index"),
        ("CREATE TABLE planted (id uuid)", "remove_table"),
        ("ALTER TABLE invitations DROP CONSTRAINT fk_invitations_organization_id_member_id", "add_fk"),
    ],
)
async def test_a_planted_difference_is_found(urls: DatabaseUrls, statement: str, kind: str) -> None:
    assert kind in "\n".join(await differences(urls.owner, statement))


async def _fill(url: str) -> list[str]:
    connection: Connection = await asyncpg.connect(url)
    try:
        return await fill(connection, ORGANIZATIONS)
    finally:
        await connection.close()


async def _left(url: str) -> list[str]:
    connection: Connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(
            "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'p', 'v', 'm', 'S') AND relname <> 'alembic_version' "
            "UNION ALL SELECT proname FROM pg_proc p WHERE pronamespace = 'public'::regnamespace "
            "AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
        )
        return sorted(row["name"] for row in rows)
    finally:
        await connection.close()


def up_and_down(services: Services, migrations: Path) -> list[str]:
    """Up step by step, filling every table on the way; down step by step; what is left; up again at once."""
    name = "gates_steps"
    urls = services.urls(name)
    config = alembic_config(urls.owner)
    config.set_main_option("script_location", str(migrations))
    asyncio.run(services.drop_database(name))
    asyncio.run(services.create_database(name))
    revisions = [script.revision for script in reversed(list(ScriptDirectory.from_config(config).walk_revisions()))]
    for revision in revisions:
        command.upgrade(config, revision)
        asyncio.run(_fill(urls.admin))
    for _ in revisions:
        command.downgrade(config, "-1")
    left = asyncio.run(_left(urls.admin))
    if not left:
        command.upgrade(config, "head")
    asyncio.run(services.drop_database(name))
    return left


def in_thread(services: Services, migrations: Path) -> list[str]:
    """`up_and_down` in a thread: Alembic starts an event loop of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(up_and_down, services, migrations).result()


def test_every_step_goes_up_and_down_over_a_filled_database(services: Services) -> None:
    assert in_thread(services, ROOT / "migrations") == []


def test_a_table_that_stays_is_found(services: Services, tmp_path: Path) -> None:
    root = copy_of(tmp_path, "migrations")
    (first,) = (root / "migrations" / "versions").glob("0001_*.py")
    first.write_text(first.read_text().replace('    op.drop_table("outgoing_mails")\n', ""))
    assert in_thread(services, root / "migrations") == ["outgoing_mails"]


def test_a_step_that_needs_an_empty_database_is_found(services: Services, tmp_path: Path) -> None:
    root = copy_of(tmp_path, "migrations")
    last = max(path.name[:4] for path in (root / "migrations" / "versions").glob("*.py"))
    text = f"from alembic import op\nrevision = '0900'\ndown_revision = '{last}'\n"
    text += "def upgrade() -> None:\n    op.execute('ALTER TABLE members ADD COLUMN planted int NOT NULL')\n"
    plant(root, "migrations/versions/0900_planted.py", text)
    with pytest.raises(IntegrityError, match="planted"):
        in_thread(services, root / "migrations")
