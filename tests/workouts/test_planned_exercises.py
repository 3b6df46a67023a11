"""The exercise that was asked for, where another one was done: through the API."""

from datetime import UTC, datetime

from backend.core.ids import new_id
from backend.domains.training.library import category_id
from tests.support.statements import count_statements
from tests.support.stoke import Person, Stoke
from tests.training.documents import FRONT_SQUAT
from tests.workouts.phone import Phone, exercise

MONDAY = datetime(2026, 3, 2, 17, tzinfo=UTC)
Newcomer = tuple[Person, str]


async def test_a_planned_exercise_has_to_be_one_that_the_organization_sees(stoke: Stoke, newcomer: Newcomer) -> None:
    stranger = await stoke.owner()
    own = {
        "name": "Paused squat",
        "category_id": str(category_id("squats")),
        "primary_muscles": ["quads"],
        "equipment": ["barbell"],
        "level": "beginner",
        "measurement": "weight_reps",
        "movement_pattern": "squat",
        "mechanics": "compound",
    }
    theirs = (await stranger.client.post("/api/exercises", json=own)).json()["id"]
    phone = Phone(newcomer[0])
    session = await phone.start(MONDAY)
    url = f"/api/session-logs/{session['id']}/sets"
    known = exercise()
    await phone.send(session["id"], [known], [])
    for planned in (str(new_id()), theirs):
        for log in (exercise(planned_exercise_id=planned), {**known, "planned_exercise_id": planned, "revision": 2}):
            refused = await phone.person.client.post(url, json={"exercises": [exercise(), log], "sets": []})
            assert refused.status_code == 422, refused.text
            assert [error["pointer"] for error in refused.json()["errors"]] == ["/exercises/1/planned_exercise_id"]
    state = await phone.send(session["id"], [], [])
    assert [entry["planned_exercise_id"] for entry in state["exercises"]] == [None]


async def test_a_planned_exercise_of_the_library_is_named_even_if_it_was_never_used(stoke: Stoke) -> None:
    owner = await stoke.owner()
    made = await owner.client.post("/api/clients", json={"first_name": "Iris"})
    phone = Phone(owner, made.json()["id"])
    session = await phone.start(MONDAY)
    log = exercise(planned_exercise_id=str(FRONT_SQUAT))
    await phone.send(session["id"], [log], [])
    full = (await owner.client.get(f"/api/session-logs/{session['id']}")).json()
    assert full["exercises"][0]["planned_exercise_name"] == "Front Squat"
    with count_statements(stoke) as sent:
        await phone.send(session["id"], [{**log, "note": "Rack taken", "revision": 2}], [])
    assert len([statement for statement in sent if "user_sessions" not in statement]) == 2
