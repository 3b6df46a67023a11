"""Forms through the API: unknown fields, values of another type and names that nobody sees are refused by name."""

from typing import Any

import pytest

from backend.core.ids import new_id
from tests.support.stoke import PASSWORD, Person, Stoke
from tests.training.documents import SQUAT, day, document, template

CLIENT = {"first_name": "Iris", "last_name": "Falk"}
ANY = "00000000-0000-7000-8000-000000000001"
START = {"id": ANY, "started_at": "2026-03-02T17:00:00Z", "time_zone": "UTC"}
SET = {"id": ANY, "exercise_log_id": ANY, "set_number": 1, "revision": 1}
LOG = {"id": ANY, "position": 0, "exercise_id": str(SQUAT), "revision": 1}
ASSIGN = {"client_ids": [ANY], "mode": "static", "start_on": "2026-03-02", "training_days": [1]}
REGISTER = {"name": "N", "email": "strict@example.com", "password": PASSWORD, "organization_name": "O"}
EXERCISE = {
    "name": "Paused squat",
    "category_id": ANY,
    "primary_muscles": ["quads"],
    "equipment": ["barbell"],
    "level": "beginner",
    "measurement": "weight_reps",
    "movement_pattern": "squat",
    "mechanics": "compound",
}

Form = tuple[str, str, dict[str, Any]]
POST_CLIENT: Form = ("POST", "/api/clients", CLIENT)
PUT_CLIENT: Form = ("PUT", f"/api/clients/{ANY}", {**CLIENT, "trainer_member_id": ANY})
PATCH_CLIENT: Form = ("PATCH", f"/api/clients/{ANY}", {})
POST_TEMPLATE: Form = ("POST", "/api/templates", template())
PUT_TEMPLATE: Form = ("PUT", f"/api/templates/{ANY}", {**template(), "version": 1})
POST_ASSIGN: Form = ("POST", f"/api/templates/{ANY}/assign", ASSIGN)
POST_PREVIEW: Form = ("POST", f"/api/templates/{ANY}/preview", {"start_on": "2026-03-02", "training_days": [1]})
POST_SHIFT: Form = ("POST", f"/api/programs/{ANY}/shift", {"version": 1, "from": "2026-03-02", "days": 1})
PATCH_PROGRAM: Form = ("PATCH", f"/api/programs/{ANY}", {"version": 1})
PATCH_WORKOUT: Form = ("PATCH", f"/api/workouts/{ANY}", {"version": 1})
POST_EXERCISE: Form = ("POST", "/api/exercises", EXERCISE)
POST_SESSION: Form = ("POST", "/api/session-logs", START)
POST_SETS: Form = ("POST", f"/api/session-logs/{ANY}/sets", {})
PATCH_SESSION: Form = ("PATCH", f"/api/session-logs/{ANY}", {})
PATCH_ORGANIZATION: Form = ("PATCH", "/api/organization", {})
POST_REGISTER: Form = ("POST", "/api/auth/register", REGISTER)
POST_LOGIN: Form = ("POST", "/api/auth/login", {"email": "strict@example.com", "password": PASSWORD})
POST_FORGOTTEN: Form = ("POST", "/api/auth/forgot-password", {"email": "strict@example.com"})
POST_RESET: Form = ("POST", "/api/auth/reset-password", {"token": "t", "password": PASSWORD})
POST_VERIFY: Form = ("POST", "/api/auth/verify-email", {"token": "t"})
POST_ACCEPT: Form = ("POST", "/api/invitations/none/accept", {"password": PASSWORD})


@pytest.fixture(scope="module")
async def owner(stoke: Stoke) -> Person:
    return await stoke.owner()


async def _refused_at(person: Person, form: Form, changes: dict[str, Any]) -> list[str]:
    method, path, body = form
    answer = await person.client.request(method, path, json={**body, **changes})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), answer.text
    return [error["pointer"] for error in answer.json()["errors"]]


@pytest.mark.parametrize(
    "form",
    [
        POST_CLIENT,
        PUT_CLIENT,
        PATCH_CLIENT,
        POST_REGISTER,
        POST_LOGIN,
        POST_FORGOTTEN,
        POST_RESET,
        POST_VERIFY,
        POST_ACCEPT,
        POST_TEMPLATE,
        POST_SETS,
    ],
    ids=lambda form: f"{form[0]} {form[1].replace(ANY, 'id')}",
)
async def test_an_unknown_field_is_refused_by_name(owner: Person, form: Form) -> None:
    assert await _refused_at(owner, form, {"frist_name": "Iris"}) == ["/frist_name"]


@pytest.mark.parametrize(
    ("form", "changes", "pointer"),
    [
        (POST_CLIENT, {"birth_date": 0}, "/birth_date"),
        (POST_CLIENT, {"birth_date": "0"}, "/birth_date"),
        (POST_CLIENT, {"birth_date": "1990-01-01T00:00:00"}, "/birth_date"),
        (PUT_CLIENT, {"birth_date": 86_400}, "/birth_date"),
        (PATCH_CLIENT, {"birth_date": 0}, "/birth_date"),
        (PUT_TEMPLATE, {"version": "1"}, "/version"),
        (PUT_TEMPLATE, {"version": True}, "/version"),
        (POST_ASSIGN, {"training_days": ["1"]}, "/training_days/0"),
        (POST_ASSIGN, {"start_on": 0}, "/start_on"),
        (POST_ASSIGN, {"replace_current": "yes"}, "/replace_current"),
        (POST_PREVIEW, {"start_on": 1_800_000_000}, "/start_on"),
        (POST_SHIFT, {"days": "1"}, "/days"),
        (POST_SHIFT, {"days": True}, "/days"),
        (POST_SHIFT, {"from": 0}, "/from"),
        (PATCH_WORKOUT, {"scheduled_on": 0}, "/scheduled_on"),
        (PATCH_PROGRAM, {"version": 1.0}, "/version"),
        (POST_EXERCISE, {"unilateral": 1}, "/unilateral"),
        (POST_SESSION, {"started_at": 1_772_470_800}, "/started_at"),
        (POST_SESSION, {"started_at": "1772470800"}, "/started_at"),
        (POST_SESSION, {"started_at": "2026-03-02T17:00:00"}, "/started_at"),
        (POST_SETS, {"sets": [{**SET, "reps": True}]}, "/sets/0/reps"),
        (POST_SETS, {"sets": [{**SET, "set_number": "1"}]}, "/sets/0/set_number"),
        (POST_SETS, {"sets": [{**SET, "revision": "1"}]}, "/sets/0/revision"),
        (POST_SETS, {"sets": [{**SET, "deleted": 1}]}, "/sets/0/deleted"),
        (POST_SETS, {"sets": [{**SET, "done_at": 1_772_470_800}]}, "/sets/0/done_at"),
        (POST_SETS, {"exercises": [{**LOG, "position": False}]}, "/exercises/0/position"),
        (PATCH_SESSION, {"effort": "8"}, "/effort"),
        (POST_LOGIN, {"remember": "no"}, "/remember"),
    ],
)
async def test_a_value_of_another_type_is_refused_by_name(
    owner: Person, form: Form, changes: dict[str, Any], pointer: str
) -> None:
    assert await _refused_at(owner, form, changes) == [pointer]


async def test_dates_and_times_as_json_has_them_are_taken(owner: Person) -> None:
    answer = await owner.client.post("/api/clients", json={**CLIENT, "birth_date": "1990-02-28"})
    assert (answer.status_code, answer.json()["birth_date"]) == (201, "1990-02-28")
    for moment in ("2026-03-02T17:00:00Z", "2026-03-02T18:00:00.123456+01:00", "2026-03-02 17:00:00Z"):
        body = {**START, "id": str(new_id()), "client_id": answer.json()["id"], "started_at": moment}
        began = await owner.client.post("/api/session-logs", json=body)
        assert began.status_code == 201, began.text
        assert (await owner.client.delete(f"/api/session-logs/{body['id']}")).status_code == 200


def _document(**names: str) -> dict[str, Any]:
    made = document((1,))
    phase = made["phases"][0]
    phase["name"] = names.get("phase", "Phase")
    phase["weeks"][0] = {
        "id": str(new_id()),
        "name": names.get("week", "Week"),
        "days": [day(names.get("day", "Day A"))],
    }
    return made


@pytest.mark.parametrize("name", ["\u200b\u200b", "\u2060", "\u00ad \u200d", "\u3164", "\u0301", "\u2800"])
@pytest.mark.parametrize(
    ("form", "field"),
    [
        (POST_CLIENT, "first_name"),
        (POST_CLIENT, "last_name"),
        (PUT_CLIENT, "last_name"),
        (PATCH_CLIENT, "last_name"),
        (POST_TEMPLATE, "name"),
        (POST_TEMPLATE, "goal"),
        (PUT_TEMPLATE, "name"),
        (POST_EXERCISE, "name"),
        (PATCH_PROGRAM, "name"),
        (POST_ASSIGN, "name"),
        (POST_SESSION, "name"),
        (PATCH_ORGANIZATION, "name"),
        (POST_REGISTER, "organization_name"),
        (POST_REGISTER, "name"),
    ],
)
async def test_a_name_that_nobody_sees_is_refused_by_name(owner: Person, form: Form, field: str, name: str) -> None:
    assert await _refused_at(owner, form, {field: name}) == [f"/{field}"]


@pytest.mark.parametrize(
    ("part", "pointer"),
    [("phase", "/phases/0/name"), ("week", "/phases/0/weeks/0/name"), ("day", "/phases/0/weeks/0/days/0/name")],
)
async def test_so_is_one_within_a_document(owner: Person, part: str, pointer: str) -> None:
    body = {"document": _document(**{part: "\u200b"})}
    assert await _refused_at(owner, POST_TEMPLATE, body) == [f"/document{pointer}"]


async def test_a_name_with_an_invisible_part_is_taken(owner: Person) -> None:
    for name in ("\U0001f468\u200d\U0001f469", "می\u200cخواهم", "é", "💪"):
        answer = await owner.client.post("/api/clients", json={"first_name": name, "last_name": ""})
        assert (answer.status_code, answer.json().get("first_name")) == (201, name), answer.text
