"""events by month

Events and deliveries become monthly partitions by id. Both tables are locked for as long as their rows are copied:
requests that emit an event wait, reads of other tables do not. The outbox holds two weeks of events, and a row costs
microseconds. Where it does not fit into the minute that a statement has, nothing is changed: delete what is done first.
Storage parameters take a lock that neither reads nor writes wait for, and rewrite nothing.

Old code goes on beside the new schema, but for its nightly job, which may not delete events any more and fails.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.support import months, partitions, security

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_COPIED = "the outbox is short-lived: it is locked once, copied within a minute or not at all, and keeps its names"
SAFE_BECAUSE = {
    "lock-table": _COPIED,
    "renaming-table": _COPIED,
    "renaming-object": _COPIED,
    "ban-drop-table": "a copy takes its place under its name in the same transaction",
    "row-level-security": "a policy of the owner alone, put back with other words in the same transaction",
    "require-concurrent-index-deletion": "indexes of the tables that are locked and dropped in this transaction",
}

COMMENT = "monthly by id; kept 1 months; then dropped"
QUEUE = (
    "autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, "
    "autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0, "
    "autovacuum_analyze_scale_factor = 0.05"
)
GROWING = (
    "autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_vacuum_scale_factor = 0.05, "
    "autovacuum_analyze_scale_factor = 0.02"
)
CORRECTED = f"{GROWING}, fillfactor = 90"
REWRITTEN = (
    "fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 200, "
    "autovacuum_analyze_scale_factor = 0.05"
)
STORAGE = {
    "idempotency_keys": QUEUE,
    "workouts": GROWING,
    "session_logs": CORRECTED,
    "set_logs": CORRECTED,
    "refresh_tokens": CORRECTED,
    "client_facts": REWRITTEN,
    "training_stats": REWRITTEN,
    "user_sessions": REWRITTEN,
}

EVENTS = (
    "organization_id, id, name, version, actor_id, occurred_at, payload, topics, relayed_at, traceparent, "
    "created_at, updated_at"
)
DELIVERIES = (
    "organization_id, id, event_id, handler, state, attempts, available_at, lease_until, done_at, last_error, "
    "created_at, updated_at"
)
INDEXES = (
    "ix_outbox_events_waiting",
    "ix_outbox_events_occurred",
    "ix_outbox_deliveries_due",
    "ix_outbox_deliveries_failed",
    "ix_outbox_deliveries_event",
)


def upgrade() -> None:
    months.create()
    op.execute("LOCK TABLE outbox_events, outbox_deliveries IN ACCESS EXCLUSIVE MODE")
    _set_aside()
    by_month = {"postgresql_partition_by": "RANGE (id)"}
    _create_events(comment=COMMENT, **by_month)
    _create_deliveries(comment=COMMENT, **by_month)
    security.protect_tenant("outbox_events", system="SELECT, UPDATE")
    security.protect_tenant("outbox_deliveries", system="SELECT, UPDATE")
    oldest = "(SELECT coalesce(min(created_at), now()) FROM outbox_events_aside)"
    partitions.start("outbox_events", COMMENT, QUEUE, back_to=oldest)
    partitions.start("outbox_deliveries", COMMENT, f"{QUEUE}, fillfactor = 85", back_to=oldest)
    op.execute(f"INSERT INTO outbox_events ({EVENTS}) SELECT {EVENTS} FROM outbox_events_aside")
    op.execute(f"INSERT INTO outbox_deliveries ({DELIVERIES}) SELECT {DELIVERIES} FROM outbox_deliveries_aside")
    op.drop_table("outbox_deliveries_aside")
    op.drop_table("outbox_events_aside")
    for table, storage in STORAGE.items():
        op.execute(f"ALTER TABLE {table} SET ({storage})")


def downgrade() -> None:
    for table, storage in STORAGE.items():
        names = ", ".join(pair.split(" = ")[0] for pair in storage.split(", "))
        op.execute(f"ALTER TABLE {table} RESET ({names})")
    op.execute("LOCK TABLE outbox_events, outbox_deliveries IN ACCESS EXCLUSIVE MODE")
    _set_aside()
    _create_events()
    _create_deliveries(
        sa.ForeignKeyConstraint(
            ["organization_id", "event_id"],
            ["outbox_events.organization_id", "outbox_events.id"],
            name=op.f("fk_outbox_deliveries_organization_id_event_id"),
            ondelete="CASCADE",
        )
    )
    op.create_index("ix_outbox_deliveries_event", "outbox_deliveries", ["organization_id", "event_id"], unique=False)
    security.protect_tenant("outbox_events", system="SELECT, UPDATE, DELETE")
    security.protect_tenant("outbox_deliveries", system="SELECT, UPDATE")
    partitions.see_all("outbox_events")
    partitions.see_all("outbox_deliveries")
    op.execute(f"INSERT INTO outbox_events ({EVENTS}) SELECT {EVENTS} FROM outbox_events_aside")
    # Of a delivery whose event went with its month there is nothing left to do.
    op.execute(
        f"INSERT INTO outbox_deliveries ({DELIVERIES}) SELECT {DELIVERIES} FROM outbox_deliveries_aside AS d "
        "WHERE EXISTS (SELECT 1 FROM outbox_events_aside AS e "
        "WHERE e.organization_id = d.organization_id AND e.id = d.event_id)"
    )
    op.execute("DROP POLICY ageing ON outbox_events")
    op.execute("DROP POLICY ageing ON outbox_deliveries")
    op.drop_table("outbox_deliveries_aside")
    op.drop_table("outbox_events_aside")
    months.drop()


def _set_aside() -> None:
    """Give both tables, and what has names of its own, other names; the owner sees all their rows."""
    for table in ("outbox_events", "outbox_deliveries"):
        op.execute(f"DROP POLICY IF EXISTS ageing ON {table}")
        op.execute(f"ALTER TABLE {table} RENAME TO {table}_aside")
        op.execute(f"ALTER TABLE {table}_aside RENAME CONSTRAINT pk_{table} TO pk_{table}_aside")
        partitions.see_all(f"{table}_aside")
    for index in INDEXES:
        op.execute(f"DROP INDEX IF EXISTS {index}")


def _create_events(**options: Any) -> None:
    op.create_table(
        "outbox_events",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("topics", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.Column("relayed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("traceparent", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_outbox_events")),
        **options,
    )
    op.create_index("ix_outbox_events_occurred", "outbox_events", ["organization_id", "occurred_at"], unique=False)
    op.create_index(
        "ix_outbox_events_waiting",
        "outbox_events",
        ["id"],
        unique=False,
        postgresql_where=sa.text("relayed_at IS NULL"),
    )


def _create_deliveries(*constraints: sa.Constraint, **options: Any) -> None:
    op.create_table(
        "outbox_deliveries",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("handler", sa.String(), nullable=False),
        sa.Column("state", sa.String(), server_default="open", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("available_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("state IN ('open', 'done', 'failed')", name=op.f("ck_outbox_deliveries_state")),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_outbox_deliveries")),
        *constraints,
        **options,
    )
    op.create_index(
        "ix_outbox_deliveries_due",
        "outbox_deliveries",
        ["available_at"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_outbox_deliveries_failed",
        "outbox_deliveries",
        ["organization_id"],
        unique=False,
        postgresql_where=sa.text("state = 'failed'"),
    )
