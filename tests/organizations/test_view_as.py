"""Seeing Stoke as another role: what it sees, never more than oneself, and nothing can be changed."""

from uuid import uuid4

import pytest

from tests.organizations.team import Team, joined, own_role, team

__all__ = ["team"]


async def test_an_owner_sees_what_a_role_sees(team: Team) -> None:
    client = (await team.owner.client.post("/api/clients", json={"first_name": "Hanna", "health_note": "knee"})).json()
    path = f"/api/clients/{client['id']}"
    assert (await team.owner.client.get(path)).json()["health_note"] == "knee"
    as_front_desk = {"X-View-As": "front_desk"}
    seen = (await team.owner.client.get(path, headers=as_front_desk)).json()
    assert (seen["first_name"], seen.get("health_note")) == ("Hanna", None)
    assert (await team.owner.client.get("/api/roles", headers=as_front_desk)).status_code == 403
    me = (await team.owner.client.get("/api/auth/me", headers=as_front_desk)).json()
    assert me["role"] == "front_desk"
    assert "clients:health" not in me["permissions"]

    role = await own_role(team.owner, organization_read="all")
    assert (await team.owner.client.get(path, headers={"X-View-As": role["id"]})).status_code == 403
    assert (await team.owner.client.get(path)).status_code == 200, "the next request is one's own again"


async def test_assigned_means_assigned_to_who_looks(team: Team) -> None:
    theirs = {"first_name": "Tom", "trainer_member_id": str(team.trainer.member_id)}
    client = (await team.owner.client.post("/api/clients", json=theirs)).json()
    path = f"/api/clients/{client['id']}"
    assert (await team.owner.client.get(path)).status_code == 200
    assert (await team.owner.client.get(path, headers={"X-View-As": "trainer"})).status_code == 404


async def test_it_never_shows_more_than_ones_own_role(team: Team) -> None:
    me = (await team.admin.client.get("/api/auth/me", headers={"X-View-As": "owner"})).json()
    assert me["permissions"] == team.admin.me["permissions"]
    mine = (await team.trainer.client.get("/api/auth/me", headers={"X-View-As": "admin"})).json()
    assert mine["permissions"] == team.trainer.me["permissions"]
    assert (await team.trainer.client.get("/api/api-keys", headers={"X-View-As": "owner"})).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "form"),
    [
        ("POST", "/clients", {"first_name": "No"}),
        ("PATCH", "/auth/me", {"name": "No"}),
        ("PATCH", "/organization", {"name": "No"}),
        ("DELETE", "/auth/me/photo", None),
    ],
)
async def test_nothing_is_changed_meanwhile(team: Team, method: str, path: str, form: dict[str, str] | None) -> None:
    answer = await team.owner.client.request(method, f"/api{path}", json=form, headers={"X-View-As": "admin"})
    assert (answer.status_code, answer.json()["code"]) == (403, "viewing_as")


@pytest.mark.parametrize("role", ["client", "custom", "superuser", "", "'; --", str(uuid4())])
async def test_a_role_that_is_none_is_not_found(team: Team, role: str) -> None:
    assert (await team.owner.client.get("/api/auth/me", headers={"X-View-As": role})).status_code == 404


async def test_who_may_not_see_roles_cannot_look(team: Team) -> None:
    desk = await joined(team.stoke, team.owner, "front_desk")
    assert (await desk.client.get("/api/auth/me", headers={"X-View-As": "assistant"})).status_code == 403


async def test_another_studios_role_is_not_found(team: Team) -> None:
    stranger = await team.stoke.owner()
    role = await own_role(stranger, clients_read="all")
    assert (await team.owner.client.get("/api/auth/me", headers={"X-View-As": role["id"]})).status_code == 404
