"""photos"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("photo_key", sa.String(), nullable=True))
    op.add_column("members", sa.Column("photo_key", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("members", "photo_key")
    op.drop_column("users", "photo_key")
