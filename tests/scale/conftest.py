"""Two nodes for a module of tests, and the programs that they need."""

import secrets
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from backend.local.services import DatabaseUrls, Services
from tests.conftest import make_settings
from tests.scale import pgbouncer
from tests.scale.cluster import Cluster
from tests.scale.packages import Programs, programs


@pytest.fixture(scope="session")
def installed() -> Programs:
    """nginx and PgBouncer; an error that says what is missing otherwise."""
    return programs()


@asynccontextmanager
async def database(services: Services, template: str) -> AsyncGenerator[DatabaseUrls]:
    """A migrated database for one module or cluster."""
    name = "scale_" + secrets.token_hex(6)
    yield await services.create_database(name, template=template)
    await services.drop_database(name)


@pytest.fixture(scope="module")
async def urls(services: Services, template_database: str) -> AsyncIterator[DatabaseUrls]:
    """A migrated database of the module's own, of which no cluster knows."""
    async with database(services, template_database) as found:
        yield found


@pytest.fixture(scope="module")
async def cluster(
    services: Services, template_database: str, installed: Programs, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Cluster]:
    """Two nodes, two workers, nginx, a database of their own."""
    folder = tmp_path_factory.mktemp("cluster")
    async with (
        database(services, template_database) as urls,
        Cluster(make_settings(urls, services), urls, folder, installed) as running,
    ):
        yield running


@pytest.fixture(scope="module")
async def pooled(
    services: Services, template_database: str, installed: Programs, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Cluster]:
    """The same, with every transaction of nodes and workers through PgBouncer: six server connections for each role."""
    folder = tmp_path_factory.mktemp("pooled")
    async with database(services, template_database) as urls:
        bouncer = pgbouncer.start(installed, services.data.path / "pgbouncer", [urls.app, urls.system], size=6)
        through = replace(urls, app=bouncer.url(urls.app), system=bouncer.url(urls.system))
        more = {"STOKE_DATABASE_REMEMBER_TENANT": "false"}
        more["STOKE_DATABASE_STATEMENT_CACHE"] = str(bouncer.statement_cache)
        try:
            async with Cluster(make_settings(through, services), urls, folder, installed, more) as running:
                yield running
        finally:
            bouncer.child.stop()
