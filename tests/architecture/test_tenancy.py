"""The tenant is in every key, and row-level security stands on every table: declared, migrated, and attacked."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from backend.core.db.base import Base, partitioned
from backend.local.services import DatabaseUrls
from tests.architecture import lists
from tests.architecture.conftest import ORGANIZATIONS
from tests.architecture.gates import database, source, tables
from tests.architecture.gates.database import Connection
from tests.architecture.gates.filling import fill, row_id
from tests.architecture.gates.tree import ROOT, plant

TENANTS = [table.name for table in Base.metadata.sorted_tables if tables.is_tenant(table)]

CATALOGUE: dict[str, Callable[[Connection], Awaitable[list[str]]]] = {
    "row_level_security": lambda db: database.row_level_security(db, TENANTS, lists.POLICIES),
    "roles": database.roles,
    "grants": database.grants,
    "system_grants": lambda db: database.system_grants(db, lists.SYSTEM_GRANTS),
    "functions": lambda db: database.functions(db, lists.SEARCH_FUNCTIONS, lists.OWNER_FUNCTIONS),
    "partitions": lambda db: database.partitions(db, partitioned()),
    "views": database.views,
}

FUNCTION = "CREATE FUNCTION planted() RETURNS int {} LANGUAGE sql AS 'SELECT 1 -- stoke.organization_id'"

PLANTS: list[tuple[str, str, str]] = [
    ("row_level_security", "CREATE TABLE planted (id uuid)", "planted: row-level security"),
    ("row_level_security", "ALTER TABLE members NO FORCE ROW LEVEL SECURITY", "members: row-level security"),
    ("row_level_security", "ALTER TABLE members DISABLE ROW LEVEL SECURITY", "members: row-level security"),
    ("row_level_security", "DROP POLICY tenant ON members", "members: needs the policy `tenant`"),
    (
        "row_level_security",
        "ALTER POLICY tenant ON members WITH CHECK (true)",
        "members: needs the policy `tenant`",
    ),
    (
        "row_level_security",
        "CREATE POLICY wide ON members FOR SELECT TO stoke_app USING (true)",
        "members.wide: a policy for the app",
    ),
    (
        "row_level_security",
        "CREATE POLICY wide ON members USING (true)",
        "members.wide: a policy is for app, system or search",
    ),
    (
        "row_level_security",
        "CREATE POLICY wide ON members FOR DELETE TO stoke_search USING (true)",
        "members.wide: the search role only reads",
    ),
    ("roles", "ALTER ROLE stoke_app BYPASSRLS", "stoke_app: has rolbypassrls"),
    ("roles", "ALTER ROLE stoke_system SUPERUSER", "stoke_system: has rolsuper"),
    ("roles", "ALTER ROLE stoke_search LOGIN", "stoke_search: can sign in"),
    ("roles", "ALTER TABLE members OWNER TO stoke_app", "members: owned by stoke_app"),
    ("roles", "GRANT stoke_owner TO stoke_app", "stoke_app: is a member of stoke_owner"),
    ("roles", "GRANT CREATE ON SCHEMA public TO stoke_app", "stoke_app: may create in the schema"),
    ("roles", "GRANT USAGE ON SCHEMA public TO PUBLIC", "the schema public is open to PUBLIC"),
    ("grants", "GRANT TRUNCATE ON members TO stoke_app", "members: stoke_app has TRUNCATE"),
    ("grants", "GRANT SELECT ON members TO PUBLIC", "members: PUBLIC has SELECT"),
    ("grants", "GRANT UPDATE ON members TO stoke_search", "members: stoke_search has UPDATE"),
    ("system_grants", "GRANT DELETE ON members TO stoke_system", "members: stoke_system may DELETE, SELECT"),
    ("functions", FUNCTION.format("SECURITY DEFINER"), "planted: a SECURITY DEFINER function is listed"),
    ("functions", FUNCTION.format("SECURITY DEFINER"), "planted: owned by "),
    ("functions", FUNCTION.format("SECURITY DEFINER"), "planted: its search path is not pinned"),
    ("functions", FUNCTION.format("SECURITY DEFINER"), "planted: PUBLIC may execute it"),
    ("functions", FUNCTION.format("SECURITY DEFINER"), "planted: must be STABLE"),
    ("functions", FUNCTION.replace("stoke.org", "org").format("SECURITY DEFINER"), "planted: takes the tenant"),
    ("functions", "ALTER FUNCTION make_partition OWNER TO stoke_search", "make_partition: owned by stoke_search"),
    ("functions", "GRANT EXECUTE ON FUNCTION drop_partition TO stoke_app", "drop_partition: the app may execute it"),
    (
        "row_level_security",
        "ALTER TABLE outbox_events_default NO FORCE ROW LEVEL SECURITY",
        "outbox_events_default: row-level security",
    ),
    (
        "row_level_security",
        "CREATE POLICY ageing ON members TO stoke_owner USING (true)",
        "members.ageing: a policy is",
    ),
    ("partitions", "DROP TABLE outbox_events_default", "outbox_events: has no default partition"),
    ("partitions", "CREATE TABLE planted (id uuid) PARTITION BY RANGE (id)", "planted: its model and the database"),
    ("partitions", "GRANT SELECT ON outbox_events_default TO stoke_app", "outbox_events_default: somebody beside"),
    (
        "partitions",
        "CREATE POLICY wide ON outbox_events_default TO stoke_app USING (true)",
        "outbox_events_default: has the policy",
    ),
    ("views", "CREATE VIEW planted AS SELECT * FROM members", "planted: a view must be security_invoker"),
    ("views", "CREATE MATERIALIZED VIEW planted AS SELECT 1", "planted: a view must be security_invoker"),
]


@pytest.mark.parametrize("gate", CATALOGUE)
async def test_the_database_keeps_the_rule(db: Connection, gate: str) -> None:
    assert await CATALOGUE[gate](db) == []


@pytest.mark.parametrize(("gate", "statement", "sentence"), PLANTS)
async def test_a_planted_hole_is_found(db: Connection, gate: str, statement: str, sentence: str) -> None:
    await db.execute(statement)
    assert any(found.startswith(sentence) for found in await CATALOGUE[gate](db))


def test_every_table_of_the_models_is_guarded() -> None:
    assert {"members", "outbox_events"} <= set(TENANTS)


async def as_app(urls: DatabaseUrls, organization: UUID | None) -> Connection:
    """The app's connection, with a tenant set or none."""
    connection: Connection = await asyncpg.connect(urls.app)
    if organization is not None:
        await connection.execute("SELECT set_config('stoke.organization_id', $1, false)", str(organization))
    return connection


async def leaks(urls: DatabaseUrls, names: list[str]) -> list[str]:
    """Attack every table: nothing without a tenant, nothing of another's, no write into another's."""
    found: list[str] = []
    ours, theirs = ORGANIZATIONS
    nobody, us = await as_app(urls, None), await as_app(urls, ours)
    try:
        for table in names:
            if await nobody.fetchval(f"SELECT count(*) FROM {table}"):
                found.append(f"{table}: rows are seen without a tenant")
            seen = {row[0] for row in await us.fetch(f"SELECT organization_id FROM {table}")}
            if seen != {ours}:
                found.append(f"{table}: sees {seen} as {ours}")
            if await us.fetch(f"SELECT 1 FROM {table} WHERE organization_id = $1", theirs):
                found.append(f"{table}: rows of another organization are found when asked for")
            try:
                async with us.transaction():
                    await us.execute(f"UPDATE {table} SET organization_id = $1", theirs)
            except asyncpg.InsufficientPrivilegeError:
                continue
            except asyncpg.PostgresError as error:
                found.append(f"{table}: refused by {type(error).__name__}, not by its policy")
            else:
                found.append(f"{table}: a row can be moved into another organization")
    finally:
        await nobody.close()
        await us.close()
    return found


async def test_no_tenant_table_shows_or_takes_rows_of_another_organization(urls: DatabaseUrls) -> None:
    admin: Connection = await asyncpg.connect(urls.admin)
    try:
        filled = await fill(admin, ORGANIZATIONS)
        assert set(TENANTS) <= set(filled)
        assert await leaks(urls, TENANTS) == []
        await admin.execute("ALTER TABLE invitations DISABLE ROW LEVEL SECURITY")
        await admin.execute("ALTER POLICY tenant ON members WITH CHECK (true)")
        found = "\n".join(await leaks(urls, ["invitations", "members"]))
        await admin.execute("ALTER TABLE invitations ENABLE ROW LEVEL SECURITY")
        await admin.execute(f"ALTER POLICY tenant ON members WITH CHECK ({database.TENANT})")
        assert "invitations: rows are seen without a tenant" in found
        assert "invitations: rows of another organization" in found
        assert "members: refused by" in found
    finally:
        await admin.close()


async def found_by_search(urls: DatabaseUrls, function: str, tenant: UUID | None, wanted: UUID) -> set[UUID]:
    """What the app finds when it searches, as `tenant`, for the row of `wanted`."""
    connection = await as_app(urls, tenant)
    try:
        return {row[0] for row in await connection.fetch(lists.SEARCH_CALLS[function], row_id(wanted).hex)}
    finally:
        await connection.close()


@pytest.mark.parametrize("function", lists.SEARCH_FUNCTIONS)
async def test_a_search_finds_rows_of_its_own_organization_alone(urls: DatabaseUrls, function: str) -> None:
    admin: Connection = await asyncpg.connect(urls.admin)
    await fill(admin, ORGANIZATIONS)
    await admin.execute("UPDATE exercises SET library_id = NULL")  # own ones
    await admin.execute("DELETE FROM library_exercises")
    await admin.close()
    ours, theirs = ORGANIZATIONS
    assert await found_by_search(urls, function, ours, ours) == {row_id(ours)}
    assert await found_by_search(urls, function, ours, theirs) == set()
    assert await found_by_search(urls, function, None, ours) == set()


def test_work_across_organizations_has_listed_callers(tmp_path: Path) -> None:
    callers = source.system_callers(ROOT)
    assert callers.keys() == lists.SYSTEM_CALLERS.keys(), callers
    plant(tmp_path, "backend/domains/ai/service.py", "async def peek(database):\n    open = database.system\n")
    assert source.system_callers(tmp_path) == {"backend/domains/ai/service.py:peek": 2}
