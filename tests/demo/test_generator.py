"""The generator is deterministic and its people train believably."""

from datetime import UTC, date, datetime
from random import Random

import pytest

from backend.demo.people import people
from backend.demo.templates import TEMPLATES
from backend.domains.training.document import TemplateDocument, exercise_ids
from backend.domains.training.library import exercise_id, load_library

DAYS = [date(2026, 11, 20), date(2028, 2, 29), date(2027, 3, 28)]


@pytest.mark.parametrize("day", DAYS)
def test_the_same_day_gives_the_same_people(day: date) -> None:
    first, second = (people(Random(7), day, 3) for _ in range(2))

    assert first == second
    assert len({person.email for person in first}) == 40
    assert {person.trainer for person in first} == {0, 1, 2}


def test_templates_are_valid_and_use_the_library() -> None:
    known = {exercise_id(exercise.slug) for exercise in load_library().exercises}
    for template in TEMPLATES:
        assert exercise_ids(TemplateDocument.model_validate(template.document())) <= known


def test_nobody_is_younger_than_an_adult() -> None:
    today = datetime.now(UTC).date()
    assert all(today.year - person.birth_date.year >= 18 for person in people(Random(1), today, 3))
