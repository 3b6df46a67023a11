"""Where a client stands in a program, and what moves that. Pure.

The pointer names a phase and a week in it, both from 1. Two ways to move it exist:

- *dynamic*: it advances by itself once nothing is left to do in its week. A skipped workout counts as settled like
  a completed one, else a single missed day would hold the client in a week for ever. Weeks without workouts, and
  weeks that were trained ahead, are settled when the pointer reaches them and are passed over in the same step,
  because no later workout would ever release it from there. Past the last week the program is complete.
- *static*: it moves only when the trainer says so, one week at a time, never past the ends; completing the
  program is a decision of its own, so that a click too many on "next week" ends nobody's program.

A trainer may move a dynamic program as well. The pointer never moves back by itself: when a workout is reopened, the
client still stands in the later week, whose dates and workouts are what they expect to see; the trainer can go back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

Mode: TypeAlias = Literal["static", "dynamic"]
Reason: TypeAlias = Literal["completion", "trainer", "finished"]

Outline: TypeAlias = Sequence[int]
"""Weeks per phase."""


class Position(NamedTuple):
    """A week of a program: the phase, and the week within it, counted from 1."""

    phase: int
    week: int


@dataclass(frozen=True)
class WorkoutsSettled:
    """A workout was completed or skipped. `open_workouts` counts, per week, those still planned; absent means none."""

    open_workouts: Mapping[Position, int]


@dataclass(frozen=True)
class TrainerMoves:
    """The trainer moves the pointer by one week."""

    direction: Literal["forward", "back"]


@dataclass(frozen=True)
class TrainerFinishes:
    """The trainer declares the program complete, wherever it stands."""


Trigger: TypeAlias = WorkoutsSettled | TrainerMoves | TrainerFinishes


@dataclass(frozen=True)
class Advance:
    """A move of the pointer and why, as kept in the program's history. `to` is None when the program is complete."""

    from_: Position
    to: Position | None
    reason: Reason

    @property
    def completed(self) -> bool:
        """Whether the program ended with this move."""
        return self.to is None


def advance(outline: Outline, position: Position, trigger: Trigger, *, mode: Mode) -> Advance | None:
    """What a trigger does to a program that is not complete; None when it stays where it is.

    Raises ValueError for a position outside the outline.
    """
    weeks = _weeks(outline)
    if position not in weeks:
        raise ValueError(f"{position} is not in a program of {list(outline)} weeks per phase")
    index = weeks.index(position)
    if isinstance(trigger, TrainerFinishes):
        return Advance(position, None, "finished")
    if isinstance(trigger, TrainerMoves):
        to = index + (1 if trigger.direction == "forward" else -1)
        return Advance(position, weeks[to], "trainer") if 0 <= to < len(weeks) else None
    if mode == "static" or trigger.open_workouts.get(position, 0) > 0:
        return None
    return Advance(position, _first_open(weeks[index + 1 :], trigger.open_workouts), "completion")


def start(outline: Outline, open_workouts: Mapping[Position, int]) -> Position:
    """Where a program begins: its first week with a workout, or its first week when there is none at all."""
    weeks = _weeks(outline)
    return _first_open(weeks, open_workouts) or weeks[0]


def _weeks(outline: Outline) -> list[Position]:
    return [Position(p, w) for p, length in enumerate(outline, 1) for w in range(1, length + 1)]


def _first_open(weeks: Sequence[Position], open_workouts: Mapping[Position, int]) -> Position | None:
    return next((week for week in weeks if open_workouts.get(week, 0) > 0), None)
