"""Signing in with a passkey alone: the browser offers what it has, nobody types a name."""

from typing import Any
from uuid import UUID

from backend.core.db.database import Database
from backend.core.ids import PLATFORM
from backend.core.settings import Settings
from backend.domains.accounts import repository as users
from backend.domains.accounts.factors import passkeys, proofs, repository, tickets
from backend.domains.accounts.factors.errors import WrongProof
from backend.domains.accounts.factors.schemas import PasskeyAsked


async def ask(database: Database, settings: Settings) -> PasskeyAsked:
    """What to ask the browser's passkeys, before anyone is known."""
    options, challenge = passkeys.asked_to_show(passkeys.Site.at(settings.base_url), [])
    async with database.system() as system:
        ticket = await tickets.issue(system, "passkey_sign_in", {"challenge": challenge})
    return PasskeyAsked(ticket=ticket, options=options)


async def who(database: Database, ticket: str, credential: dict[str, Any]) -> UUID:
    """Whose passkey has answered. Raises `WrongProof` or `TicketSpent`. A ticket is good for one answer."""
    async with database.system() as system:
        taken = await tickets.taken(system, "passkey_sign_in", ticket)
        await tickets.spend(system, taken.id)
        known = await repository.passkey(system, passkeys.credential_id(credential))
    if known is None:
        raise WrongProof("Stoke does not know this passkey. It may have been removed from your account.")
    user_id: UUID = known["user_id"]
    async with database.write(PLATFORM, user_id) as session:
        await proofs.check_passkey(session, user_id, credential, taken.data["challenge"])
        user = await users.user_by_id(session, user_id)
        if user is None or user["email_verified_at"] is None:
            raise WrongProof
    return user_id
