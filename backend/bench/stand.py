"""What the measurements run on: servers of their own, the demo studio with many more clients, and both apps."""

import asyncio
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
from alembic import command
from alembic.config import Config
from sqlalchemy import select

from backend.core.db.database import Database
from backend.demo.accounts import OWNER
from backend.demo.seed import seed
from backend.domains.accounts.service import find_user
from backend.domains.clients.service.bulk import NewClient, add_many
from backend.domains.organizations.models import Member
from backend.domains.organizations.repository import memberships
from backend.domains.training.library_sync import sync_library
from backend.local.services import DatabaseUrls, Services

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "stoke_bench"
PROCESSES = 2
POOL = 16
"""Connections of each process: as many as there are requests at once, for both apps."""


def environment(services: Services, urls: DatabaseUrls) -> dict[str, str]:
    """Settings of both apps. The rate limit is counted as ever, and set out of reach."""
    return {
        **os.environ,
        "STOKE_ENV": "local",
        "STOKE_LOG_LEVEL": "info",
        "STOKE_BASE_URL": "http://127.0.0.1",
        "STOKE_SECRET_KEY": secrets.token_hex(32),
        "STOKE_FIELD_KEYS": services.keys.field_keys,
        "STOKE_RATE_LIMIT_API": "100000000",
        "STOKE_RATE_LIMIT_SIGN_IN": "100000000",
        "STOKE_DATABASE_POOL": str(POOL),
        "DATABASE_URL": urls.app,
        "DATABASE_SYSTEM_URL": urls.system,
        "DATABASE_OWNER_URL": urls.owner,
        "REDIS_URL": services.redis_url,
        "SMTP_URL": "smtp://127.0.0.1:1",
    }


async def fresh_database(services: Services) -> DatabaseUrls:
    """An empty, migrated database with the exercise library."""
    await services.drop_database(DATABASE)
    urls = await services.create_database(DATABASE)
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["url"] = urls.owner
    await asyncio.to_thread(command.upgrade, config, "head")
    await sync_library(urls.owner)
    return urls


async def fill(database: Database, clients: int) -> None:
    """The demo studio, then as many more clients as it takes."""
    await seed(database)
    await add_clients(database, 0, clients)


async def add_clients(database: Database, first: int, after_last: int) -> None:
    """More clients of the demo studio, numbered on from `first`."""
    user = await find_user(database, OWNER.email)
    assert user is not None
    async with database.system() as system:
        organization_id = (await memberships(system, user["id"]))[0]["id"]
    async with database.write(organization_id, user["id"]) as session:
        trainer = await session.scalar(
            select(Member.id).where(Member.organization_id == organization_id, Member.role == "trainer").limit(1)
        )
        assert trainer is not None
        await add_many(
            session,
            [
                NewClient(
                    first_name=f"Client{number % 997}",
                    last_name=f"Number{number}",
                    email=f"bench{number}@example.com",
                    trainer_member_id=trainer,
                )
                for number in range(first, after_last)
            ],
        )


async def settle(admin_url: str) -> None:
    """What autovacuum does in the hours after a bulk load: statistics, and pages known to be visible to all."""
    connection = await asyncpg.connect(admin_url)
    try:
        await connection.execute("VACUUM (ANALYZE)")
    finally:
        await connection.close()


def free_port() -> int:
    """A port that nobody holds now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Served:
    """An app that answers at `address`."""

    address: str
    pid: int

    def cpu_seconds(self) -> float:
        """CPU time that its processes used until now; 0 where the system does not tell (Linux does)."""
        try:
            children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
            ticks = 0
            for pid in (str(self.pid), *children):
                # After the name in brackets: state is the third field, user and system time are 14 and 15.
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
        except OSError:
            return 0.0
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(app: str, variables: Mapping[str, str], path: str) -> Generator[Served]:
    """Serve `app` on loopback by two uvicorn processes, from when `path` answers."""
    port = free_port()
    arguments = [sys.executable, "-m", "uvicorn", app, "--factory", "--host", "127.0.0.1", "--port", str(port)]
    arguments += ["--workers", str(PROCESSES), "--loop", "uvloop", "--no-access-log", "--log-level", "warning"]
    log = subprocess.DEVNULL
    process = subprocess.Popen(arguments, env=dict(variables), cwd=ROOT, stdout=log)  # noqa: S603 - our own server
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address + path, process)
        yield Served(address, process.pid)
    finally:
        process.terminate()
        process.wait(15)


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server for {address} ended with {process.returncode}")
        try:
            httpx.get(address, timeout=2)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"{address} did not answer in 30 s")
