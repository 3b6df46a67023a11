"""One row in every table of any schema, for tests that must hold for tables nobody has thought of yet."""

import re
from uuid import UUID, uuid5

import asyncpg

from tests.architecture.gates.database import Connection

_COLUMNS = """
SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, NULL) AS type
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
AND c.relname <> 'alembic_version'
AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity = ''
ORDER BY 1, a.attnum
"""

_CHECKS = """
SELECT conrelid::regclass::text AS table, conname AS name, pg_get_constraintdef(oid) AS definition
FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0 AND coninhcount = 0 AND connamespace = 'public'::regnamespace
"""


_ONE_OF = re.compile(r"\(+(\w+)\)*(?:::text)? = ANY \(\(?ARRAY\['([^']+)'")


async def fill(db: Connection, organizations: list[UUID]) -> list[str]:
    """One row for each organization in every empty table; the tables' names. `db` is a superuser's.

    Foreign keys are not looked at while it fills (the rows of one organization point at each other all the same), and
    check constraints are taken away and put back for rows to come; a column of words from a list gets one of them.
    """
    checks: list[asyncpg.Record] = await db.fetch(_CHECKS)
    for check in checks:
        await db.execute(f'ALTER TABLE {check["table"]} DROP CONSTRAINT "{check["name"]}"')
    words: dict[tuple[str, str], str] = {}
    for check in checks:
        words |= {(check["table"], column): f"'{word}'" for column, word in _ONE_OF.findall(check["definition"])}
    columns: dict[str, list[tuple[str, str]]] = {}
    for row in await db.fetch(_COLUMNS):
        columns.setdefault(row["table"], []).append((row["column"], row["type"]))
    await db.execute("SET session_replication_role = replica")
    for table, named in columns.items():
        if await db.fetchval(f"SELECT EXISTS (SELECT 1 FROM {table})"):
            continue
        for organization in organizations:
            names = ", ".join(f'"{name}"' for name, _ in named)
            values = ", ".join(words.get((table, name)) or _value(name, kind, organization) for name, kind in named)
            await db.execute(f"INSERT INTO {table} ({names}) VALUES ({values})")
    await db.execute("SET session_replication_role = origin")
    for check in checks:
        definition = check["definition"].removesuffix(" NOT VALID")
        await db.execute(f'ALTER TABLE {check["table"]} ADD CONSTRAINT "{check["name"]}" {definition} NOT VALID')
    return sorted(columns)


def row_id(organization: UUID) -> UUID:
    """The id of an organization's rows; without hyphens it is what their texts say."""
    return uuid5(organization, "row")


def _value(column: str, kind: str, organization: UUID) -> str:
    """A literal. Ids of one organization are all the same, so that its rows point at each other."""
    own = row_id(organization)
    if kind == "uuid":
        return f"'{organization if column == 'organization_id' else own}'"
    if kind.endswith("[]"):
        return f"ARRAY[]::{kind}"
    literals = {
        "boolean": "true",
        "bytea": f"'{own.hex}'",
        "date": "'2026-02-28'",
        "time without time zone": "'12:00'",
        "timestamp with time zone": "'2026-02-28T12:00:00Z'",
        "json": "'{}'",
        "jsonb": "'{}'",
    }
    if kind in literals:
        return literals[kind]
    if kind in {"smallint", "integer", "bigint", "numeric", "real", "double precision"}:
        return "1"
    return f"'{own.hex}'"
