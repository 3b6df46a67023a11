"""A studio, and clients to train."""

from datetime import datetime

import pytest
from sqlalchemy import update

from backend.domains.workouts.models import SessionLog
from tests.clients.conftest import House, accept, add, add_trainer, address
from tests.support.stoke import Person, Stoke


async def new_client(stoke: Stoke, trainer: Person, **fields: str) -> tuple[Person, str]:
    """A client of a trainer who can sign in, and the client's id."""
    email = address()
    made = await add(trainer, first_name="Mia", email=email, **{"time_zone": "Europe/Berlin", **fields})
    answer = await trainer.client.post(f"/api/clients/{made['id']}/invite")
    assert answer.status_code == 202, answer.text
    return await accept(stoke, email), made["id"]


async def heard_of(stoke: Stoke, house: House, session_id: str, at: datetime) -> None:
    """Let the server have known a session since then."""
    async with stoke.runtime.database.write(house.owner.organization_id, house.owner.user_id) as session:
        await session.execute(update(SessionLog).where(SessionLog.id == session_id).values(created_at=at))


@pytest.fixture(scope="module")
async def house(stoke: Stoke) -> House:
    """An owner, two trainers with a client each, and the first one's client signed in."""
    owner = await stoke.owner()
    trainer = await add_trainer(stoke, owner, "Theo Trainer")
    other = await add_trainer(stoke, owner, "Olga Other")
    client, client_id = await new_client(stoke, trainer)
    theirs = await add(other, first_name="Omar", last_name="Other")
    return House(stoke, owner, trainer, other, client, client_id, theirs["id"])


@pytest.fixture
async def newcomer(stoke: Stoke, house: House) -> tuple[Person, str]:
    """A client without any training yet, and the client's id."""
    return await new_client(stoke, house.trainer)
