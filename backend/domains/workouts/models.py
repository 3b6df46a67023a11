"""Session logs, what was logged in them, records and prepared figures."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Numeric, SmallInteger, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db.base import Base, Tenant, tenant_fk
from backend.core.db.storage import GROWING_AND_CORRECTED, REWRITTEN


class SessionLog(Tenant, Base):
    """One training. The id is made by the phone. Totals are prepared at each batch and at the finish."""

    __tablename__ = "session_logs"
    __storage__ = GROWING_AND_CORRECTED
    __table_args__ = (
        tenant_fk("clients", "client_id", on_delete="CASCADE"),
        tenant_fk("workouts", "workout_id"),
        CheckConstraint("status IN ('in_progress', 'finished', 'discarded')", name="status"),
        CheckConstraint("(status = 'finished') = (finished_at IS NOT NULL)", name="finished"),
        CheckConstraint("effort BETWEEN 1 AND 10", name="effort"),
        Index(
            "uq_session_logs_open",
            "organization_id",
            "client_id",
            unique=True,
            postgresql_where=text("status = 'in_progress'"),
        ),
        Index(
            "uq_session_logs_workout",
            "organization_id",
            "workout_id",
            unique=True,
            postgresql_where=text("status <> 'discarded' AND workout_id IS NOT NULL"),
        ),
        Index("ix_session_logs_workout", "organization_id", "workout_id"),
        Index("ix_session_logs_history", "organization_id", "client_id", "started_at", "id"),
        Index(
            "ix_session_logs_days",
            "organization_id",
            "client_id",
            "local_date",
            postgresql_where=text("status = 'finished'"),
        ),
        Index(
            "ix_session_logs_organization_days",
            "organization_id",
            "local_date",
            postgresql_where=text("status = 'finished'"),
        ),
    )

    client_id: Mapped[UUID]
    workout_id: Mapped[UUID | None]
    name: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="in_progress")
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    local_date: Mapped[date]
    time_zone: Mapped[str]
    notes: Mapped[str | None]
    effort: Mapped[int | None] = mapped_column(SmallInteger)
    exercises: Mapped[int] = mapped_column(server_default="0")
    sets: Mapped[int] = mapped_column(server_default="0")
    reps: Mapped[int] = mapped_column(server_default="0")
    volume_kg: Mapped[Decimal] = mapped_column(Numeric(12, 3), server_default="0")
    duration_s: Mapped[int | None]
    records_count: Mapped[int] = mapped_column(server_default="0")
    sync_version: Mapped[int] = mapped_column(server_default="0")
    """Counts batches: a batch that was merged with an older state than the stored one is merged again."""
    outcome: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    """What the finish told (streak, week, program), so that a repeat tells the same."""


class ExerciseLog(Tenant, Base):
    """One exercise of a session. The id is made by the phone."""

    __tablename__ = "exercise_logs"
    __table_args__ = (
        tenant_fk("session_logs", "session_log_id", on_delete="CASCADE"),
        tenant_fk("exercises", "exercise_id"),
        Index("ix_exercise_logs_session", "organization_id", "session_log_id"),
        Index("ix_exercise_logs_exercise", "organization_id", "client_id", "exercise_id"),
    )

    session_log_id: Mapped[UUID]
    client_id: Mapped[UUID]
    position: Mapped[int]
    block_id: Mapped[UUID | None]
    prescription_id: Mapped[UUID | None]
    exercise_id: Mapped[UUID]
    planned_exercise_id: Mapped[UUID | None]
    note: Mapped[str | None]
    revision: Mapped[int] = mapped_column(BigInteger)


class SetLog(Tenant, Base):
    """One set. The id is made by the phone. A deleted one stays as a tombstone.

    Which exercise it belongs to is said by its exercise log alone, so that a swap moves its sets along.
    """

    __tablename__ = "set_logs"
    __storage__ = GROWING_AND_CORRECTED
    __table_args__ = (
        tenant_fk("exercise_logs", "exercise_log_id", on_delete="CASCADE"),
        CheckConstraint("kind IN ('warmup', 'working')", name="kind"),
        Index("ix_set_logs_exercise_log", "organization_id", "exercise_log_id"),
        Index("ix_set_logs_session", "organization_id", "session_log_id"),
    )

    session_log_id: Mapped[UUID]
    exercise_log_id: Mapped[UUID]
    set_number: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str]
    reps: Mapped[int | None] = mapped_column(SmallInteger)
    weight_kg: Mapped[Decimal | None] = mapped_column(Numeric(7, 3))
    rpe: Mapped[Decimal | None] = mapped_column(Numeric(3, 1))
    duration_s: Mapped[int | None]
    distance_m: Mapped[Decimal | None] = mapped_column(Numeric(10, 3))
    done_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(BigInteger)
    deleted: Mapped[bool] = mapped_column(server_default=text("false"))


class PersonalRecord(Tenant, Base):
    """A best at its time. Derived from finished sessions by the pure fold, and replaced when they change."""

    __tablename__ = "records"
    __table_args__ = (
        tenant_fk("session_logs", "session_log_id", on_delete="CASCADE"),
        tenant_fk("exercises", "exercise_id"),
        CheckConstraint(
            "kind IN ('estimated_1rm', 'reps_at_weight', 'session_volume', 'duration', 'distance')", name="kind"
        ),
        Index("ix_records_client", "organization_id", "client_id", "exercise_id"),
        Index("ix_records_session", "organization_id", "session_log_id"),
        Index("ix_records_achieved", "organization_id", "client_id", "achieved_at"),
        Index("ix_records_organization_days", "organization_id", "achieved_on"),
    )

    client_id: Mapped[UUID]
    exercise_id: Mapped[UUID]
    kind: Mapped[str]
    value: Mapped[Decimal] = mapped_column(Numeric(14, 3))
    previous_value: Mapped[Decimal | None] = mapped_column(Numeric(14, 3))
    weight_kg: Mapped[Decimal | None] = mapped_column(Numeric(7, 3))
    reps: Mapped[int | None] = mapped_column(SmallInteger)
    set_log_id: Mapped[UUID | None]
    session_log_id: Mapped[UUID]
    achieved_at: Mapped[datetime]
    achieved_on: Mapped[date]
    is_first: Mapped[bool]
    is_current: Mapped[bool]


class TrainingStats(Tenant, Base):
    """Prepared figures of one client; the row's id is the client's.

    The streak is kept with the week it reached, since it lapses with the calendar and not by an event.
    """

    __tablename__ = "training_stats"
    __storage__ = REWRITTEN
    __table_args__ = (tenant_fk("clients", "id", on_delete="CASCADE"),)

    streak_weeks: Mapped[int] = mapped_column(server_default="0")
    streak_week: Mapped[date | None]
    """Monday of the last week with training."""
    longest_streak_weeks: Mapped[int] = mapped_column(server_default="0")
    workouts: Mapped[int] = mapped_column(server_default="0")
    sets: Mapped[int] = mapped_column(server_default="0")
    reps: Mapped[int] = mapped_column(server_default="0")
    volume_kg: Mapped[Decimal] = mapped_column(Numeric(16, 3), server_default="0")
    duration_s: Mapped[int] = mapped_column(BigInteger, server_default="0")
    records: Mapped[int] = mapped_column(server_default="0")
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
