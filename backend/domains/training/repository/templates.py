"""Queries over program templates."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, cast, delete, func, literal, select, update
from sqlalchemy import UUID as SqlUuid
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from backend.core.db.write import WriteSession
from backend.core.ids import new_id
from backend.core.pagination import Keyset
from backend.domains.organizations.models import Member
from backend.domains.training.models import Exercise, Program, ProgramTemplate, TemplateExercise
from backend.domains.training.repository.exercises import Rows, Selected, Session
from backend.domains.training.text import fold

_MAKER = aliased(Member)
_EDITOR = aliased(Member)


def _row(organization_id: UUID | None) -> list[Selected]:
    assigned = (
        select(func.count())
        .where(Program.organization_id == organization_id, Program.template_id == ProgramTemplate.id)
        .correlate(ProgramTemplate)
        .scalar_subquery()
    )
    template = ProgramTemplate
    return [
        template.id,
        template.name,
        template.description,
        template.level,
        template.goal,
        template.weeks,
        template.workouts,
        assigned.label("times_assigned"),
        template.version,
        template.archived_at.isnot(None).label("archived"),
        _MAKER.name.label("created_by"),
        template.created_at,
        template.updated_at,
    ]


def _with_maker(columns: list[Selected], organization_id: UUID | None) -> Rows:
    return (
        select(*columns)
        .select_from(ProgramTemplate)
        .join(
            _MAKER,
            (_MAKER.organization_id == ProgramTemplate.organization_id)
            & (_MAKER.id == ProgramTemplate.created_by_member_id),
        )
        .where(ProgramTemplate.organization_id == organization_id)
    )


def find(
    organization_id: UUID | None, q: str | None, sort: str, archived: bool, limit: int, cursor: str | None
) -> tuple[Rows, Keyset]:
    """A page's statement and its order. An organization has hundreds of templates, so LIKE needs no index here."""
    template = ProgramTemplate
    statement = _with_maker([*_row(organization_id), template.name_key], organization_id).where(
        template.archived_at.isnot(None) if archived else template.archived_at.is_(None)
    )
    if q and q.strip():
        statement = statement.where(template.name_key.contains(fold(q), autoescape=True))
    first: dict[str, tuple[Any, str, type, bool]] = {
        "name": (template.name_key, "name_key", str, False),
        "-updated": (template.updated_at, "updated_at", datetime, True),
        "-created": (template.created_at, "created_at", datetime, True),
    }
    order: list[tuple[Any, str, type, bool]] = [first[sort], (template.id, "id", UUID, sort != "name")]
    keyset = Keyset("templates", *order)
    return keyset.page(statement, limit, cursor), keyset


async def one(session: Session, template_id: UUID) -> dict[str, Any] | None:
    """A template with its document, archived or not."""
    columns: list[Selected] = [*_row(session.organization_id), ProgramTemplate.document]
    return await session.first(_with_maker(columns, session.organization_id).where(ProgramTemplate.id == template_id))


async def exercises(session: Session, template_id: UUID) -> list[dict[str, Any]]:
    """What the builder shows of the exercises in a template, by name."""
    return await session.all(
        select(
            Exercise.id,
            Exercise.name,
            Exercise.measurement,
            Exercise.primary_muscles,
            Exercise.secondary_muscles,
            Exercise.unilateral,
            Exercise.archived_at.isnot(None).label("archived"),
        )
        .join(
            TemplateExercise,
            (TemplateExercise.organization_id == Exercise.organization_id)
            & (TemplateExercise.exercise_id == Exercise.id),
        )
        .where(Exercise.organization_id == session.organization_id, TemplateExercise.template_id == template_id)
        .order_by(Exercise.name_key, Exercise.id)
    )


async def current(session: Session, template_id: UUID) -> dict[str, Any] | None:
    """What a version conflict shows."""
    return await session.first(
        select(
            ProgramTemplate.version,
            ProgramTemplate.updated_at,
            _EDITOR.name.label("updated_by"),
            ProgramTemplate.document,
            ProgramTemplate.archived_at.isnot(None).label("archived"),
        )
        .join(
            _EDITOR,
            (_EDITOR.organization_id == ProgramTemplate.organization_id)
            & (_EDITOR.id == ProgramTemplate.updated_by_member_id),
        )
        .where(ProgramTemplate.organization_id == session.organization_id, ProgramTemplate.id == template_id)
    )


async def save(session: WriteSession, template_id: UUID, version: int, values: dict[str, Any]) -> int | None:
    """Save over exactly this version; answers the new one, or None when it is not the current one."""
    return await session.scalar(
        update(ProgramTemplate)
        .where(
            ProgramTemplate.organization_id == session.organization_id,
            ProgramTemplate.id == template_id,
            ProgramTemplate.version == version,
            ProgramTemplate.archived_at.is_(None),
        )
        .values(**values, version=ProgramTemplate.version + 1)
        .returning(ProgramTemplate.version)
    )


async def link(session: WriteSession, template_id: UUID, exercise_ids: Collection[UUID]) -> None:
    """Make the template's links exactly these, in one statement."""
    ids = sorted(exercise_ids)
    here = (TemplateExercise.organization_id == session.organization_id) & (TemplateExercise.template_id == template_id)
    gone = (
        delete(TemplateExercise)
        .where(here, TemplateExercise.exercise_id.notin_(select(func.unnest(cast(ids, ARRAY(SqlUuid))))))
        .returning(TemplateExercise.id)
        .cte("gone")
    )
    wanted = (
        func.unnest(cast([new_id() for _ in ids], ARRAY(SqlUuid)), cast(ids, ARRAY(SqlUuid)))
        .table_valued("id", "exercise_id", name="wanted")
        .render_derived()
    )
    rows = select(
        literal(session.organization_id, SqlUuid), wanted.c.id, literal(template_id, SqlUuid), wanted.c.exercise_id
    )
    await session.execute(
        insert(TemplateExercise)
        .from_select(["organization_id", "id", "template_id", "exercise_id"], rows, include_defaults=False)
        .on_conflict_do_nothing(index_elements=["organization_id", "template_id", "exercise_id"])
        .add_cte(gone)
    )
