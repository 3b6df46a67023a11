"""Postgres and Valkey for a data folder, with roles and databases: what `make up`, tests and the bench stand on."""

import asyncio
import contextlib
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from backend.core.db import roles
from backend.local.keys import LocalKeys, load_or_create
from backend.local.lock import held
from backend.local.paths import DataDir
from backend.local.postgres import EmbeddedPostgres
from backend.local.valkey import EmbeddedValkey

DATABASE = "stoke"


@dataclass(frozen=True, slots=True)
class DatabaseUrls:
    """One database as each role (and the superuser) reaches it."""

    app: str
    system: str
    owner: str
    admin: str


class Services:
    """The embedded servers of one data folder. `postgres` and `valkey` can be restarted or killed one by one."""

    def __init__(self, data: DataDir, *, durable: bool = True) -> None:
        self.data = data
        data.prepare()
        self.keys: LocalKeys = load_or_create(data.secrets)
        self.postgres = EmbeddedPostgres(data, self.keys.admin_password, durable=durable)
        self.valkey = EmbeddedValkey(data)

    @property
    def redis_url(self) -> str:
        return self.valkey.url

    def urls(self, database: str = DATABASE) -> DatabaseUrls:
        """The URLs of a database. They follow from the data folder alone and stay the same over restarts."""
        keys, url = self.keys, self.postgres.url
        return DatabaseUrls(
            app=url(roles.APP, keys.app_password, database),
            system=url(roles.SYSTEM, keys.system_password, database),
            owner=url(roles.OWNER, keys.owner_password, database),
            admin=self.postgres.admin_url(database),
        )

    async def prepare_database(self) -> None:
        """Roles and the main database; running it again changes nothing."""
        keys = self.keys
        passwords = roles.Passwords(keys.owner_password, keys.app_password, keys.system_password)
        await roles.ensure_roles(self.postgres.admin_url(), passwords)
        await self.create_database(DATABASE)

    async def create_database(self, name: str, template: str | None = None) -> DatabaseUrls:
        """A database owned by ``stoke_owner``: empty, or a copy of `template`. Existing ones stay as they are."""
        await roles.ensure_database(self.postgres.admin_url(), name, template=template)
        if template is None:
            await roles.prepare_schema(self.postgres.admin_url(name))
        return self.urls(name)

    async def drop_database(self, name: str) -> None:
        """Drop a database, ending its connections; no error when it does not exist."""
        await roles.drop_database(self.postgres.admin_url(), name)

    def start(self) -> None:
        """Start both servers. Raises LocalError; nothing is left running then."""
        try:
            self.postgres.start()
            self.valkey.start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop both servers, in reverse order."""
        self.valkey.stop()
        self.postgres.stop()


@contextlib.contextmanager
def embedded(data_dir: Path, *, durable: bool = True) -> Generator[Services]:
    """Run the servers of `data_dir` with roles and the database ``stoke`` for the length of a ``with`` block.

    Plain and synchronous, for main threads (a session fixture, a script) with no event loop running. `durable` False
    is for tests: no fsync. Raises LocalError when another program holds the folder or a server does not start.
    """
    data = DataDir(data_dir.resolve())
    with held(data):
        services = Services(data, durable=durable)
        services.start()
        try:
            asyncio.run(services.prepare_database())
            yield services
        finally:
            services.stop()
