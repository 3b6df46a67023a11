"""the audit log"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.support import partitions, security

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

COMMENT = "monthly by id; kept 24 months; then archived"
GROWING = (
    "autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_vacuum_scale_factor = 0.05, "
    "autovacuum_analyze_scale_factor = 0.02"
)


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("key_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.String(), nullable=True),
        sa.Column("subject_kind", sa.String(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column(
            "changes", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.Column("sealed", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "actor_kind IN ('person', 'key', 'system', 'nobody')", name=op.f("ck_audit_entries_actor_kind")
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_audit_entries")),
        comment=COMMENT,
        postgresql_partition_by="RANGE (id)",
    )
    op.create_index("ix_audit_entries_action", "audit_entries", ["organization_id", "action", "id"], unique=False)
    op.create_index("ix_audit_entries_actor", "audit_entries", ["organization_id", "actor_id", "id"], unique=False)
    op.create_index("ix_audit_entries_person", "audit_entries", ["organization_id", "person_id", "id"], unique=False)
    op.create_index("ix_audit_entries_subject", "audit_entries", ["organization_id", "subject_id", "id"], unique=False)
    op.create_table(
        "person_keys",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wrapped", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_person_keys")),
    )
    security.protect_tenant("audit_entries", append_only=True)
    partitions.start("audit_entries", COMMENT, GROWING)
    security.protect_tenant("person_keys")


def downgrade() -> None:
    op.drop_table("person_keys")
    op.drop_index("ix_audit_entries_subject", table_name="audit_entries")
    op.drop_index("ix_audit_entries_person", table_name="audit_entries")
    op.drop_index("ix_audit_entries_actor", table_name="audit_entries")
    op.drop_index("ix_audit_entries_action", table_name="audit_entries")
    op.drop_table("audit_entries")
