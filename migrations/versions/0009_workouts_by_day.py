"""workouts by day: what is due and what was done, read from the index alone

The home counts an organization's workouts of eight weeks, and the missed ones of two, by day, client and status. The
index on planned workouts goes, since this one answers for them too.
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("SET statement_timeout = '30min'")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_workouts_due")
        op.execute(
            "CREATE INDEX CONCURRENTLY ix_workouts_due ON workouts (organization_id, scheduled_on, client_id, status) "
            "WHERE status <> 'cancelled'"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_workouts_planned")
        op.execute("SET statement_timeout = '60s'")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("SET statement_timeout = '30min'")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_workouts_planned")
        op.execute(
            "CREATE INDEX CONCURRENTLY ix_workouts_planned ON workouts (organization_id, scheduled_on) "
            "WHERE status = 'planned'"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_workouts_due")
        op.execute("SET statement_timeout = '60s'")
