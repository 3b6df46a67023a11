"""Do the migrations make what the models say, and can each of them be taken back?"""

import asyncio
import sys

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from backend.local.paths import ROOT, DataDir
from backend.local.services import embedded

_DATABASE = "migrations_check"


def check() -> int:
    """Upgrade an empty scratch database, compare it with the models, downgrade to nothing, upgrade again.

    Exit code 1 when the models have moved on without a migration, or anything is left after the downgrade.
    """
    with embedded(DataDir.default().path / "check", durable=False) as services:
        asyncio.run(services.drop_database(_DATABASE))
        urls = asyncio.run(services.create_database(_DATABASE))
        config = Config(ROOT / "alembic.ini")
        config.set_main_option("script_location", str(ROOT / "migrations"))
        config.attributes["url"] = urls.owner
        command.upgrade(config, "head")
        try:
            command.check(config)
        except CommandError as error:
            sys.stderr.write(f"The models have moved on: write a migration.\n{error}\n")
            return 1
        command.downgrade(config, "base")
        left = asyncio.run(_tables(urls.owner))
        if left:
            sys.stderr.write(f"Still there after the downgrade: {', '.join(left)}\n")
            return 1
        command.upgrade(config, "head")
    return 0


async def _tables(url: str) -> list[str]:
    """What the schema holds beyond alembic's own table."""
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'p', 'v', 'm', 'S') AND relname <> 'alembic_version' ORDER BY 1"
        )
        return [str(row["relname"]) for row in rows]
    finally:
        await connection.close()
