"""People who have to do with clients."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from backend.core.ids import new_id
from backend.domains.organizations import service as organizations
from tests.support.stoke import PASSWORD, Person, Stoke

Studio = Callable[[], Awaitable["House"]]


@dataclass
class House:
    """An organization with an owner, two trainers, one client of each trainer, and the first one's sign-in."""

    stoke: Stoke
    owner: Person
    trainer: Person
    other_trainer: Person
    client: Person
    client_id: str
    other_client_id: str


async def add_trainer(stoke: Stoke, owner: Person, name: str) -> Person:
    """Somebody who works for the owner and can sign in."""
    email = f"trainer-{new_id().hex[-12:]}@example.com"
    async with stoke.runtime.database.write(owner.organization_id, owner.user_id) as session:
        member_id = await organizations.add_member(session, user_id=None, role="trainer", name=name, email=email)
        await organizations.invite(session, member_id, email=email, inviter_id=owner.user_id, days=1)
    return await accept(stoke, email)


async def accept(stoke: Stoke, email: str) -> Person:
    """Take up the invitation that was mailed to an address, and sign in."""
    await stoke.settle()
    token = stoke.mails.link_to(email)
    async with stoke.client() as browser:
        answer = await browser.post(f"/api/invitations/{token}/accept", json={"password": PASSWORD})
        assert answer.status_code == 200, answer.text
    await stoke.settle()
    return await stoke.sign_in(email)


async def add(person: Person, **fields: Any) -> dict[str, Any]:
    """Add a client."""
    answer = await person.client.post("/api/clients", json={"first_name": "Ana", **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()


def address() -> str:
    """An e-mail address that nobody has."""
    return f"c-{new_id().hex[-12:]}@example.com"


@pytest.fixture(scope="module")
async def house(stoke: Stoke) -> House:
    owner = await stoke.owner()
    trainer = await add_trainer(stoke, owner, "Theo Trainer")
    other = await add_trainer(stoke, owner, "Olga Other")
    email = address()
    mine = await add(trainer, first_name="Mia", last_name="Mine", email=email, notes="secret", health_note="knee")
    theirs = await add(other, first_name="Omar", last_name="Other")
    answer = await trainer.client.post(f"/api/clients/{mine['id']}/invite")
    assert answer.status_code == 202, answer.text
    client = await accept(stoke, email)
    return House(stoke, owner, trainer, other, client, mine["id"], theirs["id"])
