"""Record detection against its definition, spelled out by comparing each set with every earlier one."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from backend.domains.workouts.scoring import DoneSession, DoneSet, Record, RecordKind, detect, new_in_session
from backend.domains.workouts.scoring.front import RepFront

START = datetime(2026, 1, 5, tzinfo=UTC)
Row = tuple[RecordKind, int, Fraction, Fraction | None, bool, UUID | None]

drafts = st.builds(
    DoneSet,
    id=st.just(UUID(int=0)),
    done_at=st.integers(0, 3).map(lambda n: START + timedelta(minutes=n)),
    kind=st.sampled_from(["working", "working", "working", "warmup"]),
    reps=st.none() | st.integers(0, 12),
    weight_kg=st.none() | st.sampled_from([Decimal(n) for n in (0, 60, 93, 100, 124)] + [Decimal("102.058")]),
    duration_s=st.none() | st.integers(0, 5),
    distance_m=st.none() | st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(1000)]),
    deleted=st.sampled_from([False, False, False, True]),
)


def _number(sessions: list[tuple[int, list[DoneSet]]]) -> list[DoneSession]:
    """Give sessions and sets their ids; several sessions may fall on one moment."""
    numbered: list[DoneSession] = []
    for n, (day, sets) in enumerate(sessions):
        at = START + timedelta(days=day)
        own = [
            DoneSet(
                UUID(int=1000 * (n + 1) + k),
                s.done_at,
                s.kind,
                s.reps,
                s.weight_kg,
                s.duration_s,
                s.distance_m,
                s.deleted,
            )
            for k, s in enumerate(sets)
        ]
        numbered.append(DoneSession(UUID(int=n + 1), at, at.date(), own))
    return numbered


histories = st.lists(st.tuples(st.integers(0, 4), st.lists(drafts, max_size=4)), max_size=7).map(_number)


def _kg(done: DoneSet) -> Fraction:
    return Fraction(done.weight_kg or 0)


def _counted(session: DoneSession) -> list[DoneSet]:
    sets = [s for s in session.sets if s.kind == "working" and not s.deleted]
    return sorted(sets, key=lambda s: (s.done_at, s.id))


def _score(kind: RecordKind, done: DoneSet) -> Fraction:
    reps = done.reps or 0
    if kind == "estimated_1rm":
        if not 1 <= reps <= 10:
            return Fraction(0)
        return _kg(done) if reps == 1 else _kg(done) * (1 + Fraction(reps, 30))
    if kind == "duration":
        return Fraction(0 if reps or done.distance_m else done.duration_s or 0)
    return Fraction(done.distance_m or 0)


def _single(kind: RecordKind, sets: list[DoneSet]) -> tuple[Fraction, UUID | None]:
    if kind == "session_volume":
        return sum((_kg(s) * (s.reps or 0) for s in sets), Fraction(0)), None
    scores = [_score(kind, s) for s in sets]
    best = max(scores, default=Fraction(0))
    return best, sets[scores.index(best)].id if sets else None


def oracle(history: Iterable[DoneSession]) -> set[Row]:
    """The definition, in quadratic time and in fractions."""
    rows: set[Row] = set()
    ordered = sorted(history, key=lambda s: (s.at, s.id))
    for n, session in enumerate(ordered):
        earlier = [_counted(other) for other in ordered[:n]]
        sets = _counted(session)
        kinds: list[RecordKind] = ["estimated_1rm", "session_volume", "duration", "distance"]
        for kind in kinds:
            before = max((_single(kind, other)[0] for other in earlier), default=Fraction(0))
            value, made_by = _single(kind, sets)
            if value > before:
                rows.add((kind, session.id.int, value, before or None, not before, made_by))
        lifted = [s for other in earlier for s in other if s.reps]
        candidates: list[tuple[DoneSet, int]] = []
        for s in sets:
            at_least = [e.reps or 0 for e in lifted if _kg(e) >= _kg(s)]
            known = any(_kg(e) == _kg(s) for e in lifted) or not at_least
            if s.reps and s.reps > max(at_least, default=0) and known:
                candidates.append((s, max(at_least, default=0)))
        for i, (s, before) in enumerate(candidates):
            beaten = any(
                _kg(o) >= _kg(s) and (o.reps or 0) >= (s.reps or 0) and ((_kg(o), o.reps) != (_kg(s), s.reps) or j < i)
                for j, (o, _) in enumerate(candidates)
            )
            if not beaten:
                previous = Fraction(before) if before else None
                rows.add(("reps_at_weight", session.id.int, Fraction(s.reps or 0), previous, not lifted, s.id))
    return rows


def _near(shown: Decimal | None, exact: Fraction | None) -> bool:
    if shown is None or exact is None:
        return shown is None and exact is None
    return abs(Fraction(shown) - exact) <= Fraction(1, 2000)


def _key(row: Row) -> tuple[str, int, int]:
    return row[0], row[1], row[5].int if row[5] else 0


@given(histories)
def test_detection_agrees_with_the_definition(history: list[DoneSession]) -> None:
    records = sorted(detect(history), key=lambda r: (r.kind, r.session_id.int, r.set_id.int if r.set_id else 0))
    expected = sorted(oracle(history), key=_key)
    assert [(r.kind, r.session_id.int, r.is_first, r.set_id) for r in records] == [(*e[:2], *e[4:]) for e in expected]
    for record, (_, _, value, previous, _, _) in zip(records, expected, strict=True):
        assert _near(record.value, value)
        assert _near(record.previous_value, previous)


@given(histories)
def test_the_order_of_input_does_not_matter(history: list[DoneSession]) -> None:
    turned = [DoneSession(s.id, s.at, s.on, list(s.sets)[::-1]) for s in reversed(history)]
    assert detect(turned) == detect(history)


@given(histories)
def test_repeating_the_last_session_is_never_a_record(history: list[DoneSession]) -> None:
    for session in history:
        again = DoneSession(UUID(int=99), START + timedelta(days=30), START.date(), session.sets)
        assert new_in_session(detect([*history, again]), again.id) == []


@given(histories)
def test_later_sessions_leave_earlier_records_as_they_were(history: list[DoneSession]) -> None:
    ordered = sorted(history, key=lambda s: (s.at, s.id))

    def facts(records: list[Record]) -> list[tuple[object, ...]]:
        return [(r.kind, r.session_id, r.set_id, r.value, r.previous_value, r.is_first) for r in records]

    for n in range(len(ordered)):
        before = facts(detect(ordered[:n]))
        assert facts(detect(ordered))[: len(before)] == before


@given(histories)
def test_current_records_are_those_that_no_later_one_beats(history: list[DoneSession]) -> None:
    records = detect(history)
    for n, record in enumerate(records):
        later = [r for r in records[n + 1 :] if r.kind == record.kind and r.session_id != record.session_id]
        if record.kind == "reps_at_weight":
            later = [r for r in later if (r.weight_kg or 0) >= (record.weight_kg or 0) and r.value >= record.value]
        assert record.is_current == (not later)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9))), st.integers(0, 10))
def test_the_front_remembers_the_most_repetitions_at_a_weight_or_more(
    lifts: list[tuple[int, int]], weight: int
) -> None:
    front = RepFront()
    for lifted, reps in lifts:
        front.add(lifted, reps)
    assert front.most_reps(weight) == max((reps for lifted, reps in lifts if lifted >= weight), default=0)
