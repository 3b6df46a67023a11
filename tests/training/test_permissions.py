"""Every route of training, as everybody: nobody, another organization, another trainer, client, trainer, owner."""

from typing import Any

import httpx
import pytest

from backend.domains.training import exercises_router, programs_router, templates_router
from tests.clients.conftest import House
from tests.support.stoke import Person
from tests.training.conftest import MONDAY, new_program, new_template, workouts_of
from tests.training.documents import FRONT_SQUAT, Json, document, template
from tests.training.test_exercises import add_exercise, form

ROLES = ("nobody", "stranger", "other_trainer", "client", "trainer", "owner")

SPAN = f"?from={MONDAY}&to={MONDAY}"

# (method, path, body, the answers to ROLES in order)
MATRIX: list[tuple[str, str, str | None, tuple[int, ...]]] = [
    ("GET", "/exercises", None, (401, 200, 200, 200, 200, 200)),
    ("GET", "/exercises/facets", None, (401, 200, 200, 200, 200, 200)),
    ("GET", "/exercises/{exercise}", None, (401, 404, 200, 200, 200, 200)),
    ("GET", "/exercises/{exercise}/substitutes", None, (401, 404, 200, 200, 200, 200)),
    ("POST", "/exercises", "exercise", (401, 201, 201, 403, 201, 201)),
    ("PUT", "/exercises/{exercise}", "exercise", (401, 404, 403, 403, 200, 200)),
    ("PATCH", "/exercises/{exercise}", "nothing", (401, 404, 403, 403, 200, 200)),
    ("DELETE", "/exercises/{exercise}", None, (401, 404, 403, 403, 200, 200)),
    ("POST", "/exercises/{exercise}/restore", None, (401, 404, 403, 403, 200, 200)),
    ("GET", "/templates", None, (401, 200, 200, 403, 200, 200)),
    ("GET", "/templates/{template}", None, (401, 404, 200, 403, 200, 200)),
    ("POST", "/templates", "template", (401, 201, 201, 403, 201, 201)),
    ("PUT", "/templates/{template}", "template_put", (401, 404, 409, 403, 409, 409)),
    ("PATCH", "/templates/{template}", "stale", (401, 404, 409, 403, 409, 409)),
    ("POST", "/templates/{template}/copy", "nothing", (401, 404, 201, 403, 201, 201)),
    ("POST", "/templates/{template}/preview", "preview", (401, 404, 200, 403, 200, 200)),
    ("POST", "/templates/{template}/assign", "assign", (401, 404, 422, 403, 409, 409)),
    ("DELETE", "/templates/{spare}", None, (401, 404, 200, 403, 200, 200)),
    ("POST", "/templates/{spare}/restore", None, (401, 404, 200, 403, 200, 200)),
    ("GET", "/clients/{client}/programs", None, (401, 404, 404, 200, 200, 200)),
    ("GET", "/clients/{client}/calendar" + SPAN, None, (401, 404, 404, 200, 200, 200)),
    ("GET", "/clients/{other}/calendar" + SPAN, None, (401, 404, 200, 404, 404, 200)),
    ("GET", "/programs/{program}", None, (401, 404, 404, 200, 200, 200)),
    ("GET", "/programs/{program}/workouts", None, (401, 404, 404, 200, 200, 200)),
    ("PUT", "/programs/{program}", "move", (401, 404, 404, 403, 409, 409)),
    ("PATCH", "/programs/{program}", "stale", (401, 404, 404, 403, 409, 409)),
    ("POST", "/programs/{program}/shift", "shift", (401, 404, 404, 403, 409, 409)),
    ("PATCH", "/workouts/{workout}", "stale", (401, 404, 404, 403, 409, 409)),
    ("POST", "/workouts/{workout}/skip", "stale", (401, 404, 404, 409, 409, 409)),
]


@pytest.fixture(scope="module")
async def places(house: House) -> dict[str, str]:
    """Ids of what the first trainer made."""
    program = await new_program(house.trainer, document((1, 1)), house.client_id)
    return {
        "exercise": (await add_exercise(house.trainer, substitutes=[str(FRONT_SQUAT)]))["id"],
        "template": (await new_template(house.trainer))["id"],
        "spare": (await new_template(house.trainer))["id"],
        "client": house.client_id,
        "other": house.other_client_id,
        "program": program["id"],
        "workout": (await workouts_of(house.trainer, program))[0]["id"],
    }


@pytest.fixture(scope="module")
async def browsers(house: House) -> dict[str, httpx.AsyncClient]:
    """A browser of each kind of person."""
    people: dict[str, Person] = {
        "stranger": await house.stoke.owner(),
        "other_trainer": house.other_trainer,
        "client": house.client,
        "trainer": house.trainer,
        "owner": house.owner,
    }
    return {"nobody": house.stoke.client(), **{name: person.client for name, person in people.items()}}


def _body(kind: str | None, places: dict[str, str]) -> Json | None:
    stale: dict[str, Any] = {"version": 999}
    bodies: dict[str, Json] = {
        "nothing": {},
        "stale": stale,
        "exercise": form(),
        "template": template(),
        "template_put": {**template(), **stale},
        "preview": {"start_on": str(MONDAY), "training_days": [1]},
        "assign": {"client_ids": [places["client"]], "mode": "static", "start_on": str(MONDAY), "training_days": [1]},
        "move": {**stale, "action": "cancel"},
        "shift": {**stale, "from": str(MONDAY), "days": 1},
    }
    return None if kind is None else bodies[kind]


@pytest.mark.parametrize(("method", "path", "kind", "expected"), MATRIX, ids=lambda value: str(value)[:60])
async def test_each_route_answers_each_role(
    browsers: dict[str, httpx.AsyncClient],
    places: dict[str, str],
    method: str,
    path: str,
    kind: str | None,
    expected: tuple[int, ...],
) -> None:
    got = []
    for role in ROLES:
        answer = await browsers[role].request(method, "/api" + path.format(**places), json=_body(kind, places))
        got.append(answer.status_code)
    assert tuple(got) == expected


async def test_the_matrix_names_every_route_of_training(house: House) -> None:
    paths: set[tuple[str, str]] = set()
    schema = house.stoke.app.openapi()["paths"]
    tags = {tag for module in (exercises_router, templates_router, programs_router) for tag in module.router.tags}
    for path, operations in schema.items():
        for method, operation in operations.items():
            if tags & set(operation.get("tags", ())):
                paths.add(
                    (
                        method.upper(),
                        path.replace("/api", "", 1).split("{")[0] + path.rpartition("}")[2] * ("{" in path),
                    )
                )
    named = {
        (method, path.split("?")[0].split("{")[0] + path.split("?")[0].rpartition("}")[2] * ("{" in path))
        for method, path, _, _ in MATRIX
    }
    assert paths <= named
