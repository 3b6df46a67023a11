"""A studio with a team, made through the API."""

from dataclasses import dataclass
from typing import Any

import pytest

from backend.core.ids import new_id
from tests.clients.conftest import accept
from tests.support.stoke import Person, Stoke


@dataclass
class Team:
    """A studio with an owner, an admin and a trainer."""

    stoke: Stoke
    owner: Person
    admin: Person
    trainer: Person


def address(word: str = "staff") -> str:
    """An e-mail address that nobody has."""
    return f"{word}-{new_id().hex[-12:]}@example.com"


async def invited(person: Person, role: str, name: str = "Ina Invited") -> dict[str, Any]:
    """Somebody whom `person` invited."""
    answer = await person.client.post("/api/members", json={"name": name, "email": address(), "role": role})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def joined(stoke: Stoke, person: Person, role: str, name: str = "Jona Joined") -> Person:
    """Somebody whom `person` invited, and who came."""
    member = await invited(person, role, name)
    await stoke.settle()
    # A relay in the background may have taken the mail, and be delivering it still.
    await stoke.mails.arrival(member["email"])
    return await accept(stoke, member["email"])


async def own_role(person: Person, **permissions: str) -> dict[str, Any]:
    """A role of the studio's own: `clients_read="all"`."""
    scopes = {name.replace("_", ":", 1): scope for name, scope in permissions.items()}
    form = {"name": f"Role {new_id().hex[-8:]}", "permissions": scopes}
    answer = await person.client.post("/api/roles", json=form)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def give(person: Person, member: Person, role: str) -> int:
    """The status of giving a role."""
    answer = await person.client.post(f"/api/members/{member.member_id}/role", json={"role": role})
    return answer.status_code


@pytest.fixture(scope="module")
async def team(stoke: Stoke) -> Team:
    """One team for the tests of a module."""
    owner = await stoke.owner()
    admin = await joined(stoke, owner, "admin", "Ada Admin")
    return Team(stoke, owner, admin, await joined(stoke, admin, "trainer", "Theo Trainer"))
