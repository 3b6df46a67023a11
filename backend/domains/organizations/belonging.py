"""Several organizations of one person: going from one to the other in one sign-in, and founding another."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from backend.core import clock
from backend.core.access import Access
from backend.core.db.database import Database
from backend.core.errors import NotFound
from backend.core.ids import PLATFORM, new_id
from backend.core.settings import Settings
from backend.domains.accounts import repository as accounts
from backend.domains.accounts import service as account_service
from backend.domains.accounts.errors import SessionEnded
from backend.domains.accounts.factors.second_step import SecondFactorAsked
from backend.domains.accounts.models import UserSession
from backend.domains.accounts.sessions import Device
from backend.domains.organizations import repository as memberships
from backend.domains.organizations import service, sign_in
from backend.domains.organizations import studio_repository as repository
from backend.domains.organizations.models import Member
from backend.domains.organizations.ports import Acceptance
from backend.domains.organizations.standing import session_ended
from backend.domains.organizations.studio_errors import BelongsAlready, SignInTooOld, TooManyStudios
from backend.domains.organizations.studio_schemas import Founded, FoundStudio, StartOver

MOST = 10
"""Organizations that one person can own: a studio with branches, and no more than that."""


async def switch(database: Database, access: Access, organization_id: UUID) -> UUID:
    """The sign-in looks at another organization of the person from now on; answers the membership there.

    Raises `NotFound` where they do not belong, `SignInTooOld` where the rules there ask for a newer sign-in, and
    `SessionEnded`.
    """
    async with database.read(organization_id, access.user_id) as read:
        there = await repository.own_membership(read, access.user_id, organization_id)
    if there is None:
        raise NotFound("You do not belong to this organization.")
    async with database.write(PLATFORM, access.user_id) as session:
        sign_in = await session.first(
            select(
                UserSession.created_at.label("signed_in_at"),
                UserSession.last_used_at,
                UserSession.expires_at,
                UserSession.revoked_at,
            )
            .where(UserSession.id == access.session_id, UserSession.user_id == access.user_id)
            .with_for_update()
        )
        if sign_in is None or session_ended(sign_in | {"idle_minutes": None, "absolute_hours": None}, clock.now()):
            raise SessionEnded
        if session_ended(sign_in | there, clock.now()):
            raise SignInTooOld
        await session.execute(
            update(UserSession).where(UserSession.id == access.session_id).values(organization_id=organization_id)
        )
    return UUID(str(there["member_id"]))


async def found(database: Database, access: Access, form: FoundStudio, device: Device) -> Founded:
    """Another organization, owned by the person. Raises `TooManyStudios`."""
    async with database.read(access.organization_id, access.user_id) as read:
        user = await accounts.user_by_id(read, access.user_id)
    if user is None:
        raise SessionEnded
    return await _found(database, user, form.name, form.time_zone, Acceptance(form.accepted, device, "founded"))


async def start_over(
    database: Database, settings: Settings, form: StartOver, device: Device
) -> sign_in.Entry | SecondFactorAsked:
    """Found an organization with an account that belongs to none any more, and sign in to it.

    Raises `WrongCredentials`, `EmailUnverified`, and `BelongsAlready` for whoever can simply sign in.
    """
    user = await account_service.check_password(database, form.email, form.password)
    async with database.read(PLATFORM, user["id"]) as read:
        if await memberships.own_memberships(read, user["id"]):
            raise BelongsAlready
    accepted = Acceptance(form.accepted, device, "founded")
    founded = await _found(database, user, form.organization_name, form.time_zone, accepted)
    return await sign_in.enter(
        database,
        settings,
        user["id"],
        device,
        methods=["password"],
        remembered=form.remember,
        organization_id=founded.id,
    )


async def found_first(database: Database, user_id: UUID, name: str, time_zone: str, accepted: Acceptance) -> UUID:
    """An organization for an account that belongs to none any more and was proved by a provider; answers its id."""
    async with database.read(PLATFORM, user_id) as read:
        user = await accounts.user_by_id(read, user_id)
    if user is None:
        raise SessionEnded
    return (await _found(database, user, name, time_zone, accepted)).id


async def _found(
    database: Database, user: Mapping[str, Any], name: str, time_zone: str, accepted: Acceptance
) -> Founded:
    organization_id, user_id = new_id(), user["id"]
    async with database.write(organization_id, user_id) as session:
        owned = await repository.studios_owned(session, user_id)
        if owned >= MOST:
            raise TooManyStudios(f"You own {owned} studios, which is as many as one person can own.")
        member_id = await service.found_organization(
            session, name=name, time_zone=time_zone, owner=(user_id, user["name"], user["email"]), accepted=accepted
        )
        await session.execute(
            update(Member)
            .where(Member.organization_id == organization_id, Member.id == member_id)
            .values(photo_key=await account_service.photo_of(session, user_id))
        )
    return Founded(id=organization_id, member_id=member_id)
