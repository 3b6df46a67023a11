"""workouts"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.support import security

TENANT_TABLES = ("session_logs", "exercise_logs", "set_logs", "records", "training_stats")

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "training_stats",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("streak_weeks", sa.Integer(), server_default="0", nullable=False),
        sa.Column("streak_week", sa.Date(), nullable=True),
        sa.Column("longest_streak_weeks", sa.Integer(), server_default="0", nullable=False),
        sa.Column("workouts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sets", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reps", sa.Integer(), server_default="0", nullable=False),
        sa.Column("volume_kg", sa.Numeric(precision=16, scale=3), server_default="0", nullable=False),
        sa.Column("duration_s", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("records", sa.Integer(), server_default="0", nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "id"],
            ["clients.organization_id", "clients.id"],
            name=op.f("fk_training_stats_organization_id_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_training_stats")),
    )
    op.create_table(
        "session_logs",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("workout_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("status", sa.String(), server_default="in_progress", nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=True),
        sa.Column("effort", sa.SmallInteger(), nullable=True),
        sa.Column("exercises", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sets", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reps", sa.Integer(), server_default="0", nullable=False),
        sa.Column("volume_kg", sa.Numeric(precision=12, scale=3), server_default="0", nullable=False),
        sa.Column("duration_s", sa.Integer(), nullable=True),
        sa.Column("records_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sync_version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("outcome", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(status = 'finished') = (finished_at IS NOT NULL)", name=op.f("ck_session_logs_finished")),
        sa.CheckConstraint("status IN ('in_progress', 'finished', 'discarded')", name=op.f("ck_session_logs_status")),
        sa.CheckConstraint("effort BETWEEN 1 AND 10", name=op.f("ck_session_logs_effort")),
        sa.ForeignKeyConstraint(
            ["organization_id", "client_id"],
            ["clients.organization_id", "clients.id"],
            name=op.f("fk_session_logs_organization_id_client_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "workout_id"],
            ["workouts.organization_id", "workouts.id"],
            name=op.f("fk_session_logs_organization_id_workout_id"),
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_session_logs")),
    )
    op.create_index(
        "ix_session_logs_days",
        "session_logs",
        ["organization_id", "client_id", "local_date"],
        unique=False,
        postgresql_where=sa.text("status = 'finished'"),
    )
    op.create_index(
        "ix_session_logs_history", "session_logs", ["organization_id", "client_id", "started_at", "id"], unique=False
    )
    op.create_index(
        "ix_session_logs_organization_days",
        "session_logs",
        ["organization_id", "local_date"],
        unique=False,
        postgresql_where=sa.text("status = 'finished'"),
    )
    op.create_index("ix_session_logs_workout", "session_logs", ["organization_id", "workout_id"], unique=False)
    op.create_index(
        "uq_session_logs_open",
        "session_logs",
        ["organization_id", "client_id"],
        unique=True,
        postgresql_where=sa.text("status = 'in_progress'"),
    )
    op.create_index(
        "uq_session_logs_workout",
        "session_logs",
        ["organization_id", "workout_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'discarded' AND workout_id IS NOT NULL"),
    )
    op.create_table(
        "exercise_logs",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_log_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.Uuid(), nullable=True),
        sa.Column("prescription_id", sa.Uuid(), nullable=True),
        sa.Column("exercise_id", sa.Uuid(), nullable=False),
        sa.Column("planned_exercise_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "exercise_id"],
            ["exercises.organization_id", "exercises.id"],
            name=op.f("fk_exercise_logs_organization_id_exercise_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "session_log_id"],
            ["session_logs.organization_id", "session_logs.id"],
            name=op.f("fk_exercise_logs_organization_id_session_log_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_exercise_logs")),
    )
    op.create_index(
        "ix_exercise_logs_exercise", "exercise_logs", ["organization_id", "client_id", "exercise_id"], unique=False
    )
    op.create_index("ix_exercise_logs_session", "exercise_logs", ["organization_id", "session_log_id"], unique=False)
    op.create_table(
        "records",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("exercise_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("previous_value", sa.Numeric(precision=14, scale=3), nullable=True),
        sa.Column("weight_kg", sa.Numeric(precision=7, scale=3), nullable=True),
        sa.Column("reps", sa.SmallInteger(), nullable=True),
        sa.Column("set_log_id", sa.Uuid(), nullable=True),
        sa.Column("session_log_id", sa.Uuid(), nullable=False),
        sa.Column("achieved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("achieved_on", sa.Date(), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('estimated_1rm', 'reps_at_weight', 'session_volume', 'duration', 'distance')",
            name=op.f("ck_records_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "exercise_id"],
            ["exercises.organization_id", "exercises.id"],
            name=op.f("fk_records_organization_id_exercise_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "session_log_id"],
            ["session_logs.organization_id", "session_logs.id"],
            name=op.f("fk_records_organization_id_session_log_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_records")),
    )
    op.create_index("ix_records_achieved", "records", ["organization_id", "client_id", "achieved_at"], unique=False)
    op.create_index("ix_records_client", "records", ["organization_id", "client_id", "exercise_id"], unique=False)
    op.create_index("ix_records_organization_days", "records", ["organization_id", "achieved_on"], unique=False)
    op.create_index("ix_records_session", "records", ["organization_id", "session_log_id"], unique=False)
    op.create_table(
        "set_logs",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_log_id", sa.Uuid(), nullable=False),
        sa.Column("exercise_log_id", sa.Uuid(), nullable=False),
        sa.Column("set_number", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reps", sa.SmallInteger(), nullable=True),
        sa.Column("weight_kg", sa.Numeric(precision=7, scale=3), nullable=True),
        sa.Column("rpe", sa.Numeric(precision=3, scale=1), nullable=True),
        sa.Column("duration_s", sa.Integer(), nullable=True),
        sa.Column("distance_m", sa.Numeric(precision=10, scale=3), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("deleted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind IN ('warmup', 'working')", name=op.f("ck_set_logs_kind")),
        sa.ForeignKeyConstraint(
            ["organization_id", "exercise_log_id"],
            ["exercise_logs.organization_id", "exercise_logs.id"],
            name=op.f("fk_set_logs_organization_id_exercise_log_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organization_id", "id", name=op.f("pk_set_logs")),
    )
    op.create_index("ix_set_logs_exercise_log", "set_logs", ["organization_id", "exercise_log_id"], unique=False)
    op.create_index("ix_set_logs_session", "set_logs", ["organization_id", "session_log_id"], unique=False)
    for table in TENANT_TABLES:
        security.protect_tenant(table)


def downgrade() -> None:
    op.drop_index("ix_set_logs_session", table_name="set_logs")
    op.drop_index("ix_set_logs_exercise_log", table_name="set_logs")
    op.drop_table("set_logs")
    op.drop_index("ix_records_session", table_name="records")
    op.drop_index("ix_records_organization_days", table_name="records")
    op.drop_index("ix_records_client", table_name="records")
    op.drop_index("ix_records_achieved", table_name="records")
    op.drop_table("records")
    op.drop_index("ix_exercise_logs_session", table_name="exercise_logs")
    op.drop_index("ix_exercise_logs_exercise", table_name="exercise_logs")
    op.drop_table("exercise_logs")
    op.drop_index(
        "uq_session_logs_workout",
        table_name="session_logs",
        postgresql_where=sa.text("status <> 'discarded' AND workout_id IS NOT NULL"),
    )
    op.drop_index("ix_session_logs_workout", table_name="session_logs")
    op.drop_index("uq_session_logs_open", table_name="session_logs", postgresql_where=sa.text("status = 'in_progress'"))
    op.drop_index(
        "ix_session_logs_organization_days", table_name="session_logs", postgresql_where=sa.text("status = 'finished'")
    )
    op.drop_index("ix_session_logs_history", table_name="session_logs")
    op.drop_index("ix_session_logs_days", table_name="session_logs", postgresql_where=sa.text("status = 'finished'"))
    op.drop_table("session_logs")
    op.drop_table("training_stats")
