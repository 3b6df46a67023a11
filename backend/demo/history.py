"""How the demo's clients have trained: a small model of strength, habit and a human hand on the phone.

Lifts follow an estimated one-repetition maximum that grows with the workouts done and wavers from day to day; who
slips or pauses stops some weeks ago, and those who train today have done so by the hour.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from backend.demo.people import Habit, Person

TIME_ZONE = "Europe/Berlin"

_PRESENCE: Mapping[Habit, float] = {
    "steady": 0.92,
    "keen": 0.98,
    "wavering": 0.7,
    "slipping": 0.88,
    "fresh": 0.95,
    "paused": 0.85,
}
_STOPPED_DAYS: Mapping[Habit, int] = {"slipping": 9, "paused": 24}

_START_1RM = {
    "barbell-back-squat": 100.0, "barbell-bench-press": 75.0, "conventional-deadlift": 125.0, "overhead-press": 48.0,
    "romanian-deadlift": 95.0, "leg-press": 180.0, "lying-leg-curl": 50.0, "seated-leg-curl": 52.0,
    "leg-extension": 62.0, "chest-supported-row": 60.0, "bent-over-barbell-row": 75.0, "seated-cable-row": 68.0,
    "lat-pulldown": 66.0, "incline-dumbbell-press": 30.0, "seated-dumbbell-shoulder-press": 24.0,
    "bulgarian-split-squat": 26.0, "barbell-hip-thrust": 120.0, "standing-calf-raise": 90.0, "goblet-squat": 32.0,
    "dumbbell-romanian-deadlift": 36.0, "machine-chest-press": 58.0, "dumbbell-row": 34.0,
    "kettlebell-clean-and-press": 24.0, "reverse-lunge": 26.0, "kettlebell-swing": 32.0,
}  # fmt: skip
_LIGHT_1RM = 15.0
_LATER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DoneSet:
    """One set as it was logged."""

    prescription_id: str
    block_id: str
    position: int
    exercise_id: str
    number: int
    reps: int | None
    weight_kg: float | None
    rpe: float | None
    duration_s: int | None
    done_at: datetime


@dataclass(frozen=True, slots=True)
class DoneWorkout:
    """One workout as it was logged. `workout_id` is the planned one."""

    workout_id: Any
    name: str
    on: date
    started_at: datetime
    finished_at: datetime
    effort: int
    note: str | None
    sets: tuple[DoneSet, ...]


_NOTES = (
    "Felt strong today.",
    "Slept badly, kept it easy.",
    "Grip gave out before the legs did.",
    "Short on time, shorter rests.",
    "Lower back a bit tight afterwards.",
    "New shoes, much better.",
)


@dataclass
class Athlete:
    """A person's strength on one day, exercise by exercise."""

    person: Person
    random: Random
    slugs: Mapping[str, str]
    best: dict[str, float] = field(default_factory=dict)

    def one_rm(self, exercise_id: str) -> float:
        """Today's estimated maximum in kilograms: seldom above the trend, often a little below it."""
        slug = self.slugs[exercise_id]
        start = _START_1RM.get(slug, _LIGHT_1RM) * self.person.strength
        trend = self.best.setdefault(exercise_id, start * self.random.uniform(0.92, 1.05))
        return trend * self.random.uniform(0.93, 1.008)

    def grow(self, exercise_id: str) -> None:
        """A workout's worth of progress, smaller as one gets stronger."""
        slug = self.slugs[exercise_id]
        start = _START_1RM.get(slug, _LIGHT_1RM) * self.person.strength
        room = max(0.0, 1.22 - self.best[exercise_id] / start)
        self.best[exercise_id] *= 1 + 0.003 * room


def history(
    person: Person, workouts: Iterable[Mapping[str, Any]], slugs: Mapping[str, str], now: datetime, random: Random
) -> list[DoneWorkout]:
    """What was done of `workouts` (id, scheduled_on, document), the oldest first."""
    athlete = Athlete(person, random, slugs)
    stopped = now.date() - timedelta(days=_STOPPED_DAYS.get(person.habit, -1))
    done: list[DoneWorkout] = []
    for workout in workouts:
        on: date = workout["scheduled_on"]
        came = random.random() < _PRESENCE[person.habit]
        begin = _begin(on, random)
        if on == now.date() and person.trains_later_today:
            continue
        if on <= stopped and came and begin < now - timedelta(hours=2):
            done.append(_train(athlete, workout, begin, random))
    return done


def _begin(on: date, random: Random) -> datetime:
    hour = random.choice((6, 7, 7, 12, 17, 17, 18, 18, 19))
    local = datetime.combine(on, time(hour, random.randrange(0, 60, 5)), ZoneInfo(TIME_ZONE))
    return local.astimezone(UTC)


def _train(athlete: Athlete, workout: Mapping[str, Any], begin: datetime, random: Random) -> DoneWorkout:
    moment = begin + timedelta(minutes=random.randint(4, 9))
    sets: list[DoneSet] = []
    position = 0
    for block in workout["document"]["blocks"]:
        for prescription in block["prescriptions"]:
            for done in _sets(athlete, block["id"], prescription, position, random):
                moment += timedelta(seconds=random.randint(35, 60) + (prescription["rest_s"] or 60))
                sets.append(_at(done, moment))
            athlete.grow(prescription["exercise_id"])
            position += 1
    return DoneWorkout(
        workout_id=workout["id"],
        name=workout["document"]["name"],
        on=workout["scheduled_on"],
        started_at=begin,
        finished_at=moment + timedelta(minutes=random.randint(1, 4)),
        effort=min(10, max(4, round(random.gauss(7.2, 1.1)))),
        note=random.choice(_NOTES) if random.random() < 0.12 else None,
        sets=tuple(sets),
    )


def _at(done: DoneSet, moment: datetime) -> DoneSet:
    return DoneSet(
        done.prescription_id, done.block_id, done.position, done.exercise_id, done.number, done.reps,
        done.weight_kg, done.rpe, done.duration_s, moment,
    )  # fmt: skip


def _sets(
    athlete: Athlete, block_id: str, asked: Mapping[str, Any], position: int, random: Random
) -> Iterable[DoneSet]:
    maximum = athlete.one_rm(asked["exercise_id"])
    weight = _weight(asked, maximum)
    for number in range(1, asked["sets"] + 1):
        reps, rpe = _effort(asked, maximum, weight, number, random)
        yield DoneSet(
            asked["id"], block_id, position, asked["exercise_id"], number, reps, weight, rpe,
            asked["duration_s"] and int(asked["duration_s"] * random.uniform(0.9, 1.25)), _LATER,
        )  # fmt: skip


def _weight(asked: Mapping[str, Any], maximum: float) -> float | None:
    load = asked["load"]
    if load is None:
        return None
    if load["kind"] == "percent_1rm":
        return _plates(maximum * load["percent"] / 100)
    if load["kind"] == "weight":
        return float(load["kg"])
    reps = (asked["reps"] or {"max": 10})["max"]
    return _plates(maximum / (1 + (reps + 10 - load["rpe"]) / 30))


def _plates(kilograms: float) -> float:
    step = 2.5 if kilograms >= 20 else 1.0
    return max(step, round(kilograms / step) * step)


def _effort(
    asked: Mapping[str, Any], maximum: float, weight: float | None, number: int, random: Random
) -> tuple[int | None, float | None]:
    target = asked["reps"]
    if target is None:
        return None, None
    if weight is None:
        return random.randint(target["min"], target["max"]), None
    able = max(1, int((maximum / weight - 1) * 30) - random.choice((0, 0, 1)) * (number > 2))
    reps = max(1, min(target["max"], able))
    rpe = min(10.0, max(5.5, round((10 - (able - reps)) * 2) / 2))
    return reps, rpe if random.random() < 0.7 else None
