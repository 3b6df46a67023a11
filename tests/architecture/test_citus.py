"""Every tenant table can be spread by `organization_id` over a Citus cluster without a change of schema."""

import pytest

from tests.architecture.gates.citus import violations
from tests.architecture.gates.database import Connection

REFERENCE = {
    "organizations": "members point to it; small, and rarely written",
    "users": "members point to it",
    "user_sessions": "whether a membership stands is asked together with it, all the time",
    "exercise_categories": "the built-in library points to it; written at deployment",
    "library_exercises": "the organizations' exercises point to it; written at deployment",
}
"""Global tables that are copied to every node."""

LOCAL = {
    "refresh_tokens": "looked up by its hash alone",
    "account_tokens": "looked up by its hash alone",
    "totp_factors": "read by the person alone",
    "recovery_codes": "read by the person alone",
    "passkeys": "looked up by the credential's id alone",
    "external_identities": "looked up by the provider's subject alone",
    "sign_in_tickets": "looked up by its hash alone",
    "field_keys": "read at each start; a few rows",
    "alembic_version": "migrations run on the coordinator",
}
"""Global tables that stay on the coordinator."""

BEFORE = {
    "uq_invitations_hash": "256 random bits need no index to be unique: a plain one does",
    "organizations.own": "whose organizations there are can be read by the system role, as at sign-in",
}
"""What still has to change before a first table is spread, and how; docs/scale.md tells it, too."""

SPREAD = "id uuid, organization_id uuid, other uuid, number int"

PLANTS: list[tuple[str, str]] = [
    (f"CREATE TABLE planted ({SPREAD})", "planted: neither spread"),
    ("CREATE UNIQUE INDEX planted ON clients (email)", "planted: unique over email"),
    ("CREATE UNIQUE INDEX planted ON clients (id) INCLUDE (organization_id)", "planted: unique over id"),
    (
        "ALTER TABLE clients ADD CONSTRAINT planted EXCLUDE USING btree (id WITH =)",
        "planted: unique over id",
    ),
    (
        "CREATE UNIQUE INDEX planted_key ON clients (id, organization_id);"
        "ALTER TABLE set_logs ADD COLUMN other uuid, ADD CONSTRAINT planted FOREIGN KEY (organization_id, other) "
        "REFERENCES clients (id, organization_id)",
        "set_logs.planted: organization_id stands at the same place",
    ),
    (
        "ALTER TABLE set_logs ADD COLUMN other uuid, ADD CONSTRAINT planted FOREIGN KEY (organization_id, other) "
        "REFERENCES clients (organization_id, id) ON DELETE SET NULL (other)",
        "set_logs.planted: may not set to null",
    ),
    (
        "ALTER TABLE set_logs ADD COLUMN other uuid, ADD CONSTRAINT planted FOREIGN KEY (organization_id, other) "
        "REFERENCES clients (organization_id, id) ON UPDATE CASCADE",
        "set_logs.planted: may not set to null or default, nor follow",
    ),
    (
        "ALTER TABLE clients ADD COLUMN token_id uuid CONSTRAINT planted REFERENCES refresh_tokens (id)",
        "clients.planted: a spread table cannot point to refresh_tokens, a local one",
    ),
    (
        "ALTER TABLE users ADD COLUMN at uuid, ADD COLUMN client_id uuid, ADD CONSTRAINT planted "
        "FOREIGN KEY (at, client_id) REFERENCES clients (organization_id, id)",
        "users.planted: a reference table cannot point to clients, a spread one",
    ),
    ("ALTER TABLE clients ADD COLUMN number serial", "clients.number: numbers come from the app"),
    (
        "ALTER TABLE clients ADD COLUMN number int GENERATED ALWAYS AS IDENTITY",
        "clients.number: numbers come from the app",
    ),
    (
        "CREATE TABLE planted (organization_id text, id uuid, PRIMARY KEY (organization_id, id))",
        "planted.organization_id: uuid and not null",
    ),
    (
        "CREATE TABLE planted (of uuid, organization_id uuid GENERATED ALWAYS AS (of) STORED, id uuid, "
        "PRIMARY KEY (organization_id, id))",
        "planted.organization_id: may not be generated",
    ),
    (
        "CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
        "CREATE TRIGGER planted BEFORE INSERT ON clients FOR EACH ROW EXECUTE FUNCTION planted()",
        "clients: the trigger planted",
    ),
    ("CREATE RULE planted AS ON DELETE TO clients DO INSTEAD NOTHING", "clients: the rule planted"),
    ("CREATE TABLE planted () INHERITS (clients)", "clients: the child planted"),
    (
        "CREATE TABLE planted (organization_id uuid, id uuid, PRIMARY KEY (organization_id, id)) "
        "PARTITION BY RANGE (id);"
        "CREATE TABLE planted_2 PARTITION OF planted DEFAULT PARTITION BY RANGE (id)",
        "planted: the partitioned partition planted_2",
    ),
    (
        "CREATE POLICY planted ON users FOR SELECT TO stoke_app "
        "USING (EXISTS (SELECT FROM members m WHERE m.user_id = users.id))",
        "users.planted: a policy may not hold a subquery",
    ),
    (
        "CREATE FUNCTION planted(named uuid) RETURNS bigint STABLE LANGUAGE sql "
        "AS 'SELECT count(*) FROM clients WHERE organization_id = named'",
        "planted: reads clients",
    ),
]


async def test_every_table_can_be_spread_or_copied(db: Connection) -> None:
    found = await violations(db, REFERENCE, LOCAL)
    assert {sentence.partition(":")[0] for sentence in found} == BEFORE.keys(), found


@pytest.mark.parametrize(("statement", "sentence"), PLANTS, ids=[sentence for _, sentence in PLANTS])
async def test_a_planted_violation_is_found(db: Connection, statement: str, sentence: str) -> None:
    await db.execute(statement)
    found = await violations(db, REFERENCE, LOCAL)
    assert any(line.startswith(sentence) for line in found), found


async def test_a_listed_table_that_is_gone_is_found(db: Connection) -> None:
    assert "gone: listed, and spread or gone" in await violations(db, {**REFERENCE, "gone": "why"}, LOCAL)
    assert "clients: listed, and spread or gone" in await violations(db, REFERENCE, {**LOCAL, "clients": "why"})
