"""The database roles, and a database for them. The same for the embedded server and for one of your own."""

from dataclasses import dataclass

import asyncpg

OWNER = "stoke_owner"
APP = "stoke_app"
SYSTEM = "stoke_system"
SEARCH = "stoke_search"


@dataclass(frozen=True, slots=True)
class Passwords:
    """Passwords of the three roles that sign in."""

    owner: str
    app: str
    system: str


async def ensure_roles(admin_url: str, passwords: Passwords) -> None:
    """Create or mend the four roles. `admin_url` needs CREATEROLE; running it again changes nothing.

    ``stoke_owner`` owns the schema and runs migrations; ``stoke_app`` and ``stoke_system`` own nothing and cannot
    bypass row-level security; ``stoke_search`` cannot sign in and owns the search functions alone.
    """
    connection = await asyncpg.connect(admin_url)
    try:
        for role, password in ((OWNER, passwords.owner), (APP, passwords.app), (SYSTEM, passwords.system)):
            await _ensure(connection, role, "LOGIN")
            # ALTER ROLE takes no parameters; the server quotes the literal itself.
            command: str = await connection.fetchval(
                "SELECT format('ALTER ROLE %I PASSWORD %L', $1::text, $2::text)", role, password
            )
            await connection.execute(command)
        await _ensure(connection, SEARCH, "NOLOGIN")
        await connection.execute(f"GRANT {SEARCH} TO {OWNER} WITH SET TRUE, INHERIT FALSE")
    finally:
        await connection.close()


async def ensure_database(admin_url: str, name: str, *, template: str | None = None) -> None:
    """Create database `name`, owned by ``stoke_owner``, unless it exists. `admin_url` names any other database.

    With a `template` (a migrated database that nobody is connected to) it is a copy of that one.
    """
    connection = await asyncpg.connect(admin_url)
    try:
        if await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            return
        await connection.execute(
            f"CREATE DATABASE {_quoted(name)} OWNER {OWNER} TEMPLATE {_quoted(template or 'template0')}",
        )
        await connection.execute(f"REVOKE ALL ON DATABASE {_quoted(name)} FROM PUBLIC")
        await connection.execute(f"GRANT CONNECT ON DATABASE {_quoted(name)} TO {APP}, {SYSTEM}")
    finally:
        await connection.close()


async def prepare_schema(admin_url: str) -> None:
    """In the database that `admin_url` names: who may use schema ``public``, and who may create in it."""
    connection = await asyncpg.connect(admin_url)
    try:
        await connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        await connection.execute(f"ALTER SCHEMA public OWNER TO {OWNER}")
        await connection.execute(f"GRANT USAGE ON SCHEMA public TO {APP}, {SYSTEM}, {SEARCH}")
        # An owner of functions must be allowed to create in their schema before they can be handed over.
        await connection.execute(f"GRANT CREATE ON SCHEMA public TO {SEARCH}")
    finally:
        await connection.close()


async def drop_database(admin_url: str, name: str) -> None:
    """Drop database `name` if it exists, ending its connections."""
    connection = await asyncpg.connect(admin_url)
    try:
        await connection.execute(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")
    finally:
        await connection.close()


async def _ensure(connection: asyncpg.Connection, role: str, login: str) -> None:
    if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role):
        await connection.execute(f"CREATE ROLE {role}")
    await connection.execute(f"ALTER ROLE {role} {login} NOINHERIT NOCREATEDB NOCREATEROLE")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
