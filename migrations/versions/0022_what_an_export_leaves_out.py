"""what an export leaves out

So that fetching an archive can be told to the client as an opening of the classes that it holds, and of no others. Of
archives from before it is not known: they count as holding everything, for the week that they live.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "personal_exports",
        sa.Column("left_out", postgresql.ARRAY(sa.TEXT()), server_default=sa.text("'{}'"), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("personal_exports", "left_out")
