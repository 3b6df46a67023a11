"""Tickets: what ties two requests of one sign-in or proof together. Kept as hashes, for minutes, good for one use."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import delete, insert, update

from backend.core import clock
from backend.core.crypto import new_token, token_hash
from backend.core.db.write import WriteSession
from backend.core.ids import new_id
from backend.domains.accounts.factors.errors import TicketSpent
from backend.domains.accounts.models import SignInTicket

LIFETIME = timedelta(minutes=5)

MAX_TRIES = 5
"""Wrong answers that one ticket forgives; the limits of the account count beside it."""

Kind = Literal["second_factor", "passkey_sign_in", "passkey_registration", "passkey_proof", "external"]


@dataclass(frozen=True, slots=True)
class Ticket:
    """An open step: whose it is, where that is known yet, and what was asked."""

    id: UUID
    user_id: UUID | None
    data: dict[str, Any]


async def issue(session: WriteSession, kind: Kind, data: dict[str, Any], *, user_id: UUID | None = None) -> str:
    """Open a step; answers the ticket that the browser sends back. Without a user the session is the system's."""
    ticket = new_token()
    await session.execute(
        insert(SignInTicket).values(
            id=new_id(),
            user_id=user_id,
            kind=kind,
            token_hash=token_hash(ticket),
            data=data,
            expires_at=clock.now() + LIFETIME,
        )
    )
    return ticket


async def taken(session: WriteSession, kind: Kind, ticket: str) -> Ticket:
    """The open step of a ticket; counts one try of it. Raises `TicketSpent`.

    Commit it before the answer is checked, so that a wrong one stays counted.
    """
    row = (
        await session.execute(
            update(SignInTicket)
            .where(
                SignInTicket.token_hash == token_hash(ticket),
                SignInTicket.kind == kind,
                SignInTicket.used_at.is_(None),
                SignInTicket.expires_at > clock.now(),
                SignInTicket.tries < MAX_TRIES,
            )
            .values(tries=SignInTicket.tries + 1)
            .returning(SignInTicket.id, SignInTicket.user_id, SignInTicket.data)
        )
    ).first()
    if row is None:
        raise TicketSpent
    return Ticket(row.id, row.user_id, row.data)


async def spend(session: WriteSession, ticket_id: UUID) -> None:
    """Use a ticket up. Raises `TicketSpent` when another request has just done so."""
    spent = await session.scalar(
        update(SignInTicket)
        .where(SignInTicket.id == ticket_id, SignInTicket.used_at.is_(None))
        .values(used_at=clock.now())
        .returning(SignInTicket.id)
    )
    if spent is None:
        raise TicketSpent


async def spend_all(session: WriteSession, user_id: UUID) -> None:
    """Make every open step of a person unusable: their password is another one now."""
    await session.execute(
        update(SignInTicket)
        .where(SignInTicket.user_id == user_id, SignInTicket.used_at.is_(None))
        .values(used_at=clock.now())
    )


async def forget_old(system: WriteSession) -> None:
    """Drop tickets past their time, of everybody."""
    await system.execute(delete(SignInTicket).where(SignInTicket.expires_at < clock.now() - LIFETIME))
