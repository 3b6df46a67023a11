"""Taking a month out of its table into the file storage, and back. As the owner of the tables.

Each step can be told from what is there, so a run that was killed is made up for by running it again: a month that
stands beside its table was detached and not yet dropped, a manifest says that all its parts were written.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Literal

import asyncpg

from backend.core.archives.files import ArchiveError, Archives, Manifest, Writer
from backend.core.clock import now
from backend.core.db.partitions import Month, Monthly, partition_name

TRIES = 5
PAUSE_SECONDS = 0.5
LOCK_TIMEOUT = "2s"

Place = Literal["attached", "aside", "gone"]
Step = Callable[[str], None]

SETTINGS = (
    "SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres'; SET bytea_output = 'hex'; "
    "SET extra_float_digits = 1; SET search_path = public"
)
"""What a value looks like as text; the same rows must give the same digest."""


def _on(_step: str) -> None:
    """Nobody listens."""


async def archive(
    owner: asyncpg.Connection,
    archives: Archives,
    rules: Mapping[str, Monthly],
    table: str,
    month: Month,
    *,
    step: Step = _on,
) -> str:
    """Detach the month, write it, read it back, drop it; a sentence on what was done.

    Run again, it goes on where it was. `step` is told when one is done. Raises `ArchiveError` when the month is not
    over, when somebody still needs it, or when the files are not what was written: then the month stands beside its
    table, and `restore` puts it back.
    """
    rule = _rule(rules, table)
    async with _alone(owner, table):
        place = await where(owner, table, month)
        known = await archives.manifest(table, month)
        if place == "gone":
            if known is None:
                message = f"{table} has no month {month}"
                raise ArchiveError(message)
            await archives.verify(known)
            return f"{table} {month} is archived already: {known.rows} rows"
        if place == "attached":
            await _detach(owner, rule, table, month)
            step("detached")
        if known is None or known.sha256 != await _copy(owner, table, month, Writer()):
            known = await _write(owner, archives, table, month, known, step)
        await archives.verify(known)
        step("verified")
        await owner.execute(f'DROP TABLE "{partition_name(table, month)}"')
        step("dropped")
        return f"{table} {month} is archived: {known.rows} rows, {known.size} bytes of text"


async def restore(
    owner: asyncpg.Connection,
    archives: Archives,
    rules: Mapping[str, Monthly],
    table: str,
    month: Month,
    *,
    step: Step = _on,
) -> str:
    """Bring a month back into its table, in one transaction; a sentence on what was done. The archive stays.

    Rows of the month that came since into the default partition move into it. Raises `ArchiveError` when there is no
    archive, when it is damaged, or when the table has lost one of its columns since.
    """
    _rule(rules, table)
    async with _alone(owner, table):
        place = await where(owner, table, month)
        if place == "attached":
            return f"{table} {month} is in its table"
        manifest = await archives.manifest(table, month)
        if place == "gone" and manifest is None:
            message = f"there is no archive of {table} {month}"
            raise ArchiveError(message)
        async with owner.transaction():
            if place == "gone" and manifest is not None:
                await _load(owner, archives, manifest)
                step("loaded")
            await owner.execute("SELECT attach_partition($1, $2)", table, month.first_day)
        step("attached")
        return f"{table} {month} is back in its table"


async def where(owner: asyncpg.Connection, table: str, month: Month) -> Place:
    """Whether the month is in its table, stands beside it, or is not there."""
    attached = await owner.fetchval(
        "SELECT relispartition FROM pg_class WHERE oid = to_regclass('public.' || quote_ident($1))",
        partition_name(table, month),
    )
    return "gone" if attached is None else "attached" if attached else "aside"


def _rule(rules: Mapping[str, Monthly], table: str) -> Monthly:
    if table not in rules:
        message = f"{table} has no months; those that have: {', '.join(rules)}"
        raise ArchiveError(message)
    return rules[table]


@asynccontextmanager
async def _alone(owner: asyncpg.Connection, table: str) -> AsyncGenerator[None]:
    """No two at a time on one table; the lock goes with the connection, however it ends."""
    await owner.execute(SETTINGS)
    key = f"stoke.archive.{table}"
    if not await owner.fetchval("SELECT pg_try_advisory_lock(hashtext($1))", key):
        message = f"somebody else is archiving or restoring {table}"
        raise ArchiveError(message)
    try:
        yield
    finally:
        if not owner.is_closed():
            await owner.execute("SELECT pg_advisory_unlock(hashtext($1))", key)


async def _detach(owner: asyncpg.Connection, rule: Monthly, table: str, month: Month) -> None:
    """Not CONCURRENTLY, which Postgres refuses beside a default partition: a lock on the table, for milliseconds."""
    if month.plus(1).start > now():
        message = f"{month} is not over"
        raise ArchiveError(message)
    if rule.held_by is not None:
        query = rule.held_by.replace(":low", "$1::uuid").replace(":high", "$2::uuid")
        if await owner.fetchval(f"SELECT EXISTS ({query})", month.low, month.high):
            message = f"something in {table} {month} is still to be done"
            raise ArchiveError(message)
    for attempt in range(1, TRIES + 1):
        try:
            async with owner.transaction():
                await owner.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
                await owner.execute(f'ALTER TABLE "{table}" DETACH PARTITION "{partition_name(table, month)}"')
            return
        except asyncpg.LockNotAvailableError:
            if attempt == TRIES:
                raise
            await asyncio.sleep(PAUSE_SECONDS * attempt)


async def _columns(owner: asyncpg.Connection, table: str) -> list[str]:
    rows = await owner.fetch(
        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass('public.' || quote_ident($1)) "
        "AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
        table,
    )
    return [str(row["attname"]) for row in rows]


async def _count(owner: asyncpg.Connection, part: str) -> int:
    counted: int | None = await owner.fetchval(f'SELECT count(*) FROM "{part}"')  # noqa: S608  # a name that we made
    return counted or 0


async def _copy(owner: asyncpg.Connection, table: str, month: Month, writer: Writer) -> str:
    """Every row of the month as CSV into `writer`; the digest of the text."""
    part = partition_name(table, month)
    columns = ", ".join(f'"{name}"' for name in await _columns(owner, part))
    query = f'SELECT {columns} FROM "{part}" ORDER BY organization_id, id'  # noqa: S608  # names from the catalogue
    await owner.copy_from_query(query, output=writer.write, format="csv", encoding="utf-8")
    return await writer.close()


async def _write(
    owner: asyncpg.Connection, archives: Archives, table: str, month: Month, known: Manifest | None, step: Step
) -> Manifest:
    """Write the parts into the slot that the archive of before does not use, then the manifest over that one's."""
    slot = "b" if known is not None and known.slot == "a" else "a"
    writer = archives.writer(table, month, slot)
    part = partition_name(table, month)
    sha256 = await _copy(owner, table, month, writer)
    step("written")
    manifest = Manifest(
        table=table,
        month=month,
        columns=tuple(await _columns(owner, part)),
        rows=await _count(owner, part),
        size=writer.size,
        sha256=sha256,
        schema=str(await owner.fetchval("SELECT version_num FROM alembic_version")),
        made_at=now().isoformat(),
        slot=slot,
        parts=writer.parts,
    )
    await archives.verify(manifest)
    await archives.publish(manifest)
    step("published")
    if known is not None:
        await archives.remove(known)
    return manifest


async def _load(owner: asyncpg.Connection, archives: Archives, manifest: Manifest) -> None:
    """The month as a table beside its own, from the archive. Without row-level security yet, which COPY refuses."""
    part = partition_name(manifest.table, manifest.month)
    lost = set(manifest.columns) - set(await _columns(owner, manifest.table))
    if lost:
        message = f"{manifest.table} has no {', '.join(sorted(lost))} any more; the archive is of {manifest.schema}"
        raise ArchiveError(message)
    await owner.execute(f'CREATE TABLE "{part}" (LIKE "{manifest.table}" INCLUDING ALL)')
    await owner.copy_to_table(
        part, source=archives.text(manifest), columns=manifest.columns, format="csv", encoding="utf-8"
    )
    rows = await _count(owner, part)
    if rows != manifest.rows:
        message = f"the archive gave {rows} rows, not {manifest.rows}"
        raise ArchiveError(message)
