"""`python -m backend.cli roles`: roles and database on a Postgres of your own."""

import asyncio
from urllib.parse import unquote, urlsplit, urlunsplit

from backend.local import roles
from backend.local.console import say
from backend.local.environment import Outside
from backend.local.errors import LocalError

_EXPECTED = {
    "DATABASE_URL": roles.APP,
    "DATABASE_SYSTEM_URL": roles.SYSTEM,
    "DATABASE_OWNER_URL": roles.OWNER,
}


def set_up(admin_url: str | None) -> int:
    """Make the roles and the database that the three URLs name, through `admin_url`. Running it again is harmless.

    Raises LocalError when a URL is missing, names another role than the policies are written for, or names another
    database than the others.
    """
    outside = Outside.read()
    if not admin_url or not outside.has_database:
        message = f"Set {', '.join(_EXPECTED)}, and DATABASE_ADMIN_URL (or --admin-url) to a role that may create roles."
        raise LocalError(message)
    passwords: dict[str, str] = {}
    databases: set[str] = set()
    for name, role in _EXPECTED.items():
        url = urlsplit(outside.values[name])
        if url.username != role or not url.password:
            message = f"{name} must name the role {role} and a password; row-level security is written for that role."
            raise LocalError(message)
        passwords[role] = unquote(url.password)
        databases.add(unquote(url.path.lstrip("/")))
    if len(databases) != 1:
        message = f"{', '.join(_EXPECTED)} must name the same database."
        raise LocalError(message)
    database = databases.pop()
    asyncio.run(_create(admin_url, database, passwords))
    say(f"Roles and database {database} are ready; next: python -m backend.cli migrate")
    return 0


async def _create(admin_url: str, database: str, passwords: dict[str, str]) -> None:
    chosen = roles.Passwords(passwords[roles.OWNER], passwords[roles.APP], passwords[roles.SYSTEM])
    await roles.ensure_roles(admin_url, chosen)
    await roles.ensure_database(admin_url, database)
    await roles.prepare_schema(urlunsplit(urlsplit(admin_url)._replace(path=f"/{database}")))
