"""The exercise library that every organization starts with.

Pure: data files in, frozen models out. Ids derive from slugs, so seeding again changes nothing and an id means the
same exercise on every installation. A slug therefore never changes once released; a name may.
"""

from functools import cache
from importlib.resources import files
from uuid import UUID, uuid5

from pydantic import TypeAdapter

from backend.domains.training.library.models import Library, LibraryCategory, LibraryExercise

__all__ = ["Library", "LibraryCategory", "LibraryExercise", "category_id", "exercise_id", "load_library"]

_EXERCISES = UUID("5d0f6a0e-6c1b-4b57-9f0a-0c6f3c1f7a21")
_CATEGORIES = UUID("b7c2e9d4-3a58-4e0c-8d16-52f1a9e07b63")
_CATEGORY_FILE = "categories.json"


def exercise_id(slug: str) -> UUID:
    """Return the fixed id of the library exercise with this slug."""
    return uuid5(_EXERCISES, slug)


def category_id(slug: str) -> UUID:
    """Return the fixed id of the library category with this slug."""
    return uuid5(_CATEGORIES, slug)


@cache
def load_library() -> Library:
    """Read and validate the data files; exercises are ordered by file, then as written.

    Raises ``pydantic.ValidationError`` when a file does not match the models.
    """
    data = files(__name__) / "data"
    categories = TypeAdapter(tuple[LibraryCategory, ...]).validate_json((data / _CATEGORY_FILE).read_bytes())
    group = TypeAdapter(tuple[LibraryExercise, ...])
    sources = sorted(
        (entry for entry in data.iterdir() if entry.name.endswith(".json") and entry.name != _CATEGORY_FILE),
        key=lambda entry: entry.name,
    )
    exercises = tuple(exercise for source in sources for exercise in group.validate_json(source.read_bytes()))
    return Library(categories=categories, exercises=exercises)
