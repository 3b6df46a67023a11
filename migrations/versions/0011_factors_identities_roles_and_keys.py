"""second factors, identities, roles and keys"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.support import security

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "external_identities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("provider IN ('google', 'facebook')", name=op.f("ck_external_identities_provider")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_external_identities_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_identities")),
    )
    op.create_index("uq_external_identities_subject", "external_identities", ["provider", "subject"], unique=True)
    op.create_index("uq_external_identities_user", "external_identities", ["user_id", "provider"], unique=True)
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("transports", postgresql.ARRAY(sa.TEXT()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("backed_up", sa.Boolean(), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_passkeys_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
    )
    op.create_index("ix_passkeys_user", "passkeys", ["user_id"], unique=False)
    op.create_index("uq_passkeys_credential", "passkeys", ["credential_id"], unique=True)
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_recovery_codes_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
    )
    op.create_index("uq_recovery_codes_user_hash", "recovery_codes", ["user_id", "code_hash"], unique=True)
    op.create_table(
        "roles",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), server_default="", nullable=False),
        sa.Column("permissions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_roles_organization_id")),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_roles")),
    )
    op.create_index("uq_roles_name", "roles", ["organization_id", sa.literal_column("lower(name)")], unique=True)
    op.create_table(
        "sign_in_tickets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column(
            "data", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('second_factor', 'passkey_sign_in', 'passkey_registration', 'passkey_proof', 'external')",
            name=op.f("ck_sign_in_tickets_kind"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sign_in_tickets_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_tickets")),
    )
    op.create_index("ix_sign_in_tickets_user", "sign_in_tickets", ["user_id"], unique=False)
    op.create_index("ix_sign_in_tickets_expiry", "sign_in_tickets", ["expires_at"], unique=False)
    op.create_index("uq_sign_in_tickets_hash", "sign_in_tickets", ["token_hash"], unique=True)
    op.create_table(
        "totp_factors",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_totp_factors_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_totp_factors")),
    )
    op.create_index("uq_totp_factors_user", "totp_factors", ["user_id"], unique=True)
    op.create_table(
        "api_keys",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("previous_hash", sa.LargeBinary(), nullable=True),
        sa.Column("previous_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("permissions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rate_limit", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rotated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_address", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(previous_hash IS NULL) = (previous_until IS NULL)", name=op.f("ck_api_keys_previous")),
        sa.CheckConstraint("rate_limit BETWEEN 1 AND 10000", name=op.f("ck_api_keys_rate_limit")),
        sa.ForeignKeyConstraint(
            ["organization_id", "member_id"],
            ["members.organization_id", "members.id"],
            name=op.f("fk_api_keys_organization_id_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_api_keys")),
    )
    op.create_index("ix_api_keys_member", "api_keys", ["organization_id", "member_id"], unique=False)
    for table, system in {
        "totp_factors": "",
        "recovery_codes": "",
        "passkeys": "SELECT",
        "external_identities": "SELECT",
        "sign_in_tickets": "SELECT, INSERT, UPDATE, DELETE",
    }.items():
        security.enable(table)
        security.policy(table, "own", f"user_id = {security.USER}", grants="SELECT, INSERT, UPDATE, DELETE")
        security.grant_system(table, system)
    security.protect_tenant("roles", system="SELECT")
    security.protect_tenant("api_keys")


def downgrade() -> None:
    op.drop_index("ix_api_keys_member", table_name="api_keys")
    op.drop_table("api_keys")
    op.drop_index("uq_totp_factors_user", table_name="totp_factors")
    op.drop_table("totp_factors")
    op.drop_index("uq_sign_in_tickets_hash", table_name="sign_in_tickets")
    op.drop_index("ix_sign_in_tickets_user", table_name="sign_in_tickets")
    op.drop_index("ix_sign_in_tickets_expiry", table_name="sign_in_tickets")
    op.drop_table("sign_in_tickets")
    op.drop_index("uq_roles_name", table_name="roles")
    op.drop_table("roles")
    op.drop_index("uq_recovery_codes_user_hash", table_name="recovery_codes")
    op.drop_table("recovery_codes")
    op.drop_index("uq_passkeys_credential", table_name="passkeys")
    op.drop_index("ix_passkeys_user", table_name="passkeys")
    op.drop_table("passkeys")
    op.drop_index("uq_external_identities_user", table_name="external_identities")
    op.drop_index("uq_external_identities_subject", table_name="external_identities")
    op.drop_table("external_identities")
