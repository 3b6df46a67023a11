"""How many exercises have which muscle, equipment, level, pattern and category."""

from typing import Any

from sqlalchemy import UUID as SqlUuid
from sqlalchemy import Integer, Text, cast, func, literal, null, select, union_all

from backend.core.db.read import ReadSession
from backend.domains.training.models import ExerciseCategory
from backend.domains.training.repository.exercises import catalogue

_KINDS = {
    "muscle": "muscles",
    "equipment": "equipment",
    "level": "levels",
    "pattern": "movement_patterns",
}


async def facets(read: ReadSession) -> dict[str, Any]:
    """All counts in one statement and the tree in another."""
    table = catalogue(read.organization_id)
    offered = (
        select(
            table.c.primary_muscles,
            table.c.equipment,
            table.c.level,
            table.c.movement_pattern,
            table.c.category_id,
            table.c.mine,
        )
        .where(~table.c.retired, ~table.c.archived)
        .cte("offered")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    muscle = func.unnest(offered.c.primary_muscles).table_valued("value", name="muscle").render_derived().lateral()
    equipment = func.unnest(offered.c.equipment).table_valued("value", name="tool").render_derived().lateral()
    count = func.count().label("count")
    counted = union_all(
        select(literal("muscle").label("kind"), cast(muscle.c.value, Text).label("value"), count)
        .select_from(offered.join(muscle, literal(True)))
        .group_by(muscle.c.value),
        select(literal("equipment"), cast(equipment.c.value, Text), count)
        .select_from(offered.join(equipment, literal(True)))
        .group_by(equipment.c.value),
        select(literal("level"), offered.c.level, count).group_by(offered.c.level),
        select(literal("pattern"), offered.c.movement_pattern, count).group_by(offered.c.movement_pattern),
        select(literal("category"), cast(offered.c.category_id, Text), count).group_by(offered.c.category_id),
        select(literal("total"), cast(null(), Text), count).select_from(offered),
        select(literal("mine"), cast(null(), Text), count).select_from(offered).where(offered.c.mine),
    ).subquery("counted")
    rows = await read.all(select(counted).order_by(cast(counted.c.count, Integer).desc(), counted.c.value))
    tree = await read.all(
        select(cast(ExerciseCategory.id, SqlUuid), ExerciseCategory.name, ExerciseCategory.parent_id).order_by(
            ExerciseCategory.position
        )
    )
    answer: dict[str, Any] = {
        name: [{"value": row["value"], "count": row["count"]} for row in rows if row["kind"] == kind]
        for kind, name in _KINDS.items()
    }
    single = {row["kind"]: row["count"] for row in rows if row["kind"] in ("total", "mine")}
    direct = {row["value"]: row["count"] for row in rows if row["kind"] == "category"}
    return {**answer, **single, "categories": _with_descendants(tree, direct)}


def _with_descendants(tree: list[dict[str, Any]], direct: dict[str, int]) -> list[dict[str, Any]]:
    parents = {row["id"]: row["parent_id"] for row in tree}
    totals = dict.fromkeys(parents, 0)
    for category in parents:
        node = category
        while node is not None:
            totals[node] += direct.get(str(category), 0)
            node = parents[node]
    return [{**row, "count": totals[row["id"]]} for row in tree]
