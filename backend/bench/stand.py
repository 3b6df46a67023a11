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
from pathlib import Path

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
        "STOKE_DATABASE_POOL": "8",
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
                for number in range(clients)
            ],
        )


def free_port() -> int:
    """A port that nobody holds now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(app: str, variables: Mapping[str, str], path: str) -> Generator[str]:
    """Serve `app` on loopback by two uvicorn processes; answers its address once `path` answers."""
    port = free_port()
    arguments = [sys.executable, "-m", "uvicorn", app, "--factory", "--host", "127.0.0.1", "--port", str(port)]
    arguments += ["--workers", str(PROCESSES), "--loop", "uvloop", "--no-access-log", "--log-level", "warning"]
    log = subprocess.DEVNULL
    process = subprocess.Popen(arguments, env=dict(variables), cwd=ROOT, stdout=log)  # noqa: S603 - our own server
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address + path, process)
        yield address
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
