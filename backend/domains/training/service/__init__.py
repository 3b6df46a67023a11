"""Decisions about exercises, templates, programs and planned workouts.

Domains above use, in the same session: `exercises.adopt`, `completion.workout_for_logging`,
`completion.complete_workout` and `importing.import_programs`.
"""
