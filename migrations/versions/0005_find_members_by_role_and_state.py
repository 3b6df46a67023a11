"""find members by role and state"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SAFE_BECAUSE = {
    "require-concurrent-index-creation": "written before the first release: no installation had rows to lock"
}


def upgrade() -> None:
    op.create_index("ix_members_role_state", "members", ["organization_id", "role", "state"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_members_role_state", table_name="members")
