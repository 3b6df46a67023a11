"""Queries about a person's second factors. All run as that person, but for the one that finds who a passkey is of."""

from typing import Any
from uuid import UUID

from sqlalchemy import any_, case, delete, exists, func, insert, literal, select, update

from backend.core import clock
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.ids import new_id
from backend.domains.accounts.factors.passkeys import NewPasskey
from backend.domains.accounts.models import Passkey, RecoveryCode, TotpFactor, User, UserSession

_PASSKEY = (
    Passkey.id,
    Passkey.user_id,
    Passkey.name,
    Passkey.credential_id,
    Passkey.public_key,
    Passkey.sign_count,
    Passkey.transports,
    Passkey.backed_up,
    Passkey.created_at,
    Passkey.last_used_at,
)


async def standing(session: WriteSession | ReadSession, user_id: UUID) -> dict[str, Any]:
    """What a person has, in one statement: password, totp (when it was confirmed), passkeys and recovery codes left."""
    confirmed = select(TotpFactor.confirmed_at).where(TotpFactor.user_id == user_id).scalar_subquery()
    passkeys_of = select(func.count()).where(Passkey.user_id == user_id).scalar_subquery()
    left = select(func.count()).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None)).scalar_subquery()
    row = await session.first(
        select(
            User.email,
            User.name,
            User.password_hash.is_not(None).label("password"),
            confirmed.label("totp_confirmed_at"),
            passkeys_of.label("passkeys"),
            left.label("recovery_codes"),
        ).where(User.id == user_id)
    )
    assert row is not None
    return row


async def totp(session: WriteSession, user_id: UUID) -> dict[str, Any] | None:
    """The authenticator app, confirmed or not yet, with its secret as it is kept."""
    return await session.first(
        select(TotpFactor.id, TotpFactor.secret, TotpFactor.confirmed_at, TotpFactor.last_step).where(
            TotpFactor.user_id == user_id
        )
    )


async def replace_totp(session: WriteSession, user_id: UUID, factor_id: UUID, secret: str) -> bool:
    """Keep a new secret that waits for its first code. False when a confirmed one is there."""
    await session.execute(delete(TotpFactor).where(TotpFactor.user_id == user_id, TotpFactor.confirmed_at.is_(None)))
    if await session.scalar(select(exists().where(TotpFactor.user_id == user_id))):
        return False
    await session.execute(insert(TotpFactor).values(id=factor_id, user_id=user_id, secret=secret))
    return True


async def take_step(session: WriteSession, factor_id: UUID, step: int) -> bool:
    """Spend a step with all before it, and confirm the app with it. False when it was just spent elsewhere."""
    taken = await session.scalar(
        update(TotpFactor)
        .where(TotpFactor.id == factor_id, TotpFactor.last_step < step)
        .values(last_step=step, confirmed_at=func.coalesce(TotpFactor.confirmed_at, clock.now()))
        .returning(TotpFactor.id)
    )
    return taken is not None


async def remove_totp(session: WriteSession, user_id: UUID) -> bool:
    """Forget the authenticator app. False when there is none."""
    gone = await session.scalar(delete(TotpFactor).where(TotpFactor.user_id == user_id).returning(TotpFactor.id))
    return gone is not None


async def replace_codes(session: WriteSession, user_id: UUID, hashes: list[bytes]) -> None:
    """Put these recovery codes in the place of all before."""
    await session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    if hashes:
        await session.execute(
            insert(RecoveryCode), [{"id": new_id(), "user_id": user_id, "code_hash": code} for code in hashes]
        )


async def spend_code(session: WriteSession, user_id: UUID, code_hash: bytes) -> bool:
    """Use a recovery code up. False for one that is unknown or used: of two at once, one gets it."""
    spent = await session.scalar(
        update(RecoveryCode)
        .where(RecoveryCode.user_id == user_id, RecoveryCode.code_hash == code_hash, RecoveryCode.used_at.is_(None))
        .values(used_at=clock.now())
        .returning(RecoveryCode.id)
    )
    return spent is not None


async def passkeys(session: WriteSession | ReadSession, user_id: UUID) -> list[dict[str, Any]]:
    """A person's passkeys, the oldest first."""
    return await session.all(select(*_PASSKEY).where(Passkey.user_id == user_id).order_by(Passkey.id))


async def passkey(session: WriteSession, credential_id: bytes) -> dict[str, Any] | None:
    """A passkey by the credential's id: one's own, or under the system role anybody's."""
    return await session.first(select(*_PASSKEY).where(Passkey.credential_id == credential_id))


async def note_passkey_use(
    session: WriteSession, passkey_id: UUID, *, before: int, count: int, backed_up: bool
) -> bool:
    """Keep the authenticator's new counter. False when another use has moved it since it was read."""
    noted = await session.scalar(
        update(Passkey)
        .where(Passkey.id == passkey_id, Passkey.sign_count == before)
        .values(sign_count=count, backed_up=backed_up, last_used_at=clock.now())
        .returning(Passkey.id)
    )
    return noted is not None


async def count_passkeys_locked(session: WriteSession, user_id: UUID) -> int:
    """How many passkeys the person has. Nobody else counts them until this transaction ends."""
    await session.execute(select(User.id).where(User.id == user_id).with_for_update())
    return await session.scalar(select(func.count()).select_from(Passkey).where(Passkey.user_id == user_id))


async def add_passkey(session: WriteSession, user_id: UUID, passkey_id: UUID, name: str, made: NewPasskey) -> None:
    """Keep a new passkey. The unique index refuses a credential that is known."""
    await session.execute(
        insert(Passkey).values(
            id=passkey_id,
            user_id=user_id,
            name=name,
            credential_id=made.credential_id,
            public_key=made.public_key,
            sign_count=made.sign_count,
            transports=made.transports,
            backed_up=made.backed_up,
        )
    )


async def rename_passkey(session: WriteSession, user_id: UUID, passkey_id: UUID, name: str) -> bool:
    """False when the person has no such passkey."""
    renamed = await session.scalar(
        update(Passkey)
        .where(Passkey.user_id == user_id, Passkey.id == passkey_id)
        .values(name=name)
        .returning(Passkey.id)
    )
    return renamed is not None


async def remove_passkey(session: WriteSession, user_id: UUID, passkey_id: UUID) -> bool:
    """False when the person has no such passkey."""
    gone = await session.scalar(
        delete(Passkey).where(Passkey.user_id == user_id, Passkey.id == passkey_id).returning(Passkey.id)
    )
    return gone is not None


async def note_proof(session: WriteSession, session_id: UUID, method: str) -> None:
    """The person of this sign-in has just proved who they are by `method`, which counts for the sign-in from now on."""
    added = case(
        (literal(method) == any_(UserSession.methods), UserSession.methods),
        else_=func.array_append(UserSession.methods, method),
    )
    await session.execute(
        update(UserSession)
        .where(UserSession.id == session_id, UserSession.user_id == session.user_id)
        .values(proved_at=clock.now(), methods=added)
    )


async def forget_second_factors(session: WriteSession, user_id: UUID) -> None:
    """No sign-in of the person counts as one with a second factor any more, since there is none."""
    left = UserSession.methods
    for method in ("totp", "recovery_code", "passkey"):
        left = func.array_remove(left, method)
    await session.execute(update(UserSession).where(UserSession.user_id == user_id).values(methods=left))
