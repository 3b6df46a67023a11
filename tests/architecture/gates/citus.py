"""Citus' published rules for distributed and reference tables, read from the migrated database's catalogues.

Sources: the Citus documentation, "Creating and Modifying Distributed Tables (DDL)" and "SQL Support and Workarounds",
and what its source refuses (foreign keys, policies, triggers, identity columns).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import asyncpg

from tests.architecture.gates.database import Connection

SPREAD_BY = "organization_id"

_TABLES = """
SELECT c.relname AS name, c.oid, EXISTS (
    SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id' AND a.attnum = ANY (
        SELECT unnest(i.indkey) FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary
    )
) AS spread
FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
"""

_UNIQUE = """
SELECT t.relname AS table, i.indexrelid::regclass::text AS name, array(
    SELECT a.attname FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1])
)::text[] AS columns
FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
WHERE i.indisunique OR i.indisexclusion
"""

_FOREIGN = """
SELECT t.relname AS table, r.relname AS target, f.conname AS name,
    f.confdeltype::text AS del, f.confupdtype::text AS upd,
    array(SELECT a.attname FROM unnest(f.conkey) WITH ORDINALITY k (n, place)
        JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.n ORDER BY place)::text[] AS columns,
    array(SELECT a.attname FROM unnest(f.confkey) WITH ORDINALITY k (n, place)
        JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.n ORDER BY place)::text[] AS targets
FROM pg_constraint f JOIN pg_class t ON t.oid = f.conrelid JOIN pg_class r ON r.oid = f.confrelid
WHERE f.contype = 'f' AND f.conparentid = 0
"""

_COLUMNS = """
SELECT t.relname AS table, a.attname AS name, a.atttypid::regtype::text AS type, a.attnotnull,
    a.attidentity::text AS own, a.attgenerated::text AS made, coalesce(pg_get_expr(d.adbin, d.adrelid), '') AS filled
FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped
"""

_OBJECTS = """
SELECT tgrelid::regclass::text AS table, 'the trigger ' || tgname AS what FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT ev_class::regclass::text, 'the rule ' || rulename FROM pg_rewrite WHERE ev_type <> '1'
UNION ALL SELECT inhparent::regclass::text, 'the child ' || inhrelid::regclass FROM pg_inherits
    JOIN pg_class parent ON parent.oid = inhparent AND parent.relkind = 'r'
UNION ALL SELECT inhparent::regclass::text, 'the partitioned partition ' || inhrelid::regclass FROM pg_inherits
    JOIN pg_class child ON child.oid = inhrelid AND child.relkind = 'p'
"""

_FUNCTIONS = """
SELECT p.proname AS name, p.prosrc AS source FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
WHERE p.pronamespace = 'public'::regnamespace AND l.lanname = 'sql' AND p.provolatile <> 'i'
"""


@dataclass(frozen=True, slots=True)
class Kinds:
    """Which tables are spread, which are copied to every node, and which stay on the coordinator."""

    spread: Collection[str]
    reference: Collection[str]
    local: Collection[str]

    def of(self, table: str) -> str:
        """`spread`, `reference` or `local`."""
        return "spread" if table in self.spread else "reference" if table in self.reference else "local"


async def violations(db: Connection, reference: Mapping[str, str], local: Mapping[str, str]) -> list[str]:
    """What `create_distributed_table` or `create_reference_table` would refuse: sentences that begin with a place."""
    tables = await db.fetch(_TABLES)
    spread = {row["name"] for row in tables if row["spread"]}
    kinds = Kinds(spread, reference.keys(), local.keys())
    listed = {*reference, *local}
    found = [
        f"{row['name']}: neither spread by {SPREAD_BY} nor listed"
        for row in tables
        if row["name"] not in spread | listed
    ]
    found += [
        f"{name}: listed, and spread or gone" for name in sorted(listed - ({row["name"] for row in tables} - spread))
    ]
    for query, rule in _RULES:
        for row in await db.fetch(query):
            found += rule(row, kinds)
    for row in await db.fetch(_FUNCTIONS):
        # Their parameters cannot be told from columns when a plan for one node is looked for.
        found += [
            f"{row['name']}: reads {table}, so it is in plpgsql" for table in sorted(spread) if table in row["source"]
        ]
    return found


def _unique(row: asyncpg.Record, kinds: Kinds) -> list[str]:
    if row["table"] not in kinds.spread or SPREAD_BY in row["columns"]:
        return []
    return [f"{row['name']}: unique over {', '.join(row['columns'])}, without {SPREAD_BY}"]


def _foreign(row: asyncpg.Record, kinds: Kinds) -> list[str]:
    place, pair = f"{row['table']}.{row['name']}", (kinds.of(row["table"]), kinds.of(row["target"]))
    if pair in {("spread", "reference"), ("reference", "reference"), ("local", "local"), ("local", "reference")}:
        return []
    if pair != ("spread", "spread"):
        return [f"{place}: a {pair[0]} table cannot point to {row['target']}, a {pair[1]} one"]
    found: list[str] = []
    if (SPREAD_BY, SPREAD_BY) not in zip(row["columns"], row["targets"], strict=True):
        found.append(f"{place}: {SPREAD_BY} stands at the same place on both sides")
    if row["del"] in "nd" or row["upd"] in "cnd":
        found.append(f"{place}: may not set to null or default, nor follow an update, with {SPREAD_BY} in the key")
    return found


def _column(row: asyncpg.Record, kinds: Kinds) -> list[str]:
    place = f"{row['table']}.{row['name']}"
    if row["table"] not in {*kinds.spread, *kinds.reference}:
        return []
    found: list[str] = []
    if row["own"] or "nextval(" in row["filled"]:
        found.append(f"{place}: numbers come from the app, not from a sequence of one node")
    if row["table"] in kinds.spread and row["name"] == SPREAD_BY:
        if row["type"] != "uuid" or not row["attnotnull"]:
            found.append(f"{place}: uuid and not null, so that all tables lie together")
        if row["made"]:
            found.append(f"{place}: may not be generated")
    return found


def _object(row: asyncpg.Record, kinds: Kinds) -> list[str]:
    return (
        [f"{row['table']}: {row['what']} cannot be spread"] if row["table"] in {*kinds.spread, *kinds.reference} else []
    )


def _policy(row: asyncpg.Record, kinds: Kinds) -> list[str]:
    if (
        row["tablename"] not in {*kinds.spread, *kinds.reference}
        or "SELECT" not in f"{row['qual']} {row['with_check']}"
    ):
        return []
    return [f"{row['tablename']}.{row['policyname']}: a policy may not hold a subquery"]


_Rule = Callable[[asyncpg.Record, Kinds], list[str]]

_RULES: tuple[tuple[str, _Rule], ...] = (
    (_UNIQUE, _unique),
    (_FOREIGN, _foreign),
    (_COLUMNS, _column),
    (_OBJECTS, _object),
    ("SELECT tablename, policyname, qual, with_check FROM pg_policies WHERE schemaname = 'public'", _policy),
)
