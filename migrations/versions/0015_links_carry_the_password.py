"""a link that confirms an address carries the password of the sign-up it belongs to

Until the address is confirmed, whoever typed a password may be anybody: it becomes the account's with the link that was
mailed for it, so that nobody opens an account for another's address and waits for them to confirm it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account_tokens", sa.Column("password_hash", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("account_tokens", "password_hash")
