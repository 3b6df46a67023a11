"""Two studios, each with a row of everything and one person of each role."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from backend.core import clock
from backend.core.access import Scope
from backend.core.ids import PLATFORM, new_id
from backend.domains.accounts.factors.passkeys import NewPasskey
from backend.domains.accounts.factors.repository import add_passkey
from backend.domains.organizations import service as organizations
from backend.domains.organizations.roles import ROLES
from tests.clients.conftest import accept, add, address
from tests.support.stoke import Person, Stoke
from tests.training.conftest import new_program, new_template, workouts_of
from tests.training.documents import document
from tests.training.test_exercises import add_exercise

INSIDERS = ("client", "front_desk", "nutritionist", "assistant", "trainer", "other_trainer", "admin", "owner")
"""People of a studio; `other_trainer` is a trainer of somebody else."""


@dataclass
class Studio:
    """`ids` are rows by path parameter: they are those of the client of `trainer`."""

    people: dict[str, Person]
    ids: dict[str, str]

    @property
    def seen(self) -> set[str]:
        """Every id that an answer to somebody of another studio may not hold."""
        people = self.people.values()
        own = {str(one) for person in people for one in (person.organization_id, person.user_id, person.member_id)}
        return own | set(self.ids.values())


@dataclass
class World:
    """The first studio, with the owner of the other as `stranger`, and the other."""

    stoke: Stoke
    people: dict[str, Person]
    ids: dict[str, str]
    seen: set[str]
    other: Studio

    def scope(self, who: str, permission: str) -> Scope | None:
        """How far a permission of somebody goes, by the registry."""
        return ROLES[role_of(who)].get(permission)


def role_of(who: str) -> str:
    """The role of one of the people."""
    return {"other_trainer": "trainer", "stranger": "owner"}.get(who, who)


async def build(stoke: Stoke) -> World:
    """Make both studios."""
    first, other = await _studio(stoke), await _studio(stoke)
    people = first.people | {"stranger": other.people["owner"]}
    return World(stoke, people, first.ids, first.seen, other)


async def _studio(stoke: Stoke) -> Studio:
    owner = await stoke.owner()
    people: dict[str, Person] = {"owner": owner}
    for who in ("admin", "trainer", "other_trainer", "assistant", "nutritionist", "front_desk"):
        people[who] = await _member(stoke, owner, role_of(who))
    trainer, email = people["trainer"], address()
    mine = await add(trainer, first_name="Mia", last_name="Mine", email=email, health_note="knee")
    await add(people["other_trainer"], first_name="Omar", last_name="Other")
    assert (await trainer.client.post(f"/api/clients/{mine['id']}/invite")).status_code == 202
    people["client"] = await accept(stoke, email)
    return Studio(people, await _rows(people, mine["id"]))


async def _member(stoke: Stoke, owner: Person, role: str) -> Person:
    email = address()
    async with stoke.runtime.database.write(owner.organization_id, owner.user_id) as session:
        member_id = await organizations.add_member(session, user_id=None, role=role, name=role.title(), email=email)
        await organizations.invite(session, member_id, email=email, inviter_id=owner.user_id, days=1)
    return await accept(stoke, email)


async def _rows(people: dict[str, Person], client_id: str) -> dict[str, str]:
    owner, trainer, client = people["owner"], people["trainer"], people["client"]
    program = await new_program(trainer, document((2, 2)), client_id)
    workout = (await workouts_of(trainer, program))[0]
    session_id = str(new_id())
    started = await client.client.post(
        "/api/session-logs",
        json={"id": session_id, "started_at": clock.now().isoformat(), "time_zone": "Europe/Berlin"},
    )
    assert started.status_code == 201, started.text
    return {
        "client_id": client_id,
        "exercise_id": (await add_exercise(trainer))["id"],
        "template_id": (await new_template(trainer))["id"],
        "program_id": program["id"],
        "workout_id": workout["id"],
        "session_log_id": session_id,
        "member_id": str(trainer.member_id),
        "role_id": (await _made(owner, "/api/roles", {"name": "Intern", "permissions": {"clients:read": "assigned"}}))[
            "id"
        ],
        "key_id": (await new_key(owner))["about"]["id"],
    }


async def of_a_person(world: World, person: Person, client_id: str) -> dict[str, str]:
    """A sign-in, a passkey, and an archive about a client that are one person's, by path parameter."""
    sign_in = (await world.stoke.sign_in(person.email)).client
    current = next(one for one in (await sign_in.get("/api/auth/sessions")).json()["items"] if one["current"])
    made, passkey_id = NewPasskey(new_id().bytes, b"public", 0, [], backed_up=False), new_id()
    async with world.stoke.runtime.database.write(PLATFORM, person.user_id) as session:
        await add_passkey(session, person.user_id, passkey_id, "Nora's phone", made)
    exported = await person.client.post(f"/api/clients/{client_id}/exports")
    assert exported.status_code == 202, exported.text
    await world.stoke.settle()
    return {"session_id": current["id"], "passkey_id": str(passkey_id), "export_id": exported.json()["id"]}


async def new_key(person: Person) -> dict[str, Any]:
    """An API key that sees clients: as it is shown once."""
    until = (clock.now() + timedelta(days=30)).isoformat()
    body = {"name": "Import", "permissions": {"clients:read": "all"}, "expires_at": until}
    return await _made(person, "/api/api-keys", body)


async def _made(person: Person, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await person.client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()
