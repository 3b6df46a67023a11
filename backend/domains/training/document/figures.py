"""Figures of a week for the builder: sets, estimated time, and sets per muscle."""

from collections.abc import Collection, Mapping
from typing import NamedTuple
from uuid import UUID

from backend.domains.training.document.prescription import Prescription
from backend.domains.training.document.tree import Block, Day, Week

# Conventions, not findings: they make plans comparable and come close on an ordinary gym day.
SECONDS_PER_REP = 4
METRES_PER_SECOND = 2.5
REST_SECONDS = 90
SETUP_SECONDS = 60


class WeekSummary(NamedTuple):
    """A week at a glance; `minutes` is the sum of its days' minutes, so that shown figures add up."""

    days: int
    sets: int
    minutes: int


class Muscles(NamedTuple):
    """What an exercise trains directly and what it trains along with that."""

    primary: Collection[str]
    secondary: Collection[str]


def week_summary(week: Week) -> WeekSummary:
    """Days, sets and estimated minutes of a week."""
    sets = sum(p.sets for day in week.days for block in day.blocks for p in block.prescriptions)
    return WeekSummary(len(week.days), sets, sum(day_minutes(day) for day in week.days))


def day_minutes(day: Day) -> int:
    """Estimated length of a workout in whole minutes, rounded up.

    Each exercise costs a minute of setting up, each set its work and the rest after it. Work is the time of the set
    where one is given, else the middle of the rep range at the tempo (4 s without one; X counts as one second), else
    the distance at 2.5 m/s, and twice that for a set on each side. Rest is 90 s unless said otherwise; within a round
    of a superset or circuit the exercises follow each other without rest unless they name one.
    """
    seconds = sum(_block_seconds(block) for block in day.blocks)
    return -int(-seconds // 60)


def sets_per_muscle(week: Week, exercises: Mapping[UUID, Muscles]) -> dict[str, float]:
    """Weekly sets per muscle, by name of the muscle: 1 for a muscle trained directly, 0.5 for one trained along.

    The fractional counting of Pelland et al. (2024, "The Resistance Training Dose-Response"), where it fitted growth
    better than counting indirect sets fully or not at all. An exercise that `exercises` lacks counts for no muscle.
    """
    sets: dict[str, float] = {}
    for prescription in (p for day in week.days for block in day.blocks for p in block.prescriptions):
        muscles = exercises.get(prescription.exercise_id, Muscles((), ()))
        direct = set(muscles.primary)
        for muscle in direct:
            sets[muscle] = sets.get(muscle, 0) + prescription.sets
        for muscle in set(muscles.secondary) - direct:
            sets[muscle] = sets.get(muscle, 0) + prescription.sets / 2
    return dict(sorted(sets.items()))


def _block_seconds(block: Block) -> float:
    setup = SETUP_SECONDS * len(block.prescriptions)
    if block.rounds is None:
        return setup + sum(p.sets * (_work(p) + _or(p.rest_s, REST_SECONDS)) for p in block.prescriptions)
    one_round = sum(_work(p) + _or(p.rest_s, 0) for p in block.prescriptions)
    return setup + block.rounds * (one_round + _or(block.rest_s, REST_SECONDS))


def _work(prescription: Prescription) -> float:
    if prescription.duration_s is not None:
        seconds = float(prescription.duration_s)
    elif prescription.reps is not None:
        middle = (prescription.reps.min + prescription.reps.max) / 2
        seconds = middle * _seconds_per_rep(prescription.tempo)
    else:
        seconds = (prescription.distance_m or 0) / METRES_PER_SECOND
    return seconds * 2 if prescription.per_side else seconds


def _seconds_per_rep(tempo: str | None) -> int:
    if tempo is None:
        return SECONDS_PER_REP
    return sum(1 if part == "X" else int(part) for part in tempo.split("-"))


def _or(given: int | None, otherwise: int) -> int:
    return otherwise if given is None else given
