"""Monthly partitions by id: what a migration says for a table whose model has `__partitioned__`.

Make the table with `op.create_table(..., postgresql_partition_by="RANGE (id)")`, protect it as any other, then `start`.
"""

from alembic import op

from migrations.support.security import OWNER


def start(table: str, comment: str, storage: str, *, back_to: str = "now()") -> None:
    """Give `table` its default partition and its months, from the one before `back_to` (SQL) to the third from now.

    `comment` is the model's `Monthly.comment`; `storage` are storage parameters as in `ALTER TABLE … SET (…)`, which
    later partitions take over from the default one. Nobody but the owner may name a partition.
    """
    op.execute(f"COMMENT ON TABLE {table} IS '{comment}'")
    see_all(table)
    default = f"{table}_default"
    op.execute(f"CREATE TABLE {default} PARTITION OF {table} DEFAULT")
    op.execute(f"ALTER TABLE {default} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {default} FORCE ROW LEVEL SECURITY")
    see_all(default)
    op.execute(f"ALTER TABLE {default} SET ({storage})")
    op.execute(
        f"SELECT make_partition('{table}', month::date) FROM generate_series("
        f"date_trunc('month', {back_to} AT TIME ZONE 'UTC') - interval '1 month',"
        " date_trunc('month', now() AT TIME ZONE 'UTC') + interval '3 months', interval '1 month') AS month"
    )


def see_all(table: str) -> None:
    """Let the owner see rows, who moves them between partitions and into archives; else forced security hides them."""
    op.execute(f"CREATE POLICY ageing ON {table} TO {OWNER} USING (true)")
