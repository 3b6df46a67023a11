"""What a planned workout stores of a day: its document and the figures that lists show."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from backend.core.errors import FieldError, Invalid
from backend.domains.training.document import Day, ExerciseLabel, day_minutes, enrich


def stored_day(day: Day, exercises: Mapping[UUID, Mapping[str, Any]]) -> dict[str, Any]:
    """Columns name, document, exercises, sets and minutes. `exercises` as `adopt` answers them.

    Raises `Invalid`, pointing at each exercise that is unknown.
    """
    errors = [
        FieldError(
            f"/document/blocks/{b}/prescriptions/{p}/exercise_id", "Choose an exercise of the library or your own."
        )
        for b, block in enumerate(day.blocks)
        for p, prescription in enumerate(block.prescriptions)
        if prescription.exercise_id not in exercises
    ]
    if errors:
        raise Invalid(errors=errors)
    labels = {key: ExerciseLabel(row["name"], row["measurement"]) for key, row in exercises.items()}
    prescriptions = [prescription for block in day.blocks for prescription in block.prescriptions]
    return {
        "name": day.name,
        "document": enrich(day, labels).model_dump(mode="json"),
        "exercises": len(prescriptions),
        "sets": sum(prescription.sets for prescription in prescriptions),
        "minutes": day_minutes(day),
    }


def exercises_of(day: Day) -> set[UUID]:
    """The exercises that a day uses."""
    return {prescription.exercise_id for block in day.blocks for prescription in block.prescriptions}
