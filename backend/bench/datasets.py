"""The data that is measured on: one studio of each size, and thousands of small ones beside them.

Filling takes a minute or two, so that a filled database is kept and copied for each run. Its name carries what it was
made from; another schema, another demo or another day (the demo ends today) makes a new one.
"""

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
from alembic import command
from alembic.config import Config

from backend.bench.year import fill_year
from backend.core import clock
from backend.core.db.database import Database
from backend.core.ids import new_id
from backend.demo.accounts import PASSWORD
from backend.demo.seed import seed
from backend.domains.accounts import passwords
from backend.domains.training.library_sync import sync_library
from backend.local.services import DatabaseUrls, Services

ROOT = Path(__file__).resolve().parents[2]
RUN = "stoke_bench"
KEPT = "stoke_bench_kept_"
SIZES = (1_000, 10_000, 100_000)
SMALL_STUDIOS = 2_000
SMALL_SIZE = 50
_MADE_FROM = ("migrations/versions", "backend/demo", "backend/bench/datasets.py", "backend/bench/year.py")
TRAINERS = 10
"""Of each studio: its owner, and others who are invited. They share its clients evenly, by turns."""

_STATUSES = {"active": 78, "paused": 8, "inactive": 7, "archived": 7}
"""In percent, so that the smallest of the studios of `SIZES` has a whole page of each."""

_COMMON = ("Anna", "Ben", "Carla", "David", "Elif", "Finn", "Greta", "Hugo", "Ines", "Jonas", "Kaya", "Liam")


def owner_email(size: int) -> str:
    """Who signs in to the studio of `size` clients."""
    return f"owner{size}@bench.example"


def small_owner_email(number: int) -> str:
    """Who signs in to one of the small studios, numbered from 0."""
    return f"small{number}@bench.example"


async def prepared(services: Services, ports: Any) -> DatabaseUrls:
    """A fresh copy of the filled database, which is made first unless it is kept from before."""
    kept = KEPT + _fingerprint()
    admin = await asyncpg.connect(services.postgres.admin_url())
    try:
        rows = await admin.fetch("SELECT datname FROM pg_database WHERE datname LIKE $1", KEPT + "%")
        names = {str(row["datname"]) for row in rows}
    finally:
        await admin.close()
    await services.drop_database(RUN)
    if kept not in names:
        for name in names:
            await services.drop_database(name)
        await _make(services, ports)
        await _rename(services, RUN, kept)
    return await services.create_database(RUN, template=kept)


def _fingerprint() -> str:
    digest = hashlib.sha256(clock.today("UTC").isoformat().encode())
    for place in _MADE_FROM:
        path = ROOT / place
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


async def _rename(services: Services, name: str, to: str) -> None:
    admin = await asyncpg.connect(services.postgres.admin_url())
    try:
        await admin.execute(f'ALTER DATABASE "{name}" RENAME TO "{to}"')
    finally:
        await admin.close()


async def _make(services: Services, ports: Any) -> None:
    urls = await services.create_database(RUN)
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["url"] = urls.owner
    await asyncio.to_thread(command.upgrade, config, "head")
    await sync_library(urls.owner)
    database = Database(urls.app, urls.system, ports, pool=2)
    try:
        await seed(database)
        await fill_year(database, urls.admin)
    finally:
        await database.close()
    await _studios(urls.admin)


async def _studios(admin_url: str) -> None:
    """Studios by COPY, past row-level security: what is measured is the reading."""
    hashed = await passwords.hash_password(PASSWORD)
    admin = await asyncpg.connect(admin_url)
    try:
        for size in SIZES:
            await _studio(admin, f"Studio of {size}", owner_email(size), size, hashed)
        for number in range(SMALL_STUDIOS):
            await _studio(admin, f"Small studio {number}", small_owner_email(number), SMALL_SIZE, hashed)
        # What autovacuum does in the hours after a bulk load: statistics, and pages known to be visible to all.
        await admin.execute("VACUUM (ANALYZE)")
    finally:
        await admin.close()


async def _studio(admin: Any, name: str, email: str, size: int, hashed: str) -> None:
    organization, user, member = new_id(), new_id(), new_id()
    now = datetime.now(UTC)
    slug = email.partition("@")[0]
    await _copy(admin, "users", ("id", "email", "name", "password_hash", "email_verified_at"), [
        (user, email, name, hashed, now),
    ])  # fmt: skip
    await _copy(admin, "organizations", ("id", "name", "slug", "time_zone"), [(organization, name, slug, "UTC")])
    await _copy(
        admin, "members", ("organization_id", "id", "user_id", "role", "state", "name", "email", "joined_at"),
        [(organization, member, user, "owner", "active", name, email, now)],
    )  # fmt: skip
    others = [new_id() for _ in range(TRAINERS - 1)]
    await _copy(
        admin, "members", ("organization_id", "id", "role", "state", "name", "email"),
        [
            (organization, other, "trainer", "invited", f"Trainer {number}", f"trainer{number}.{email}")
            for number, other in enumerate(others)
        ],
    )  # fmt: skip
    people = list(_clients(organization, [member, *others], size))
    await _copy(
        admin, "clients",
        ("organization_id", "id", "first_name", "last_name", "email", "trainer_member_id", "created_at", "status",
         "status_before_archive", "archived_at"),
        [person for person, _ in people],
    )  # fmt: skip
    await _copy(
        admin, "client_facts",
        ("organization_id", "id", "last_workout_on", "week_done", "week_planned", "streak_weeks", "adherence_28",
         "program_name"),
        [facts for _, facts in people],
    )  # fmt: skip


async def _copy(admin: Any, table: str, columns: tuple[str, ...], records: list[tuple[Any, ...]]) -> None:
    await admin.copy_records_to_table(table, columns=columns, records=records)


def _clients(
    organization: UUID, trainers: Sequence[UUID], size: int
) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """Rows of a client and of the facts: names that repeat as names do, most with a program, some without."""
    random = Random(size)  # noqa: S311 - the same studio each time
    today = clock.today("UTC")
    begun = datetime.now(UTC) - timedelta(days=365)
    for number in range(size):
        client = new_id()
        first = random.choice(_COMMON)
        status = random.choices(list(_STATUSES), list(_STATUSES.values()))[0]
        added = begun + timedelta(seconds=number)
        yield (
            (organization, client, first, f"Number{number}", f"client{number}@example.com",
             trainers[number % len(trainers)], added, status,
             *(("active", added) if status == "archived" else (None, None))),
            (organization, client, today - timedelta(days=random.randrange(60)), random.randrange(4), 3,
             random.randrange(30), random.random(), "Strength" if random.random() < 0.8 else None),
        )  # fmt: skip
