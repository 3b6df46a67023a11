"""Runs migrations as the owner role, in one transaction each, with a lock time-out so that none blocks the app."""

import asyncio
import os

from alembic import context
from sqlalchemy import Connection, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

from backend.core.db.base import Base
from backend.core.db.database import driver_url
from backend.wiring import load_domains

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
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        compare_server_default=False,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        context.run_migrations()


async def _online() -> None:
    engine = create_async_engine(driver_url(_url()), poolclass=pool.NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_run)
    finally:
        await engine.dispose()


asyncio.run(_online())
