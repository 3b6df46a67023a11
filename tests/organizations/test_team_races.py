"""Changes of who may do what, at the same moment on several connections."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from backend.domains.organizations.models import Member, Organization
from tests.clients.conftest import accept
from tests.organizations.team import Team, give, invited, joined, own_role, team
from tests.support.stoke import PASSWORD, Person

__all__ = ["team"]


async def _owners(team: Team, organization: Person) -> int:
    async with team.stoke.runtime.database.read(organization.organization_id) as read:
        found = await read.scalar(
            select(func.count()).where(
                Member.organization_id == organization.organization_id,
                Member.role == "owner",
                Member.state == "active",
            )
        )
    return int(found or 0)


async def _two_owners(team: Team) -> tuple[Person, Person]:
    first = await team.stoke.owner()
    second = await joined(team.stoke, first, "admin")
    assert await give(first, second, "owner") == 200
    team.stoke.forget_access()
    return first, second


async def test_the_last_owner_stays(team: Team) -> None:
    owner = await team.stoke.owner()
    await joined(team.stoke, owner, "admin")
    answer = await owner.client.post(f"/api/members/{owner.member_id}/role", json={"role": "admin"})
    assert (answer.status_code, answer.json()["code"]) == (409, "last_owner")
    assert await _owners(team, owner) == 1


async def test_an_owner_who_is_suspended_counts_for_nothing(team: Team) -> None:
    first, second = await _two_owners(team)
    assert (await first.client.post(f"/api/members/{second.member_id}/suspend")).status_code == 200
    assert await give(first, first, "admin") == 409
    assert await _owners(team, first) == 1


@pytest.mark.parametrize("_again", range(3))
async def test_two_last_owners_step_down_at_once(team: Team, _again: int) -> None:
    first, second = await _two_owners(team)
    answers = await asyncio.gather(give(first, first, "trainer"), give(second, second, "trainer"))
    assert sorted(answers) == [200, 409]
    assert await _owners(team, first) == 1


@pytest.mark.parametrize("_again", range(3))
async def test_two_last_owners_remove_each_other_at_once(team: Team, _again: int) -> None:
    """The one who is second has no role any more by the time it is their turn, or is no member when they ask."""
    first, second = await _two_owners(team)
    answers = await asyncio.gather(
        first.client.delete(f"/api/members/{second.member_id}"),
        second.client.delete(f"/api/members/{first.member_id}"),
    )
    done, refused = sorted(answer.status_code for answer in answers)
    assert done == 204
    assert refused in (401, 403)
    assert await _owners(team, first) == 1


async def test_who_is_losing_a_role_cannot_take_it_back_in_time(team: Team) -> None:
    """Their access is remembered for a moment after the change; what they may give is not taken from it."""
    owner = await team.stoke.owner()
    admin = await joined(team.stoke, owner, "admin")
    accomplice = await joined(team.stoke, owner, "trainer")
    assert (await admin.client.get("/api/roles")).status_code == 200
    assert await give(owner, admin, "trainer") == 200
    # No `forget_access`: to the routes they are an admin still.
    assert (await admin.client.get("/api/members", params={"state": "active"})).status_code == 200
    assert await give(admin, admin, "admin") == 403
    assert await give(admin, accomplice, "admin") == 403
    made = await admin.client.post("/api/roles", json={"name": "Back door", "permissions": {"members:invite": "all"}})
    assert made.status_code == 403
    assert (
        await admin.client.post("/api/members", json={"name": "X", "email": "x@example.com", "role": "admin"})
    ).status_code == 403


async def test_a_role_given_while_it_is_deleted(team: Team) -> None:
    role = await own_role(team.owner, clients_read="all")
    person = await joined(team.stoke, team.owner, "assistant")
    given, deleted = await asyncio.gather(
        give(team.owner, person, role["id"]), team.owner.client.delete(f"/api/roles/{role['id']}")
    )
    assert (given, deleted.status_code) in {(200, 409), (422, 204)}


async def test_an_invitation_accepted_while_it_is_withdrawn(team: Team) -> None:
    for _ in range(3):
        made = await invited(team.owner, "assistant")
        await team.stoke.settle()
        token = team.stoke.mails.link_to(made["email"])
        accepted, revoked = await asyncio.gather(
            team.stoke.client().post(f"/api/invitations/{token}/accept", json={"password": PASSWORD}),
            team.owner.client.delete(f"/api/members/{made['id']}/invite"),
        )
        assert (accepted.status_code, revoked.status_code) in {(200, 409), (410, 204)}, (accepted.text, revoked.text)


async def test_two_invitations_of_one_address_at_once(team: Team) -> None:
    form = {"name": "Double", "email": "double@example.com", "role": "trainer"}
    answers = await asyncio.gather(*(team.owner.client.post("/api/members", json=form) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    await accept(team.stoke, form["email"])


async def test_foreign_keys_do_not_wait_for_changes_of_the_team(team: Team) -> None:
    """The lock on the organization's row holds up changes of the team, and nothing that only points at it."""
    database, here = team.stoke.runtime.database, team.owner.organization_id
    async with database.write(here) as session:
        await session.execute(select(Organization.id).where(Organization.id == here).with_for_update(key_share=True))
        async with asyncio.timeout(timedelta(seconds=5).total_seconds()), database.write(here) as other:
            await other.execute(
                update(Member)
                .where(Member.organization_id == here, Member.id == team.trainer.member_id)
                .values(organization_id=here)
            )
