"""Row-level security and grants: every table gets them in the migration that makes it."""

from alembic import op

APP, SYSTEM, SEARCH, OWNER = "stoke_app", "stoke_system", "stoke_search", "stoke_owner"

TENANT = "nullif(current_setting('stoke.organization_id', true), '')::uuid"
"""The tenant of the session, or NULL, which no row equals."""

USER = "nullif(current_setting('stoke.user_id', true), '')::uuid"
"""The person of the session, or NULL."""


def protect_tenant(table: str, *, system: str = "", append_only: bool = False) -> None:
    """Force row-level security by organization on `table` and let the app use it.

    `system` lists what the role for work across organizations may do, such as "SELECT, UPDATE".
    """
    enable(table)
    op.execute(
        f"CREATE POLICY tenant ON {table} TO {APP} "
        f"USING (organization_id = {TENANT}) WITH CHECK (organization_id = {TENANT})"
    )
    op.execute(f"GRANT {'SELECT, INSERT' if append_only else 'SELECT, INSERT, UPDATE, DELETE'} ON {table} TO {APP}")
    grant_system(table, system)


def enable(table: str) -> None:
    """Row-level security that holds for the owner too."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def grant_system(table: str, privileges: str) -> None:
    """Let the role for work across organizations see every row, for exactly these kinds of statement."""
    if privileges:
        op.execute(f"CREATE POLICY system ON {table} TO {SYSTEM} USING (true) WITH CHECK (true)")
        op.execute(f"GRANT {privileges} ON {table} TO {SYSTEM}")


def policy(table: str, name: str, using: str, *, command: str = "ALL", grants: str = "", check: str = "") -> None:
    """A policy of its own kind for a global table."""
    clause = f"WITH CHECK ({using})" if command == "INSERT" else f"USING ({using})"
    if check:
        clause += f" WITH CHECK ({check})"
    op.execute(f"CREATE POLICY {name} ON {table} FOR {command} TO {APP} {clause}")
    if grants:
        op.execute(f"GRANT {grants} ON {table} TO {APP}")
