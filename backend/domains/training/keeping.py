"""Which answers of training are kept, and what drops them."""

from uuid import UUID

from backend.core.cache import Kept
from backend.events.training import exercises_tag, templates_tag

LIBRARY = "exercise-library"
"""On every answer that shows built-in exercises: dropped when their tables are brought up to date."""

_CHANGE = ("exercises:update",)
"""An exercise says whether the one who asks may change it."""

EXERCISES = Kept("exercises", 600, _CHANGE)
SEARCHES = Kept("exercise-searches", 60, _CHANGE, shared=False)
"""What is typed is seldom asked for twice, and then soon: kept for a minute, in the process alone."""
FACETS = Kept("exercise-facets", 600)
EXERCISE = Kept("exercise", 600, _CHANGE)
TEMPLATES = Kept("templates", 600)
TEMPLATE = Kept("template", 600)


def exercise_tags(organization_id: UUID) -> tuple[str, ...]:
    """Of answers about exercises."""
    return LIBRARY, exercises_tag(organization_id)


def template_tags(organization_id: UUID) -> tuple[str, ...]:
    """Of answers about templates. A template shows the names of its exercises, and which are archived."""
    return templates_tag(organization_id), exercises_tag(organization_id)
