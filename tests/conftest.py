"""Real Postgres and Valkey for every test: started once, a migrated database copied for each test module."""

import base64
import os
import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from backend.core.settings import Settings
from backend.domains.training.library_sync import sync_library
from backend.local.services import DatabaseUrls, Services, embedded
from tests.support.sign_ins import cheap_sign_ins
from tests.support.stoke import Stoke

ROOT = Path(__file__).resolve().parent.parent


def pytest_configure() -> None:
    """Tests never read a developer's `.env`."""
    Settings.model_config["env_file"] = None


@pytest.fixture(scope="session", autouse=True)
def cheap() -> Iterator[None]:
    """Cheap sign-ins for all but the tests about them."""
    with cheap_sign_ins():
        yield


@pytest.fixture(scope="session")
def services() -> Iterator[Services]:
    """The embedded servers, without fsync."""
    folder = Path(os.environ.get("STOKE_TEST_DATA_DIR", ROOT / ".data" / "test"))
    with embedded(folder, durable=False) as running:
        yield running


def alembic_config(owner_url: str) -> Config:
    """Alembic, pointed at one database."""
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["url"] = owner_url
    return config


@pytest.fixture(scope="session")
def template_database(services: Services) -> str:
    """A migrated, empty database that others are copied from."""
    import asyncio
    import threading

    name = "stoke_template"

    def build() -> None:
        async def create() -> DatabaseUrls:
            await services.drop_database(name)
            return await services.create_database(name)

        owner_url = asyncio.run(create()).owner
        command.upgrade(alembic_config(owner_url), "head")
        asyncio.run(sync_library(owner_url))

    thread = threading.Thread(target=build)
    thread.start()
    thread.join()
    return name


def make_settings(urls: DatabaseUrls, services: Services, **changes: object) -> Settings:
    """Settings for a test: limits off, secrets fresh."""
    values: dict[str, object] = {
        "env": "test",
        "secret_key": secrets.token_hex(32),
        "field_keys": "k1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "database_url": urls.app,
        "database_system_url": urls.system,
        "database_owner_url": urls.owner,
        "redis_url": services.redis_url,
        "smtp_url": "smtp://127.0.0.1:1",
        "data_dir": services.data.path / "uploads",
        "database_pool": 5,
        "rate_limit_api": 0,
        "rate_limit_organization": 0,
        "rate_limit_sign_in": 0,
        "log_level": "error",
    }
    return Settings.model_validate({**values, **changes})


@pytest.fixture(scope="module")
async def stoke(services: Services, template_database: str, request: pytest.FixtureRequest) -> AsyncIterator[Stoke]:
    """A running Stoke with an empty database of its own, shared by the tests of a module."""
    name = "test_" + secrets.token_hex(6)
    urls = await services.create_database(name, template=template_database)
    running = Stoke(make_settings(urls, services), urls)
    async with running:
        yield running
    await services.drop_database(name)
