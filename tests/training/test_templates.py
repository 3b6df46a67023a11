"""Making, saving and listing templates."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.core import clock
from backend.core.ids import new_id
from backend.domains.training.schemas.templates import PreviewIn
from backend.domains.training.service.previewing import preview
from tests.clients.conftest import House
from tests.support.statements import count_statements
from tests.training.conftest import new_template
from tests.training.documents import FRONT_SQUAT, SQUAT, Json, day, document, prescription, template

PATH = "/document/phases/0/weeks/0/days/0/blocks/0"


def put(made: Json, **changes: Any) -> Json:
    """The body of a save over `made`."""
    kept = ("version", "name", "description", "level", "goal", "document")
    return {**{key: made[key] for key in kept}, **changes}


async def test_a_template_comes_back_as_it_was_saved_with_its_exercises(house: House) -> None:
    made = await new_template(house.trainer, document((2, 1), (3,)), level="beginner", goal="Strength")
    assert (made["weeks"], made["workouts"], made["version"], made["times_assigned"]) == (3, 6, 1, 0)
    assert made["created_by"] == "Theo Trainer"
    assert [item["name"] for item in made["exercises"]] == ["Barbell Back Squat"]
    assert made["exercises"][0]["primary_muscles"] == ["quads", "glutes"]
    again = (await house.other_trainer.client.get(f"/api/templates/{made['id']}")).json()
    assert again == made
    saved = (
        await house.trainer.client.put(f"/api/templates/{made['id']}", json=put(made, document=made["document"]))
    ).json()
    assert saved["document"] == made["document"]
    assert saved["version"] == 2


async def test_the_links_follow_the_document(house: House) -> None:
    made = await new_template(house.trainer)
    content = document((1,))
    content["phases"][0]["weeks"][0]["days"] = [day("A", FRONT_SQUAT)]
    url = f"/api/templates/{made['id']}"
    saved = (await house.trainer.client.put(url, json=put(made, document=content))).json()
    assert [item["id"] for item in saved["exercises"]] == [str(FRONT_SQUAT)]
    content["phases"][0]["weeks"][0]["days"] = []
    emptied = (await house.trainer.client.patch(url, json={"version": 2, "document": content})).json()
    assert emptied["exercises"] == []
    assert emptied["workouts"] == 0


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"reps": {"min": 0, "max": 5}}, "/prescriptions/0/reps/min"),
        ({"reps": {"min": 8, "max": 5}}, "/prescriptions/0/reps"),
        ({"reps": None}, "/prescriptions/0"),
        ({"sets": 21}, "/prescriptions/0/sets"),
        ({"load": {"kind": "weight", "kg": -1}}, "/prescriptions/0/load/kg"),
        ({"load": {"kind": "rpe", "rpe": 11}}, "/prescriptions/0/load/rpe"),
        ({"load": {"kind": "percent_1rm", "percent": 500}}, "/prescriptions/0/load/percent"),
        ({"load": {"kind": "moon"}}, "/prescriptions/0/load"),
        ({"tempo": "fast"}, "/prescriptions/0/tempo"),
        ({"rest_s": 5000}, "/prescriptions/0/rest_s"),
        ({"exercise_id": str(new_id())}, "/prescriptions/0/exercise_id"),
        ({"notes": "a\x00b"}, "/prescriptions/0/notes"),
        ({"bogus": 1}, "/prescriptions/0/bogus"),
    ],
)
async def test_each_fault_is_pointed_at_in_the_document(house: House, changes: Json, pointer: str) -> None:
    content = document((1,))
    content["phases"][0]["weeks"][0]["days"][0]["blocks"][0]["prescriptions"] = [prescription(**changes)]
    answer = await house.trainer.client.post("/api/templates", json=template(content))
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [PATH + pointer]


async def test_every_unknown_exercise_is_pointed_at(house: House) -> None:
    content = document((1,))
    content["phases"][0]["weeks"][0]["days"] = [day("A", SQUAT, new_id()), day("B", new_id())]
    errors = (await house.trainer.client.post("/api/templates", json=template(content))).json()["errors"]
    assert [error["pointer"] for error in errors] == [
        "/document/phases/0/weeks/0/days/0/blocks/1/prescriptions/0/exercise_id",
        "/document/phases/0/weeks/0/days/1/blocks/0/prescriptions/0/exercise_id",
    ]


async def test_an_own_exercise_of_another_organization_is_unknown(house: House) -> None:
    stranger = await house.stoke.owner()
    theirs = await new_template(stranger)
    body = {
        "name": "Theirs",
        "category_id": (await stranger.client.get("/api/exercises?limit=1")).json()["items"][0]["category"]["id"],
        "primary_muscles": ["quads"],
        "equipment": ["barbell"],
        "level": "beginner",
        "measurement": "reps",
        "movement_pattern": "squat",
        "mechanics": "compound",
    }
    exercise = (await stranger.client.post("/api/exercises", json=body)).json()
    content = document((1,))
    content["phases"][0]["weeks"][0]["days"] = [day("A", exercise["id"])]
    assert (await house.trainer.client.post("/api/templates", json=template(content))).status_code == 422
    for answer in (
        await house.trainer.client.get(f"/api/templates/{theirs['id']}"),
        await house.trainer.client.put(f"/api/templates/{theirs['id']}", json=put(theirs)),
        await house.trainer.client.post(f"/api/templates/{theirs['id']}/copy", json={}),
        await house.trainer.client.delete(f"/api/templates/{theirs['id']}"),
    ):
        assert answer.status_code == 404


async def test_a_stale_save_changes_nothing_and_gets_the_current_document(house: House) -> None:
    made = await new_template(house.trainer)
    url = f"/api/templates/{made['id']}"
    newer = document((4,))
    assert (await house.other_trainer.client.put(url, json=put(made, document=newer))).status_code == 200
    stale = await house.trainer.client.put(url, json=put(made, name="Lost?"))
    assert stale.status_code == 409
    problem = stale.json()
    assert problem["code"] == "template_version_conflict"
    assert (problem["current"]["version"], problem["current"]["updated_by"]) == (2, "Olga Other")
    kept = (await house.trainer.client.get(url)).json()
    assert problem["current"]["document"] == kept["document"]
    assert kept["workouts"] == 4
    assert kept["name"] == made["name"]


async def test_of_many_who_save_one_version_at_once_exactly_one_wins(house: House) -> None:
    made = await new_template(house.trainer)
    url = f"/api/templates/{made['id']}"
    bodies = [put(made, name=f"Racer {number}") for number in range(5)]
    answers = await asyncio.gather(*(house.trainer.client.put(url, json=body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]
    winner = next(answer.json() for answer in answers if answer.status_code == 200)
    kept = (await house.trainer.client.get(url)).json()
    assert (kept["name"], kept["version"]) == (winner["name"], 2)


async def test_a_patch_keeps_what_it_leaves_out_and_clears_by_null(house: House) -> None:
    made = await new_template(house.trainer, goal="Peak", description="Twelve weeks")
    url = f"/api/templates/{made['id']}"
    saved = (await house.trainer.client.patch(url, json={"version": 1, "goal": None, "name": "New name"})).json()
    assert (saved["goal"], saved["description"], saved["name"]) == (None, "Twelve weeks", "New name")
    assert saved["document"] == made["document"]
    cleared = await house.trainer.client.patch(url, json={"version": 2, "name": None})
    assert cleared.json()["errors"][0]["pointer"] == "/name"


async def test_archiving_hides_and_locks_restoring_brings_back_and_a_copy_stands_alone(house: House) -> None:
    made = await new_template(house.trainer, name="Archive me")
    url = f"/api/templates/{made['id']}"
    copied = (await house.other_trainer.client.post(f"{url}/copy", json={})).json()
    assert (copied["name"], copied["version"], copied["created_by"]) == ("Archive me copy", 1, "Olga Other")
    assert copied["document"] == made["document"]
    assert copied["exercises"] == made["exercises"]
    assert (await house.trainer.client.delete(url)).json()["archived"] is True
    listed = (await house.trainer.client.get("/api/templates?q=archive me")).json()["items"]
    assert [item["id"] for item in listed] == [copied["id"]]
    archived = (await house.trainer.client.get("/api/templates?archived=true")).json()["items"]
    assert made["id"] in {item["id"] for item in archived}
    assert (await house.trainer.client.put(url, json=put(made))).json()["code"] == "template_archived"
    assert (await house.trainer.client.post(f"{url}/restore")).json()["archived"] is False


@pytest.mark.parametrize("sort", ["name", "-updated", "-created"])
async def test_each_order_pages_without_loss(house: House, sort: str) -> None:
    for _ in range(3):
        await new_template(house.owner)
    whole = (await house.owner.client.get("/api/templates", params={"sort": sort, "limit": 100})).json()["items"]
    paged: list[str] = []
    cursor: str | None = None
    while True:
        query = {"sort": sort, "limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await house.owner.client.get("/api/templates", params=query)).json()
        paged += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert paged == [item["id"] for item in whole]


async def test_a_list_takes_one_statement_and_a_save_a_few(house: House) -> None:
    made = await new_template(house.owner)
    for limit in (1, 50):
        with count_statements(house.stoke) as sent:
            await house.owner.client.get("/api/templates", params={"limit": limit})
        assert len(sent) == 1
    with count_statements(house.stoke) as sent:
        saved = await house.owner.client.put(f"/api/templates/{made['id']}", json=put(made))
    assert saved.status_code == 200
    assert len(sent) <= 8  # one of them is for the audit log


async def test_a_preview_gives_dates_and_saves_nothing(house: House) -> None:
    made = await new_template(house.trainer, document((2, 1)))
    # 2028 has a 29 February.
    form = PreviewIn(start_on=date(2028, 2, 28), training_days=[1, 2])
    async with house.stoke.runtime.database.read(house.trainer.organization_id) as read:
        with clock.at(datetime(2028, 2, 1, tzinfo=UTC)):
            dates = await preview(read, UUID(made["id"]), form)
    assert [str(item.scheduled_on) for item in dates.workouts] == ["2028-02-28", "2028-02-29", "2028-03-06"]
    assert str(dates.end_on) == "2028-03-12"
    body = {"start_on": str(clock.now().date()), "training_days": [7]}
    asked = await house.trainer.client.post(f"/api/templates/{made['id']}/preview", json=body)
    assert len(asked.json()["workouts"]) == 3
    assert (await house.trainer.client.get(f"/api/templates/{made['id']}")).json() == made


async def test_a_template_cannot_point_into_another_organization(house: House) -> None:
    made = await new_template(house.owner)
    stranger = await house.stoke.owner()
    attack = text(
        "INSERT INTO template_exercises (organization_id, id, template_id, exercise_id)"
        " VALUES (:org, gen_random_uuid(), :template, :exercise)"
    )
    with pytest.raises(IntegrityError):
        async with house.stoke.runtime.database.write(stranger.organization_id, stranger.user_id) as session:
            await session.execute(attack, {"org": stranger.organization_id, "template": made["id"], "exercise": SQUAT})
