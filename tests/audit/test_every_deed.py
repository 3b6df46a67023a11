"""Every operation that writes, done once with success: the log has it. A new one is done here, too, or this fails.

Those of signing in are shown by `test_accounts.py` and the tests of accounts; that they reach the log at all, by
`tests/architecture/gates/deeds.py`.
"""

import re
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from backend.core import clock
from backend.core.ids import new_id
from backend.core.routing import Public
from tests.architecture.gates.database import Connection
from tests.architecture.gates.deeds import WRITING
from tests.architecture.gates.routes import name_of, walk
from tests.architecture.promised import WITHOUT_A_DEED
from tests.attacks.world import World, build
from tests.clients.conftest import add, address
from tests.organizations.test_studio_states import png
from tests.support.stoke import Person, Stoke
from tests.training.conftest import MONDAY, workouts_of
from tests.training.documents import document, template
from tests.training.test_exercises import form
from tests.workouts.phone import exercise, lift

Json = dict[str, Any]

DONE_BY_SIGNING_IN = ("/api/auth/", "/api/invitations/", "/api/join/")


class Doer:
    """Does one thing after the other, and looks whether each is in the log."""

    def __init__(self, world: World, log: Connection) -> None:
        self.world, self.log = world, log
        self.done: set[str] = set()
        self.silent: list[str] = []

    async def __call__(self, operation: str, *ids: object, by: str | Person = "owner", **sent: Any) -> Json:
        """Do what `POST /roles/{}` says with these ids in its path; answers what it answered."""
        method, path = operation.split(" ")
        person = self.world.people[by] if isinstance(by, str) else by
        for one in ids:
            path = re.sub("{}", str(one), path, count=1)
        before = await self._deeds()
        answer = await person.client.request(method, f"/api{path}", **sent)
        assert answer.is_success, f"{operation}: {answer.status_code} {answer.text}"
        name = name_of(method, f"/api{operation.split(' ')[1]}")
        self.done.add(name)
        if await self._deeds() == before:
            self.silent.append(name)
        return answer.json() if answer.content else {}

    async def _deeds(self) -> int:
        return int(await self.log.fetchval("SELECT count(*) FROM audit_entries") or 0)


async def team(do: Doer) -> None:
    form = {"name": "Ina", "email": address(), "role": "trainer"}
    ina = (await do("POST /members", json=form))["id"]
    await do("POST /members/{}/invite", ina)
    await do("PATCH /members/{}", ina, json={"name": "Ina Neu"})
    await do("DELETE /members/{}/invite", ina)
    role = (await do("POST /roles", json={"name": "Physio", "permissions": {"clients:read": "all"}}))["id"]
    await do("PATCH /roles/{}", role, json={"name": "Physiotherapist"})
    assistant = do.world.people["assistant"].member_id
    await do("POST /members/{}/role", assistant, json={"role": role})
    await do("POST /members/{}/role", assistant, json={"role": "assistant"})
    await do("DELETE /roles/{}", role)
    await do("POST /members/{}/suspend", assistant)
    await do("POST /members/{}/reinstate", assistant)
    until = (clock.now() + timedelta(days=30)).isoformat()
    key = {"name": "Import", "permissions": {"clients:read": "all"}, "expires_at": until}
    key_id = (await do("POST /api-keys", json=key))["about"]["id"]
    await do("PATCH /api-keys/{}", key_id, json={"name": "Export"})
    await do("POST /api-keys/{}/rotate", key_id, json={})
    await do("DELETE /api-keys/{}", key_id)


async def clients(do: Doer) -> None:
    made = await do("POST /clients", json={"first_name": "Ana", "email": address()})
    client_id = made["id"]
    await do("PATCH /clients/{}", client_id, json={"goal": "10 km"})
    whole = {"first_name": "Anna", "trainer_member_id": str(do.world.people["assistant"].member_id)}
    await do("PUT /clients/{}", client_id, json={**whole, "email": made["email"]})
    await do("POST /clients/{}/invite", client_id)
    await do("DELETE /clients/{}/invite", client_id)
    parties = {"from_member_id": whole["trainer_member_id"], "to_member_id": str(do.world.people["owner"].member_id)}
    await do("POST /clients/hand-over", json=parties)
    await do("DELETE /clients/{}", client_id)
    await do("POST /clients/{}/restore", client_id)
    await do("POST /clients/{}/erasure", client_id)
    await do("DELETE /clients/{}/erasure", client_id)
    export = await do("POST /clients/{}/exports", client_id)
    await do.world.stoke.settle()
    await do("POST /clients/{}/exports/{}/link", client_id, export["id"])
    await do("DELETE /members/{}", whole["trainer_member_id"])


async def library(do: Doer) -> None:
    made = await do("POST /exercises", json=form())
    await do("PUT /exercises/{}", made["id"], json=form(name="Front squat"))
    await do("PATCH /exercises/{}", made["id"], json={"name": "Goblet squat"})
    await do("DELETE /exercises/{}", made["id"])
    await do("POST /exercises/{}/restore", made["id"])
    plan = await do("POST /templates", json=template(document((2, 2))))
    saved = await do("PUT /templates/{}", plan["id"], json=template(plan["document"], version=plan["version"]))
    await do("PATCH /templates/{}", plan["id"], json={"name": "Strong", "version": saved["version"]})
    await do("POST /templates/{}/copy", plan["id"], json={})
    await do("DELETE /templates/{}", plan["id"])
    await do("POST /templates/{}/restore", plan["id"])
    await training(do, plan["id"])


async def training(do: Doer, template_id: str) -> None:
    owner = do.world.people["owner"]
    client_id = (await add(owner, first_name="Pia"))["id"]
    assign = {"client_ids": [client_id], "start_on": str(MONDAY), "training_days": [1, 3], "mode": "static"}
    given = (await do("POST /templates/{}/assign", template_id, json=assign))["programs"][0]
    program = (await owner.client.get(f"/api/programs/{given['id']}")).json()
    program = await do("PATCH /programs/{}", program["id"], json={"name": "Pia's", "version": program["version"]})
    move = {"action": "advance_week", "version": program["version"]}
    program = await do("PUT /programs/{}", program["id"], json=move)
    shift = {"from": str(MONDAY), "days": 7, "version": program["version"]}
    await do("POST /programs/{}/shift", program["id"], json=shift)
    first, second, third = (await workouts_of(owner, program))[:3]
    to = str(MONDAY + timedelta(days=20))
    await do("PATCH /workouts/{}", first["id"], json={"scheduled_on": to, "version": first["version"]})
    await do("POST /workouts/{}/skip", second["id"], json={"version": second["version"]})
    began = clock.now() - timedelta(hours=2)
    ended = {"finished_at": (began + timedelta(hours=1)).isoformat()}
    body = {"started_at": began.isoformat(), "time_zone": "UTC", "client_id": client_id}
    session = str(new_id())
    await do("POST /session-logs", json={**body, "id": session, "workout_id": third["id"]})
    await do("POST /workouts/{}/complete", third["id"], json={**ended, "session_log_id": session})
    free = do.world.ids["session_log_id"]
    await do("POST /session-logs/{}/finish", free, json={"finished_at": clock.now().isoformat()})
    log = exercise()
    await do("POST /session-logs/{}/sets", free, json={"exercises": [log], "sets": [lift(log, 5, 100)]})
    await do("PATCH /session-logs/{}", free, json={"notes": "well done"})
    another = str(new_id())
    await do("POST /session-logs", json={**body, "id": another})
    await do("DELETE /session-logs/{}", another)
    await do("POST /session-logs/{}/restore", another)


async def oneself(do: Doer) -> None:
    await do("POST /privacy/consents/{}", "marketing", by="client", json={"version": 1, "given": True})
    await do("POST /privacy/mine/erasure", by="client")
    await do("DELETE /privacy/mine/erasure", by="client")
    export = await do("POST /privacy/mine/exports", by="client")
    await do.world.stoke.settle()
    await do("POST /privacy/mine/exports/{}/link", export["id"], by="client")
    await do("POST /organizations", json={"name": "South Barbell", "time_zone": "Europe/Berlin"})


async def studio(do: Doer) -> None:
    await do("PATCH /organization", json={"name": "East Barbell"})
    await do("PATCH /organization/brand", json={"brand_name": "East"})
    await do("PATCH /organization/join", json={"joinable": True})
    await do("PATCH /organization/sign-in-rules", json={"idle_minutes": 600})
    await do("PATCH /retention/{}", "archived_clients", json={"keep_days": 400})
    await do("POST /organization/logo", content=png())
    await do("DELETE /organization/logo")
    await do("POST /organization/suspension")
    await do("DELETE /organization/suspension")
    await do("POST /organization/deletion", json={"name": "East Barbell"})
    await do("DELETE /organization/deletion")
    admin = {"member_id": str(do.world.people["admin"].member_id)}
    await do("POST /organization/transfer", json=admin)
    await do("DELETE /organization/transfer")
    await do("POST /organization/transfer", json=admin)
    await do("POST /organization/transfer/decline", by="admin")
    await do("POST /organization/transfer", json=admin)
    await do("POST /organization/transfer/accept", by="admin")
    await do("POST /organization/leave", by="nutritionist")


@pytest.fixture(autouse=True)
def _registered() -> None:
    """The house of the other modules is not needed here."""


async def test_whatever_is_written_is_in_the_log(stoke: Stoke) -> None:
    world = await build(stoke)
    log: Connection = await asyncpg.connect(stoke.urls.admin)
    do = Doer(world, log)
    try:
        for part in (team, clients, library, oneself, studio):
            await part(do)
    finally:
        await log.close()
    wanted = {
        operation.name
        for operation in walk(stoke.app)[0]
        if operation.method in WRITING
        and not operation.path.startswith(DONE_BY_SIGNING_IN)
        and not isinstance(operation.declarations[0], Public)
    }
    assert do.silent == []
    assert wanted - WITHOUT_A_DEED.keys() == do.done
