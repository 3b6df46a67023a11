"""The built-in exercise library holds together: references, vocabulary, names and cues."""

import re
from collections import Counter
from enum import StrEnum

import pytest

from backend.domains.training.library import LibraryExercise, category_id, exercise_id, load_library
from backend.domains.training.library.vocabulary import (
    Equipment,
    Level,
    Measurement,
    Mechanics,
    MovementPattern,
    Muscle,
)

LIBRARY = load_library()
EXERCISES = {exercise.slug: exercise for exercise in LIBRARY.exercises}
CATEGORIES = {category.slug: category for category in LIBRARY.categories}
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

# A repetition that lifts a share of the body can only be counted where repetitions are.
COUNTED = {Measurement.REPS, Measurement.WEIGHT_REPS, Measurement.ASSISTED_REPS}

each_exercise = pytest.mark.parametrize(
    "exercise", LIBRARY.exercises, ids=[exercise.slug for exercise in LIBRARY.exercises]
)


def repeated(values: list[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def test_there_are_enough_exercises() -> None:
    assert len(LIBRARY.exercises) >= 240


def test_slugs_are_unique_and_kebab_case() -> None:
    slugs = [exercise.slug for exercise in LIBRARY.exercises]
    assert repeated(slugs) == []
    assert repeated([category.slug for category in LIBRARY.categories]) == []
    assert [slug for slug in [*slugs, *CATEGORIES] if not KEBAB.fullmatch(slug)] == []


def test_names_and_aliases_never_collide() -> None:
    names = [exercise.name.casefold() for exercise in LIBRARY.exercises]
    aliases = [alias.casefold() for exercise in LIBRARY.exercises for alias in exercise.aliases]
    assert repeated([*names, *aliases]) == []


def test_category_names_are_unique() -> None:
    assert repeated([category.name.casefold() for category in LIBRARY.categories]) == []


def test_parents_come_before_their_children() -> None:
    """Which also proves that the tree has no cycle and no missing parent."""
    seen: set[str] = set()
    for category in LIBRARY.categories:
        assert category.parent is None or category.parent in seen, category.slug
        seen.add(category.slug)


def test_every_leaf_category_has_exercises_and_no_other_does() -> None:
    parents = {category.parent for category in LIBRARY.categories if category.parent}
    assert {exercise.category for exercise in LIBRARY.exercises} == CATEGORIES.keys() - parents


@pytest.mark.parametrize(
    ("vocabulary", "used"),
    [
        (Muscle, {muscle for e in LIBRARY.exercises for muscle in e.primary_muscles}),
        (Equipment, {item for e in LIBRARY.exercises for item in e.equipment}),
        (MovementPattern, {e.movement_pattern for e in LIBRARY.exercises}),
        (Mechanics, {e.mechanics for e in LIBRARY.exercises}),
        (Level, {e.level for e in LIBRARY.exercises}),
        (Measurement, {e.measurement for e in LIBRARY.exercises}),
    ],
    ids=["muscle", "equipment", "pattern", "mechanics", "level", "measurement"],
)
def test_every_word_of_the_vocabulary_is_used(vocabulary: type[StrEnum], used: set[StrEnum]) -> None:
    assert set(vocabulary) == used


@each_exercise
def test_substitutes_exist_and_train_the_same(exercise: LibraryExercise) -> None:
    assert len(set(exercise.substitutes)) == len(exercise.substitutes)
    assert exercise.slug not in exercise.substitutes
    for slug in exercise.substitutes:
        substitute = EXERCISES[slug]
        assert {*substitute.primary_muscles, *substitute.secondary_muscles} & set(exercise.primary_muscles), slug
    patterns = {EXERCISES[slug].movement_pattern for slug in exercise.substitutes}
    assert exercise.movement_pattern in patterns


@each_exercise
def test_a_beginner_is_never_offered_an_advanced_substitute(exercise: LibraryExercise) -> None:
    if exercise.level is Level.BEGINNER:
        assert [slug for slug in exercise.substitutes if EXERCISES[slug].level is Level.ADVANCED] == []


@each_exercise
def test_muscles_and_equipment_are_listed_once(exercise: LibraryExercise) -> None:
    muscles = [*exercise.primary_muscles, *exercise.secondary_muscles]
    assert len(set(muscles)) == len(muscles)
    assert len(set(exercise.equipment)) == len(exercise.equipment)


@each_exercise
def test_an_isolation_pattern_is_an_isolation(exercise: LibraryExercise) -> None:
    if exercise.movement_pattern is MovementPattern.ISOLATION:
        assert exercise.mechanics is Mechanics.ISOLATION


@each_exercise
def test_cues_are_short_distinct_phrases(exercise: LibraryExercise) -> None:
    assert 3 <= len(exercise.cues) <= 5
    assert len({cue.casefold() for cue in exercise.cues}) == len(exercise.cues)
    for cue in exercise.cues:
        assert 8 <= len(cue) <= 80, cue
        assert cue[0].isupper() or cue[0].isdigit(), cue
        assert not cue.endswith("."), cue


@each_exercise
def test_bodyweight_load_fits_the_measurement(exercise: LibraryExercise) -> None:
    if exercise.bodyweight_load > 0:
        assert exercise.measurement in COUNTED
    if exercise.measurement is Measurement.ASSISTED_REPS:
        assert exercise.bodyweight_load > 0


def test_ids_depend_on_the_slug_alone_and_never_change() -> None:
    assert str(exercise_id("barbell-back-squat")) == "edc3a66e-8ba3-5229-bdbf-1415ea424eca"
    assert str(category_id("squats")) == "5bcb75d7-96da-5906-a8c0-09985c3c735d"
    assert len({exercise_id(slug) for slug in EXERCISES} | {category_id(slug) for slug in CATEGORIES}) == len(
        EXERCISES
    ) + len(CATEGORIES)
