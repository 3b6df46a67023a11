"""A studio to train in."""

from datetime import timedelta
from typing import Any

import pytest

from backend.core import clock
from tests.clients.conftest import House, accept, add, add_trainer, address
from tests.support.stoke import Person, Stoke
from tests.training.documents import Json, template

MONDAY = clock.now().date() + timedelta(days=8 - clock.now().isoweekday())
"""The next one, so that nothing of a program that starts then is missed yet."""


@pytest.fixture(scope="module")
async def house(stoke: Stoke) -> House:
    """An owner, two trainers with a client each, and the first one's client signed in."""
    owner = await stoke.owner()
    trainer = await add_trainer(stoke, owner, "Theo Trainer")
    other = await add_trainer(stoke, owner, "Olga Other")
    email = address()
    mine = await add(trainer, first_name="Mia", last_name="Mine", email=email, time_zone="Europe/Berlin")
    theirs = await add(other, first_name="Omar", last_name="Other")
    answer = await trainer.client.post(f"/api/clients/{mine['id']}/invite")
    assert answer.status_code == 202, answer.text
    client = await accept(stoke, email)
    return House(stoke, owner, trainer, other, client, mine["id"], theirs["id"])


async def new_template(person: Person, content: Json | None = None, **changes: Any) -> Json:
    """Save a template; answers it."""
    answer = await person.client.post("/api/templates", json=template(content, **changes))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def new_program(person: Person, content: Json, client_id: str, **changes: Any) -> Json:
    """Give a new template to a client, in place of an open program; answers the program."""
    made = await new_template(person, content)
    body = {"client_ids": [client_id], "mode": "dynamic", "start_on": str(MONDAY), "training_days": [1, 3, 5]}
    answer = await person.client.post(
        f"/api/templates/{made['id']}/assign", json={**body, "replace_current": True, **changes}
    )
    assert answer.status_code == 201, answer.text
    return (await person.client.get(f"/api/programs/{answer.json()['programs'][0]['id']}")).json()


async def workouts_of(person: Person, program: Json) -> list[Json]:
    """The planned workouts of a program."""
    return (await person.client.get(f"/api/programs/{program['id']}/workouts")).json()["items"]
