"""Signing in, signing up and taking up an invitation with an account elsewhere."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError

from backend.core.crypto import token_hash
from backend.core.db.database import Database
from backend.core.errors import FieldError, Invalid
from backend.core.ids import PLATFORM, new_id
from backend.core.settings import Settings
from backend.domains.accounts import service as accounts
from backend.domains.accounts.external import repository as identities
from backend.domains.accounts.external import service as external
from backend.domains.accounts.external.errors import (
    ExternalAddressUnverified,
    ExternalLinkNeeded,
    ExternalUnknown,
)
from backend.domains.accounts.external.schemas import ExternalFinish
from backend.domains.accounts.external.service import Identified
from backend.domains.accounts.factors.second_step import SecondFactorAsked
from backend.domains.accounts.limits import Guard
from backend.domains.accounts.sessions import Device
from backend.domains.organizations import belonging, newcomers, repository, service, sign_in
from backend.domains.organizations.errors import AlreadyMember, InvitationSpent, NoMembership
from backend.domains.organizations.newcomers import Newcomer
from backend.domains.organizations.ports import Acceptance, consents


async def finish(
    database: Database, settings: Settings, form: ExternalFinish, binder: str, device: Device, guard: Guard
) -> sign_in.Entry | SecondFactorAsked:
    """Sign in whoever came back from a provider; where that is nobody here yet, connect or sign up as `form` says.

    Raises `ExternalRefused`; `ExternalUnknown`, `ExternalLinkNeeded` and `NoMembership`, after which the same ticket is
    sent again with what they ask for; `ExternalAddressUnverified`, `WrongCredentials`, `InvitationSpent`,
    `AlreadyMember`.
    """
    consents().refuse_outdated(form.accepted)
    who = await external.identified(database, form.ticket, binder)
    user_id = await external.known(database, who)
    methods, organization_id = [who.provider], None
    if form.invitation is not None:
        user_id, organization_id = await _accept(database, who, user_id, form, device, guard)
    elif user_id is not None:
        async with database.write(PLATFORM, user_id) as session:
            await identities.note_use(session, user_id, who.provider, who.identity.email)
    else:
        user_id = await _connect(database, who, form, guard)
        if user_id is not None:
            methods.append("password")
        else:
            user_id = await _sign_up(database, who, form, device)
    if organization_id is None and not await _belongs(database, user_id, form):
        # Spent first: of two that are sent at once one founds.
        await external.spend(database, who.ticket_id)
        organization_id = await _start_over(database, user_id, form, device)
    else:
        await external.spend(database, who.ticket_id)
    return await sign_in.enter(
        database,
        settings,
        user_id,
        device,
        methods=methods,
        remembered=who.remembered,
        organization_id=organization_id,
    )


async def _connect(database: Database, who: Identified, form: ExternalFinish, guard: Guard) -> UUID | None:
    """The person here who has the address that the provider vouches for, once their password proves them."""
    email = who.identity.email
    if email is None or not who.identity.email_verified:
        raise ExternalAddressUnverified
    user = await accounts.find_user(database, email)
    if not accounts.confirmed(user):
        return None
    if form.password is None:
        raise ExternalLinkNeeded(extra={"email": email, "provider": who.provider})
    async with guard(user["email"]):
        proved = await accounts.check_password(database, user["email"], form.password)
    async with database.write(PLATFORM, proved["id"]) as session:
        await external.link(session, proved["id"], who)
    return proved["id"]


async def _sign_up(database: Database, who: Identified, form: ExternalFinish, device: Device) -> UUID:
    email, name = who.identity.email, form.name or who.identity.name
    assert email is not None
    if form.organization_name is None:
        raise ExternalUnknown(extra={"email": email, "name": name, "provider": who.provider})
    if name is None:
        raise Invalid(errors=[FieldError("/name", "Tell us your name.")])
    pending = await accounts.find_user(database, email)
    user_id, organization_id = new_id() if pending is None else pending["id"], new_id()
    async with database.write(organization_id, user_id) as session:
        await newcomers.arrive(session, Newcomer(user_id, email, name, None, form.time_zone), pending)
        await service.found_organization(
            session,
            name=form.organization_name,
            time_zone=form.time_zone,
            owner=(user_id, name, email),
            accepted=Acceptance(form.accepted, device, "registered"),
        )
        await external.link(session, user_id, who)
    return user_id


async def _belongs(database: Database, user_id: UUID, form: ExternalFinish) -> bool:
    """Raises `NoMembership` or `MembershipSuspended`, unless the person belongs somewhere or names a studio."""
    try:
        await sign_in.memberships(database, user_id)
    except NoMembership:
        if form.organization_name is None:
            raise
        return False
    return True


async def _start_over(database: Database, user_id: UUID, form: ExternalFinish, device: Device) -> UUID:
    """The provider's proof is as good as a password, which the person may never have had."""
    assert form.organization_name is not None
    accepted = Acceptance(form.accepted, device, "founded")
    return await belonging.found_first(database, user_id, form.organization_name, form.time_zone, accepted)


async def _accept(
    database: Database, who: Identified, known: UUID | None, form: ExternalFinish, device: Device, guard: Guard
) -> tuple[UUID, UUID]:
    """Take up an invitation. Its link proves the address; an account that has it must be the one that came back."""
    assert form.invitation is not None
    async with database.system() as system:
        row = await repository.invitation_by_hash(system, token_hash(form.invitation))
    if row is None:
        raise InvitationSpent
    user = await accounts.find_user(database, row["email"])
    settled = accounts.confirmed(user)
    if accounts.confirmed(user) and user["id"] != known:
        if form.password is None:
            raise ExternalLinkNeeded
        await sign_in.prove_account(guard, user, form.password)
    of_address: UUID = new_id() if user is None else user["id"]
    user_id = of_address if settled else known or of_address
    name = form.name or who.identity.name or row["name"]
    try:
        async with database.write(row["organization_id"], user_id) as session:
            if await repository.lock_invitation(session, row["id"]) is None:
                raise InvitationSpent
            if known is None and not settled:
                await newcomers.arrive(session, Newcomer(user_id, row["email"], name, None, form.time_zone), user)
            if known is None:
                await external.link(session, user_id, who)
            accepted = Acceptance(form.accepted, device, sign_in.how_joined(row))
            await service.activate(session, row["member_id"], row["id"], user_id, name, accepted)
    except IntegrityError as error:
        raise AlreadyMember("Sign in with the account that belongs to the organization already.") from error
    return user_id, row["organization_id"]
