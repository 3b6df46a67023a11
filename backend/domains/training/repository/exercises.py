"""Queries over built-in and own exercises."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BindParameter,
    Boolean,
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    any_,
    bindparam,
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
from backend.core.db.prepared import Variants
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


def catalogue(organization_id: UUID | BindParameter[UUID] | None) -> Any:
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
    return _columns_for(table, access.permissions.get("exercises:update"), access.member_id, names)


def _columns_for(
    table: Any, may: Scope | None, member_id: UUID | BindParameter[UUID], names: Sequence[str]
) -> list[ColumnElement[Any]]:
    editable: ColumnElement[bool] = literal(False)
    if may is not None:
        own = true() if may is Scope.ALL else table.c.created_by_member_id == member_id
        editable = func.coalesce(and_(table.c.mine, own), literal(False))
    return [
        *(table.c[name] for name in names),
        table.c.category_id,
        ExerciseCategory.name.label("category_name"),
        table.c.mine,
        cast(editable, Boolean).label("editable"),
        table.c.archived,
    ]


class _Shape(NamedTuple):
    """What makes another statement of a list; the values themselves are its parameters."""

    may_change: Scope | None
    searched: bool
    present: frozenset[str]
    mine: bool | None
    archived: bool


async def find(
    read: ReadSession, access: Access, wanted: ExerciseFilter, limit: int, cursor: str | None
) -> dict[str, Any]:
    """A page of rows as `{items, next_cursor}`, by rank, name and id."""
    needle = fold(wanted.q or "")
    if wanted.q and wanted.q.strip() and not needle:
        return {"items": [], "next_cursor": None}
    filters: dict[str, Any] = {
        "primary_muscles": [value.value for value in wanted.muscles],
        "equipment": [value.value for value in wanted.equipment],
        "level": [value.value for value in wanted.levels],
        "movement_pattern": [value.value for value in wanted.patterns],
        "category_id": wanted.category,
    }
    keyset = _RANKED if needle else _NAMED
    shape = _Shape(
        access.permissions.get("exercises:update"),
        bool(needle),
        frozenset(name for name, value in filters.items() if value),
        wanted.mine,
        wanted.archived,
    )
    values = {
        **filters,
        **(keyset.parameters(cursor) if cursor is not None else {}),
        "organization_id": read.organization_id,
        "member_id": access.member_id,
        "needle": needle,
    }
    return keyset.cut(await read.all(_page(shape, limit, cursor is not None), values), limit)


_TABLE = catalogue(bindparam("organization_id", type_=SqlUuid))
_FOUND = (
    func.search_exercises(bindparam("needle", type_=Text))
    .table_valued(column("id", SqlUuid), column("rank", Integer), name="found")
    .render_derived()
)
_NAMED = Keyset("exercises", (_TABLE.c.name_key, "name_key", str, False), (_TABLE.c.id, "id", UUID, False))
_RANKED = Keyset("exercises", (_FOUND.c.rank, "rank", int, False), *_NAMED.columns)


def _build_page(shape: _Shape, limit: int, later: bool) -> Rows:
    source = _TABLE.join(ExerciseCategory, ExerciseCategory.id == _TABLE.c.category_id)
    rank: ColumnElement[int] = literal(0, Integer)
    if shape.searched:
        source = source.join(_FOUND, _FOUND.c.id == _TABLE.c.id)
        rank = _FOUND.c.rank
    columns: list[Selected] = [
        *_columns_for(_TABLE, shape.may_change, bindparam("member_id"), ROW),
        _TABLE.c.name_key,
        rank.label("rank"),
    ]
    statement = select(*columns).select_from(source).where(*_conditions(shape))
    return (_RANKED if shape.searched else _NAMED).prepared_page(statement, limit, later=later)


_page = Variants(_build_page)


def _conditions(shape: _Shape) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        ~_TABLE.c.retired,
        _TABLE.c.archived if shape.archived else ~_TABLE.c.archived,
    ]
    if shape.mine is not None:
        conditions.append(_TABLE.c.mine if shape.mine else ~_TABLE.c.mine)
    any_of = {name: bindparam(name, type_=ARRAY(Text)) for name in sorted(shape.present - {"category_id"})}
    conditions += [
        _TABLE.c[name].bool_op("&&")(values)
        if name in ("primary_muscles", "equipment")
        else _TABLE.c[name] == any_(values)
        for name, values in any_of.items()
    ]
    if "category_id" in shape.present:
        conditions.append(_TABLE.c.category_id.in_(_below(bindparam("category_id", type_=SqlUuid))))
    return conditions


def _below(category: BindParameter[UUID]) -> Select[UUID]:
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
