"""The app's role with SQL of its own: joins, COPY, views and definer functions, all found in the catalogue.

Every row of the second organization holds a mark, in its ids and its texts. Whatever the app's role can read of the
database is read with no tenant and with that of the first, and nothing that comes back may hold it.
"""

from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from io import BytesIO
from uuid import UUID

import asyncpg
import pytest

from backend.core.db.base import Base, partitioned
from tests.architecture import lists
from tests.architecture.conftest import ORGANIZATIONS
from tests.architecture.gates import tables
from tests.architecture.gates.database import APP, Connection
from tests.architecture.gates.filling import fill, row_id

OURS, THEIRS = ORGANIZATIONS
TENANTS = {table.name for table in Base.metadata.sorted_tables if tables.is_tenant(table)}
EVERYBODYS = [table.name for table in Base.metadata.sorted_tables if not tables.is_tenant(table)]

_RELATIONS = """
SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
ORDER BY 1
"""

_REFERENCES = """
SELECT f.conrelid::regclass::text AS below, f.confrelid::regclass::text AS above,
  (SELECT array_agg(attname::text ORDER BY place) FROM unnest(f.conkey) WITH ORDINALITY AS k (number, place)
   JOIN pg_attribute ON attrelid = f.conrelid AND attnum = number) AS own,
  (SELECT array_agg(attname::text ORDER BY place) FROM unnest(f.confkey) WITH ORDINALITY AS k (number, place)
   JOIN pg_attribute ON attrelid = f.confrelid AND attnum = number) AS named
FROM pg_constraint f WHERE f.contype = 'f' AND f.conparentid = 0 ORDER BY 1, f.conname
"""

_DEFINERS = """
SELECT p.proname::text AS name, p.oid::regprocedure::text AS signature, p.pronargs - p.pronargdefaults AS needed
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND p.prokind IN ('f', 'p')
AND p.prorettype <> 'trigger'::regtype AND has_function_privilege($1, p.oid, 'EXECUTE') ORDER BY 2
"""

PLANTS: list[tuple[str, tuple[str, ...]]] = [
    ("ALTER TABLE members DISABLE ROW LEVEL SECURITY", ("members: SELECT", "members: COPY", "JOIN members")),
    ("ALTER POLICY tenant ON clients USING (true)", ("clients: SELECT", "clients: COPY", "JOIN clients")),
    ("CREATE VIEW planted AS SELECT * FROM members; GRANT SELECT ON planted TO stoke_app", ("planted: SELECT",)),
    (
        "CREATE MATERIALIZED VIEW planted AS SELECT * FROM members; GRANT SELECT ON planted TO stoke_app",
        ("planted: SELECT",),
    ),
    (
        "ALTER TABLE outbox_events_default DISABLE ROW LEVEL SECURITY; "
        "GRANT SELECT ON outbox_events_default TO stoke_app",
        ("outbox_events_default: SELECT", "outbox_events_default: COPY"),
    ),
    (
        "CREATE FUNCTION planted() RETURNS SETOF members LANGUAGE sql SECURITY DEFINER AS 'SELECT * FROM members'",
        ("planted(): called",),
    ),
    (
        "CREATE FUNCTION planted(id uuid) RETURNS uuid LANGUAGE sql SECURITY DEFINER AS 'SELECT $1'",
        ("planted(uuid): a definer function has a call",),
    ),
    (
        "ALTER FUNCTION search_exercises RENAME TO searched; "
        "CREATE FUNCTION search_exercises(needle text) RETURNS TABLE (id uuid) LANGUAGE sql SECURITY DEFINER "
        "AS 'SELECT id FROM exercises'; ALTER TABLE exercises DISABLE ROW LEVEL SECURITY",
        ("search_exercises(text): called",),
    ),
]


@pytest.fixture
async def filled(db: Connection) -> Connection:
    """A superuser's connection, in a transaction with a row of each organization in every tenant table."""
    await fill(db, ORGANIZATIONS)
    await db.execute("SET LOCAL session_replication_role = replica")
    for table in EVERYBODYS:
        await db.execute(f"DELETE FROM {table}")
    await db.execute("UPDATE exercises SET library_id = NULL")  # own ones, which a search finds
    await db.execute("SET LOCAL session_replication_role = origin")
    return db


async def test_with_no_tenant_nothing_of_anybody_comes_back(filled: Connection) -> None:
    found, _ = await attack(filled, None)
    assert found == []


async def test_with_a_tenant_nothing_of_another_comes_back(filled: Connection) -> None:
    found, own = await attack(filled, OURS)
    assert found == []
    # Else an empty answer would prove nothing.
    assert own >= {f"{table}: {how}" for table in TENANTS for how in ("SELECT", "COPY (SELECT)")}
    assert own >= {f"{table}: COPY" for table in TENANTS - partitioned().keys()}
    assert own >= {"search_exercises(text): called"}
    assert sum(": JOIN" in name for name in own) > len(TENANTS) / 2


@pytest.mark.parametrize("tenant", [None, OURS], ids=["no tenant", "a tenant"])
async def test_a_planted_hole_is_found(filled: Connection, tenant: UUID | None) -> None:
    missed: list[str] = []
    for statement, sentences in PLANTS:
        hole = filled.transaction()
        await hole.start()
        await filled.execute(statement)
        found = "\n".join((await attack(filled, tenant))[0])
        missed += [f"{statement}: {sentence}" for sentence in sentences if sentence not in found]
        await hole.rollback()
    assert not missed, "\n".join(missed)


async def attack(db: Connection, tenant: UUID | None) -> tuple[list[str], set[str]]:
    """What told something of others, and what told something of the tenant itself."""
    found: list[str] = []
    own: set[str] = set()
    forbidden = [mark for one in ORGANIZATIONS if one != tenant for mark in _marks(one)]
    calls: dict[str, str] = {}
    for function in await db.fetch(_DEFINERS, APP):
        if function["name"] in lists.SEARCH_CALLS:
            calls[function["signature"]] = lists.SEARCH_CALLS[function["name"]]
        elif function["needed"] == 0:
            calls[function["signature"]] = f"SELECT f::text FROM {function['name']}() AS f"
        else:
            found.append(f"{function['signature']}: a definer function has a call in SEARCH_CALLS")
    relations = [str(row[0]) for row in await db.fetch(_RELATIONS)]
    joins = list(_joins(await db.fetch(_REFERENCES)))

    def tell(name: str, told: str) -> None:
        if any(mark in told for mark in forbidden):
            found.append(f"{name} tells rows of another organization")
        if tenant is not None and any(mark in told for mark in _marks(tenant)):
            own.add(name)

    async with _as_app(db, tenant):
        for relation in relations:
            select = f"SELECT t::text FROM {relation} AS t"
            tell(f"{relation}: SELECT", await _read(db, select))
            tell(f"{relation}: COPY (SELECT)", await _copied(db, relation, select))
            tell(f"{relation}: COPY", await _copied(db, relation))
        for name, join in joins:
            tell(name, await _read(db, join))
            tell(f"{name}, by COPY", await _copied(db, name, join))
        for signature, call in calls.items():
            for organization in ORGANIZATIONS if "$1" in call else ():
                tell(f"{signature}: called", await _read(db, call, row_id(organization).hex))
            if "$1" not in call:
                tell(f"{signature}: called", await _read(db, call))
    return found, own


def _marks(organization: UUID) -> tuple[str, ...]:
    return str(organization), str(row_id(organization)), row_id(organization).hex


def _joins(references: list[asyncpg.Record]) -> Iterator[tuple[str, str]]:
    """Both sides whole, joined by the key with the tenant and by the key without it."""
    for reference in references:
        pairs = list(zip(reference["own"], reference["named"], strict=True))
        name = f"{reference['below']} ({', '.join(reference['own'])}): JOIN {reference['above']}"
        without = [(own, named) for own, named in pairs if own != "organization_id"]
        for word, on in (("", pairs), (" without the tenant", without)):
            if on:
                both = f"{reference['below']} AS a FULL JOIN {reference['above']} AS b"
                equal = " AND ".join(f"a.{own} = b.{named}" for own, named in on)
                yield name + word, f"SELECT concat(a::text, b::text) FROM {both} ON {equal}"


@asynccontextmanager
async def _as_app(db: Connection, tenant: UUID | None) -> AsyncGenerator[None]:
    async with db.transaction():
        await db.execute(f"SET LOCAL ROLE {APP}")
        await db.execute("SELECT set_config('stoke.organization_id', $1, true)", "" if tenant is None else str(tenant))
        yield
        await db.execute("RESET ROLE")


async def _read(db: Connection, query: str, *values: str) -> str:
    try:
        async with db.transaction():
            return "\n".join(str(row[0]) for row in await db.fetch(query, *values))
    except asyncpg.InsufficientPrivilegeError:
        return ""


async def _copied(db: Connection, relation: str, query: str | None = None) -> str:
    """COPY of a query, or of a relation by its name; of a view there is none by name, nor of a table in parts."""
    output = BytesIO()
    try:
        async with db.transaction():
            if query is None:
                await db.copy_from_table(relation, output=output)
            else:
                await db.copy_from_query(query, output=output)
    except (asyncpg.InsufficientPrivilegeError, asyncpg.WrongObjectTypeError):
        return ""
    return output.getvalue().decode()
