"""Whether what somebody sent proves that it is they: the password, a code, a recovery code or a passkey."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from backend.core import clock
from backend.core.db.write import WriteSession
from backend.core.ids import PLATFORM
from backend.domains.accounts import passwords
from backend.domains.accounts import repository as users
from backend.domains.accounts.factors import passkeys, recovery, repository, totp
from backend.domains.accounts.factors.errors import WrongProof
from backend.domains.accounts.factors.schemas import Method, ProofGiven

PLACE = "totp_factors.secret"


def second_factors(standing: Mapping[str, Any]) -> list[Method]:
    """The ways past a second step that a person has, the best first; empty without a second factor."""
    found: list[Method] = []
    if standing["passkeys"]:
        found.append("passkey")
    if standing["totp_confirmed_at"] is not None:
        found.append("totp")
    if found and standing["recovery_codes"]:
        found.append("recovery_code")
    return found


async def check(session: WriteSession, user_id: UUID, given: ProofGiven, challenge: str | None) -> Method:
    """How the person proved it; spends what works once. Raises `WrongProof`. The session is that of the person.

    `challenge` is the one that a passkey was asked with.
    """
    if given.code is not None:
        await _check_code(session, user_id, given.code)
        return "totp"
    if given.recovery_code is not None:
        if not await repository.spend_code(session, user_id, recovery.hashed(given.recovery_code)):
            raise WrongProof("This recovery code does not work. Each of them works once.")
        return "recovery_code"
    if given.passkey is not None and challenge is not None:
        await check_passkey(session, user_id, given.passkey, challenge)
        return "passkey"
    user = await users.user_by_id(session, user_id)
    right, _ = await passwords.verify(given.password or "", user["password_hash"] if user else None)
    if not right:
        raise WrongProof("This is not your password.")
    return "password"


async def _check_code(session: WriteSession, user_id: UUID, code: str) -> None:
    row = await repository.totp(session, user_id)
    if row is None or row["confirmed_at"] is None:
        raise WrongProof("This code is not right. Use the newest one of your app.")
    await take_code(session, row, code)


async def take_code(session: WriteSession, row: Mapping[str, Any], code: str) -> None:
    """Spend a code of an authenticator app. Raises `WrongProof`, also for one that was taken before."""
    secret = session.ports.cipher.decrypt(row["secret"], place=PLACE, organization_id=PLATFORM, row_id=row["id"])
    step = totp.matching_step(secret, code, clock.now(), row["last_step"])
    if step is None or not await repository.take_step(session, row["id"], step):
        raise WrongProof("This code is not right. Use the newest one of your app.")


async def check_passkey(session: WriteSession, user_id: UUID, credential: dict[str, Any], challenge: str) -> None:
    """Raises `WrongProof` unless it is one of the person's passkeys that answers this challenge."""
    known = await repository.passkey(session, passkeys.credential_id(credential))
    if known is None or known["user_id"] != user_id:
        raise WrongProof("This passkey is not one of your account.")
    count, backed_up = passkeys.shown(passkeys.Site.at(session.ports.base_url), challenge, credential, known)
    noted = await repository.note_passkey_use(
        session, known["id"], before=known["sign_count"], count=count, backed_up=backed_up
    )
    if not noted:
        raise WrongProof
