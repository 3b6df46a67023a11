"""sign-ins, organizations and members know more

Code of the version before reads and writes as ever: what is new has a default, and the old roles stay.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SAFE_BECAUSE = {"ban-drop-constraint": "a wider rule takes its place in the same transaction; the old roles keep to it"}

CHECKS = {
    "users": {
        "week_start": "week_start IN (1, 6, 7)",
        "quiet_hours": "(quiet_from IS NULL) = (quiet_until IS NULL)",
    },
    "organizations": {
        "state": "state IN ('active', 'suspended', 'deleting')",
        "deleting": "(state = 'deleting') = (delete_after IS NOT NULL)",
        "idle_minutes": "idle_minutes BETWEEN 30 AND 43200",
        "absolute_hours": "absolute_hours BETWEEN 1 AND 8760",
        "brand_accent": "brand_accent ~ '^#[0-9a-f]{6}$'",
    },
    "members": {
        "role": "role IN ('owner', 'admin', 'trainer', 'assistant', 'nutritionist', 'front_desk', 'client', 'custom')",
        "custom_role": "(role = 'custom') = (role_id IS NOT NULL)",
    },
}
"""Of tables that have rows: not asked of those now, but by the next migration, without a lock that anyone waits for."""


def upgrade() -> None:
    op.add_column("members", sa.Column("role_id", sa.Uuid(), nullable=True))
    op.add_column("organizations", sa.Column("state", sa.String(), server_default="active", nullable=False))
    op.add_column("organizations", sa.Column("delete_after", sa.DateTime(timezone=True), nullable=True))
    op.add_column("organizations", sa.Column("joinable", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("organizations", sa.Column("join_text", sa.String(), nullable=True))
    op.add_column("organizations", sa.Column("brand_name", sa.String(), nullable=True))
    op.add_column("organizations", sa.Column("brand_accent", sa.String(), nullable=True))
    op.add_column("organizations", sa.Column("logo_key", sa.String(), nullable=True))
    op.add_column(
        "organizations",
        sa.Column("second_factor_required", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.add_column("organizations", sa.Column("idle_minutes", sa.Integer(), nullable=True))
    op.add_column("organizations", sa.Column("absolute_hours", sa.Integer(), nullable=True))
    op.add_column("user_sessions", sa.Column("place", sa.String(), nullable=True))
    op.add_column(
        "user_sessions",
        sa.Column("methods", postgresql.ARRAY(sa.TEXT()), server_default=sa.text("'{password}'"), nullable=False),
    )
    op.add_column(
        "user_sessions",
        sa.Column("proved_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    )
    op.add_column("users", sa.Column("week_start", sa.SmallInteger(), server_default="1", nullable=False))
    op.add_column(
        "users",
        sa.Column(
            "notifications",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
    )
    op.add_column("users", sa.Column("quiet_from", sa.Time(), nullable=True))
    op.add_column("users", sa.Column("quiet_until", sa.Time(), nullable=True))
    op.execute("ALTER TABLE members DROP CONSTRAINT ck_members_role")
    for table, rules in CHECKS.items():
        for name, rule in rules.items():
            op.execute(f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{name} CHECK ({rule}) NOT VALID")
    op.execute(
        "ALTER TABLE members ADD CONSTRAINT fk_members_organization_id_role_id FOREIGN KEY (organization_id, role_id) "
        "REFERENCES roles (organization_id, id) NOT VALID"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE members DROP CONSTRAINT fk_members_organization_id_role_id")
    for table, rules in CHECKS.items():
        for name in rules:
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{name}")
    # The roles that the version before does not know become the one that comes nearest.
    op.execute("UPDATE members SET role = 'trainer' WHERE role NOT IN ('owner', 'admin', 'trainer', 'client')")
    op.execute(
        "ALTER TABLE members ADD CONSTRAINT ck_members_role "
        "CHECK (role IN ('owner', 'admin', 'trainer', 'client')) NOT VALID"
    )
    op.execute("ALTER TABLE members VALIDATE CONSTRAINT ck_members_role")
    op.drop_column("users", "quiet_until")
    op.drop_column("users", "quiet_from")
    op.drop_column("users", "notifications")
    op.drop_column("users", "week_start")
    op.drop_column("user_sessions", "proved_at")
    op.drop_column("user_sessions", "methods")
    op.drop_column("user_sessions", "place")
    op.drop_column("organizations", "absolute_hours")
    op.drop_column("organizations", "idle_minutes")
    op.drop_column("organizations", "second_factor_required")
    op.drop_column("organizations", "logo_key")
    op.drop_column("organizations", "brand_accent")
    op.drop_column("organizations", "brand_name")
    op.drop_column("organizations", "join_text")
    op.drop_column("organizations", "joinable")
    op.drop_column("organizations", "delete_after")
    op.drop_column("organizations", "state")
    op.drop_column("members", "role_id")
