"""hand an organization over, and delete it

An offer to own an organization waits for whom it is made to. The app deletes an organization in the end, the row of the
organization itself included: row-level security shows it the one of its tenant alone.
"""

import sqlalchemy as sa
from alembic import op

from migrations.support import security

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

SAFE_BECAUSE = {
    "ban-drop-constraint": "a key that also deletes takes its place in the same transaction",
    "constraint-missing-not-valid": "consents came with 0017, in the same release: the table is as good as empty",
}

CONSENTS = "fk_consents_organization_id_member_id"


def upgrade() -> None:
    op.create_table(
        "ownership_transfers",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_member_id", sa.Uuid(), nullable=False),
        sa.Column("to_member_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), server_default="open", nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'declined', 'withdrawn')", name=op.f("ck_ownership_transfers_state")
        ),
        sa.CheckConstraint("from_member_id <> to_member_id", name=op.f("ck_ownership_transfers_two_people")),
        sa.ForeignKeyConstraint(
            ["organization_id", "from_member_id"],
            ["members.organization_id", "members.id"],
            name=op.f("fk_ownership_transfers_organization_id_from_member_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "to_member_id"],
            ["members.organization_id", "members.id"],
            name=op.f("fk_ownership_transfers_organization_id_to_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_ownership_transfers")),
    )
    op.create_index(
        "uq_ownership_transfers_open",
        "ownership_transfers",
        ["organization_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_ownership_transfers_from", "ownership_transfers", ["organization_id", "from_member_id"])
    op.create_index("ix_ownership_transfers_to", "ownership_transfers", ["organization_id", "to_member_id"])
    security.protect_tenant("ownership_transfers")
    op.execute(f"GRANT DELETE ON organizations TO {security.APP}")
    _consents("ON DELETE CASCADE")


def downgrade() -> None:
    _consents("")
    op.execute(f"REVOKE DELETE ON organizations FROM {security.APP}")
    op.drop_index("ix_ownership_transfers_to", table_name="ownership_transfers")
    op.drop_index("ix_ownership_transfers_from", table_name="ownership_transfers")
    op.drop_index("uq_ownership_transfers_open", table_name="ownership_transfers")
    op.drop_table("ownership_transfers")


def _consents(on_delete: str) -> None:
    """Proofs that nobody may delete go with the member they are of, who goes with the organization alone."""
    op.execute(f"ALTER TABLE consents DROP CONSTRAINT {CONSENTS}")
    op.execute(
        f"ALTER TABLE consents ADD CONSTRAINT {CONSENTS} FOREIGN KEY (organization_id, member_id) "
        f"REFERENCES members (organization_id, id) {on_delete} NOT VALID"
    )
    op.execute(f"ALTER TABLE consents VALIDATE CONSTRAINT {CONSENTS}")
