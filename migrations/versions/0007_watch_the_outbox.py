"""watch the outbox: deliveries given up, and the trace that an event goes on with"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox_events", sa.Column("traceparent", sa.String(), nullable=True))
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_outbox_deliveries_failed",
            "outbox_deliveries",
            ["organization_id"],
            unique=False,
            postgresql_where=sa.text("state = 'failed'"),
            postgresql_concurrently=True,
            if_not_exists=True,
        )


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.drop_index(
            "ix_outbox_deliveries_failed",
            table_name="outbox_deliveries",
            postgresql_where=sa.text("state = 'failed'"),
            postgresql_concurrently=True,
            if_exists=True,
        )
    op.drop_column("outbox_events", "traceparent")
