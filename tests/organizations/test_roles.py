"""Roles of a studio's own: who may make, change and delete them, and that nobody grants what they lack."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from backend.core.audit.models import AuditEntry
from backend.domains.organizations.permissions import PERMISSIONS
from backend.domains.organizations.roles import ROLES
from tests.organizations.team import Team, give, joined, own_role, team
from tests.support.stoke import Stoke

__all__ = ["team"]

FORM = {"name": "Physio", "permissions": {"clients:read": "all"}}


async def test_the_registry_is_shown_whole_and_described(team: Team) -> None:
    groups = (await team.trainer.client.get("/api/permissions")).json()["groups"]
    shown = {one["name"]: one for group in groups for one in group["permissions"]}

    assert set(shown) == set(PERMISSIONS)
    assert len(shown) >= 60
    assert all(one["description"] and one["scopes"] for one in shown.values())
    assert [name for name, one in shown.items() if one["sensitive"]] == [
        name for name, one in PERMISSIONS.items() if one.sensitive
    ]


async def test_built_in_roles_come_first_with_their_people(team: Team) -> None:
    items = (await team.admin.client.get("/api/roles")).json()["items"]
    by_id = {item["id"]: item for item in items}

    assert [item["id"] for item in items if item["built_in"]] == list(ROLES)
    assert by_id["trainer"]["permissions"] == {name: scope.value for name, scope in ROLES["trainer"].items()}
    assert (by_id["owner"]["members"], by_id["admin"]["members"]) == (1, 1)
    assert {item["id"] for item in items if item["within_reach"]} >= {"admin", "trainer", "front_desk"}
    assert not by_id["owner"]["within_reach"]
    assert not by_id["client"]["within_reach"]


async def test_a_role_is_made_changed_by_merge_and_deleted(team: Team) -> None:
    client = team.owner.client
    made = await client.post(
        "/api/roles",
        json={"name": " Physio ", "permissions": {"clients:read": "assigned", "workouts:read": "assigned"}},
    )
    assert made.status_code == 201, made.text
    path = f"/api/roles/{made.json()['id']}"
    assert made.json() == {
        "id": made.json()["id"],
        "name": "Physio",
        "description": "",
        "built_in": False,
        "permissions": {"clients:read": "assigned", "workouts:read": "assigned"},
        "members": 0,
        "within_reach": True,
    }

    patch = {"description": "Helps", "permissions": {"clients:read": "all", "workouts:read": None, "home:read": "all"}}
    changed = (await client.patch(path, json=patch)).json()
    assert changed["permissions"] == {"clients:read": "all", "home:read": "all"}
    assert (changed["name"], changed["description"]) == ("Physio", "Helps")
    assert (await client.get(path)).json() == changed

    assert (await client.delete(path)).status_code == 204
    assert (await client.get(path)).status_code == 404
    assert (await client.delete(path)).status_code == 404


async def test_a_change_is_written_down_cell_by_cell(team: Team) -> None:
    role = await own_role(team.owner, clients_read="all", home_read="all")
    patch = {"permissions": {"clients:read": "assigned", "home:read": None, "records:read": "all"}}
    await team.owner.client.patch(f"/api/roles/{role['id']}", json=patch)
    async with team.stoke.runtime.database.read(team.owner.organization_id) as read:
        rows = await read.all(
            select(AuditEntry.changes, AuditEntry.actor_id, AuditEntry.subject_kind).where(
                AuditEntry.organization_id == team.owner.organization_id,
                AuditEntry.action == "roles.changed",
                AuditEntry.subject_id == role["id"],
            )
        )
    assert [(row["actor_id"], row["subject_kind"]) for row in rows] == [(team.owner.user_id, "role")]
    assert rows[0]["changes"] == {
        "clients:read": ["all", "assigned"],
        "home:read": ["all", None],
        "records:read": [None, "all"],
    }


@pytest.mark.parametrize(
    ("form", "pointer"),
    [
        ({**FORM, "name": "  "}, "/name"),
        ({**FORM, "name": "x" * 61}, "/name"),
        ({**FORM, "name": "\u200b"}, "/name"),
        ({**FORM, "permissions": {"moon:read": "all"}}, "/permissions"),
        ({**FORM, "permissions": {"clients:read": "everything"}}, "/permissions/clients:read"),
        ({**FORM, "permissions": {"clients:create": "own"}}, "/permissions"),
        ({**FORM, "permissions": {"clients:read": None}}, "/permissions/clients:read"),
        ({"name": "Physio"}, "/permissions"),
        ({**FORM, "organization_id": str(uuid4())}, "/organization_id"),
        ({**FORM, "built_in": True}, "/built_in"),
    ],
)
async def test_bad_input_is_refused_by_field(team: Team, form: dict[str, Any], pointer: str) -> None:
    answer = await team.owner.client.post("/api/roles", json=form)
    assert answer.status_code == 422, answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize("name", ["Owner", " aDmIn ", "CLIENT", "front_desk", "Front  desk", "\uff2fwner"])
async def test_a_role_cannot_be_called_like_a_built_in_one(team: Team, name: str) -> None:
    role = await own_role(team.owner, clients_read="all")
    answers = [
        await team.owner.client.post("/api/roles", json={**FORM, "name": name}),
        await team.owner.client.patch(f"/api/roles/{role['id']}", json={"name": name}),
    ]
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (409, "role_name_taken")
        assert answer.json()["errors"][0]["pointer"] == "/name"


async def test_two_roles_cannot_have_one_name(team: Team) -> None:
    role = await own_role(team.owner, clients_read="all")
    other = await own_role(team.owner, clients_read="all")
    same = role["name"].upper()
    answers = [
        await team.owner.client.post("/api/roles", json={**FORM, "name": same}),
        await team.owner.client.patch(f"/api/roles/{other['id']}", json={"name": same}),
    ]
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (409, "role_name_taken")
        assert answer.json()["errors"][0]["pointer"] == "/name"


async def test_nobody_puts_into_a_role_what_they_lack(team: Team) -> None:
    """An admin lacks handing over; a role-maker who sees assigned clients cannot make one that sees all."""
    answer = await team.admin.client.post(
        "/api/roles", json={"name": "Heir", "permissions": {"organization:transfer": "all"}}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "beyond_own_role")
    assert answer.json()["permissions"] == ["organization:transfer"]

    maker = await own_role(
        team.owner, roles_create="all", roles_update="all", clients_read="assigned", home_read="assigned"
    )
    person = await joined(team.stoke, team.owner, maker["id"])
    wide = await person.client.post("/api/roles", json={"name": "Wide", "permissions": {"clients:read": "all"}})
    assert (wide.status_code, wide.json()["permissions"]) == (403, ["clients:read"])
    narrow = await own_role(person, clients_read="assigned")
    path = f"/api/roles/{narrow['id']}"
    for patch in ({"clients:read": "all"}, {"clients:archive": "assigned"}):
        assert (await person.client.patch(path, json={"permissions": patch})).status_code == 403
    # Nor into the own role, which would be the shortest way up.
    own = await person.client.patch(f"/api/roles/{maker['id']}", json={"permissions": {"clients:read": "all"}})
    assert own.status_code == 403
    assert (await person.client.get(path)).status_code == 403, "roles:read was not given"


async def test_a_role_that_reaches_further_than_ones_own_is_left_alone(team: Team) -> None:
    heir = await own_role(team.owner, organization_transfer="all", clients_read="all")
    path = f"/api/roles/{heir['id']}"
    for patch in ({"name": "Mine now"}, {"permissions": {"organization:transfer": None}}):
        assert (await team.admin.client.patch(path, json=patch)).status_code == 403
    assert (await team.admin.client.delete(path)).status_code == 403
    assert (await team.owner.client.get(path)).json()["permissions"] == heir["permissions"]


async def test_a_role_that_somebody_has_stays(team: Team) -> None:
    role = await own_role(team.owner, clients_read="all")
    person = await joined(team.stoke, team.owner, role["id"])
    path = f"/api/roles/{role['id']}"
    answer = await team.owner.client.delete(path)
    assert (answer.status_code, answer.json()["code"], answer.json()["members"]) == (409, "role_in_use", 1)

    assert (await team.owner.client.delete(f"/api/members/{person.member_id}")).status_code == 204
    assert (await team.owner.client.delete(path)).status_code == 204, "who left does not hold it"


ROUTES = [
    ("GET", "/permissions", None, (200, 200, 200)),
    ("GET", "/roles", None, (200, 200, 200)),
    ("GET", "/roles/{role}", None, (200, 200, 200)),
    ("POST", "/roles", {"name": "Copy of itself", "permissions": {}}, (403, 201, 409)),
    ("PATCH", "/roles/{role}", {"description": "x"}, (403, 200, 200)),
    ("DELETE", "/roles/{spare}", None, (403, 204, 404)),
]


async def test_each_route_as_everybody(team: Team) -> None:
    places = {
        "role": (await own_role(team.owner, clients_read="all"))["id"],
        "spare": (await own_role(team.owner, clients_read="all"))["id"],
    }
    stranger = await team.stoke.owner()
    for method, path, form, (trainer, admin, owner) in ROUTES:
        at = "/api" + path.format(**places)
        async with team.stoke.client() as nobody:
            assert (await nobody.request(method, at, json=form)).status_code == 401, path
        elsewhere = await stranger.client.request(method, at, json=form)
        assert elsewhere.status_code == (404 if "{" in path else {"GET": 200, "POST": 201}[method]), path
        assert not any(place in elsewhere.text for place in places.values())
        for person, status in ((team.trainer, trainer), (team.admin, admin), (team.owner, owner)):
            answer = await person.client.request(method, at, json=form)
            assert answer.status_code == status, (method, path, person.me["role"], answer.text)


async def test_changing_roles_asks_for_a_recent_proof(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    from backend.core import routing

    role = await own_role(team.owner, clients_read="all")
    monkeypatch.setattr(routing, "PROOF_LASTS", routing.PROOF_LASTS * 0)
    calls = [
        await team.owner.client.post("/api/roles", json={**FORM, "name": "Late"}),
        await team.owner.client.patch(f"/api/roles/{role['id']}", json={"description": "x"}),
        await team.owner.client.delete(f"/api/roles/{role['id']}"),
        await team.owner.client.post(f"/api/members/{team.trainer.member_id}/role", json={"role": "assistant"}),
        await team.owner.client.delete(f"/api/members/{team.trainer.member_id}"),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in calls] == [(403, "proof_required")] * 5


async def test_another_studios_role_cannot_be_given(team: Team) -> None:
    stranger = await team.stoke.owner()
    role = await own_role(stranger, clients_read="all")
    assert await give(team.owner, team.trainer, role["id"]) == 422


async def test_what_the_registry_no_longer_knows_gives_nothing(stoke: Stoke, team: Team) -> None:
    from sqlalchemy import update

    from backend.domains.organizations.models import Role

    role = await own_role(team.owner, clients_read="all")
    async with stoke.runtime.database.write(team.owner.organization_id) as session:
        await session.execute(
            update(Role)
            .where(Role.organization_id == team.owner.organization_id, Role.id == role["id"])
            .values(permissions={"clients:read": "all", "clients:teleport": "all"})
        )
    shown = (await team.owner.client.get(f"/api/roles/{role['id']}")).json()
    assert shown["permissions"] == {"clients:read": "all"}
