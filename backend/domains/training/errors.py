"""What can go wrong with exercises, templates and programs."""

from backend.core.errors import Conflict, Forbidden


class LibraryExercise(Conflict):
    code = "library_exercise"
    title = "Exercises of the built-in library cannot be changed; make your own with another name"


class NotYourExercise(Forbidden):
    code = "not_your_exercise"
    title = "Another trainer made this exercise; you can change those you made yourself"


class ExerciseNameTaken(Conflict):
    code = "exercise_name_taken"
    title = "Your organization has an exercise of this name already"


class TemplateVersionConflict(Conflict):
    """`current` in the body is the template as it stands now: version, updated_at, updated_by, document."""

    code = "template_version_conflict"
    title = "Somebody saved this template in the meantime"


class TemplateArchived(Conflict):
    code = "template_archived"
    title = "This template is archived; restore it first"


class OpenProgram(Conflict):
    """`clients` in the body are those who have an open program: id and name."""

    code = "open_program"
    title = "Some of these clients are in a program already"


class ProgramVersionConflict(Conflict):
    code = "program_version_conflict"
    title = "This program changed in the meantime; look at it again"


class ProgramEnded(Conflict):
    code = "program_ended"
    title = "This program has ended"


class NoFurtherWeek(Conflict):
    code = "no_further_week"
    title = "There is no further week in this direction"


class WorkoutVersionConflict(Conflict):
    code = "workout_version_conflict"
    title = "This workout changed in the meantime; look at it again"


class WorkoutSettled(Conflict):
    code = "workout_settled"
    title = "This workout is completed or cancelled and can no longer be changed"
