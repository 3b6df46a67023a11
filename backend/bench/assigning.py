"""A program of 12 weeks with four workouts each, given to 200 clients in one request."""

import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI

from backend.bench.datasets import owner_email
from backend.bench.paths import Recorder
from backend.bench.stand import Served
from backend.core import clock
from backend.core.ids import new_id
from backend.core.runtime import Runtime
from backend.domains.training.library import exercise_id

WEEKS, DAYS, EXERCISES, CLIENTS = 12, 4, 5, 200
TRIES = 3
SECONDS = 2.0
_EXERCISES = ("barbell-back-squat", "barbell-bench-press", "front-squat", "pull-up", "romanian-deadlift")


@dataclass(frozen=True, slots=True)
class Assignment:
    """What is asked: the same template for other clients each time. `statements` by number of clients."""

    token: str
    path: str
    bodies: list[dict[str, Any]]
    statements: dict[int, int]


async def assignment(app: FastAPI) -> Assignment:
    """Make the template and count the statements for one client and for many."""
    recorder = Recorder(app)
    token = await recorder.sign_in(owner_email(1_000))
    headers = {"Authorization": f"Bearer {token}"}
    ids: list[str] = []
    cursor: str | None = None
    while len(ids) < CLIENTS * (TRIES + 1) + 1:
        page = await recorder.client.get(
            "/api/clients", params={"limit": 100, **({"cursor": cursor} if cursor else {})}, headers=headers
        )
        page.raise_for_status()
        ids += [client["id"] for client in page.json()["items"]]
        cursor = page.json()["next_cursor"]
    made = await recorder.client.post(
        "/api/templates", json={"name": "Twelve weeks", "document": _document()}, headers=headers
    )
    if made.status_code != 201:
        raise ValueError(made.text)
    path = f"/api/templates/{made.json()['id']}/assign"
    statements = {
        size: await _statements(app, recorder, path, headers, _body(ids[begin : begin + size]))
        for begin, size in ((0, 1), (1, CLIENTS))
    }
    first = CLIENTS + 1
    bodies = [_body(ids[begin : begin + CLIENTS]) for begin in range(first, first + CLIENTS * (TRIES - 1) + 1, CLIENTS)]
    return Assignment(token, path, bodies, statements)


async def _statements(
    app: FastAPI, recorder: Recorder, path: str, headers: dict[str, str], body: dict[str, Any]
) -> int:
    runtime: Runtime = app.state.runtime
    seen: list[str] = []
    with runtime.database.watched(lambda statement, _parameters: seen.append(statement)):
        answer = await recorder.client.post(path, json=body, headers=headers)
    if answer.status_code != 201:
        raise ValueError(answer.text)
    return len(seen)


def _body(client_ids: list[str]) -> dict[str, Any]:
    start = clock.today("UTC").isoformat()
    return {"client_ids": client_ids, "mode": "static", "start_on": start, "training_days": [1, 2, 4, 5]}


def _document() -> dict[str, Any]:
    return {
        "phases": [
            {
                "id": str(new_id()),
                "name": f"Phase {phase}",
                "weeks": [_week() for _ in range(WEEKS // 3)],
            }
            for phase in range(1, 4)
        ]
    }


def _week() -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "days": [
            {
                "id": str(new_id()),
                "name": f"Day {day}",
                "blocks": [_block(exercise_id(name)) for name in _EXERCISES[:EXERCISES]],
            }
            for day in range(1, DAYS + 1)
        ],
    }


def _block(exercise: UUID) -> dict[str, Any]:
    prescription = {"id": str(new_id()), "exercise_id": str(exercise), "sets": 3, "reps": {"min": 5, "max": 8}}
    return {"id": str(new_id()), "kind": "straight", "prescriptions": [prescription]}


def measured(stoke: Served, wanted: Assignment) -> dict[str, Any]:
    """The slowest of the tries, in seconds."""
    taken: list[float] = []
    with httpx.Client(base_url=stoke.address, timeout=30) as client:
        for body in wanted.bodies:
            begun = time.perf_counter()
            answer = client.post(wanted.path, json=body, headers={"Authorization": f"Bearer {wanted.token}"})
            taken.append(time.perf_counter() - begun)
            answer.raise_for_status()
    return {"seconds": round(max(taken), 3), "target": SECONDS, "statements": wanted.statements}


def good(found: dict[str, Any]) -> bool:
    """Whether it keeps what is promised."""
    return found["seconds"] < SECONDS and len(set(found["statements"].values())) == 1
