"""Changes to exercises, templates and programs, as a day has them: each is asked for once.

They are what drops kept answers. A saved template names the version that was read, so that there are templates enough
for each to be saved once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import orjson

from backend.bench.load import raw_request
from backend.bench.paths import Recorder
from backend.core import clock
from backend.core.ids import new_id
from backend.domains.training.library import exercise_id

TEMPLATES = 8
"""Of each studio, to be saved once."""

_KINDS = {"save_template": 4, "assign": 3, "copy_template": 1, "make_exercise": 1, "change_exercise": 1}
"""How often each, by our judgement of a coach's day: programs are worked on daily, the library is added to weekly."""


@dataclass(frozen=True, slots=True)
class Studio:
    """What can be changed in one studio.

    `unsaved` are templates of which version 1 is the last, `clients` those who were given nothing.
    """

    token: str
    exercise: str
    category: str
    template: str
    unsaved: list[str]
    clients: list[str]


@dataclass(frozen=True, slots=True)
class Changes:
    """Requests that change something, drawn by a dice."""

    studios: Sequence[Studio]

    def drawn(self, dice: Random) -> str:
        """One that was not drawn before."""
        studio = dice.choice(self.studios)
        kind = dice.choices(list(_KINDS), list(_KINDS.values()))[0]
        number = dice.getrandbits(48)
        if kind == "save_template" and studio.unsaved:
            body = {"version": 1, "goal": f"Goal {number:x}"}
            return _request("PATCH", f"/api/templates/{studio.unsaved.pop()}", studio, body)
        if kind == "assign" and studio.clients:
            return _request("POST", f"/api/templates/{studio.template}/assign", studio, _given(studio))
        if kind == "make_exercise":
            return _request("POST", "/api/exercises", studio, _exercise(f"Own {number:x}", studio.category))
        if kind == "change_exercise":
            return _request("PATCH", f"/api/exercises/{studio.exercise}", studio, {"cues": [f"Cue {number:x}"]})
        return _request("POST", f"/api/templates/{studio.template}/copy", studio, {"name": f"Copy {number:x}"})


async def prepared(recorder: Recorder, tokens: Sequence[str]) -> Changes:
    """Make an exercise and templates in the studio of each token."""
    return Changes([await _studio(recorder, token) for token in tokens])


async def _studio(recorder: Recorder, token: str) -> Studio:
    headers = {"Authorization": f"Bearer {token}"}

    async def asked(method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        answer = await recorder.client.request(method, path, headers=headers, json=body)
        if answer.is_error:
            raise ValueError(f"{method} {path}: {answer.text}")
        return answer.json()

    category = (await asked("GET", "/api/exercises?limit=1"))["items"][0]["category"]["id"]
    exercise = await asked("POST", "/api/exercises", _exercise("Own exercise", category))
    template = await asked("POST", "/api/templates", {"name": "Four weeks", "document": _document()})
    copies = [await asked("POST", f"/api/templates/{template['id']}/copy", {}) for _ in range(TEMPLATES)]
    clients = await asked("GET", "/api/clients?limit=50&status=active")
    return Studio(
        token,
        exercise["id"],
        category,
        template["id"],
        [copy["id"] for copy in copies],
        [client["id"] for client in clients["items"]],
    )


def _request(method: str, path: str, studio: Studio, body: dict[str, Any]) -> str:
    return raw_request(method, path, studio.token, orjson.dumps(body))


def _given(studio: Studio) -> dict[str, Any]:
    return {
        "client_ids": [studio.clients.pop()],
        "mode": "static",
        "start_on": clock.today("UTC").isoformat(),
        "training_days": [1, 4],
        "replace_current": True,
    }


def _exercise(name: str, category: str) -> dict[str, Any]:
    return {
        "name": name,
        "category_id": category,
        "primary_muscles": ["quads"],
        "equipment": ["barbell"],
        "level": "intermediate",
        "measurement": "weight_reps",
        "movement_pattern": "squat",
        "mechanics": "compound",
    }


def _document() -> dict[str, Any]:
    weeks = [{"id": str(new_id()), "days": [_day("Lower body"), _day("Upper body")]} for _ in range(4)]
    return {"phases": [{"id": str(new_id()), "name": "Base", "weeks": weeks}]}


def _day(name: str) -> dict[str, Any]:
    blocks = [_block(slug) for slug in ("barbell-back-squat", "barbell-bench-press", "pull-up")]
    return {"id": str(new_id()), "name": name, "blocks": blocks}


def _block(slug: str) -> dict[str, Any]:
    prescription = {"id": str(new_id()), "exercise_id": str(exercise_id(slug)), "sets": 3, "reps": {"min": 5, "max": 8}}
    return {"id": str(new_id()), "kind": "straight", "prescriptions": [prescription]}
