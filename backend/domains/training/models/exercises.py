"""The built-in library and each organization's exercises."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy import UUID as SqlUuid
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.db.base import Base, GlobalRow, Tenant, tenant_fk

OWN = "library_id IS NULL"


class ExerciseCategory(GlobalRow, Base):
    """A node of the category tree; a root has no parent."""

    __tablename__ = "exercise_categories"
    __global_reason__ = "The built-in library's tree, the same for everybody and written at deployment alone."
    __table_args__ = (Index("uq_exercise_categories_slug", "slug", unique=True),)

    slug: Mapped[str]
    name: Mapped[str]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("exercise_categories.id"))
    position: Mapped[int]


class _Described:
    """What a built-in and an own exercise both say."""

    name: Mapped[str]
    name_key: Mapped[str]
    """The folded name (`text.fold`): lists are ordered by it, and own names are unique by it."""
    search_text: Mapped[str]
    """Folded name and aliases."""
    aliases: Mapped[list[str]] = mapped_column(ARRAY(Text))
    category_id: Mapped[UUID] = mapped_column(ForeignKey("exercise_categories.id"))
    movement_pattern: Mapped[str]
    mechanics: Mapped[str]
    level: Mapped[str]
    measurement: Mapped[str]
    unilateral: Mapped[bool]
    primary_muscles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    secondary_muscles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    equipment: Mapped[list[str]] = mapped_column(ARRAY(Text))
    cues: Mapped[list[str]] = mapped_column(ARRAY(Text))
    description: Mapped[str | None]
    substitutes: Mapped[list[UUID]] = mapped_column(ARRAY(SqlUuid))
    bodyweight_load: Mapped[float] = mapped_column(server_default="0")
    """Share (0..1) of body weight that a repetition lifts beside the logged weight."""


class LibraryExercise(_Described, GlobalRow, Base):
    """A built-in exercise. One that left the data files is retired: still readable, no longer offered."""

    __tablename__ = "library_exercises"
    __global_reason__ = "The built-in library, the same for everybody and written at deployment alone."
    __table_args__ = (
        Index("uq_library_exercises_slug", "slug", unique=True),
        Index("ix_library_exercises_name", "name_key", "id"),
        Index(
            "ix_library_exercises_search",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        ),
    )

    slug: Mapped[str]
    retired_at: Mapped[datetime | None]


class Exercise(_Described, Tenant, Base):
    """An own exercise, or a copy of a built-in one under the same id, made when it is first used.

    The copy exists so that foreign keys to exercises carry the tenant. Lists read the library itself.
    """

    __tablename__ = "exercises"
    __table_args__ = (
        tenant_fk("members", "created_by_member_id"),
        CheckConstraint("library_id IS NULL OR library_id = id", name="copy"),
        CheckConstraint("library_id IS NOT NULL OR created_by_member_id IS NOT NULL", name="own"),
        CheckConstraint("bodyweight_load BETWEEN 0 AND 1", name="bodyweight_load"),
        Index(
            "uq_exercises_name",
            "organization_id",
            "name_key",
            unique=True,
            postgresql_where=text(f"{OWN} AND archived_at IS NULL"),
        ),
        Index("ix_exercises_name", "organization_id", "name_key", "id", postgresql_where=text(OWN)),
        Index(
            "ix_exercises_search",
            "organization_id",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
            postgresql_where=text(OWN),
        ),
    )

    library_id: Mapped[UUID | None] = mapped_column(ForeignKey("library_exercises.id"))
    video_url: Mapped[str | None]
    created_by_member_id: Mapped[UUID | None]
    archived_at: Mapped[datetime | None]
