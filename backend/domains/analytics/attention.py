"""Who needs the trainer, and why. Pure.

One reason per client, the most pressing first: a person stands on the list once. The thresholds are a coach's rules
of thumb, kept here so that they can be read and changed in one place: `ranking` asks the database for the first of the
list with the same ones, so that a large studio's clients need not all be read, and a test holds both to one answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias
from uuid import UUID

Kind: TypeAlias = Literal["missed_workouts", "gone_quiet", "program_ends", "no_program", "not_joined"]

MISSED = 2
MISSED_WITHIN_DAYS = 14
QUIET_DAYS = 10
ENDS_WITHIN_DAYS = 7
JOIN_WITHIN_DAYS = 3

URGENCY: dict[Kind, int] = {
    "missed_workouts": 0,
    "gone_quiet": 1,
    "program_ends": 2,
    "no_program": 3,
    "not_joined": 4,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one active client. `missed` counts planned workouts of the days before today not done.

    `sort_name` is the name as lists are ordered by it: without accents and capitals.
    """

    client_id: UUID
    name: str
    sort_name: str
    added_on: date
    access: str
    last_workout_on: date | None
    missed: int
    program_id: UUID | None
    program_name: str | None
    program_ends_on: date | None
    program_done: int
    program_total: int
    weekdays: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Attention:
    """A client with the reason to look at them. `days` is since or until, as the kind says."""

    standing: Standing
    kind: Kind
    days: int | None


def needs_attention(standings: Iterable[Standing], today: date) -> list[Attention]:
    """The list, the most pressing kind first, within a kind the worst first."""
    found = [item for standing in standings if (item := _look(standing, today)) is not None]
    return sorted(
        found, key=lambda item: (URGENCY[item.kind], _order(item), item.standing.sort_name, item.standing.client_id)
    )


def _look(standing: Standing, today: date) -> Attention | None:
    quiet = (today - (standing.last_workout_on or standing.added_on)).days
    if standing.missed >= MISSED:
        return Attention(standing, "missed_workouts", None if standing.last_workout_on is None else quiet)
    if standing.program_id is None:
        waits = standing.access == "invited" and (today - standing.added_on).days >= JOIN_WITHIN_DAYS
        return Attention(standing, "not_joined" if waits else "no_program", (today - standing.added_on).days)
    if quiet >= QUIET_DAYS and standing.program_done > 0:
        return Attention(standing, "gone_quiet", quiet)
    if standing.program_ends_on is not None and 0 <= (standing.program_ends_on - today).days <= ENDS_WITHIN_DAYS:
        return Attention(standing, "program_ends", (standing.program_ends_on - today).days)
    if standing.access == "invited" and (today - standing.added_on).days >= JOIN_WITHIN_DAYS:
        return Attention(standing, "not_joined", (today - standing.added_on).days)
    return None


def _order(item: Attention) -> int:
    if item.kind == "missed_workouts":
        return -item.standing.missed
    if item.kind == "program_ends":
        return item.days or 0
    return -(item.days or 0)
