"""Rules of the migrated database: row-level security, grants, functions, views. Read from the catalogues."""

from collections.abc import Collection, Mapping

import asyncpg

APP, SYSTEM, SEARCH, OWNER = "stoke_app", "stoke_system", "stoke_search", "stoke_owner"

TENANT = "organization_id = (NULLIF(current_setting('stoke.organization_id'::text, true), ''::text))::uuid"
"""The condition of the policy `tenant`, as Postgres prints it."""

_AGED = "relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND (relkind = 'p' OR relispartition)"
"""Partitioned tables and their partitions: the owner sees their rows, to move them and to write them to archives."""

Connection = asyncpg.Connection


async def row_level_security(db: Connection, tenants: Collection[str], listed: Mapping[str, str]) -> list[str]:
    """Every table enables and forces it; the app's policies on tenant tables are `tenant`, on both sides, or listed."""
    tables = await db.fetch(
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class "
        "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> 'alembic_version'"
    )
    found = [
        f"{table['relname']}: row-level security must be enabled and forced"
        for table in tables
        if not (table["relrowsecurity"] and table["relforcerowsecurity"])
    ]
    policies = await db.fetch("SELECT tablename, policyname, roles, cmd, qual, with_check FROM pg_policies")
    ageing = {f"{row['relname']}.ageing" for row in await db.fetch(f"SELECT relname FROM pg_class WHERE {_AGED}")}
    guarded: set[str] = set()
    for policy in policies:
        name = f"{policy['tablename']}.{policy['policyname']}"
        roles = set(policy["roles"])
        if len(roles) != 1 or not (roles <= {APP, SYSTEM, SEARCH} or (roles == {OWNER} and name in {*listed, *ageing})):
            found.append(f"{name}: a policy is for app, system or search, not for {', '.join(sorted(roles))}")
        elif roles == {APP} and policy["policyname"] == "tenant" and policy["tablename"] in tenants:
            sides = {_bare(policy["qual"]), _bare(policy["with_check"])}
            if policy["cmd"] == "ALL" and sides == {_bare(TENANT)}:
                guarded.add(policy["tablename"])
        elif roles == {APP} and name not in listed:
            found.append(f"{name}: a policy for the app beside `tenant` is listed with its reason")
        elif roles == {SEARCH} and policy["cmd"] != "SELECT":
            found.append(f"{name}: the search role only reads")
    found += [
        f"{table}: needs the policy `tenant` for the app, ALL, USING and WITH CHECK the session's organization"
        for table in sorted(set(tenants) - guarded)
    ]
    return found


async def partitions(db: Connection, declared: Collection[str]) -> list[str]:
    """Every table that says so has months and a default partition, and nobody but the owner may name one of them.

    Through its table, a partition's rows are guarded by the table's grants and policies; by its own name, by its own:
    it has no grant, and for the owner alone a policy.
    """
    rows = await db.fetch(
        "SELECT parent.relname AS table, c.relname, c.relacl::text AS granted, "
        "pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT' AS spare, "
        "(SELECT array_agg(policyname || ' ' || roles::text) FROM pg_policies WHERE tablename = c.relname) AS own "
        "FROM pg_class parent LEFT JOIN pg_inherits i ON i.inhparent = parent.oid LEFT JOIN pg_class c "
        "ON c.oid = i.inhrelid WHERE parent.relnamespace = 'public'::regnamespace AND parent.relkind = 'p'"
    )
    spare = {row["table"] for row in rows if row["spare"]}
    found = [f"{table}: has no default partition" for table in sorted({row["table"] for row in rows} - spare)]
    found += [
        f"{table}: its model and the database do not agree that it is partitioned"
        for table in sorted({row["table"] for row in rows} ^ set(declared))
    ]
    for row in rows:
        if row["granted"] is not None and {grant.split("=")[0] for grant in row["granted"][1:-1].split(",")} - {OWNER}:
            found.append(f"{row['relname']}: somebody beside the owner may name this partition")
        if row["relname"] is not None and row["own"] != [f"ageing {{{OWNER}}}"]:
            found.append(f"{row['relname']}: has the policy `ageing` for the owner, and no other")
    return found


async def roles(db: Connection) -> list[str]:
    """App, system and search are ordinary roles: they own no table, bypass nothing and are members of nothing."""
    found: list[str] = []
    for role in await db.fetch("SELECT * FROM pg_roles WHERE rolname = ANY($1::text[])", [APP, SYSTEM, SEARCH]):
        powers = ("rolsuper", "rolbypassrls", "rolcreaterole", "rolcreatedb", "rolreplication")
        found += [f"{role['rolname']}: has {power}" for power in powers if role[power]]
        if role["rolname"] == SEARCH and role["rolcanlogin"]:
            found.append(f"{SEARCH}: can sign in")
    owned = await db.fetch(
        "SELECT c.oid::regclass::text AS name, r.rolname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner "
        "WHERE c.relnamespace = 'public'::regnamespace AND r.rolname <> $1 AND NOT r.rolsuper",
        OWNER,
    )
    found += [f"{row['name']}: owned by {row['rolname']}, not by {OWNER}" for row in owned]
    members = await db.fetch(
        "SELECT m.rolname AS member, r.rolname AS role FROM pg_auth_members a "
        "JOIN pg_roles m ON m.oid = a.member JOIN pg_roles r ON r.oid = a.roleid WHERE m.rolname = ANY($1::text[])",
        [APP, SYSTEM, SEARCH],
    )
    found += [f"{row['member']}: is a member of {row['role']}" for row in members]
    for role in (APP, SYSTEM):
        if await db.fetchval("SELECT has_schema_privilege($1, 'public', 'CREATE')", role):
            found.append(f"{role}: may create in the schema")
        if await db.fetchval("SELECT has_database_privilege($1, current_database(), 'CREATE')", role):
            found.append(f"{role}: may create schemas")
    if await db.fetchval(
        "SELECT EXISTS (SELECT 1 FROM pg_namespace n, aclexplode(n.nspacl) a "
        "WHERE nspname = 'public' AND a.grantee = 0)"
    ):
        found.append("the schema public is open to PUBLIC")
    return found


async def system_grants(db: Connection, listed: Mapping[str, str]) -> list[str]:
    """What the role for work across organizations may do, and where, equals the list."""
    rows = await db.fetch(
        "SELECT table_name, string_agg(privilege_type, ', ' ORDER BY privilege_type) AS kinds "
        "FROM information_schema.role_table_grants WHERE grantee = $1 AND table_schema = 'public' GROUP BY 1",
        SYSTEM,
    )
    actual = {row["table_name"]: row["kinds"] for row in rows}
    return [
        f"{table}: {SYSTEM} may {actual.get(table, 'nothing')}; listed is {listed.get(table, 'nothing')}"
        for table in sorted(actual.keys() | listed.keys())
        if actual.get(table) != listed.get(table)
    ]


async def grants(db: Connection) -> list[str]:
    """The app may read and write rows, no more; PUBLIC may nothing; the search role may only read."""
    rows = await db.fetch(
        "SELECT c.relname, coalesce(r.rolname, 'PUBLIC') AS grantee, r.rolsuper, a.privilege_type AS kind "
        "FROM pg_class c CROSS JOIN aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee "
        "WHERE c.relnamespace = 'public'::regnamespace AND coalesce(r.rolname, 'PUBLIC') <> $1",
        OWNER,
    )
    allowed = {APP: {"SELECT", "INSERT", "UPDATE", "DELETE"}, SEARCH: {"SELECT"}}
    allowed[SYSTEM] = allowed[APP]
    return [
        f"{row['relname']}: {row['grantee']} has {row['kind']}"
        for row in rows
        if not row["rolsuper"] and row["kind"] not in allowed.get(row["grantee"], set())
    ]


async def functions(db: Connection, listed: Mapping[str, str], owners: Mapping[str, str]) -> list[str]:
    """SECURITY DEFINER functions are listed, the search role's, pinned to a search path, and closed to PUBLIC.

    Or those of `owners`: the owner's, for the role for work across organizations alone.
    """
    rows = await db.fetch(
        "SELECT p.proname, r.rolname AS owner, p.proconfig, p.provolatile, "
        "has_function_privilege('public', p.oid, 'EXECUTE') AS anyone, "
        "has_function_privilege($1, p.oid, 'EXECUTE') AS app, pg_get_functiondef(p.oid) AS source "
        "FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner "
        "WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef",
        APP,
    )
    found: list[str] = []
    for row in rows:
        name = row["proname"]
        if name not in {*listed, *owners}:
            found.append(f"{name}: a SECURITY DEFINER function is listed with its reason")
        if not any(item.startswith("search_path=") for item in row["proconfig"] or ()):
            found.append(f"{name}: its search path is not pinned")
        if row["anyone"]:
            found.append(f"{name}: PUBLIC may execute it")
        if name in owners:
            found += [f"{name}: the app may execute it"] if row["app"] else []
            found += [f"{name}: owned by {row['owner']}, not by {OWNER}"] if row["owner"] != OWNER else []
            continue
        if row["owner"] != SEARCH:
            found.append(f"{name}: owned by {row['owner']}, not by {SEARCH}")
        if row["provolatile"] != b"s":
            found.append(f"{name}: must be STABLE")
        if "stoke.organization_id" not in row["source"]:
            found.append(f"{name}: takes the tenant from somewhere else than the setting")
    gone = {*listed, *owners} - {row["proname"] for row in rows}
    return found + [f"{name}: listed, but there is no such function" for name in sorted(gone)]


async def views(db: Connection) -> list[str]:
    """A view asks with the rights of whoever reads it; a materialised one cannot, so there is none."""
    rows = await db.fetch(
        "SELECT relname, relkind, coalesce(reloptions::text, '') AS options FROM pg_class "
        "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')"
    )
    return [
        f"{row['relname']}: a view must be security_invoker, and a materialised one goes round row-level security"
        for row in rows
        if row["relkind"] == b"m" or "security_invoker=true" not in row["options"]
    ]


def _bare(condition: str | None) -> str:
    """A condition without brackets, spaces and case, to compare."""
    return "".join(sign for sign in (condition or "") if sign not in "() ").lower()
