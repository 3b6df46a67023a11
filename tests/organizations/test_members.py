"""Who works here: invitations, roles, suspending and removing, and whom one may not touch."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from backend.core import clock
from backend.core.audit.models import AuditEntry
from backend.domains.organizations import service as organizations
from tests.clients.conftest import accept
from tests.organizations.team import Team, address, give, invited, joined, own_role, team
from tests.support.statements import count_statements
from tests.support.stoke import PASSWORD, Person, Stoke

__all__ = ["team"]


async def _member(person: Person, member_id: str | UUID, *states: str) -> dict[str, Any] | None:
    found = (await person.client.get("/api/members", params={"state": list(states)})).json()["items"]
    return next((item for item in found if item["id"] == str(member_id)), None)


async def test_somebody_is_invited_comes_and_works(team: Team) -> None:
    made = await invited(team.admin, "front_desk", "Frida Front")
    assert (made["state"], made["role_name"], made["within_reach"]) == ("invited", "Front desk", True)
    assert made["invitation"]["expires_at"] > made["invitation"]["sent_at"]
    assert await _member(team.owner, made["id"], "active") is None
    assert await _member(team.owner, made["id"], "invited") == made

    person = await accept(team.stoke, made["email"])
    assert person.me["role"] == "front_desk"
    assert str(person.member_id) == made["id"]
    letter = team.stoke.mails.last_to(made["email"])
    assert "invites you to work at North Barbell" in letter.subject
    shown = await _member(team.owner, made["id"], "active")
    assert shown is not None
    assert shown["invitation"] is None
    assert shown["joined_at"] is not None


async def test_an_invitation_is_sent_again_and_withdrawn(team: Team) -> None:
    made = await invited(team.owner, "trainer")
    await team.stoke.settle()
    first = team.stoke.mails.link_to(made["email"])
    again = await team.owner.client.post(f"/api/members/{made['id']}/invite")
    assert again.status_code == 202, again.text
    await team.stoke.settle()
    second = team.stoke.mails.link_to(made["email"])
    nobody = team.stoke.client()
    assert (await nobody.get(f"/api/invitations/{first}")).status_code == 410
    assert (await nobody.get(f"/api/invitations/{second}")).status_code == 200

    assert (await team.owner.client.delete(f"/api/members/{made['id']}/invite")).status_code == 204
    answer = await nobody.post(f"/api/invitations/{second}/accept", json={"password": PASSWORD})
    assert answer.status_code == 410
    assert await _member(team.owner, made["id"], "invited", "left") is None
    assert (await team.owner.client.delete(f"/api/members/{made['id']}/invite")).status_code == 404


async def test_who_belongs_here_is_not_invited_twice(team: Team) -> None:
    made = await invited(team.owner, "trainer")
    for email in (made["email"].upper(), team.trainer.email):
        answer = await team.owner.client.post("/api/members", json={"name": "X", "email": email, "role": "trainer"})
        assert (answer.status_code, answer.json()["code"]) == (409, "already_member")
        assert answer.json()["errors"][0]["pointer"] == "/email"


async def test_who_comes_back_is_the_same_member_with_the_new_role(team: Team) -> None:
    person = await joined(team.stoke, team.owner, "trainer", "Tara Twice")
    assert (await team.owner.client.delete(f"/api/members/{person.member_id}")).status_code == 204
    answer = await team.owner.client.post(
        "/api/members", json={"name": "Tara", "email": person.email, "role": "assistant"}
    )
    assert answer.status_code == 201, answer.text
    again = await accept(team.stoke, person.email)
    assert (again.member_id, again.me["role"]) == (person.member_id, "assistant")
    assert await _member(team.owner, answer.json()["id"], "invited", "active", "left") is None


async def test_what_somebody_is_called_is_changed(team: Team) -> None:
    path = f"/api/members/{team.trainer.member_id}"
    answer = await team.admin.client.patch(path, json={"name": " Theo T. "})
    assert (answer.status_code, answer.json()["name"]) == (200, "Theo T.")
    assert (await team.admin.client.patch(path, json={})).json()["name"] == "Theo T."
    assert (await team.admin.client.patch(path, json={"name": None})).status_code == 422
    assert (await team.admin.client.patch(path, json={"role": "owner"})).status_code == 422


async def test_nobody_gives_a_role_beyond_their_own(team: Team) -> None:
    """Neither by inviting, nor to others, nor to themselves."""
    for member_id in (team.trainer.member_id, team.admin.member_id):
        answer = await team.admin.client.post(f"/api/members/{member_id}/role", json={"role": "owner"})
        assert (answer.status_code, answer.json()["code"]) == (403, "beyond_own_role")
    heir = await own_role(team.owner, organization_delete="all")
    for role in ("owner", heir["id"]):
        form = {"name": "X", "email": address(), "role": role}
        assert (await team.admin.client.post("/api/members", json=form)).status_code in (403, 422)

    chief = await own_role(
        team.owner, members_read="all", members_invite="all", members_assign_role="all", clients_read="assigned"
    )
    person = await joined(team.stoke, team.owner, chief["id"])
    wide = await own_role(team.owner, clients_read="all")
    narrow = await own_role(team.owner, clients_read="assigned")
    newcomer = await joined(team.stoke, team.owner, narrow["id"])
    assert await give(person, newcomer, wide["id"]) == 403
    assert await give(person, person, wide["id"]) == 403
    assert await give(person, team.trainer, narrow["id"]) == 403, "a trainer may do more than they may"
    assert await give(person, newcomer, narrow["id"]) == 200


async def test_nobody_touches_somebody_who_may_do_more(team: Team) -> None:
    owner = f"/api/members/{team.owner.member_id}"
    calls = [
        await team.admin.client.post(f"{owner}/role", json={"role": "trainer"}),
        await team.admin.client.post(f"{owner}/suspend"),
        await team.admin.client.patch(owner, json={"name": "Nobody"}),
        await team.admin.client.delete(owner),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in calls] == [(403, "beyond_own_role")] * 4


async def test_an_owner_is_made_here_and_not_by_mail(team: Team) -> None:
    answer = await team.owner.client.post("/api/members", json={"name": "X", "email": address(), "role": "owner"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/role")
    waiting = await invited(team.owner, "admin")
    answer = await team.owner.client.post(f"/api/members/{waiting['id']}/role", json={"role": "owner"})
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_member_state")


async def test_nobody_suspends_or_removes_themselves(team: Team) -> None:
    own = f"/api/members/{team.admin.member_id}"
    for answer in (await team.admin.client.post(f"{own}/suspend"), await team.admin.client.delete(own)):
        assert (answer.status_code, answer.json()["code"]) == (409, "not_yourself")


async def test_clients_are_no_members_of_the_team(team: Team) -> None:
    email = address("client")
    client = (await team.owner.client.post("/api/clients", json={"first_name": "Cleo", "email": email})).json()
    await team.owner.client.post(f"/api/clients/{client['id']}/invite")
    person = await accept(team.stoke, email)
    path = f"/api/members/{person.member_id}"
    calls = [
        await team.owner.client.post(f"{path}/role", json={"role": "trainer"}),
        await team.owner.client.post(f"{path}/suspend"),
        await team.owner.client.patch(path, json={"name": "X"}),
        await team.owner.client.delete(path),
    ]
    assert [answer.status_code for answer in calls] == [404] * 4
    assert await give(team.owner, team.trainer, "client") == 422
    twice = await team.owner.client.post("/api/members", json={"name": "Cleo", "email": email, "role": "trainer"})
    assert twice.json()["code"] == "already_member"


@pytest.mark.parametrize("role", ["superuser", "custom", "", "client", str(uuid4()), 7, None, {"name": "owner"}])
async def test_a_role_that_is_none_is_refused(team: Team, role: Any) -> None:
    path = f"/api/members/{team.trainer.member_id}/role"
    assert (await team.owner.client.post(path, json={"role": role})).status_code == 422


async def test_a_suspended_member_is_out_and_in_again(team: Team) -> None:
    person = await joined(team.stoke, team.owner, "trainer")
    path = f"/api/members/{person.member_id}"
    for _ in range(2):
        answer = await team.admin.client.post(f"{path}/suspend")
        assert (answer.status_code, answer.json()["state"]) == (200, "suspended")
    team.stoke.forget_access()
    assert (await person.client.get("/api/clients")).status_code == 401
    assert await _member(team.owner, person.member_id) is None
    for _ in range(2):
        answer = await team.admin.client.post(f"{path}/reinstate")
        assert (answer.status_code, answer.json()["state"]) == (200, "active")
    team.stoke.forget_access()
    assert (await person.client.get("/api/clients")).status_code == 200


async def test_who_was_removed_is_out_with_their_keys(team: Team) -> None:
    person = await joined(team.stoke, team.owner, "admin")
    expires = "2027-06-01T00:00:00Z"
    form = {"name": "Till", "permissions": {"clients:read": "all"}, "expires_at": expires}
    made = await person.client.post("/api/api-keys", json=form)
    assert made.status_code == 201, made.text
    key = team.stoke.client({"Authorization": f"Bearer {made.json()['key']}"})
    assert (await key.get("/api/clients")).status_code == 200

    path = f"/api/members/{person.member_id}"
    assert (await team.owner.client.delete(path)).status_code == 204
    team.stoke.forget_access()
    assert (await person.client.get("/api/clients")).status_code == 401
    assert (await key.get("/api/clients")).status_code == 401
    assert (await team.owner.client.delete(path)).status_code == 409
    answer = await team.stoke.client().post("/api/auth/login", json={"email": person.email, "password": PASSWORD})
    assert answer.status_code == 401


async def test_deeds_are_written_down(team: Team) -> None:
    person = await joined(team.stoke, team.owner, "trainer")
    path = f"/api/members/{person.member_id}"
    await team.admin.client.post(f"{path}/role", json={"role": "assistant"})
    await team.admin.client.post(f"{path}/suspend")
    await team.admin.client.post(f"{path}/reinstate")
    await team.admin.client.delete(path)
    async with team.stoke.runtime.database.read(team.owner.organization_id) as read:
        rows = await read.all(
            select(AuditEntry.action, AuditEntry.member_id, AuditEntry.changes)
            .where(
                AuditEntry.organization_id == team.owner.organization_id,
                AuditEntry.subject_id == person.member_id,
            )
            .order_by(AuditEntry.id)
        )
    deeds = [row["action"] for row in rows]
    assert [deed for deed in deeds if deed not in {"members.joined", "privacy.consent_given"}] == [
        "members.invited",
        "members.role_changed",
        "members.suspended",
        "members.reinstated",
        "members.removed",
    ]
    changed = next(row for row in rows if row["action"] == "members.role_changed")
    assert (changed["member_id"], changed["changes"]) == (team.admin.member_id, {"role": ["trainer", "assistant"]})


ROUTES = [
    ("GET", "/members", None, (200, 200, 200)),
    ("POST", "/members", "invitation", (403, 201, 201)),
    ("PATCH", "/members/{working}", {"name": "New Name"}, (403, 200, 200)),
    ("POST", "/members/{working}/role", {"role": "assistant"}, (403, 200, 200)),
    ("POST", "/members/{working}/suspend", None, (403, 200, 200)),
    ("POST", "/members/{working}/reinstate", None, (403, 200, 200)),
    ("DELETE", "/members/{working}", None, (403, 204, 409)),
    ("POST", "/members/{waiting}/invite", None, (403, 202, 202)),
    ("DELETE", "/members/{waiting}/invite", None, (403, 204, 404)),
]


async def test_each_route_as_everybody(team: Team) -> None:
    working = await joined(team.stoke, team.owner, "trainer", "Wanda Working")
    waiting = await invited(team.owner, "trainer", "Walt Waiting")
    places = {"working": str(working.member_id), "waiting": waiting["id"]}
    stranger = await team.stoke.owner()
    for method, path, template, (trainer, admin, owner) in ROUTES:
        at = "/api" + path.format(**places)

        def form(template: Any = template) -> Any:
            return {"name": "X", "email": address(), "role": "trainer"} if template == "invitation" else template

        async with team.stoke.client() as nobody:
            assert (await nobody.request(method, at, json=form())).status_code == 401, path
        elsewhere = await stranger.client.request(method, at, json=form())
        assert elsewhere.status_code == (404 if "{" in path else {"GET": 200, "POST": 201}[method]), path
        assert not any(place in elsewhere.text for place in places.values())
        for person, status in ((team.trainer, trainer), (team.admin, admin), (team.owner, owner)):
            answer = await person.client.request(method, at, json=form())
            assert answer.status_code == status, (method, path, person.me["role"], answer.text)


async def test_who_is_invited_reads_what_they_are_to_be(team: Team) -> None:
    role = await own_role(team.owner, clients_read="all")
    for key, name in ((role["id"], role["name"]), ("front_desk", "Front desk")):
        made = await invited(team.owner, key)
        await team.stoke.settle()
        shown = (await team.stoke.client().get(f"/api/invitations/{team.stoke.mails.link_to(made['email'])}")).json()
        assert shown["role_name"] == name
        assert (await accept(team.stoke, made["email"])).me["role_name"] == name


async def test_a_list_costs_as_many_statements_for_few_as_for_many(team: Team) -> None:
    async def sent(path: str) -> int:
        with count_statements(team.stoke) as statements:
            answer = await team.owner.client.get(path)
        assert answer.status_code == 200
        return len(statements)

    paths = ("/api/members?state=active&state=invited", "/api/roles")
    few = [await sent(path) for path in paths]
    for _ in range(5):
        await invited(team.owner, (await own_role(team.owner, clients_read="all"))["id"])
    assert [await sent(path) for path in paths] == few == [1, 2]


async def test_inviting_asks_for_a_proof_as_giving_a_role_does(team: Team) -> None:
    """A token that was stolen would else invite its thief, who comes back with a password of their own."""
    made = await invited(team.owner, "trainer")
    with clock.at(clock.now() + timedelta(minutes=11)):
        team.stoke.forget_access()
        for method, path, body in (
            ("POST", "/api/members", {"name": "Eve", "email": address(), "role": "admin"}),
            ("POST", f"/api/members/{made['id']}/invite", None),
            ("DELETE", f"/api/members/{made['id']}/invite", None),
        ):
            answer = await team.owner.client.request(method, path, json=body)
            assert (answer.status_code, answer.json()["code"]) == (403, "proof_required"), path
    team.stoke.forget_access()


async def test_a_large_team_comes_in_pages_that_lose_and_repeat_nobody(stoke: Stoke) -> None:
    owner = await stoke.owner()
    # Two of one name, and names that the database sorts otherwise than Python does.
    names = ["Ann", "ann", "Ann", "Émile", "Zoë", "Örjan", "al-Amin", "Al Amin"]
    async with stoke.runtime.database.write(owner.organization_id, owner.user_id) as session:
        for name in names:
            await organizations.add_member(session, user_id=None, role="trainer", name=name, email=None)
    found: list[str] = []
    sent: list[int] = []
    cursor: str | None = None
    while True:
        params = {"state": ["active", "invited"], "limit": 2} | ({"cursor": cursor} if cursor else {})
        with count_statements(stoke) as statements:
            answer = await owner.client.get("/api/members", params=params)
        assert answer.status_code == 200, answer.text
        sent.append(len(statements))
        found += [member["id"] for member in answer.json()["items"]]
        cursor = answer.json()["next_cursor"]
        if cursor is None:
            break
    whole = (await owner.client.get("/api/members", params={"state": ["active", "invited"]})).json()
    assert found == [member["id"] for member in whole["items"]]
    assert (len(found), whole["next_cursor"], set(sent)) == (len(names) + 1, None, {1})
    refused = await owner.client.get("/api/members", params={"cursor": "bm9uc2Vuc2U"})
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/cursor"], refused.text
