"""Proving again, while signed in, that it is you: before what asks for it (`requires(…, proof=True)`)."""

from uuid import UUID

from backend.core.audit import action, record
from backend.core.db.database import Database
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.ids import PLATFORM
from backend.domains.accounts.factors import mails, manage, passkeys, proofs, repository, tickets
from backend.domains.accounts.factors.errors import TicketSpent, WrongProof
from backend.domains.accounts.factors.schemas import Method, PasskeyAsked, Prove

PROVED = action("sign_ins.proved", "proved again who they are")


async def ways(session: WriteSession | ReadSession, user_id: UUID) -> list[Method]:
    """How the person can prove it: by a second factor where there is one, else by the password."""
    standing = await repository.standing(session, user_id)
    return proofs.second_factors(standing) or (["password"] if standing["password"] else [])


async def ask_passkey(session: WriteSession, user_id: UUID, session_id: UUID) -> PasskeyAsked:
    """What to ask the browser's passkeys. The ticket is good for this sign-in alone."""
    options, challenge = passkeys.asked_to_show(
        passkeys.Site.at(session.ports.base_url), await repository.passkeys(session, user_id)
    )
    data = {"challenge": challenge, "session_id": str(session_id)}
    return PasskeyAsked(ticket=await tickets.issue(session, "passkey_proof", data, user_id=user_id), options=options)


async def prove(database: Database, user_id: UUID, session_id: UUID, form: Prove) -> None:
    """Note that the person of this sign-in has just proved it. Raises `WrongProof` or `TicketSpent`."""
    challenge = await _challenge(database, user_id, session_id, form) if form.passkey is not None else None
    async with database.write(PLATFORM, user_id) as session:
        if form.password is not None and "password" not in await ways(session, user_id):
            raise WrongProof("Your account has a second factor: prove it by that.")
        method = await proofs.check(session, user_id, form, challenge)
        await repository.note_proof(session, session_id, method)
        record(session, PROVED, subject=("user", user_id), facts={"method": method})
        if method == "recovery_code":
            await manage.tell(session, user_id, mails.USED_CODE)


async def _challenge(database: Database, user_id: UUID, session_id: UUID, form: Prove) -> str:
    async with database.write(PLATFORM, user_id) as session:
        ticket = await tickets.taken(session, "passkey_proof", form.ticket or "")
        if ticket.user_id != user_id or ticket.data["session_id"] != str(session_id):
            raise TicketSpent
        await tickets.spend(session, ticket.id)
    return ticket.data["challenge"]
