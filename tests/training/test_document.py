"""The program document: what it accepts, what it refuses and how it says so."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from backend.domains.training.document import (
    ExerciseLabel,
    RpeLoad,
    TemplateDocument,
    WorkoutDay,
    enrich,
    exercise_ids,
    flatten,
    shape,
    totals,
)

Json = dict[str, Any]
SQUAT, ROW = uuid4(), uuid4()


def prescription(**changes: Any) -> Json:
    return {"id": str(uuid4()), "exercise_id": str(SQUAT), "sets": 3, "reps": {"min": 5, "max": 8}} | changes


def block(*prescriptions: Json, **changes: Any) -> Json:
    parts = list(prescriptions) or [prescription()]
    return {"id": str(uuid4()), "kind": "straight", "prescriptions": parts} | changes


def day(*blocks: Json, **changes: Any) -> Json:
    return {"id": str(uuid4()), "name": "Lower", "blocks": list(blocks)} | changes


def week(*days: Json, **changes: Any) -> Json:
    return {"id": str(uuid4()), "days": list(days)} | changes


def phase(*weeks: Json, **changes: Any) -> Json:
    return {"id": str(uuid4()), "name": "Base", "weeks": list(weeks) or [week()]} | changes


def program(*phases: Json) -> Json:
    return {"phases": list(phases) or [phase(week(day(block())))]}


def with_prescription(**changes: Any) -> Json:
    return program(phase(week(day(block(prescription(**changes))))))


def read(document: Json) -> TemplateDocument:
    return TemplateDocument.model_validate(document)


def complaints(document: Json) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        read(document)
    return [error["msg"] for error in caught.value.errors()]


def first(document: TemplateDocument) -> Any:
    return document.phases[0].weeks[0].days[0].blocks[0].prescriptions[0]


FULL = program(
    phase(
        week(
            day(
                block(
                    prescription(
                        load={"kind": "percent_1rm", "percent": 72.5}, tempo=" 3-1-x-0 ", rest_s=0, notes="Go"
                    ),
                ),
                block(
                    prescription(sets=4, load={"kind": "rpe", "rpe": 8.5}, per_side=True),
                    prescription(
                        sets=4, exercise_id=str(ROW), reps=None, duration_s=30, load={"kind": "weight", "kg": 20}
                    ),
                    kind="superset",
                    rounds=4,
                    rest_s=900,
                ),
                notes="Warm up\nwell",
            ),
            name=" Week one ",
            deload=True,
        ),
        week(),
        name="Base",
    ),
    phase(week(day(name="A"), day(block(prescription(reps=None, distance_m=0.1)), name="B"))),
)


def test_a_full_document_survives_storage_unchanged() -> None:
    document = read(FULL)
    assert read(json.loads(document.model_dump_json())) == document
    assert TemplateDocument.model_validate_json(document.model_dump_json()) == document
    assert document.phases[0].weeks[0].name == "Week one"
    assert first(document).tempo == "3-1-X-0"
    assert first(document).rest_s == 0


def test_walks_count_from_one_in_the_order_of_training() -> None:
    document = read(FULL)
    places = [(p.phase, p.week, p.day_number, p.day.name, p.deload) for p in flatten(document)]
    assert places == [(1, 1, 1, "Lower", True), (2, 1, 1, "A", False), (2, 1, 2, "B", False)]
    assert exercise_ids(document) == {SQUAT, ROW}
    assert totals(document) == (3, 3)
    assert shape(document) == [[1, 0], [2]]


@given(st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=4), min_size=1, max_size=4))
def test_totals_agree_with_the_walk(sizes: list[list[int]]) -> None:
    document = read(program(*(phase(*(week(*(day() for _ in range(n))) for n in weeks)) for weeks in sizes)))
    assert shape(document) == sizes
    assert totals(document) == (sum(map(len, sizes)), len(list(flatten(document))))


def test_blank_notes_and_week_names_are_as_good_as_none() -> None:
    document = read(program(phase(week(day(block(prescription(notes="  ")), notes="\n"), name=" "))))
    assert document.phases[0].weeks[0].name is None
    assert document.phases[0].weeks[0].days[0].notes is None
    assert first(document).notes is None


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({"sets": 0}, "Choose 1 to 20 sets."),
        ({"sets": 21}, "Choose 1 to 20 sets."),
        ({"reps": {"min": 0, "max": 5}}, "Choose 1 to 100 repetitions."),
        ({"reps": {"min": 1, "max": 101}}, "Choose 1 to 100 repetitions."),
        ({"reps": {"min": 9, "max": 8}}, "Choose a smallest number of repetitions that is not above the largest."),
        ({"duration_s": 0}, "Choose a time from 1 second to 24 hours."),
        ({"duration_s": 86_401}, "Choose a time from 1 second to 24 hours."),
        ({"distance_m": 0}, "Choose a distance from 0.1 m to 1,000 km."),
        ({"distance_m": 1_000_001}, "Choose a distance from 0.1 m to 1,000 km."),
        ({"rest_s": -1}, "Choose a rest of at most 15 minutes."),
        ({"rest_s": 901}, "Choose a rest of at most 15 minutes."),
        ({"load": {"kind": "weight", "kg": -0.5}}, "Choose a weight from 0 to 1,000 kg."),
        ({"load": {"kind": "weight", "kg": 1000.5}}, "Choose a weight from 0 to 1,000 kg."),
        ({"load": {"kind": "weight", "kg": float("nan")}}, "Choose a weight from 0 to 1,000 kg."),
        ({"load": {"kind": "weight", "kg": float("inf")}}, "Choose a weight from 0 to 1,000 kg."),
        (
            {"load": {"kind": "percent_1rm", "percent": 0.5}},
            "Choose 1 to 120 % of the one-repetition maximum, in halves.",
        ),
        (
            {"load": {"kind": "percent_1rm", "percent": 120.5}},
            "Choose 1 to 120 % of the one-repetition maximum, in halves.",
        ),
        (
            {"load": {"kind": "percent_1rm", "percent": 70.2}},
            "Choose 1 to 120 % of the one-repetition maximum, in halves.",
        ),
        ({"load": {"kind": "rpe", "rpe": 4.5}}, "Choose an RPE from 5 to 10, in halves."),
        ({"load": {"kind": "rpe", "rpe": 10.5}}, "Choose an RPE from 5 to 10, in halves."),
        ({"load": {"kind": "rpe", "rpe": 7.25}}, "Choose an RPE from 5 to 10, in halves."),
        ({"reps": None}, "Set a target for this exercise: repetitions, a time or a distance."),
        ({"notes": "x" * 2001}, "Keep the notes within 2,000 characters."),
        ({"notes": "a\x00b"}, "Remove the invisible control characters from this text."),
        ({"notes": "a\ud800b"}, "Remove the invisible control characters from this text."),
    ],
)
def test_a_value_outside_its_limits_gets_one_piece_of_advice(changes: Json, advice: str) -> None:
    assert complaints(with_prescription(**changes)) == [advice]


@pytest.mark.parametrize(
    "changes",
    [
        {"sets": 1},
        {"sets": 20},
        {"reps": {"min": 1, "max": 100}},
        {"reps": {"min": 7, "max": 7}},
        {"duration_s": 1},
        {"duration_s": 86_400},
        {"distance_m": 1_000_000},
        {"rest_s": 900},
        {"load": {"kind": "weight", "kg": 0}},
        {"load": {"kind": "weight", "kg": 1000}},
        {"load": {"kind": "percent_1rm", "percent": 1}},
        {"load": {"kind": "percent_1rm", "percent": 120}},
        {"load": {"kind": "rpe", "rpe": 5}},
        {"load": {"kind": "rpe", "rpe": 10}},
        {"notes": "x" * 2000},
    ],
)
def test_the_limits_themselves_are_allowed(changes: Json) -> None:
    kept = first(read(with_prescription(**changes))).model_dump(include=set(changes))
    assert kept == changes


@pytest.mark.parametrize("tempo", ["3-1-1-0", "2-0-X", "X-X-X-X", "10-0-1", "3-1-x-0"])
def test_tempos_in_use_are_read(tempo: str) -> None:
    assert first(read(with_prescription(tempo=tempo))).tempo == tempo.upper()


@pytest.mark.parametrize(
    "tempo", ["", "3", "3-1", "3-1-1-0-1", "100-1-1", "3--1-0", "a-b-c", "3-1-1-0\n4", "\u0663-\u0661-\u0661"]
)
def test_other_tempos_are_explained(tempo: str) -> None:
    advice = "Write the tempo as three or four parts in seconds, like 3-1-1-0; X means as fast as possible."
    assert complaints(with_prescription(tempo=tempo)) == [advice]


@pytest.mark.parametrize(
    "changes",
    [
        {"sets": "3"},
        {"sets": 3.5},
        {"sets": True},
        {"reps": {"min": "5", "max": 8}},
        {"rest_s": "60"},
        {"duration_s": "30"},
        {"distance_m": "400"},
        {"load": {"kind": "weight", "kg": "20"}},
        {"load": {"kind": "percent_1rm", "percent": "70"}},
        {"load": {"kind": "rpe", "rpe": "8"}},
        {"load": {"kind": "x"}},
        {"per_side": "yes"},
        {"colour": "red"},
    ],
)
def test_wrong_types_and_unknown_keys_are_refused(changes: Json) -> None:
    assert len(complaints(with_prescription(**changes))) == 1


def test_names_are_trimmed_and_have_one_to_120_characters() -> None:
    assert read(program(phase(name=f" {'x' * 120} "))).phases[0].name == "x" * 120
    assert complaints(program(phase(name="x" * 121))) == ["Give a name of 1 to 120 characters."]
    assert complaints(program(phase(name=" \t "))) == ["Give a name of 1 to 120 characters."]
    assert complaints(program(phase(name="a\nb"))) == ["Remove the invisible control characters from this text."]
    assert len(complaints(program(phase(week(deload="yes"))))) == 1
    assert complaints(program(phase(week(name="x" * 121)))) == ["Keep the name within 120 characters."]


@given(st.text())
def test_an_accepted_name_is_one_that_postgres_can_store(name: str) -> None:
    try:
        kept = read(program(phase(name=name))).phases[0].name
    except ValidationError:
        return
    assert kept == name.strip()
    assert 1 <= len(kept) <= 120
    assert "\x00" not in kept.encode().decode()


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({"rounds": 3}, "Remove the rounds: straight sets are counted on the exercise."),
        ({"kind": "superset"}, "Choose how many rounds the superset has."),
        ({"kind": "circuit"}, "Choose how many rounds the circuit has."),
        ({"kind": "circuit", "rounds": 4}, "Give every exercise of the circuit as many sets as it has rounds."),
        ({"kind": "circuit", "rounds": 21}, "Choose 1 to 20 rounds."),
        ({"kind": "circuit", "rounds": 0}, "Choose 1 to 20 rounds."),
        ({"kind": "circuit", "rounds": "3"}, "Input should be a valid integer"),
        ({"prescriptions": []}, "Give the block 1 to 12 exercises."),
        ({"rest_s": 901}, "Choose a rest of at most 15 minutes."),
    ],
)
def test_rounds_fit_the_kind_of_block(changes: Json, advice: str) -> None:
    assert complaints(program(phase(week(day(block(**changes)))))) == [advice]


def test_straight_sets_hold_one_exercise() -> None:
    two = block(prescription(), prescription())
    assert complaints(program(phase(week(day(two))))) == [
        "Keep one exercise in straight sets, or make the block a superset."
    ]


@pytest.mark.parametrize(
    ("make", "advice"),
    [
        ({"phases": []}.copy, "Give the program 1 to 12 phases."),
        (lambda: program(*(phase() for _ in range(13))), "Give the program 1 to 12 phases."),
        (lambda: program(phase(weeks=[])), "Give the phase 1 to 52 weeks."),
        (lambda: program(phase(*(week() for _ in range(53)))), "Give the phase 1 to 52 weeks."),
        (lambda: program(phase(week(*(day() for _ in range(8))))), "Keep the week within 7 workouts."),
        (lambda: program(phase(week(day(*(block() for _ in range(31)))))), "Keep the workout within 30 blocks."),
        (
            lambda: program(phase(week(day(block(*(prescription() for _ in range(13)), kind="circuit", rounds=3))))),
            "Give the block 1 to 12 exercises.",
        ),
        (
            lambda: program(*(phase(*(week() for _ in range(35))) for _ in range(3))),
            "Shorten the program to 104 weeks; it has 105.",
        ),
    ],
)
def test_lists_keep_to_their_lengths(make: Callable[[], Json], advice: str) -> None:
    assert complaints(make()) == [advice]


def test_exactly_104_weeks_are_allowed() -> None:
    assert totals(read(program(phase(*(week() for _ in range(52))), phase(*(week() for _ in range(52)))))).weeks == 104


def circuits(count: int) -> list[Json]:
    """Circuits of ten exercises each."""
    return [block(*(prescription() for _ in range(10)), kind="circuit", rounds=3) for _ in range(count)]


def test_3000_exercises_are_allowed_and_one_more_is_not() -> None:
    days = [day(*circuits(30)) for _ in range(7)] + [day(*circuits(30)) for _ in range(3)]
    full = program(phase(week(*days[:7]), week(*days[7:])))
    assert sum(len(b.prescriptions) for p in flatten(read(full)) for b in p.day.blocks) == 3000
    over = program(phase(week(*days[:7]), week(*days[7:], day(block()))))
    assert complaints(over) == ["Keep the program within 3,000 exercises; it has 3,001."]


def test_a_list_of_the_wrong_type_is_left_to_pydantic() -> None:
    assert complaints({"phases": 3}) == ["Input should be a valid tuple"]


SAME = str(uuid4())


@pytest.mark.parametrize(
    ("document", "labels"),
    [
        (program(phase(id=SAME), phase(id=SAME, name="Peak")), ("Base", "Peak")),
        (program(phase(week(id=SAME), week(id=SAME))), ("Base, week 1", "Base, week 2")),
        (program(phase(week(day(id=SAME)), week(day(id=SAME, name="Upper")))), ("Lower", "Upper")),
        (program(phase(week(day(block(id=SAME), block(id=SAME))))), ("Lower, block 1", "Lower, block 2")),
        (
            program(phase(week(day(block(prescription(id=SAME)), block(prescription(id=SAME)))))),
            ("Lower, block 1, exercise 1", "Lower, block 2, exercise 1"),
        ),
        (program(phase(week(day(id=SAME)), id=SAME)), ("Base", "Lower")),
    ],
)
def test_an_id_stands_once_whatever_it_names(document: Json, labels: tuple[str, str]) -> None:
    advice = f'Copy the part again: "{labels[0]}" and "{labels[1]}" have the same id, and each copy needs its own.'
    assert complaints(document) == [advice]


def test_the_same_exercise_may_come_again() -> None:
    assert exercise_ids(read(program(phase(week(day(block(), block())))))) == {SQUAT}


def test_parts_cannot_be_changed_and_so_can_be_compared_and_kept_in_sets() -> None:
    assert len({read(FULL), read(FULL)}) == 1


LABELS = {SQUAT: ExerciseLabel("Back squat", "weight_reps"), ROW: ExerciseLabel("Row", "duration")}


def test_a_planned_workout_carries_what_the_logger_shows() -> None:
    source = read(FULL).phases[0].weeks[0].days[0]
    workout = enrich(source, LABELS)
    assert [p.exercise_name for b in workout.blocks for p in b.prescriptions] == ["Back squat", "Back squat", "Row"]
    assert workout.blocks[1].prescriptions[1].measurement == "duration"
    assert workout.blocks[1].prescriptions[0].load == RpeLoad(kind="rpe", rpe=8.5)
    assert WorkoutDay.model_validate(json.loads(workout.model_dump_json())) == workout
    stripped = workout.model_dump(
        exclude={"blocks": {"__all__": {"prescriptions": {"__all__": {"exercise_name", "measurement"}}}}}
    )
    assert stripped == source.model_dump()


def test_a_workout_needs_a_label_for_each_exercise_and_single_ids() -> None:
    source = read(FULL).phases[0].weeks[0].days[0]
    with pytest.raises(KeyError):
        enrich(source, {SQUAT: LABELS[SQUAT]})
    twice = enrich(source, LABELS).model_dump()
    twice["blocks"][0]["id"] = twice["blocks"][1]["id"]
    with pytest.raises(ValidationError, match="have the same id"):
        WorkoutDay.model_validate(twice)


def test_limits_appear_in_the_json_schema() -> None:
    parts = TypeAdapter(TemplateDocument).json_schema()["$defs"]
    assert (
        parts["Prescription"]["properties"]["sets"]["minimum"],
        parts["RepRange"]["properties"]["max"]["maximum"],
    ) == (1, 100)
    assert parts["PercentLoad"]["properties"]["percent"]["multipleOf"] == 0.5
    assert parts["Phase"]["properties"]["weeks"]["maxItems"] == 52
    assert parts["Phase"]["properties"]["name"]["maxLength"] == 120
