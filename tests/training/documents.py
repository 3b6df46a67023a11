"""Program documents as the builder sends them."""

from typing import Any
from uuid import UUID

from backend.core.ids import new_id
from backend.domains.training.library import exercise_id

Json = dict[str, Any]
SQUAT = exercise_id("barbell-back-squat")
FRONT_SQUAT = exercise_id("front-squat")


def prescription(exercise: UUID | str = SQUAT, **changes: Any) -> Json:
    """Three sets of five to seven."""
    made = {"id": str(new_id()), "exercise_id": str(exercise), "sets": 3, "reps": {"min": 5, "max": 7}}
    return {**made, **changes}


def straight(**changes: Any) -> Json:
    """A block of one exercise."""
    return {"id": str(new_id()), "kind": "straight", "prescriptions": [prescription(**changes)]}


def day(name: str = "Day A", *exercises: UUID | str) -> Json:
    """A workout of straight sets."""
    blocks = [straight(exercise=exercise) for exercise in exercises or (SQUAT,)]
    return {"id": str(new_id()), "name": name, "blocks": blocks}


def document(*phases: tuple[int, ...]) -> Json:
    """Phases of weeks; each number is how many workouts the week has."""
    return {
        "phases": [
            {
                "id": str(new_id()),
                "name": f"Phase {number}",
                "weeks": [
                    {"id": str(new_id()), "days": [day(f"P{number} W{w} D{d + 1}") for d in range(days)]}
                    for w, days in enumerate(weeks, 1)
                ],
            }
            for number, weeks in enumerate(phases, 1)
        ]
    }


def template(content: Json | None = None, **changes: Any) -> Json:
    """The body of a new template."""
    return {"name": f"Strength {new_id().hex[-8:]}", "document": content or document((2, 2)), **changes}
