"""Going to a provider and coming back: who somebody is elsewhere, and whose account here that is.

What ties the way there to the way back is a ticket (the `state`), good once and for minutes, and a secret in a cookie
of the same browser: a link that somebody else began proves nothing here. Nonce and PKCE verifier are worked out from
the state, so that nothing of them is stored.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from backend.core.audit import action, record
from backend.core.crypto import new_token, token_hash
from backend.core.db.database import Database
from backend.core.db.write import WriteSession
from backend.core.ids import PLATFORM
from backend.core.mail import queue_mail
from backend.core.ports import Identity, IdentityPort, IdentityRefused
from backend.core.settings import Settings
from backend.domains.accounts import mails
from backend.domains.accounts import repository as accounts
from backend.domains.accounts.external import repository
from backend.domains.accounts.external.errors import (
    ExternalRefused,
    ExternalTaken,
    LastWayIn,
    ProviderUnknown,
)
from backend.domains.accounts.factors import tickets

LINKED = action("sign_ins.account_linked", "connected an account of another service")
UNLINKED = action("sign_ins.account_unlinked", "disconnected an account of another service")


@dataclass(frozen=True, slots=True)
class Begun:
    """Where the browser goes, and the secret that it keeps meanwhile."""

    url: str
    binder: str


@dataclass(frozen=True, slots=True)
class Identified:
    """Somebody who came back. `ticket_id` is spent when it has led to a sign-in."""

    ticket_id: UUID
    provider: str
    identity: Identity
    remembered: bool


def provider_of(ports: Mapping[str, IdentityPort], name: str) -> IdentityPort:
    """The adapter of a provider. Raises `ProviderUnknown`."""
    found = ports.get(name)
    if found is None:
        raise ProviderUnknown
    return found


@dataclass(frozen=True, slots=True)
class LinkTo:
    """The person here whom an account elsewhere is linked to, and the sign-in in which they began that."""

    user_id: UUID
    session_id: UUID


async def set_out(
    database: Database, settings: Settings, provider: str, *, remembered: bool, link_to: LinkTo | None = None
) -> Begun:
    """Begin a sign-in at a provider, or with `link_to` the linking of an account there to a person here."""
    port = provider_of(database.ports.identity, provider)
    binder = new_token()
    data = {
        "stage": "asked",
        "provider": provider,
        "binder": token_hash(binder).hex(),
        "remembered": remembered,
        "link_to": None if link_to is None else str(link_to.user_id),
        "sign_in": None if link_to is None else str(link_to.session_id),
    }
    async with database.system() as system:
        state = await tickets.issue(system, "external", data)
    url = await port.address(
        redirect_uri=_back(settings, provider),
        state=state,
        nonce=_derived(settings, "nonce", state),
        verifier=_derived(settings, "verifier", state),
    )
    return Begun(url, binder)


async def returned(
    database: Database, settings: Settings, provider: str, *, state: str, code: str, binder: str
) -> str | None:
    """Somebody came back with a code: the ticket to finish with, or None where an account was linked.

    Raises `ExternalRefused` for a state that is forged, used, old or of another browser, and for a token that proves
    nothing; `ExternalTaken`; `Unavailable`.
    """
    port = provider_of(database.ports.identity, provider)
    data = await _open(database, state, binder, "asked", spend=True)
    if data["provider"] != provider:
        raise ExternalRefused
    try:
        identity = await port.identify(
            redirect_uri=_back(settings, provider),
            code=code,
            nonce=_derived(settings, "nonce", state),
            verifier=_derived(settings, "verifier", state),
        )
    except IdentityRefused as error:
        raise ExternalRefused from error
    if data["link_to"] is not None:
        await _link_to(database, LinkTo(UUID(data["link_to"]), UUID(data["sign_in"])), provider, identity)
        return None
    found = {
        "stage": "identified",
        "provider": provider,
        "binder": data["binder"],
        "remembered": data["remembered"],
        "subject": identity.subject,
        "email": identity.email,
        "email_verified": identity.email_verified,
        "name": identity.name,
    }
    async with database.system() as system:
        return await tickets.issue(system, "external", found)


async def identified(database: Database, ticket: str, binder: str) -> Identified:
    """Who came back with this ticket; counts a try. Raises `ExternalRefused`."""
    async with database.system() as system:
        taken = await tickets.taken(system, "external", ticket)
    data = _fitting(taken.data, binder, "identified")
    identity = Identity(data["subject"], data["email"], data["email_verified"], data["name"])
    return Identified(taken.id, data["provider"], identity, data["remembered"])


async def spend(database: Database, ticket_id: UUID) -> None:
    """Use the ticket up. Raises `TicketSpent` when another request has just done so."""
    async with database.system() as system:
        await tickets.spend(system, ticket_id)


async def known(database: Database, who: Identified) -> UUID | None:
    """Whose account here it is, if anybody's."""
    async with database.system() as system:
        return await repository.user_of(system, who.provider, who.identity.subject)


async def link(session: WriteSession, user_id: UUID, who: Identified) -> None:
    """Connect an identity. The session is that of the person, who has proved to be both. Raises `ExternalTaken`."""
    await _link(session, user_id, who.provider, who.identity)


async def unlink(session: WriteSession, provider: str) -> bool:
    """Disconnect an account of who is signed in; answers whether there was one. Raises `LastWayIn`."""
    assert session.user_id is not None
    ways = await repository.ways_in(session, session.user_id)
    others = [row for row in await repository.linked(session, session.user_id) if row["provider"] != provider]
    if not (ways["password"] or ways["passkey"] or others):
        raise LastWayIn
    removed = await repository.remove(session, session.user_id, provider)
    if removed:
        record(
            session,
            UNLINKED,
            subject=("user", session.user_id),
            person_id=session.user_id,
            changes={"provider": provider},
        )
    return removed


async def _link_to(database: Database, to: LinkTo, provider: str, identity: Identity) -> None:
    """Raises `ExternalRefused` when the sign-in was ended since: whoever began may be whom that locked out."""
    async with database.write(PLATFORM, to.user_id) as session:
        if not await repository.sign_in_stands(session, to.session_id):
            raise ExternalRefused
        await _link(session, to.user_id, provider, identity)


async def _link(session: WriteSession, user_id: UUID, provider: str, identity: Identity) -> None:
    try:
        async with session.savepoint():
            await repository.add(session, user_id, provider, identity.subject, identity.email)
    except IntegrityError as error:
        raise ExternalTaken from error
    record(
        session,
        LINKED,
        subject=("user", user_id),
        person_id=user_id,
        changes={"provider": provider},
        personal={"email": [None, identity.email]},
    )
    user = await accounts.user_by_id(session, user_id)
    if user is not None:
        letter = mails.account_linked(user["name"], provider.title(), f"{session.ports.base_url}/forgot")
        await queue_mail(session, user["email"], letter)


async def _open(database: Database, ticket: str, binder: str, stage: str, *, spend: bool) -> dict[str, Any]:
    async with database.system() as system:
        taken = await tickets.taken(system, "external", ticket)
        data = _fitting(taken.data, binder, stage)
        if spend:
            await tickets.spend(system, taken.id)
    return data


def _fitting(data: dict[str, Any], binder: str, stage: str) -> dict[str, Any]:
    mine = hmac.compare_digest(token_hash(binder).hex(), str(data["binder"]))
    if data["stage"] != stage or not mine:
        raise ExternalRefused
    return data


def _back(settings: Settings, provider: str) -> str:
    return f"{settings.base_url.rstrip('/')}/api/auth/external/{provider}/callback"


def _derived(settings: Settings, what: str, state: str) -> str:
    """64 characters that nobody can work out without our secret, and that fit PKCE's alphabet."""
    return hmac.new(
        settings.secret_key.get_secret_value().encode(), f"external|{what}|{state}".encode(), hashlib.sha256
    ).hexdigest()
