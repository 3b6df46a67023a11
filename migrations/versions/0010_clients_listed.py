"""the list of clients that are not archived, in its order, read from the index alone

One plan serves all tenants, made for one of average size: without an index that has both the order and the filter,
Postgres sorts the whole of the largest studio for each page.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("SET statement_timeout = '30min'")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_clients_listed")
        op.execute(
            "CREATE INDEX CONCURRENTLY ix_clients_listed ON clients (organization_id, sort_name, id) "
            "WHERE status <> 'archived'"
        )
        op.execute("SET statement_timeout = '60s'")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("SET statement_timeout = '30min'")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_clients_listed")
        op.execute("SET statement_timeout = '60s'")
