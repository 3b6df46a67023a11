"""`python -m backend.cli roles`: roles and database on a Postgres of your own."""

import asyncio
import os
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit, urlunsplit

from backend.core.db import roles

_EXPECTED = {
    "DATABASE_URL": roles.APP,
    "DATABASE_SYSTEM_URL": roles.SYSTEM,
    "DATABASE_OWNER_URL": roles.OWNER,
}


class ProvisionError(Exception):
    """The URLs given do not describe what has to be made; the message says why."""


def provision(admin_url: str | None, environment: Mapping[str, str] = os.environ) -> str:
    """Make the roles and the database that the three URLs name, through `admin_url`; the database's name.

    Running it again is harmless. Raises ProvisionError when a URL is missing, names another role than the policies
    are written for, or another database than the others.
    """
    if not admin_url or not all(environment.get(name) for name in _EXPECTED):
        raise ProvisionError(
            f"Set {', '.join(_EXPECTED)}, and DATABASE_ADMIN_URL (or --admin-url) to a role that may create roles."
        )
    passwords: dict[str, str] = {}
    databases: set[str] = set()
    for name, role in _EXPECTED.items():
        url = urlsplit(environment[name])
        if url.username != role or not url.password:
            raise ProvisionError(
                f"{name} must name the role {role}, which row-level security is written for, and a password."
            )
        passwords[role] = unquote(url.password)
        databases.add(unquote(url.path.lstrip("/")))
    if len(databases) != 1:
        raise ProvisionError(f"{', '.join(_EXPECTED)} must name the same database.")
    database = databases.pop()
    asyncio.run(_create(admin_url, database, passwords))
    return database


async def _create(admin_url: str, database: str, passwords: dict[str, str]) -> None:
    chosen = roles.Passwords(passwords[roles.OWNER], passwords[roles.APP], passwords[roles.SYSTEM])
    await roles.ensure_roles(admin_url, chosen)
    await roles.ensure_database(admin_url, database)
    await roles.prepare_schema(urlunsplit(urlsplit(admin_url)._replace(path=f"/{database}")))
