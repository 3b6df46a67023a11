"""consents, openings, exports, erasures, retention, and what clients withhold"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.support import partitions, security

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

COMMENT = "monthly by id; kept 24 months; then dropped"
GROWING = (
    "autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_vacuum_scale_factor = 0.05, "
    "autovacuum_analyze_scale_factor = 0.02"
)


def upgrade() -> None:
    op.create_table(
        "openings",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=True),
        sa.Column("data_class", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "data_class IN ('profile', 'health', 'plan', 'training')", name=op.f("ck_openings_data_class")
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_openings")),
        comment=COMMENT,
        postgresql_partition_by="RANGE (id)",
    )
    op.create_index("ix_openings_client", "openings", ["organization_id", "client_id", "id"], unique=False)
    op.create_table(
        "consents",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("decision IN ('given', 'withdrawn')", name=op.f("ck_consents_decision")),
        sa.CheckConstraint("version > 0", name=op.f("ck_consents_version")),
        sa.ForeignKeyConstraint(
            ["organization_id", "member_id"],
            ["members.organization_id", "members.id"],
            name=op.f("fk_consents_organization_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_consents")),
    )
    op.create_index("ix_consents_client", "consents", ["organization_id", "client_id", "id"], unique=False)
    op.create_index("ix_consents_member", "consents", ["organization_id", "member_id", "kind", "id"], unique=False)
    op.create_table(
        "retention_choices",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=True),
        sa.Column("chosen_by_member_id", sa.Uuid(), nullable=False),
        sa.Column("last_run_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_removed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("keep_days BETWEEN 1 AND 3650", name=op.f("ck_retention_choices_keep_days")),
        sa.ForeignKeyConstraint(
            ["organization_id", "chosen_by_member_id"],
            ["members.organization_id", "members.id"],
            name=op.f("fk_retention_choices_organization_id_chosen_by_member_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_retention_choices")),
    )
    op.create_index("uq_retention_choices_rule", "retention_choices", ["organization_id", "rule"], unique=True)
    op.create_table(
        "erasures",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("requested_by_member_id", sa.Uuid(), nullable=True),
        sa.Column("by_themselves", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("state", sa.String(), server_default="waiting", nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(state = 'waiting') = (settled_at IS NULL)", name=op.f("ck_erasures_settled")),
        sa.CheckConstraint("state IN ('waiting', 'done', 'cancelled')", name=op.f("ck_erasures_state")),
        sa.ForeignKeyConstraint(
            ["organization_id", "client_id"],
            ["clients.organization_id", "clients.id"],
            name=op.f("fk_erasures_organization_id_client_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "requested_by_member_id"],
            ["members.organization_id", "members.id"],
            name=op.f("fk_erasures_organization_id_requested_by_member_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_erasures")),
    )
    op.create_index("ix_erasures_client", "erasures", ["organization_id", "client_id", "id"], unique=False)
    op.create_index(
        "ix_erasures_due",
        "erasures",
        ["organization_id", "due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "uq_erasures_waiting",
        "erasures",
        ["organization_id", "client_id"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "personal_exports",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("requested_by_member_id", sa.Uuid(), nullable=False),
        sa.Column("by_themselves", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), server_default="running", nullable=False),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("state IN ('running', 'ready', 'expired')", name=op.f("ck_personal_exports_state")),
        sa.CheckConstraint("done BETWEEN 0 AND parts", name=op.f("ck_personal_exports_done")),
        sa.ForeignKeyConstraint(
            ["organization_id", "client_id"],
            ["clients.organization_id", "clients.id"],
            name=op.f("fk_personal_exports_organization_id_client_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "requested_by_member_id"],
            ["members.organization_id", "members.id"],
            name=op.f("fk_personal_exports_organization_id_requested_by_member_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_personal_exports")),
    )
    op.create_index(
        "ix_personal_exports_client", "personal_exports", ["organization_id", "client_id", "id"], unique=False
    )
    op.create_index(
        "uq_personal_exports_running",
        "personal_exports",
        ["organization_id", "client_id", "by_themselves"],
        unique=True,
        postgresql_where=sa.text("state = 'running'"),
    )
    op.add_column(
        "clients", sa.Column("withheld", postgresql.ARRAY(sa.TEXT()), server_default=sa.text("'{}'"), nullable=False)
    )
    security.protect_tenant("openings", append_only=True)
    partitions.start("openings", COMMENT, GROWING)
    security.protect_tenant("consents", append_only=True)
    for table in ("retention_choices", "erasures", "personal_exports"):
        security.protect_tenant(table)


def downgrade() -> None:
    op.drop_column("clients", "withheld")
    op.drop_index(
        "uq_personal_exports_running", table_name="personal_exports", postgresql_where=sa.text("state = 'running'")
    )
    op.drop_index("ix_personal_exports_client", table_name="personal_exports")
    op.drop_table("personal_exports")
    op.drop_index("uq_erasures_waiting", table_name="erasures", postgresql_where=sa.text("state = 'waiting'"))
    op.drop_index("ix_erasures_due", table_name="erasures", postgresql_where=sa.text("state = 'waiting'"))
    op.drop_index("ix_erasures_client", table_name="erasures")
    op.drop_table("erasures")
    op.drop_index("uq_retention_choices_rule", table_name="retention_choices")
    op.drop_table("retention_choices")
    op.drop_index("ix_consents_member", table_name="consents")
    op.drop_index("ix_consents_client", table_name="consents")
    op.drop_table("consents")
    op.drop_index("ix_openings_client", table_name="openings")
    op.drop_table("openings")
