"""Bring the built-in library's tables up to date with its data files.

Run as the owner after every migration: the app itself may only read them. Rows keep their ids; an exercise
that left the files is retired, never deleted, since programs may use it.
"""

import json
from typing import Any

import asyncpg

from backend.domains.training.library import category_id, exercise_id, load_library
from backend.domains.training.text import fold, search_text

_CATEGORIES = """
INSERT INTO exercise_categories (id, slug, name, parent_id, position)
SELECT id, slug, name, parent_id, position
FROM jsonb_to_recordset($1::jsonb) AS row(id uuid, slug text, name text, parent_id uuid, position int)
ON CONFLICT (id) DO UPDATE
SET slug = excluded.slug, name = excluded.name, parent_id = excluded.parent_id, position = excluded.position,
    updated_at = now()
WHERE (exercise_categories.slug, exercise_categories.name, exercise_categories.parent_id,
       exercise_categories.position)
    IS DISTINCT FROM (excluded.slug, excluded.name, excluded.parent_id, excluded.position)
"""

_COLUMNS = (
    "id",
    "slug",
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
_LIST = ", ".join(_COLUMNS)

_EXERCISES = f"""
INSERT INTO library_exercises ({_LIST})
SELECT {_LIST} FROM jsonb_populate_recordset(NULL::library_exercises, $1::jsonb)
ON CONFLICT (id) DO UPDATE
SET ({_LIST}, retired_at, updated_at) = ({", ".join(f"excluded.{name}" for name in _COLUMNS)}, NULL, now())
WHERE ({", ".join(f"library_exercises.{name}" for name in _COLUMNS)}, library_exercises.retired_at)
    IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in _COLUMNS)}, NULL)
"""  # noqa: S608  # only the constant column names above

_RETIRE = "UPDATE library_exercises SET retired_at = now() WHERE retired_at IS NULL AND NOT id = ANY($1::uuid[])"


async def sync_library(owner_url: str) -> int:
    """Write what differs, in one transaction; answers the number of exercises in the library.

    Two at once wait for each other. Raises ``pydantic.ValidationError`` for faulty data files.
    """
    library = load_library()
    categories = [
        {
            "id": str(category_id(category.slug)),
            "slug": category.slug,
            "name": category.name,
            "parent_id": None if category.parent is None else str(category_id(category.parent)),
            "position": position,
        }
        for position, category in enumerate(library.categories)
    ]
    exercises: list[dict[str, Any]] = [
        {
            **exercise.model_dump(mode="json", exclude={"category", "substitutes"}),
            "id": str(exercise_id(exercise.slug)),
            "name_key": fold(exercise.name),
            "search_text": search_text(exercise.name, exercise.aliases),
            "category_id": str(category_id(exercise.category)),
            "substitutes": [str(exercise_id(slug)) for slug in exercise.substitutes],
        }
        for exercise in library.exercises
    ]
    connection = await asyncpg.connect(owner_url)
    try:
        async with connection.transaction():
            await connection.execute("LOCK TABLE exercise_categories IN SHARE ROW EXCLUSIVE MODE")
            await connection.execute(_CATEGORIES, json.dumps(categories))
            await connection.execute(_EXERCISES, json.dumps(exercises))
            await connection.execute(_RETIRE, [exercise["id"] for exercise in exercises])
    finally:
        await connection.close()
    return len(exercises)
