"""Finding records with no miss and no false alarm.

A record is a value that beats every earlier *session*; within one session only the best of a kind counts, so climbing
sets do not celebrate each step. A tie is not a record. The first session with a value of a kind is its baseline.

- estimated_1rm: the best Epley estimate of a set (`strength`).
- session_volume: repetitions times weight, summed over the session.
- duration: the longest set of an exercise that is held for time. A set with repetitions or a distance is not one: there
  the time is incidental (a tempo) or a cost (a 500 m row), and longer is no better.
- distance: the farthest set.
- reps_at_weight, defined by two conditions on a set of r repetitions at weight w:
  1. no earlier set has at least r repetitions at w or any heavier weight. What has been done with more weight is
     not news with less; and
  2. w has been lifted in an earlier session, or is heavier than all that has. Without it, ten repetitions at a
     light weight never used before would be "a record" for somebody who only ever did heavy fives.
  The previous value is the most repetitions ever at w or heavier; a new heaviest weight has none. Of several
  such sets in one session only those count that no other of them matches or beats in both weight and repetitions.

Values are compared exactly (see `strength`) and rounded, to grams or millimetres, only to be shown.
Sorting makes it O(n log n) in the number of sets.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from backend.domains.workouts import strength
from backend.domains.workouts.scoring.front import RepFront
from backend.domains.workouts.scoring.history import DoneSession, DoneSet, Record, RecordKind


class _Best(NamedTuple):
    """A session's best of one kind: a number that compares exactly, and the set that made it, if one did."""

    score: Decimal
    made_by: DoneSet | None


class _Found(NamedTuple):
    """A record before it is known whether a later one beats it."""

    kind: RecordKind
    value: Decimal
    previous: Decimal | None
    is_first: bool
    session: DoneSession
    made_by: DoneSet | None


class _Kind(NamedTuple):
    name: RecordKind
    best: Callable[[Sequence[DoneSet]], _Best | None]
    per_unit: int
    """How many of what `best` counts make one kilogram, second or metre."""

    def shown(self, score: Decimal) -> Decimal:
        return (score / self.per_unit).quantize(Decimal("0.001"))


def detect(history: Iterable[DoneSession]) -> list[Record]:
    """All records of a client's history of one exercise, in the order in which they were set.

    Sessions may come in any order; those of one moment are ordered by id, so the answer is always the same.
    """
    sessions = [
        (session, _counted(session.sets)) for session in sorted(history, key=lambda session: (session.at, session.id))
    ]
    found = [*_rep_records(sessions)]
    for kind in _KINDS:
        found += _single_records(kind, sessions)
    place = {session.id: number for number, (session, _) in enumerate(sessions)}
    found.sort(key=lambda record: (place[record.session.id], _ORDER[record.kind]))
    return _finish(found)


def new_in_session(records: Iterable[Record], session_id: UUID) -> list[Record]:
    """The records that one session set and that deserve a celebration: baselines are left out."""
    return [record for record in records if record.session_id == session_id and not record.is_first]


def _counted(sets: Sequence[DoneSet]) -> list[DoneSet]:
    working = (done for done in sets if done.kind == "working" and not done.deleted)
    return sorted(working, key=lambda done: (done.done_at, done.id))


def _single_records(kind: _Kind, sessions: Sequence[tuple[DoneSession, list[DoneSet]]]) -> Iterator[_Found]:
    highest: Decimal | None = None
    for session, sets in sessions:
        best = kind.best(sets)
        if best is None or (highest is not None and best.score <= highest):
            continue
        previous = None if highest is None else kind.shown(highest)
        yield _Found(kind.name, kind.shown(best.score), previous, highest is None, session, best.made_by)
        highest = best.score


def _rep_records(sessions: Sequence[tuple[DoneSession, list[DoneSet]]]) -> Iterator[_Found]:
    before = RepFront()
    lifted: set[int] = set()
    for session, sets in sessions:
        lifts = [(_weight_g(done), reps, done) for done in sets if (reps := done.reps or 0) > 0]
        # Heaviest first, then most repetitions, then first done: a later one counts only with more repetitions.
        most = 0
        for weight, reps, done in sorted(lifts, key=lambda lift: (-lift[0], -lift[1])):
            previous = before.most_reps(weight)
            comparable = previous == 0 or weight in lifted
            if reps > max(previous, most) and comparable:
                most = reps
                shown = Decimal(previous) if previous else None
                yield _Found("reps_at_weight", Decimal(reps), shown, not lifted, session, done)
        for weight, reps, _ in lifts:
            before.add(weight, reps)
        lifted.update(weight for weight, _, _ in lifts)


def _finish(found: Sequence[_Found]) -> list[Record]:
    """Mark what no later record beats, going back from the newest."""
    seen: set[RecordKind] = set()
    later = RepFront()
    records: list[Record] = []
    for kind, value, previous, is_first, session, made_by in reversed(found):
        if kind == "reps_at_weight" and made_by is not None:
            weight, reps = _weight_g(made_by), int(value)
            is_current = reps > later.most_reps(weight)
            later.add(weight, reps)
        else:
            is_current = kind not in seen
            seen.add(kind)
        records.append(
            Record(
                kind=kind,
                value=value,
                previous_value=previous,
                is_first=is_first,
                is_current=is_current,
                session_id=session.id,
                set_id=made_by.id if made_by else None,
                weight_kg=strength.kilograms(_weight_g(made_by)) if made_by and made_by.reps else None,
                reps=made_by.reps if made_by else None,
                achieved_at=made_by.done_at if made_by else session.at,
                achieved_on=session.on,
            )
        )
    return records[::-1]


def _weight_g(done: DoneSet) -> int:
    return strength.grams(done.weight_kg or 0)


def _highest(scored: Iterable[tuple[Decimal | int | None, DoneSet]]) -> _Best | None:
    best: _Best | None = None
    for score, done in scored:
        if score is not None and score > 0 and (best is None or score > best.score):
            best = _Best(Decimal(score), done)
    return best


def _best_1rm(sets: Sequence[DoneSet]) -> _Best | None:
    return _highest((strength.epley_thirtieths(_weight_g(done), done.reps or 0), done) for done in sets)


def _best_volume(sets: Sequence[DoneSet]) -> _Best | None:
    total = sum(strength.volume_g(_weight_g(done), done.reps or 0) for done in sets)
    return _Best(Decimal(total), None) if total > 0 else None


def _best_duration(sets: Sequence[DoneSet]) -> _Best | None:
    return _highest((done.duration_s, done) for done in sets if not done.reps and not done.distance_m)


def _best_distance(sets: Sequence[DoneSet]) -> _Best | None:
    return _highest((done.distance_m, done) for done in sets)


_KINDS = (
    _Kind("estimated_1rm", _best_1rm, 30_000),
    _Kind("session_volume", _best_volume, 1_000),
    _Kind("duration", _best_duration, 1),
    _Kind("distance", _best_distance, 1),
)
_ORDER: dict[RecordKind, int] = {
    "estimated_1rm": 0, "reps_at_weight": 1, "session_volume": 2, "duration": 3, "distance": 4
}  # fmt: skip
