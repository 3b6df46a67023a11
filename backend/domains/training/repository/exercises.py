"""Queries over built-in and own exercises."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    any_,
    cast,
    column,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy import UUID as SqlUuid
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import InstrumentedAttribute

from backend.core.access import Access, Scope
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.pagination import Keyset
from backend.domains.training.library.vocabulary import Equipment, Level, MovementPattern, Muscle
from backend.domains.training.models import Exercise, ExerciseCategory, LibraryExercise
from backend.domains.training.text import fold

Session = ReadSession | WriteSession
Selected = ColumnElement[Any] | InstrumentedAttribute[Any]
Rows = Select[*tuple[Any, ...]]

SHARED = (
    "id",
    "name",
    "name_key",
    "search_text",
    "aliases",
    "category_id",
    "movement_pattern",
    "mechanics",
    "level",
    "measurement",
    "unilateral",
    "primary_muscles",
    "secondary_muscles",
    "equipment",
    "cues",
    "description",
    "substitutes",
    "bodyweight_load",
)
"""Columns that a copy takes over from the built-in exercise."""

ROW = (
    "id",
    "name",
    "aliases",
    "primary_muscles",
    "secondary_muscles",
    "equipment",
    "level",
    "measurement",
    "movement_pattern",
    "mechanics",
    "unilateral",
)


@dataclass(frozen=True, slots=True)
class ExerciseFilter:
    """What a list of exercises is narrowed by; an empty part narrows nothing."""

    q: str | None = None
    muscles: Collection[Muscle] = ()
    equipment: Collection[Equipment] = ()
    category: UUID | None = None
    levels: Collection[Level] = ()
    patterns: Collection[MovementPattern] = ()
    mine: bool | None = None
    archived: bool = False


def catalogue(organization_id: UUID | None) -> Any:
    """Built-in and own exercises as one table: the shared columns and mine, video, maker, archived and retired."""
    built_in = select(
        *(getattr(LibraryExercise, name) for name in SHARED),
        cast(null(), Text).label("video_url"),
        cast(null(), SqlUuid).label("created_by_member_id"),
        literal(False).label("mine"),
        literal(False).label("archived"),
        LibraryExercise.retired_at.isnot(None).label("retired"),
    )
    own = select(
        *(getattr(Exercise, name) for name in SHARED),
        Exercise.video_url,
        Exercise.created_by_member_id,
        literal(True).label("mine"),
        Exercise.archived_at.isnot(None).label("archived"),
        literal(False).label("retired"),
    ).where(Exercise.organization_id == organization_id, Exercise.library_id.is_(None))
    return union_all(built_in, own).subquery("catalogue")


def _columns(table: Any, access: Access, names: Sequence[str]) -> list[ColumnElement[Any]]:
    may = access.to("exercises:update")
    editable: ColumnElement[bool] = literal(False)
    if may is not None:
        own = true() if may.scope is Scope.ALL else table.c.created_by_member_id == access.member_id
        editable = func.coalesce(and_(table.c.mine, own), literal(False))
    return [
        *(table.c[name] for name in names),
        table.c.category_id,
        ExerciseCategory.name.label("category_name"),
        table.c.mine,
        cast(editable, Boolean).label("editable"),
        table.c.archived,
    ]


def find(
    read: ReadSession, access: Access, wanted: ExerciseFilter, limit: int, cursor: str | None
) -> tuple[Rows, Keyset]:
    """The statement of a page and its order: rank, name, id."""
    table = catalogue(read.organization_id)
    needle = fold(wanted.q or "")
    rank: ColumnElement[int] = literal(0, Integer)
    source = table.join(ExerciseCategory, ExerciseCategory.id == table.c.category_id)
    if needle:
        found = (
            func.search_exercises(needle)
            .table_valued(column("id", SqlUuid), column("rank", Integer), name="found")
            .render_derived()
        )
        source = source.join(found, found.c.id == table.c.id)
        rank = found.c.rank
    columns: list[Selected] = [*_columns(table, access, ROW), table.c.name_key, rank.label("rank")]
    statement = select(*columns).select_from(source).where(*_conditions(table, wanted))
    if wanted.q and wanted.q.strip() and not needle:
        statement = statement.where(literal(False))
    order: list[tuple[ColumnElement[Any], str, type, bool]] = [
        (table.c.name_key, "name_key", str, False),
        (table.c.id, "id", UUID, False),
    ]
    if needle:
        order.insert(0, (rank, "rank", int, False))
    keyset = Keyset(*order)
    return keyset.page(statement, limit, cursor), keyset


def _conditions(table: Any, wanted: ExerciseFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        ~table.c.retired,
        table.c.archived if wanted.archived else ~table.c.archived,
    ]
    if wanted.mine is not None:
        conditions.append(table.c.mine if wanted.mine else ~table.c.mine)
    for name, values in (("primary_muscles", wanted.muscles), ("equipment", wanted.equipment)):
        if values:
            conditions.append(table.c[name].bool_op("&&")(cast([value.value for value in values], ARRAY(Text))))
    if wanted.levels:
        conditions.append(table.c.level.in_([level.value for level in wanted.levels]))
    if wanted.patterns:
        conditions.append(table.c.movement_pattern.in_([pattern.value for pattern in wanted.patterns]))
    if wanted.category is not None:
        conditions.append(table.c.category_id.in_(_below(wanted.category)))
    return conditions


def _below(category: UUID) -> Select[tuple[UUID]]:
    tree = select(ExerciseCategory.id).where(ExerciseCategory.id == category).cte("tree", recursive=True)
    tree = tree.union_all(select(ExerciseCategory.id).join(tree, ExerciseCategory.parent_id == tree.c.id))
    return select(tree.c.id)


async def one(session: Session, access: Access, exercise_id: UUID) -> dict[str, Any] | None:
    """Everything about one exercise, archived or not."""
    table = catalogue(session.organization_id)
    names = (*ROW, "cues", "description", "substitutes", "video_url", "created_by_member_id")
    return await session.first(
        select(*_columns(table, access, names))
        .join(ExerciseCategory, ExerciseCategory.id == table.c.category_id)
        .where(table.c.id == exercise_id)
    )


async def several(session: Session, access: Access, ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """Rows of these exercises that are offered, in the order of `ids`."""
    table = catalogue(session.organization_id)
    return await session.all(
        select(*_columns(table, access, ROW))
        .join(ExerciseCategory, ExerciseCategory.id == table.c.category_id)
        .where(table.c.id == any_(cast(ids, ARRAY(SqlUuid))), ~table.c.retired, ~table.c.archived)
        .order_by(func.array_position(cast(ids, ARRAY(SqlUuid)), table.c.id))
    )


async def names(session: Session, ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """Ids and names of these exercises, in the order of `ids`."""
    table = catalogue(session.organization_id)
    return await session.all(
        select(table.c.id, table.c.name)
        .where(table.c.id == any_(cast(ids, ARRAY(SqlUuid))), ~table.c.retired, ~table.c.archived)
        .order_by(func.array_position(cast(ids, ARRAY(SqlUuid)), table.c.id))
    )


async def category_exists(session: Session, category_id: UUID) -> bool:
    """Whether there is such a category."""
    return await session.scalar(select(ExerciseCategory.id).where(ExerciseCategory.id == category_id)) is not None


async def known(session: WriteSession, ids: Collection[UUID]) -> list[dict[str, Any]]:
    """Of these ids, the rows of the tenant's exercises table: what a template, a workout or a log may point at."""
    return await session.all(
        select(
            Exercise.id,
            Exercise.name,
            Exercise.measurement,
            Exercise.primary_muscles,
            Exercise.secondary_muscles,
            Exercise.unilateral,
            Exercise.archived_at.isnot(None).label("archived"),
        ).where(
            Exercise.organization_id == session.organization_id, Exercise.id == any_(cast(list(ids), ARRAY(SqlUuid)))
        )
    )


async def copy_from_library(session: WriteSession, ids: Collection[UUID]) -> None:
    """Copy built-in exercises into the tenant's table, unless they are there. Two at once: one of them copies."""
    chosen = (
        select(
            literal(session.organization_id, SqlUuid),
            LibraryExercise.id,
            *(getattr(LibraryExercise, n) for n in SHARED),
        )
        .where(LibraryExercise.id == any_(cast(list(ids), ARRAY(SqlUuid))))
        .order_by(LibraryExercise.id)
    )
    await session.execute(
        insert(Exercise)
        .from_select(["organization_id", "library_id", *SHARED], chosen, include_defaults=False)
        .on_conflict_do_nothing(index_elements=["organization_id", "id"])
    )


def may_change(access: Access) -> ColumnElement[bool]:
    """Own exercises that whoever asks may change."""
    made_here = and_(Exercise.organization_id == access.organization_id, Exercise.library_id.is_(None))
    return (
        made_here if access.scope is Scope.ALL else and_(made_here, Exercise.created_by_member_id == access.member_id)
    )
