"""Clients' programs and their planned workouts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, SmallInteger, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db.base import Base, Tenant, tenant_fk
from backend.core.db.storage import GROWING


class Program(Tenant, Base):
    """A program given to a client. `outline` is [{name, weeks: [{name, deload, workouts}]}].

    A client is in one open program at most; the index says so, so that two people assigning at once cannot make two.
    """

    __tablename__ = "programs"
    __table_args__ = (
        tenant_fk("clients", "client_id"),
        tenant_fk("program_templates", "template_id"),
        tenant_fk("members", "created_by_member_id"),
        CheckConstraint("mode IN ('static', 'dynamic')", name="mode"),
        CheckConstraint("status IN ('active', 'completed', 'cancelled')", name="status"),
        CheckConstraint("end_on >= start_on", name="dates"),
        CheckConstraint("current_phase > 0 AND current_week > 0", name="pointer"),
        Index("ix_programs_client", "organization_id", "client_id", "status"),
        Index("ix_programs_template", "organization_id", "template_id"),
        Index(
            "uq_programs_open", "organization_id", "client_id", unique=True, postgresql_where=text("status = 'active'")
        ),
    )

    client_id: Mapped[UUID]
    template_id: Mapped[UUID | None]
    name: Mapped[str]
    mode: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="active")
    start_on: Mapped[date]
    end_on: Mapped[date]
    training_days: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    outline: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    current_phase: Mapped[int]
    current_week: Mapped[int]
    total_workouts: Mapped[int]
    version: Mapped[int] = mapped_column(server_default="1")
    completed_at: Mapped[datetime | None]
    created_by_member_id: Mapped[UUID | None]


class ProgramAdvance(Tenant, Base):
    """A move of a program's pointer: from where, to where (null: the end), why, when and by whom."""

    __tablename__ = "program_advances"
    __table_args__ = (
        tenant_fk("programs", "program_id", on_delete="CASCADE"),
        tenant_fk("members", "actor_member_id"),
        CheckConstraint("reason IN ('completion', 'trainer', 'finished')", name="reason"),
        Index("ix_program_advances_program", "organization_id", "program_id", "at"),
    )

    program_id: Mapped[UUID]
    from_phase: Mapped[int]
    from_week: Mapped[int]
    to_phase: Mapped[int | None]
    to_week: Mapped[int | None]
    reason: Mapped[str]
    actor_member_id: Mapped[UUID | None]
    """Null when a completed workout moved it."""
    at: Mapped[datetime]


class Workout(Tenant, Base):
    """A planned workout of a client. `document` is a `WorkoutDay`; figures of it stand beside it for lists."""

    __tablename__ = "workouts"
    __storage__ = GROWING
    __table_args__ = (
        tenant_fk("programs", "program_id", on_delete="CASCADE"),
        tenant_fk("clients", "client_id"),
        CheckConstraint("status IN ('planned', 'completed', 'skipped', 'cancelled')", name="status"),
        CheckConstraint("(status = 'completed') = (completed_at IS NOT NULL)", name="completed"),
        Index("ix_workouts_program", "organization_id", "program_id", "phase", "week", "day", unique=True),
        Index("ix_workouts_client", "organization_id", "client_id", "scheduled_on"),
        Index(
            "ix_workouts_due",
            "organization_id",
            "scheduled_on",
            "client_id",
            "status",
            postgresql_where=text("status <> 'cancelled'"),
        ),
    )

    program_id: Mapped[UUID]
    client_id: Mapped[UUID]
    phase: Mapped[int]
    week: Mapped[int]
    day: Mapped[int]
    name: Mapped[str]
    scheduled_on: Mapped[date]
    status: Mapped[str] = mapped_column(server_default="planned")
    document: Mapped[dict[str, Any]] = mapped_column(JSONB)
    exercises: Mapped[int]
    sets: Mapped[int]
    minutes: Mapped[int]
    completed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default="1")
