"""The program document: its shape and limits, walks over it, and the figures shown beside it. Pure."""

from backend.domains.training.document.figures import (
    Muscles,
    WeekSummary,
    day_minutes,
    sets_per_muscle,
    week_summary,
)
from backend.domains.training.document.prescription import (
    Load,
    PercentLoad,
    Prescription,
    RepRange,
    RpeLoad,
    WeightLoad,
)
from backend.domains.training.document.reading import (
    PlannedDay,
    Totals,
    exercise_ids,
    flatten,
    shape,
    totals,
)
from backend.domains.training.document.tree import (
    MAX_PRESCRIPTIONS,
    MAX_WEEKS,
    Block,
    Day,
    Phase,
    TemplateDocument,
    Week,
)
from backend.domains.training.document.workout import (
    ExerciseLabel,
    WorkoutBlock,
    WorkoutDay,
    WorkoutPrescription,
    enrich,
)

__all__ = [
    "MAX_PRESCRIPTIONS",
    "MAX_WEEKS",
    "Block",
    "Day",
    "ExerciseLabel",
    "Load",
    "Muscles",
    "PercentLoad",
    "Phase",
    "PlannedDay",
    "Prescription",
    "RepRange",
    "RpeLoad",
    "TemplateDocument",
    "Totals",
    "Week",
    "WeekSummary",
    "WeightLoad",
    "WorkoutBlock",
    "WorkoutDay",
    "WorkoutPrescription",
    "day_minutes",
    "enrich",
    "exercise_ids",
    "flatten",
    "sets_per_muscle",
    "shape",
    "totals",
    "week_summary",
]
