"""A migrated database with a connection as its superuser."""

import secrets
from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest
from fastapi import FastAPI

from backend.core.settings import Settings
from backend.local.services import DatabaseUrls, Services
from backend.main import create_app
from backend.wiring import load_domains
from tests.architecture.gates.database import Connection

ORGANIZATIONS = [UUID(int=0xA), UUID(int=0xB)]

load_domains()


@pytest.fixture(scope="module")
def app() -> FastAPI:
    """The app, with settings that lead nowhere."""
    nowhere = "postgresql://nobody@127.0.0.1:1/none"
    values = {
        "secret_key": secrets.token_hex(32),
        "field_keys": "k1:" + "A" * 43 + "=",
        "database_url": nowhere,
        "database_system_url": nowhere,
        "redis_url": "redis://127.0.0.1:1/0",
        "smtp_url": "smtp://127.0.0.1:1",
    }
    return create_app(Settings.model_validate(values))


@pytest.fixture(scope="module")
async def urls(services: Services, template_database: str) -> AsyncIterator[DatabaseUrls]:
    """A migrated database of this module's own."""
    name = "gates_" + secrets.token_hex(6)
    yield await services.create_database(name, template=template_database)
    await services.drop_database(name)


@pytest.fixture
async def db(urls: DatabaseUrls) -> AsyncIterator[Connection]:
    """A superuser's connection in a transaction that is rolled back: what a test plants is gone after it."""
    connection: Connection = await asyncpg.connect(urls.admin)
    transaction = connection.transaction()
    await transaction.start()
    try:
        yield connection
    finally:
        await transaction.rollback()
        await connection.close()
