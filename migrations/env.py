"""Runs migrations as the owner role, in one transaction each, so that none stops the app that is serving.

A statement that waits for a lock makes everyone wait who comes after it. So each waits for `LOCK_TIMEOUT` at most; the
migration is then undone and tried again a little later, `ATTEMPTS` times. A statement that holds its lock for longer
than `STATEMENT_TIMEOUT` is ended; one that may take longer says so with `SET LOCAL statement_timeout` in its migration.
"""

import asyncio
import logging
import os
import random

from alembic import context
from sqlalchemy import Connection, pool, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from backend.core.db.base import Base, compared
from backend.core.db.database import driver_url
from backend.wiring import load_domains

LOCK_TIMEOUT = "5s"
STATEMENT_TIMEOUT = "60s"
ATTEMPTS = 6
LONGEST_PAUSE = 8.0
"""Seconds; the pauses grow towards it, and the app works meanwhile."""
LOCK_NOT_AVAILABLE = "55P03"

log = logging.getLogger("alembic.runtime.migration")

load_domains()


def _url() -> str:
    given = context.get_x_argument(as_dictionary=True).get("url") or context.config.attributes.get("url")
    if given:
        return str(given)
    owner = os.environ.get("DATABASE_OWNER_URL")
    if owner is None:
        raise RuntimeError("set DATABASE_OWNER_URL to migrate")
    return owner


def _run(connection: Connection) -> None:
    # For the whole connection: what is set within a transaction ends with the first migration.
    connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.execute(text(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        compare_server_default=False,
        include_name=compared,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _may_try_again(error: DBAPIError) -> bool:
    """Whether only a lock was missing. `-1` or `+1` counts from where the database is, and that may have moved."""
    target = str(context.get_context().opts.get("destination_rev"))
    return getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE and not target.startswith(("-", "+"))


async def _attempts(engine: AsyncEngine) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            async with engine.connect() as connection:
                await connection.run_sync(_run)
            return
        except DBAPIError as error:
            if attempt == ATTEMPTS or not _may_try_again(error):
                raise
            pause = min(LONGEST_PAUSE, 0.5 * 2**attempt) * random.uniform(0.5, 1)  # noqa: S311 - spreads, hides nothing
            log.warning("A lock was not free within %s; trying again in %.1f s", LOCK_TIMEOUT, pause)
            await asyncio.sleep(pause)


async def _online() -> None:
    engine = create_async_engine(driver_url(_url()), poolclass=pool.NullPool)
    try:
        await _attempts(engine)
    finally:
        await engine.dispose()


asyncio.run(_online())
