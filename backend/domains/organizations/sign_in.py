"""Signing in to an organization, staying signed in, and taking up an invitation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from backend.core.crypto import token_hash
from backend.core.db.database import Database
from backend.core.ids import PLATFORM, new_id
from backend.core.settings import Settings
from backend.domains.accounts import passwords, sessions
from backend.domains.accounts import service as accounts
from backend.domains.accounts.errors import WrongCredentials
from backend.domains.accounts.factors import second_step
from backend.domains.accounts.factors.schemas import ProofGiven
from backend.domains.accounts.factors.second_step import FirstStep, SecondFactorAsked
from backend.domains.accounts.limits import Guard
from backend.domains.accounts.sessions import Device, SignedIn
from backend.domains.organizations import newcomers, overdue, repository, service
from backend.domains.organizations.errors import AlreadyMember, InvitationSpent, MembershipSuspended, NoMembership
from backend.domains.organizations.newcomers import Newcomer
from backend.domains.organizations.ports import Acceptance, How, consents
from backend.domains.organizations.roles import title_of
from backend.domains.organizations.schemas import AcceptInvitation, InvitationOut, Login
from backend.domains.organizations.standing import SECOND_FACTORS


@dataclass(frozen=True, slots=True)
class Entry:
    """A sign-in and the membership it acts through."""

    signed_in: SignedIn
    member_id: UUID


async def login(database: Database, settings: Settings, form: Login, device: Device) -> Entry | SecondFactorAsked:
    """Sign in with a password. Raises `WrongCredentials` or `NoMembership`."""
    user = await accounts.check_password(database, form.email, form.password)
    return await enter(database, settings, user["id"], device, methods=["password"], remembered=form.remember)


async def second_factor(
    database: Database, settings: Settings, first: FirstStep, given: ProofGiven, device: Device
) -> Entry:
    """Finish a sign-in that asked for a second factor. Raises `WrongProof`, `TicketSpent` or `NoMembership`."""
    methods = await second_step.finish(database, first, given)
    entry = await enter(
        database,
        settings,
        first.user_id,
        device,
        methods=methods,
        remembered=first.remembered,
        organization_id=first.organization_id,
    )
    assert isinstance(entry, Entry)
    return entry


async def refresh(database: Database, settings: Settings, token: str, csrf: str) -> Entry:
    """Go on with a sign-in. Raises `SessionEnded`."""
    await overdue.refuse(database, token)
    signed_in = await sessions.rotate(
        database,
        token,
        csrf,
        settings.secret_key.get_secret_value(),
        grace=timedelta(seconds=settings.refresh_grace_seconds),
    )
    belongs = await memberships(database, signed_in.user_id)
    here = next((row for row in belongs if row["id"] == signed_in.organization_id), belongs[0])
    return Entry(_in(signed_in, here["id"]), here["member_id"])


async def see_invitation(database: Database, token: str) -> InvitationOut:
    """What an invitation says, for whoever holds its link. Raises `InvitationSpent`."""
    async with database.system() as system:
        row = await repository.invitation_by_hash(system, token_hash(token))
    if row is None:
        raise InvitationSpent
    user = await accounts.find_user(database, row["email"])
    name = title_of(row["role"], row["own_role"])
    return InvitationOut(account_exists=accounts.confirmed(user), role_name=name, **row)


async def prove_account(guard: Guard, user: Mapping[str, Any], password: str) -> None:
    """Whoever holds an invitation to the address of an account is its owner. Raises `WrongCredentials`.

    A wrong password counts for the account as one at sign-in does, whatever link it was tried with.
    """
    async with guard(user["email"]):
        right, _ = await passwords.verify(password, user["password_hash"])
        if not right:
            raise WrongCredentials("This is not the password of your account.")


async def accept_invitation(
    database: Database, settings: Settings, token: str, form: AcceptInvitation, device: Device, guard: Guard
) -> Entry | SecondFactorAsked:
    """Take up a membership with a new account or an existing one, and sign in.

    A sign-up with the address that nobody confirmed counts as no account.
    Two at once: the invitation is locked in the transaction that spends it, so one of them gets `InvitationSpent`.
    """
    consents().refuse_outdated(form.accepted)
    async with guard(token), database.system() as system:
        row = await repository.invitation_by_hash(system, token_hash(token))
        if row is None:
            raise InvitationSpent
    user = await accounts.find_user(database, row["email"])
    user_id = new_id() if user is None else user["id"]
    name = form.name or row["name"]
    newcomer: Newcomer | None = None
    if accounts.confirmed(user):
        await prove_account(guard, user, form.password)
    else:
        await passwords.check_strength(form.password, (row["email"], name, row["organization_name"]))
        hashed = await passwords.hash_password(form.password)
        newcomer = Newcomer(user_id, row["email"], name, hashed, form.time_zone)
    try:
        async with database.write(row["organization_id"], user_id) as session:
            if await repository.lock_invitation(session, row["id"]) is None:
                raise InvitationSpent
            if newcomer is not None:
                await newcomers.arrive(session, newcomer, user)
            accepted = Acceptance(form.accepted, device, how_joined(row))
            await service.activate(session, row["member_id"], row["id"], user_id, name, accepted)
    except IntegrityError as error:
        raise AlreadyMember("Sign in with the account that belongs to the organization already.") from error
    return await enter(
        database,
        settings,
        user_id,
        device,
        methods=["password"],
        remembered=True,
        organization_id=row["organization_id"],
    )


def how_joined(invitation: Mapping[str, Any]) -> How:
    """Invited by somebody, or by themselves at the organization's public page."""
    return "joined" if invitation["invited_by"] == PLATFORM else "invitation"


async def enter(
    database: Database,
    settings: Settings,
    user_id: UUID,
    device: Device,
    *,
    methods: Sequence[str],
    remembered: bool,
    organization_id: UUID | None = None,
) -> Entry | SecondFactorAsked:
    """The way in for every kind of sign-in, when the person has proved by `methods` who they are.

    Asks for a second factor where the person has one and `methods` hold none. `organization_id` is where they want to
    be, if they belong there. Raises `NoMembership`, and `MembershipSuspended` for whoever is suspended everywhere.
    """
    belongs = await memberships(database, user_id)
    here = next((row for row in belongs if row["id"] == organization_id), belongs[0])
    lifetime = timedelta(days=settings.refresh_token_days if remembered else 1)
    async with database.write(PLATFORM, user_id) as session:
        if SECOND_FACTORS.isdisjoint(methods):
            asked = await second_step.ask(session, user_id, methods, remembered=remembered, organization_id=here["id"])
            if asked is not None:
                return asked
        signed_in = await sessions.start(
            session, user_id, here["id"], device, methods=methods, remembered=remembered, lifetime=lifetime
        )
    return Entry(signed_in, here["member_id"])


async def memberships(database: Database, user_id: UUID) -> list[dict[str, Any]]:
    """Where somebody belongs, the oldest first. Raises `NoMembership`, and `MembershipSuspended` as `enter` does."""
    async with database.system() as system:
        belongs = await repository.memberships(system, user_id)
        suspended = [] if belongs else await repository.suspensions(system, user_id)
    if suspended:
        raise MembershipSuspended(" ".join(_suspended(**row) for row in suspended))
    if not belongs:
        raise NoMembership
    return belongs


def _suspended(organization: str, owner: str | None) -> str:
    return f"You are suspended at {organization}. Ask {owner or 'its owner'} to let you in again."


def _in(signed_in: SignedIn, organization_id: UUID) -> SignedIn:
    return SignedIn(
        signed_in.user_id, signed_in.session_id, organization_id, signed_in.refresh_token, signed_in.remembered
    )
