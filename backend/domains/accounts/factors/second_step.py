"""The second step of a sign-in: asked for when a person has a second factor and has not shown it yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.core.db.database import Database
from backend.core.db.write import WriteSession
from backend.core.ids import PLATFORM
from backend.domains.accounts.factors import mails, manage, passkeys, proofs, repository, tickets
from backend.domains.accounts.factors.errors import WrongProof
from backend.domains.accounts.factors.schemas import Method, ProofGiven


@dataclass(frozen=True, slots=True)
class SecondFactorAsked:
    """What the browser is asked for. `passkey` are the options for it, where the person has one."""

    ticket: str
    methods: list[Method]
    passkey: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class FirstStep:
    """What a sign-in began with."""

    ticket_id: UUID
    user_id: UUID
    methods: list[str]
    remembered: bool
    organization_id: UUID
    challenge: str | None


async def ask(
    session: WriteSession, user_id: UUID, methods: Sequence[str], *, remembered: bool, organization_id: UUID
) -> SecondFactorAsked | None:
    """What to ask for, or None for a person without a second factor. The session is that of the person."""
    having = proofs.second_factors(await repository.standing(session, user_id))
    if not having:
        return None
    options, challenge = None, None
    if "passkey" in having:
        site = passkeys.Site.at(session.ports.base_url)
        options, challenge = passkeys.asked_to_show(site, await repository.passkeys(session, user_id))
    data = {
        "methods": list(methods),
        "remembered": remembered,
        "organization_id": str(organization_id),
        "challenge": challenge,
    }
    return SecondFactorAsked(await tickets.issue(session, "second_factor", data, user_id=user_id), having, options)


async def begun(database: Database, ticket: str) -> FirstStep:
    """The first step of a ticket; counts a try. Raises `TicketSpent`."""
    async with database.system() as system:
        taken = await tickets.taken(system, "second_factor", ticket)
    assert taken.user_id is not None
    data = taken.data
    return FirstStep(
        taken.id,
        taken.user_id,
        data["methods"],
        data["remembered"],
        UUID(data["organization_id"]),
        data["challenge"],
    )


async def finish(database: Database, first: FirstStep, given: ProofGiven) -> list[str]:
    """All methods of the sign-in. Raises `WrongProof` or `TicketSpent`."""
    if given.password is not None:
        raise WrongProof("The password was asked before. Send a code or a passkey.")
    async with database.write(PLATFORM, first.user_id) as session:
        method = await proofs.check(session, first.user_id, given, first.challenge)
        await tickets.spend(session, first.ticket_id)
        if method == "recovery_code":
            await manage.tell(session, first.user_id, mails.USED_CODE)
    return [*first.methods, method]
