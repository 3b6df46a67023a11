"""Which sets of a batch beat the bests of earlier workouts, to be told at once. Pure.

Only kinds that one set decides are told: a volume grows with each set, and repetitions at a weight are compared with
the whole history, which is read when the workout is finished.
"""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.domains.workouts import strength
from backend.domains.workouts.state import Logged, LoggedSet


def beaten(
    after: Logged, new_sets: Collection[LoggedSet], bests: Mapping[tuple[UUID, str], Decimal]
) -> list[dict[str, Any]]:
    """`RecordPreview`s: sets of this batch that are the best of the session and beat the best before it."""
    fresh = {entry.id for entry in new_sets if entry.counts}
    logs = after.exercises
    comparable = {logs[entry.exercise_log_id].exercise_id for entry in new_sets} & {
        exercise_id for exercise_id, _ in bests
    }
    if not fresh or not comparable:
        return []
    leaders: dict[tuple[UUID, str], tuple[Decimal, LoggedSet]] = {}
    for entry in after.sets.values():
        exercise_id = logs[entry.exercise_log_id].exercise_id
        if exercise_id not in comparable:
            continue
        for kind, value in _scores(entry):
            held = leaders.get((exercise_id, kind))
            if held is None or value > held[0]:
                leaders[exercise_id, kind] = (value, entry)
    return [
        {"kind": kind, "exercise_id": exercise_id, "set_id": entry.id, "value": value, "previous_value": best}
        for (exercise_id, kind), (value, entry) in leaders.items()
        if entry.id in fresh and (best := bests.get((exercise_id, kind))) is not None and value > best
    ]


def _scores(entry: LoggedSet) -> Iterator[tuple[str, Decimal]]:
    if not entry.counts:
        return
    one_rm = strength.estimated_1rm(entry.weight_kg or 0, entry.reps or 0)
    if one_rm is not None:
        yield "estimated_1rm", one_rm
    if entry.duration_s and not entry.reps and not entry.distance_m:
        yield "duration", Decimal(entry.duration_s)
    if entry.distance_m:
        yield "distance", entry.distance_m
