"""Tables of training."""

from backend.domains.training.models.exercises import Exercise, ExerciseCategory, LibraryExercise
from backend.domains.training.models.programs import Program, ProgramAdvance, Workout
from backend.domains.training.models.templates import ProgramTemplate, TemplateExercise

__all__ = [
    "Exercise",
    "ExerciseCategory",
    "LibraryExercise",
    "Program",
    "ProgramAdvance",
    "ProgramTemplate",
    "TemplateExercise",
    "Workout",
]
