"""Record detection: no miss and no false alarm."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID

from backend.domains.workouts.scoring import DoneSession, DoneSet, Record, RecordKind, detect, new_in_session

START = datetime(2026, 1, 5, 18, tzinfo=UTC)
Told = tuple[RecordKind, float, float | None]


def lift(reps: int | None, kg: float | str | None, *, kind: Literal["warmup", "working"] = "working") -> DoneSet:
    weight = None if kg is None else Decimal(str(kg))
    return DoneSet(UUID(int=0), START, kind, reps=reps, weight_kg=weight)


def hold(seconds: int | None, *, reps: int | None = None, metres: float | None = None) -> DoneSet:
    distance = None if metres is None else Decimal(str(metres))
    return DoneSet(UUID(int=0), START, reps=reps, duration_s=seconds, distance_m=distance)


def session(number: int, *sets: DoneSet) -> DoneSession:
    """Session `number` on day `number`; set k of it has the id 1000 number + k and is done at minute k."""
    at = START + timedelta(days=number)
    placed = [
        replace(done, id=UUID(int=1000 * number + k), done_at=at + timedelta(minutes=k)) for k, done in enumerate(sets)
    ]
    return DoneSession(UUID(int=number), at, at.date(), placed)


def history(*sessions: list[DoneSet]) -> list[DoneSession]:
    return [session(number, *sets) for number, sets in enumerate(sessions, 1)]


def told(records: list[Record]) -> list[Told]:
    return [(r.kind, float(r.value), None if r.previous_value is None else float(r.previous_value)) for r in records]


def news(*sessions: list[DoneSet], kind: RecordKind | None = None) -> list[Told]:
    """What the last session celebrates, of one kind or of all."""
    records = new_in_session(detect(history(*sessions)), UUID(int=len(sessions)))
    return told([record for record in records if kind in (None, record.kind)])


def rep_news(*sessions: list[DoneSet]) -> list[tuple[float, int, float | None]]:
    """The last session's rep records as weight, repetitions and what they beat."""
    records = new_in_session(detect(history(*sessions)), UUID(int=len(sessions)))
    return [
        (float(r.weight_kg or 0), r.reps or 0, None if r.previous_value is None else float(r.previous_value))
        for r in records
        if r.kind == "reps_at_weight"
    ]


def test_the_first_session_is_a_baseline_without_celebration() -> None:
    records = detect(history([lift(5, 100)]))
    assert told(records) == [
        ("estimated_1rm", 116.667, None),
        ("reps_at_weight", 5, None),
        ("session_volume", 500, None),
    ]
    assert all(record.is_first and record.is_current for record in records)
    assert new_in_session(records, UUID(int=1)) == []


def test_a_stronger_session_names_what_it_beat() -> None:
    assert news([lift(5, 100)], [lift(6, 100)]) == [
        ("estimated_1rm", 120, 116.667),
        ("reps_at_weight", 6, 5),
        ("session_volume", 600, 500),
    ]


def test_ties_and_weaker_sessions_are_no_records() -> None:
    assert news([lift(5, 100)], [lift(5, 100)]) == []
    assert news([lift(5, 100), lift(5, 100)], [lift(4, 100), lift(5, 95)]) == []


def test_an_equal_estimate_from_other_numbers_is_a_tie() -> None:
    assert news([lift(10, 93)], [lift(1, 124)], kind="estimated_1rm") == []
    assert news([lift(10, 93)], [lift(1, "124.001")], kind="estimated_1rm") == [("estimated_1rm", 124.001, 124)]
    # Both suggest 93 1/3 kg; in floats the second comes out higher in the last place.
    assert news([lift(10, 70)], [lift(5, 80)], kind="estimated_1rm") == []


def test_sums_that_floats_get_wrong_are_ties() -> None:
    # In floats three times 0.1 is more than 0.3.
    assert news([lift(1, "0.3")], [lift(3, "0.1")], kind="session_volume") == []


def test_warm_ups_deleted_sets_and_empty_sets_never_count() -> None:
    extra = [lift(20, 200, kind="warmup"), replace(lift(20, 200), deleted=True), lift(0, 300), lift(None, 300)]
    assert news([lift(5, 100)], [lift(5, 100), *extra]) == []
    assert detect(history(extra)) == []
    # Nor do they raise the bar or take the place of the baseline.
    assert detect(history(extra, [lift(5, 100)]))[0].is_first


def test_long_sets_give_no_estimate() -> None:
    assert news([lift(5, 50)], [lift(30, 50)], kind="estimated_1rm") == []
    # The first set of ten or fewer is the baseline of its kind, however late it comes.
    assert news([lift(12, 50)], [lift(5, 80)], kind="estimated_1rm") == []


def test_within_a_session_only_the_best_counts_and_the_first_of_equals_made_it() -> None:
    records = detect(history([lift(5, 90)], [lift(5, 100), lift(5, 105), lift(5, 105)]))
    best = [r for r in records if r.kind == "estimated_1rm" and not r.is_first]
    assert [(r.set_id, r.previous_value) for r in best] == [(UUID(int=2001), Decimal("105.000"))]


def test_more_repetitions_than_ever_at_the_weight() -> None:
    assert rep_news([lift(5, 100), lift(8, 80)], [lift(9, 80)]) == [(80, 9, 8)]


def test_what_was_done_with_more_weight_is_not_news_with_less() -> None:
    assert rep_news([lift(8, 100), lift(5, 80)], [lift(7, 80)]) == []
    assert rep_news([lift(8, 100), lift(5, 80)], [lift(9, 80)]) == [(80, 9, 8)]


def test_a_light_weight_never_used_before_is_no_record() -> None:
    assert rep_news([lift(5, 100)], [lift(10, 60)]) == []
    # The second time there is something to compare with.
    assert rep_news([lift(5, 100)], [lift(10, 60)], [lift(11, 60)]) == [(60, 11, 10)]


def test_a_new_heaviest_weight_is_a_record_with_nothing_before() -> None:
    assert rep_news([lift(5, 100)], [lift(1, "102.5")]) == [(102.5, 1, None)]


def test_a_session_reports_the_front_of_its_rep_records() -> None:
    before = [lift(5, 100), lift(8, 80)]
    assert rep_news(before, [lift(6, 100), lift(7, 100), lift(7, 80), lift(10, 80), lift(2, 110)]) == [
        (110, 2, None),
        (100, 7, 5),
        (80, 10, 8),
    ]
    assert rep_news(before, [lift(9, 100), lift(9, 80)]) == [(100, 9, 5)]


def test_a_set_at_an_unused_weight_does_not_hide_a_record_at_a_used_one() -> None:
    assert rep_news([lift(5, 100), lift(8, 60)], [lift(9, 80), lift(9, 60)]) == [(60, 9, 8)]


def test_body_weight_counts_as_no_weight() -> None:
    assert news([lift(8, None)], [lift(9, None)]) == [("reps_at_weight", 9, 8)]
    assert rep_news([lift(8, 0)], [lift(9, None)]) == [(0, 9, 8)]
    assert rep_news([lift(8, None)], [lift(3, 10)]) == [(10, 3, None)]


def test_volume_adds_up_the_session() -> None:
    assert news([lift(5, 100)] * 3, [lift(8, 50)] * 4, kind="session_volume") == [("session_volume", 1600, 1500)]
    volume = [r for r in detect(history([lift(5, 100)])) if r.kind == "session_volume"]
    assert [(r.set_id, r.weight_kg, r.reps, r.achieved_at) for r in volume] == [
        (None, None, None, START + timedelta(days=1))
    ]


def test_duration_counts_only_where_longer_is_better() -> None:
    assert news([hold(60)], [hold(75), hold(90)]) == [("duration", 90, 60)]
    assert news([hold(60)], [hold(60)], [hold(0)], [hold(None)]) == []
    assert news([hold(60)], [hold(120, metres=500)], kind="duration") == []
    assert news([hold(60)], [hold(120, reps=10)], kind="duration") == []
    assert news([hold(60)], [hold(120, reps=0, metres=0)], kind="duration") == [("duration", 120, 60)]


def test_distance_is_the_farthest_set() -> None:
    assert news([hold(300, metres=1000)], [hold(250, metres=1000)]) == []
    assert news([hold(None, metres=1000)], [hold(None, metres=400), hold(None, metres=1000.5)]) == [
        ("distance", 1000.5, 1000)
    ]


def test_a_record_is_current_until_it_is_beaten() -> None:
    records = detect(history([lift(5, 100), lift(8, 80)], [lift(6, 100)], [lift(8, 100)]))
    current = {(r.kind, r.session_id.int, r.reps) for r in records if r.is_current}
    assert current == {("estimated_1rm", 3, 8), ("reps_at_weight", 3, 8), ("session_volume", 1, None)}
    # 8 at 80 kg was beaten by 8 at 100 kg; 5 and 6 at 100 kg as well.
    apart = detect(history([lift(5, 100), lift(8, 80)], [lift(6, 100)]))
    assert {(r.reps, float(r.weight_kg or 0)) for r in apart if r.kind == "reps_at_weight" and r.is_current} == {
        (8, 80),
        (6, 100),
    }


def test_a_record_carries_its_set_and_the_clients_own_date() -> None:
    late = DoneSession(UUID(int=7), START, date(2026, 1, 6), session(7, lift(5, "102.058")).sets)
    best = detect([late])[0]
    assert (best.set_id, best.weight_kg, best.reps) == (UUID(int=7000), Decimal("102.058"), 5)
    assert (best.achieved_at, best.achieved_on) == (late.sets[0].done_at, date(2026, 1, 6))
    held = detect(history([hold(60)]))[0]
    assert (held.set_id, held.weight_kg, held.reps) == (UUID(int=1000), None, None)


def test_equal_times_are_ordered_by_id() -> None:
    one, two = session(1, lift(5, 100)), session(2, lift(6, 100))
    together = [replace(two, at=one.at), one]
    assert detect(together) == detect(together[::-1])
    assert {r.session_id.int for r in detect(together) if r.is_first} == {1}
    twins = [replace(done, done_at=START) for done in session(1, lift(5, 100), lift(5, 100)).sets]
    for sets in (twins, twins[::-1]):
        made_by = [r.set_id for r in detect([DoneSession(UUID(int=1), START, START.date(), sets)]) if r.set_id]
        assert made_by == [UUID(int=1000), UUID(int=1000)]


def test_records_come_in_the_order_of_sessions_then_kinds() -> None:
    records = detect(history([lift(5, 100)], [lift(6, 100)])[::-1])
    kinds: list[RecordKind] = ["estimated_1rm", "reps_at_weight", "session_volume"]
    assert [(r.session_id.int, r.kind) for r in records] == [(n, kind) for n in (1, 2) for kind in kinds]


def test_no_history_no_records() -> None:
    assert detect([]) == []
    assert detect(history([])) == []
