"""A studio whose client decides about their data."""

from datetime import timedelta
from typing import Any

import pytest

from backend.core import clock
from backend.domains.privacy.texts import TEXTS
from tests.clients.conftest import House, accept, add, add_trainer, address
from tests.support.stoke import Stoke
from tests.workouts.phone import Phone


@pytest.fixture(scope="module")
async def house(stoke: Stoke) -> House:
    """An owner, two trainers, a client of each; the first client signs in."""
    owner = await stoke.owner()
    trainer = await add_trainer(stoke, owner, "Theo Trainer")
    other = await add_trainer(stoke, owner, "Olga Other")
    email = address()
    mine = await add(
        trainer, first_name="Mia", last_name="Zwetschgenbaum", email=email, notes="secret", health_note="knee"
    )
    theirs = await add(other, first_name="Omar", last_name="Other", health_note="back")
    answer = await trainer.client.post(f"/api/clients/{mine['id']}/invite")
    assert answer.status_code == 202, answer.text
    client = await accept(stoke, email)
    return House(stoke, owner, trainer, other, client, mine["id"], theirs["id"])


async def decide(house: House, kind: str, given: bool) -> dict[str, Any]:
    """The client gives or withdraws a consent."""
    answer = await house.client.client.post(
        f"/api/privacy/consents/{kind}", json={"version": TEXTS[kind].version, "given": given}
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def train(house: House) -> str:
    """The client trains once, and finishes; answers the session's id."""
    result = await Phone(house.client).train(clock.now() - timedelta(hours=2), (5, 100))
    await house.stoke.settle()
    return result["session"]["id"]
