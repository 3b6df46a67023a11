"""how consent was given, and which reminders were sent

A consent says by what deed it was given: with the sign-up, an invitation, or on the page of privacy. What runs out
keeps which of its reminders was sent last, so that none is sent twice.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

REMINDED = ("api_keys", "organizations", "erasures")


def upgrade() -> None:
    op.add_column("consents", sa.Column("how", sa.String(), server_default="chosen", nullable=False))
    for table in REMINDED:
        op.add_column(table, sa.Column("reminded_days", sa.SmallInteger(), nullable=True))


def downgrade() -> None:
    for table in reversed(REMINDED):
        op.drop_column(table, "reminded_days")
    op.drop_column("consents", "how")
