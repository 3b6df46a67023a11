"""The demo studio's clients: who they are and how they train."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

Habit = Literal["steady", "keen", "wavering", "slipping", "fresh", "paused"]

_NAMES = (
    ("Mia", "Rossi", "female"), ("Pavel", "Dvořák", "male"), ("Lena", "Fischer", "female"),
    ("Tomas", "Keller", "male"), ("João", "Martins", "male"), ("Amara", "Osei", "female"),
    ("Ines", "Bauer", "female"), ("Ravi", "Shah", "male"), ("Hanna", "Lund", "female"),
    ("Omar", "Tahan", "male"), ("Yuki", "Nakamura", "female"), ("Clara", "Weiss", "female"),
    ("Mateo", "García", "male"), ("Sofia", "Papadaki", "female"), ("Erik", "Nyström", "male"),
    ("Zofia", "Kowalska", "female"), ("Daniel", "O’Brien", "male"), ("Leïla", "Benali", "female"),
    ("Finn", "Petersen", "male"), ("Aisha", "Khan", "female"), ("Viktor", "Horváth", "male"),
    ("Nina", "Novak", "female"), ("Samuel", "Adeyemi", "male"), ("Eva", "Lindqvist", "female"),
    ("Marco", "Bianchi", "male"), ("Julia", "Schmidt", "female"), ("Kofi", "Mensah", "male"),
    ("Elena", "Popescu", "female"), ("Thiago", "Almeida", "male"), ("Ida", "Sørensen", "female"),
    ("Noah", "Becker", "male"), ("Mariam", "Aziz", "female"), ("Lukas", "Steiner", "male"),
    ("Anna", "Virtanen", "female"), ("Hugo", "Lefèvre", "male"), ("Priya", "Nair", "female"),
    ("Jan", "de Vries", "male"), ("Carla", "Ferrer", "female"), ("Ben", "Hartmann", "male"),
    ("Olga", "Ivanova", "female"),
)  # fmt: skip

_GOALS = (
    "First unassisted pull-up",
    "Squat own body weight for five",
    "Back to training after a knee operation",
    "Stronger for climbing",
    "Lose 6 kg and keep the strength",
    "Deadlift 180 kg",
    "Move without back pain",
    "Look better for the wedding in June",
    "Half marathon in spring without losing muscle",
    "Keep up with the children",
)

_HABITS: tuple[tuple[Habit, int], ...] = (
    ("steady", 15),
    ("keen", 9),
    ("wavering", 8),
    ("slipping", 4),
    ("fresh", 2),
    ("paused", 2),
)


@dataclass(frozen=True, slots=True)
class Person:
    """One client of the demo. `strength` scales what they lift; `weeks` is how long they have trained here.

    One of them has today's workout still to do.
    """

    first_name: str
    last_name: str
    sex: Literal["female", "male"]
    email: str
    phone: str
    birth_date: date
    goal: str
    habit: Habit
    trainer: int
    weeks: int
    strength: float
    body_weight_kg: float
    training_days: tuple[int, ...]
    health_note: str | None
    trains_later_today: bool


def people(random: Random, today: date, trainers: int) -> list[Person]:
    """The 40 clients, always the same for the same seed and day."""
    habits: list[Habit] = [habit for habit, count in _HABITS for _ in range(count)]
    head, tail = habits[:2], habits[2:]
    random.shuffle(tail)
    return [
        _person(random, today, index, name, habit, trainers)
        for index, (name, habit) in enumerate(zip(_NAMES, head + tail, strict=True))
    ]


def _person(random: Random, today: date, index: int, name: tuple[str, str, str], habit: Habit, trainers: int) -> Person:
    first, last, sex = name
    female = sex == "female"
    weeks = random.randint(3, 5) if habit == "fresh" else random.choice((26, 26, 26, 24, 22, 18, 14))
    mailbox = {0: "mia", 1: "pavel"}.get(index, f"client{index + 1:02d}")
    return Person(
        first_name=first,
        last_name=last,
        sex="female" if female else "male",
        email=f"{mailbox}@example.com",
        phone=f"+49 30 901820{index:02d}",
        birth_date=today - timedelta(days=random.randint(19 * 365, 61 * 365)),
        goal=_GOALS[index % len(_GOALS)],
        habit=habit,
        trainer=index % trainers,
        weeks=weeks,
        strength=random.uniform(0.55, 0.85) if female else random.uniform(0.85, 1.35),
        body_weight_kg=round(random.uniform(54, 78) if female else random.uniform(68, 98), 1),
        training_days=_around(today) if index == 0 else random.choice(_DAYS),
        health_note=_HEALTH.get(index),
        trains_later_today=index == 0,
    )


_DAYS = ((1, 3, 5), (1, 3, 5), (2, 4, 6), (1, 2, 4, 5))


def _around(today: date) -> tuple[int, ...]:
    """Three weekdays of which today is one: whoever signs in as the demo's client finds a workout."""
    return tuple(sorted((today.isoweekday() - 1 + step) % 7 + 1 for step in (0, 2, 4)))


_HEALTH = {
    4: "Left shoulder: no behind-the-neck work. Cleared for pressing in August.",
    5: "Knee pain on deep flexion, 3 of 10. Box squats for now.",
    13: "Asthma, inhaler in the bag.",
    21: "Second trimester until March: no supine work, no breath holding.",
}
