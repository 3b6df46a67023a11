"""The demo's workouts as rows for the workouts' bulk path."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from backend.core.ids import new_id
from backend.demo.history import DoneSet, DoneWorkout
from backend.domains.workouts.service.history import ImportedExercise, ImportedSession
from backend.domains.workouts.state import LoggedExercise, LoggedSet


def session_rows(done: Iterable[tuple[UUID, DoneWorkout]], time_zone: str) -> Iterator[ImportedSession]:
    """One finished session for each workout that was done."""
    for client_id, workout in done:
        yield ImportedSession(
            client_id=client_id,
            workout_id=workout.workout_id,
            name=workout.name,
            started_at=workout.started_at,
            finished_at=workout.finished_at,
            time_zone=time_zone,
            notes=workout.note,
            effort=workout.effort,
            exercises=[_exercise(list(sets)) for _, sets in groupby(workout.sets, key=lambda entry: entry.position)],
        )


def _exercise(sets: list[DoneSet]) -> ImportedExercise:
    first = sets[0]
    log = LoggedExercise(
        id=new_id(),
        position=first.position,
        block_id=UUID(first.block_id),
        prescription_id=UUID(first.prescription_id),
        exercise_id=UUID(first.exercise_id),
        planned_exercise_id=UUID(first.exercise_id),
        note=None,
        revision=1,
    )
    return ImportedExercise(log, [_set(log.id, entry) for entry in sets])


def _set(exercise_log_id: UUID, entry: DoneSet) -> LoggedSet:
    return LoggedSet(
        id=new_id(),
        exercise_log_id=exercise_log_id,
        set_number=entry.number,
        kind="working",
        reps=entry.reps,
        weight_kg=None if entry.weight_kg is None else Decimal(str(entry.weight_kg)),
        rpe=None if entry.rpe is None else Decimal(str(entry.rpe)),
        duration_s=entry.duration_s,
        distance_m=None,
        done_at=entry.done_at,
        revision=1,
        deleted=False,
    )
