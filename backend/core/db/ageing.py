"""Looking after the months of partitioned tables: the worker's daily round. See docs/data-ageing.md."""

import asyncio
import re
from collections.abc import Mapping
from typing import Any

import asyncpg
import structlog
from sqlalchemy import ARRAY, Date, Text, TextClause, Uuid, bindparam, text
from sqlalchemy.exc import DBAPIError

from backend.core.clock import now
from backend.core.db.base import partitioned
from backend.core.db.database import Database
from backend.core.db.partitions import Month, Monthly, missing, past

log = structlog.get_logger(__name__)

TRIES = 5
PAUSE_SECONDS = 0.5
LOCK_NOT_AVAILABLE = "55P03"

PARTITIONS = text(
    "SELECT array_agg(c.relname::text) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
    "WHERE i.inhparent = to_regclass('public.' || quote_ident(:parent))"
)
ALL_PARTITIONS = text(
    "SELECT p.relname::text AS parent, array_agg(c.relname::text) AS names FROM pg_inherits i "
    "JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent "
    "WHERE p.relnamespace = 'public'::regnamespace AND p.relname = ANY(:parents) GROUP BY 1"
).bindparams(bindparam("parents", type_=ARRAY(Text)))
MAKE = text("SELECT make_partition(:parent, :month)").bindparams(bindparam("month", type_=Date))
DROP = text("SELECT drop_partition(:parent, :month)").bindparams(bindparam("month", type_=Date))
STRAYS = text("SELECT rows_without_month(:parent)")


class AgeingTrouble(Exception):
    """Something that a person has to look at. Raised when everything else of the round is done."""


def months_in(table: str, partitions: list[str]) -> list[Month]:
    """The months among the names of a table's partitions, oldest first."""
    found = (re.fullmatch(rf"{table}_y(\d{{4}})m(\d\d)", name) for name in partitions)
    return sorted(Month(int(match[1]), int(match[2])) for match in found if match)


async def look_after(database: Database) -> None:
    """Make the months to come, drop those past their time, and tell what is wrong.

    Every step is a transaction of its own that takes locks for milliseconds, and every step may be repeated: a round
    that is cut off, runs twice or fails is made up for by the next one. Raises `AgeingTrouble` at the end when rows lie
    in a default partition, when a month cannot be dropped since somebody still needs it, or waits to be archived.
    """
    trouble: list[str] = []
    for table, rule in partitioned().items():
        for step in (_make, _drop, _strays):
            try:
                trouble += await step(database, table, rule)
            except DBAPIError as error:
                log.exception("months.failed", table=table)
                trouble.append(f"{table}: SQLSTATE {getattr(error.orig, 'sqlstate', None)}")
    if trouble:
        raise AgeingTrouble("; ".join(trouble))


async def months_ahead(database: Database) -> int:
    """How many months after this one are made, of the table that has the fewest. 0 means that rows go astray soon."""
    tables = sorted(partitioned())
    async with database.system() as session:
        rows = await session.all(ALL_PARTITIONS, {"parents": tables})
    names: dict[str, list[str]] = {row["parent"]: row["names"] for row in rows}
    this = Month.of(now())
    return min(sum(month > this for month in months_in(table, names.get(table, []))) for table in tables)


async def make_ahead(owner_url: str) -> None:
    """Make the months that are missing, as the owner: at every deployment, so that nothing hangs on a first night."""
    owner: asyncpg.Connection = await asyncpg.connect(owner_url)
    try:
        for table in partitioned():
            names = await owner.fetchval(PARTITIONS.text.replace(":parent", "$1::text"), table)
            for month in missing(months_in(table, names or []), now()):
                await owner.execute("SELECT make_partition($1, $2)", table, month.first_day)
    finally:
        await owner.close()


async def _make(database: Database, table: str, _rule: Monthly) -> list[str]:
    for month in missing(await _months(database, table), now()):
        if await _run(database, MAKE, table, month):
            log.info("month.made", table=table, month=str(month))
    return []


async def _drop(database: Database, table: str, rule: Monthly) -> list[str]:
    trouble: list[str] = []
    for month in past(await _months(database, table), now(), rule.keep):
        if rule.archive:
            trouble.append(f"{table} {month} is past its time and not archived")
        elif await _held(database, rule, month):
            trouble.append(f"{table} {month} is past its time, and something in it is still to be done")
        elif await _run(database, DROP, table, month):
            log.info("month.dropped", table=table, month=str(month))
    return trouble


async def _strays(database: Database, table: str, _rule: Monthly) -> list[str]:
    rows: int = await _ask(database, STRAYS, {"parent": table})
    return [f"{table}: {rows} rows have ids of no month"] if rows else []


async def _months(database: Database, table: str) -> list[Month]:
    return months_in(table, await _ask(database, PARTITIONS, {"parent": table}) or [])


async def _held(database: Database, rule: Monthly, month: Month) -> bool:
    if rule.held_by is None:
        return False
    query = text(f"SELECT EXISTS ({rule.held_by})").bindparams(
        bindparam("low", type_=Uuid), bindparam("high", type_=Uuid)
    )
    return bool(await _ask(database, query, {"low": month.low, "high": month.high}))


async def _run(database: Database, statement: TextClause, table: str, month: Month) -> bool:
    """Make or drop a month; a lock that is not free within two seconds is asked for again."""
    for attempt in range(1, TRIES):
        try:
            return bool(await _ask(database, statement, {"parent": table, "month": month.first_day}))
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
                raise
            await asyncio.sleep(PAUSE_SECONDS * attempt)
    return bool(await _ask(database, statement, {"parent": table, "month": month.first_day}))


async def _ask(database: Database, statement: TextClause, values: Mapping[str, Any]) -> Any:
    """One statement in a transaction of its own."""
    async with database.system() as session:
        return await session.scalar(statement, values)
