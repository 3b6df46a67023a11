"""Program templates."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db.base import Base, Tenant, tenant_fk


class ProgramTemplate(Tenant, Base):
    """A program that can be given to clients. `document` is a `TemplateDocument`; every save adds one to `version`."""

    __tablename__ = "program_templates"
    __table_args__ = (
        tenant_fk("members", "created_by_member_id"),
        tenant_fk("members", "updated_by_member_id"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("level IN ('beginner', 'intermediate', 'advanced')", name="level"),
        Index("ix_program_templates_updated", "organization_id", "updated_at", "id"),
        Index("ix_program_templates_name", "organization_id", "name_key", "id"),
    )

    name: Mapped[str]
    name_key: Mapped[str]
    description: Mapped[str | None]
    level: Mapped[str | None]
    goal: Mapped[str | None]
    document: Mapped[dict[str, Any]] = mapped_column(JSONB)
    version: Mapped[int] = mapped_column(server_default="1")
    weeks: Mapped[int]
    workouts: Mapped[int]
    created_by_member_id: Mapped[UUID]
    updated_by_member_id: Mapped[UUID]
    archived_at: Mapped[datetime | None]


class TemplateExercise(Tenant, Base):
    """That a template's document names an exercise: keeps the reference whole, since a document cannot."""

    __tablename__ = "template_exercises"
    __table_args__ = (
        tenant_fk("program_templates", "template_id", on_delete="CASCADE"),
        tenant_fk("exercises", "exercise_id"),
        Index("uq_template_exercises", "organization_id", "template_id", "exercise_id", unique=True),
        Index("ix_template_exercises_exercise", "organization_id", "exercise_id"),
    )

    template_id: Mapped[UUID]
    exercise_id: Mapped[UUID]
