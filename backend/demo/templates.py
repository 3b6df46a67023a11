"""The demo studio's program templates, written in a short form and unfolded into documents."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from backend.domains.training.library import exercise_id

_NAMESPACE = UUID("0d9f5a4c-3a5e-4a7e-9a41-5f0a3f0f6f11")


@dataclass(frozen=True, slots=True)
class Line:
    """One prescription: slug, sets, reps from and to, load, rest in seconds."""

    slug: str
    sets: int
    low: int
    high: int
    load: dict[str, Any] | None = None
    rest_s: int = 120
    tempo: str | None = None
    duration_s: int | None = None


Block = tuple[str, tuple[Line, ...]]


@dataclass(frozen=True, slots=True)
class Template:
    """A program template: phases as (name, weeks, days), where the last week of a phase may be a deload."""

    key: str
    name: str
    description: str
    level: str
    goal: str
    phases: tuple[tuple[str, int, Callable[[float], Sequence[tuple[str, Sequence[Block]]]]], ...]

    def document(self) -> dict[str, Any]:
        """The program document, with ids made from names, so that it is the same each time."""
        return {"phases": [self._phase(index, *phase) for index, phase in enumerate(self.phases)]}

    def _phase(self, index: int, name: str, weeks: int, days: Callable[[float], Any]) -> dict[str, Any]:
        place = f"{self.key}/{index}"
        return {
            "id": _id(place),
            "name": name,
            "weeks": [self._week(f"{place}/{week}", week, weeks, days) for week in range(weeks)],
        }

    @staticmethod
    def _week(place: str, week: int, weeks: int, days: Callable[[float], Any]) -> dict[str, Any]:
        deload = weeks >= 4 and week == weeks - 1
        push = -0.1 if deload else 0.025 * week
        return {
            "id": _id(place),
            "name": None,
            "deload": deload,
            "days": [
                _day(f"{place}/{number}", name, blocks, deload) for number, (name, blocks) in enumerate(days(push))
            ],
        }


def _id(place: str) -> str:
    return str(uuid5(_NAMESPACE, place))


def _day(place: str, name: str, blocks: Sequence[Block], deload: bool) -> dict[str, Any]:
    return {
        "id": _id(place),
        "name": name,
        "notes": "Easy week: leave two or three repetitions in reserve." if deload else None,
        "blocks": [_block(f"{place}/{number}", kind, lines, deload) for number, (kind, lines) in enumerate(blocks)],
    }


def _block(place: str, kind: str, lines: Sequence[Line], deload: bool) -> dict[str, Any]:
    sets = max(2, lines[0].sets - 1) if deload else lines[0].sets
    return {
        "id": _id(place),
        "kind": kind,
        "rounds": None if kind == "straight" else sets,
        "rest_s": None if kind == "straight" else 90,
        "prescriptions": [_prescription(f"{place}/{number}", line, sets) for number, line in enumerate(lines)],
    }


def _prescription(place: str, line: Line, sets: int) -> dict[str, Any]:
    return {
        "id": _id(place),
        "exercise_id": str(exercise_id(line.slug)),
        "sets": sets,
        "reps": None if line.duration_s else {"min": line.low, "max": line.high},
        "duration_s": line.duration_s,
        "distance_m": None,
        "load": line.load,
        "tempo": line.tempo,
        "rest_s": line.rest_s,
        "per_side": False,
        "notes": None,
    }


def _pct(base: float, push: float) -> dict[str, Any]:
    return {"kind": "percent_1rm", "percent": round((base + push) * 200) / 2}


def _rpe(value: float) -> dict[str, Any]:
    return {"kind": "rpe", "rpe": value}


def _one(*values: Any, **options: Any) -> Block:
    return ("straight", (Line(*values, **options),))


def _strength(base: float, sets: int, reps: int) -> Callable[[float], Any]:
    def days(push: float) -> Any:
        return (
            ("Lower A", (
                _one("barbell-back-squat", sets, reps, reps, _pct(base, push), 180),
                _one("romanian-deadlift", 3, 8, 10, _rpe(8), 120, "3-1-1"),
                ("superset", (Line("leg-press", 3, 10, 12, _rpe(8)), Line("lying-leg-curl", 3, 10, 12, _rpe(8)))),
                _one("front-plank", 3, 1, 1, None, 60, None, 45),
            )),
            ("Upper A", (
                _one("barbell-bench-press", sets, reps, reps, _pct(base, push), 180),
                _one("chest-supported-row", 4, 8, 10, _rpe(8), 120),
                ("superset", (
                    Line("incline-dumbbell-press", 3, 8, 12, _rpe(8)), Line("lat-pulldown", 3, 8, 12, _rpe(8)),
                )),
                ("circuit", (
                    Line("dumbbell-lateral-raise", 3, 12, 15, _rpe(8)), Line("face-pull", 3, 12, 15, _rpe(8)),
                    Line("hammer-curl", 3, 10, 12, _rpe(8)),
                )),
            )),
            ("Full body", (
                _one("conventional-deadlift", max(2, sets - 1), max(3, reps - 1), max(3, reps - 1),
                     _pct(base + 0.02, push), 210),
                _one("overhead-press", 4, 6, 8, _rpe(8), 150),
                ("superset", (
                    Line("bulgarian-split-squat", 3, 8, 10, _rpe(8)), Line("seated-cable-row", 3, 8, 12, _rpe(8)),
                )),
            )),
        )  # fmt: skip

    return days


def _upper_lower(push: float) -> Any:
    return (
        ("Upper 1", (
            _one("barbell-bench-press", 4, 6, 8, _pct(0.72, push), 150),
            _one("bent-over-barbell-row", 4, 6, 8, _rpe(8), 150),
            ("superset", (
                Line("seated-dumbbell-shoulder-press", 3, 8, 10, _rpe(8)), Line("lat-pulldown", 3, 8, 10, _rpe(8)),
            )),
            ("superset", (Line("cable-curl", 3, 10, 12, _rpe(9)), Line("triceps-pushdown", 3, 10, 12, _rpe(9)))),
        )),
        ("Lower 1", (
            _one("barbell-back-squat", 4, 6, 8, _pct(0.72, push), 180),
            _one("romanian-deadlift", 3, 8, 10, _rpe(8), 150),
            ("superset", (Line("leg-extension", 3, 10, 15, _rpe(9)), Line("seated-leg-curl", 3, 10, 15, _rpe(9)))),
            _one("standing-calf-raise", 4, 8, 12, _rpe(9), 60),
        )),
        ("Upper 2", (
            _one("incline-dumbbell-press", 4, 8, 10, _rpe(8), 120),
            _one("seated-cable-row", 4, 8, 10, _rpe(8), 120),
            ("circuit", (
                Line("dumbbell-lateral-raise", 3, 12, 15, _rpe(9)), Line("face-pull", 3, 12, 15, _rpe(8)),
                Line("hammer-curl", 3, 10, 12, _rpe(9)), Line("overhead-cable-extension", 3, 10, 12, _rpe(9)),
            )),
        )),
        ("Lower 2", (
            _one("conventional-deadlift", 3, 5, 5, _pct(0.74, push), 180),
            _one("leg-press", 4, 10, 12, _rpe(8), 120),
            ("superset", (
                Line("bulgarian-split-squat", 3, 8, 10, _rpe(8)), Line("barbell-hip-thrust", 3, 8, 12, _rpe(8)),
            )),
        )),
    )  # fmt: skip


def _first_steps(push: float) -> Any:
    easy = _rpe(7 if push <= 0.05 else 7.5)
    return (
        ("Full body A", (
            _one("goblet-squat", 3, 8, 12, easy, 90),
            _one("push-up", 3, 6, 12, None, 90),
            _one("seated-cable-row", 3, 10, 12, easy, 90),
            _one("front-plank", 3, 1, 1, None, 60, None, 30),
        )),
        ("Full body B", (
            _one("dumbbell-romanian-deadlift", 3, 8, 12, easy, 90),
            _one("machine-chest-press", 3, 10, 12, easy, 90),
            _one("lat-pulldown", 3, 10, 12, easy, 90),
            _one("dead-bug", 3, 8, 10, None, 60),
        )),
        ("Full body C", (
            _one("leg-press", 3, 10, 12, easy, 90),
            _one("seated-dumbbell-shoulder-press", 3, 8, 12, easy, 90),
            _one("dumbbell-row", 3, 8, 12, easy, 90),
            _one("farmer-hold", 3, 1, 1, easy, 60, None, 30),
        )),
    )  # fmt: skip


def _bells(push: float) -> Any:
    return (
        ("Swings and squats", (
            ("circuit", (
                Line("kettlebell-swing", 4, 15, 20, _rpe(8)), Line("goblet-squat", 4, 10, 12, _rpe(8)),
                Line("push-up", 4, 8, 15, None),
            )),
            _one("farmer-hold", 3, 1, 1, _rpe(8), 60, None, 40),
        )),
        ("Clean and press", (
            _one("kettlebell-clean-and-press", 5, 5, 6, _rpe(8), 120),
            ("superset", (Line("dumbbell-row", 4, 8, 10, _rpe(8)), Line("reverse-lunge", 4, 8, 10, _rpe(8)))),
        )),
        ("Engine", (
            ("circuit", (
                Line("kettlebell-swing", 5, 15, 15, _rpe(7)), Line("burpee", 5, 8, 10, None),
                Line("mountain-climber", 5, 20, 30, None),
            )),
        )),
    )  # fmt: skip


TEMPLATES = (
    Template(
        "strength-base", "Strength base",
        "Twelve weeks from volume to heavy singles' doorstep: hypertrophy, strength, peak.", "intermediate", "Strength",
        (
            ("Hypertrophy", 4, _strength(0.70, 4, 6)),
            ("Strength", 5, _strength(0.77, 5, 5)),
            ("Peak", 3, _strength(0.84, 4, 3)),
        ),
    ),
    Template(
        "upper-lower", "Upper lower, eight weeks", "Four days for size: every muscle twice a week.",
        "intermediate", "Muscle growth", (("Build", 4, _upper_lower), ("Push on", 4, _upper_lower)),
    ),
    Template(
        "first-steps", "First steps", "Three full-body days for people who are new to lifting.", "beginner",
        "General fitness", (("Learn", 4, _first_steps), ("Add", 4, _first_steps), ("Own it", 4, _first_steps)),
    ),
    Template(
        "bells", "Kettlebells and engine", "Six weeks of strength endurance with little equipment.",
        "beginner", "Conditioning", (("Base", 3, _bells), ("Density", 3, _bells)),
    ),
)  # fmt: skip
