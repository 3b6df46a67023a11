"""The commands about old months: `archive`, `restore`, `archives`."""

import sys

import asyncpg

from backend.core.archives.files import FIRST, ArchiveError, Archives
from backend.core.archives.months import archive, restore, where
from backend.core.clock import now
from backend.core.db.ageing import months_in
from backend.core.db.base import partitioned
from backend.core.db.partitions import Month, Monthly, past

PLACES = {"attached": "also in its table", "aside": "also beside its table", "gone": "in files alone"}


async def run(owner_url: str, archives: Archives, command: str, table: str | None, month: str | None) -> int:
    """Run one of them as the owner of the tables; its exit code. What is wrong is one line, not a traceback.

    `archive` without a table takes every month that is due. All models must be known (`load_domains`).
    """
    rules = partitioned()
    owner: asyncpg.Connection = await asyncpg.connect(owner_url)
    try:
        if command == "archives":
            await _list(owner, archives, rules)
        elif table is None or month is None:
            await _archive_due(owner, archives, rules)
        else:
            act = archive if command == "archive" else restore
            _say(await act(owner, archives, rules, table, Month.parse(month)))
    except (ArchiveError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    finally:
        await owner.close()
    return 0


async def _archive_due(owner: asyncpg.Connection, archives: Archives, rules: dict[str, Monthly]) -> None:
    for table, rule in rules.items():
        for month in await _due(owner, table, rule):
            _say(await archive(owner, archives, rules, table, month))


async def _due(owner: asyncpg.Connection, table: str, rule: Monthly) -> list[Month]:
    """What is past its time, in the table or beside it."""
    names = await owner.fetch(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
        "AND starts_with(relname, $1)",
        f"{table}_y",
    )
    return past(months_in(table, [row["relname"] for row in names]), now(), rule.keep) if rule.archive else []


async def _list(owner: asyncpg.Connection, archives: Archives, rules: dict[str, Monthly]) -> None:
    for table, rule in rules.items():
        month = FIRST
        while month <= Month.of(now()):
            found = await archives.manifest(table, month)
            if found is not None:
                place = await where(owner, table, month)
                written = f"archived {found.made_at}, {found.rows} rows, {found.parts} parts"
                _say(f"{table} {month}: {written}, {PLACES[place]}")
            month = month.plus(1)
        for due in await _due(owner, table, rule):
            _say(f"{table} {due}: due")


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
