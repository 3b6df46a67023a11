"""ask the rules of 0012 of the rows that were there before"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

RULES = {
    "users": ("ck_users_week_start", "ck_users_quiet_hours"),
    "organizations": (
        "ck_organizations_state",
        "ck_organizations_deleting",
        "ck_organizations_idle_minutes",
        "ck_organizations_absolute_hours",
        "ck_organizations_brand_accent",
    ),
    "members": ("ck_members_role", "ck_members_custom_role", "fk_members_organization_id_role_id"),
}


def upgrade() -> None:
    for table, names in RULES.items():
        for name in names:
            op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")
    with op.get_context().autocommit_block():
        op.execute("SET statement_timeout = '30min'")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_members_role_id")
        op.execute(
            "CREATE INDEX CONCURRENTLY ix_members_role_id ON members (organization_id, role_id) "
            "WHERE role_id IS NOT NULL"
        )
        op.execute("SET statement_timeout = '60s'")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("SET statement_timeout = '30min'")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_members_role_id")
        op.execute("SET statement_timeout = '60s'")
