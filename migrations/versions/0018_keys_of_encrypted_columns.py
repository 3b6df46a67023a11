"""which keys of encrypted columns are in use

Code of the version before knows nothing of the table and needs nothing of it.
"""

import sqlalchemy as sa
from alembic import op

from migrations.support import security

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "field_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("probe", sa.String(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_keys")),
    )
    op.create_index("uq_field_keys_name", "field_keys", ["name"], unique=True)
    security.enable("field_keys")
    security.grant_system("field_keys", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    op.drop_index("uq_field_keys_name", table_name="field_keys")
    op.drop_table("field_keys")
