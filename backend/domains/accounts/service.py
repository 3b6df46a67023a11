"""Decisions about accounts: confirming an address, forgotten and changed passwords, preferences."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeGuard
from uuid import UUID

from sqlalchemy import insert, select, update

from backend.core import clock
from backend.core.audit import action, difference, record
from backend.core.crypto import new_token, token_hash
from backend.core.db.database import Database
from backend.core.db.write import WriteSession
from backend.core.errors import FieldError, Invalid
from backend.core.ids import PLATFORM, new_id
from backend.core.mail import Letter, queue_mail
from backend.domains.accounts import mails, passwords, repository
from backend.domains.accounts.errors import EmailUnverified, TokenSpent, WrongCredentials
from backend.domains.accounts.factors import tickets
from backend.domains.accounts.factors.errors import TicketSpent
from backend.domains.accounts.models import AccountToken, User
from backend.domains.accounts.schemas import PreferencesPatch, UserOut, Verified

VERIFY_LIFETIME = timedelta(hours=24)
RESET_LIFETIME = timedelta(hours=1)

ADDRESS_CONFIRMED = action("accounts.address_confirmed", "confirmed their e-mail address")
PASSWORD_RESET = action("accounts.password_reset", "set a new password by a mailed link")
PASSWORD_CHANGED = action("accounts.password_changed", "changed their password")
CHANGED = action("accounts.changed", "changed their account")

_PERSONAL = frozenset({"name"})
_LOOKS = frozenset({"theme"})
"""What a page looks like to oneself is nobody else's to know."""


async def find_user(database: Database, email: str) -> dict[str, Any] | None:
    """The account of an address, before anyone is known."""
    async with database.system() as system:
        return await repository.user_by_email(system, email)


async def check_password(database: Database, email: str, password: str) -> dict[str, Any]:
    """The confirmed user with this address and password. Raises `WrongCredentials` or `EmailUnverified`.

    `EmailUnverified` goes to whoever signed up with this address and this password, whether it had an account or not:
    else signing up would tell. A wrong password always costs two checks, so that the time does not, either.
    """
    user, pending = await _known(database, email)
    right, fresh = await passwords.verify(password, user["password_hash"] if confirmed(user) else None)
    if user is None or not right:
        waits, _ = await passwords.verify(password, pending)
        raise EmailUnverified if waits else WrongCredentials
    if fresh is not None:
        async with database.write(PLATFORM, user["id"]) as session:
            await session.execute(update(User).where(User.id == user["id"]).values(password_hash=fresh))
    return user


async def _known(database: Database, email: str) -> tuple[dict[str, Any] | None, str | None]:
    """The account of an address, and the password of a sign-up with it that waits to be confirmed."""
    async with database.system() as system:
        user = await repository.user_by_email(system, email)
        pending = await repository.pending_password(system, None if user is None else user["id"])
    if pending is None and user is not None and user["email_verified_at"] is None:
        pending = user["password_hash"]
    return user, pending


async def create_user(
    session: WriteSession,
    *,
    user_id: UUID,
    email: str,
    name: str,
    password_hash: str | None,
    time_zone: str,
    verified: bool,
) -> None:
    """A new account. The session must be that of `user_id`; the unique index refuses a second with one address."""
    await session.execute(
        insert(User).values(
            id=user_id,
            email=email.lower(),
            name=name,
            password_hash=password_hash,
            time_zone=time_zone,
            email_verified_at=clock.now() if verified else None,
        )
    )


def confirmed(user: dict[str, Any] | None) -> TypeGuard[dict[str, Any]]:
    """Whether a user row is somebody's account: a sign-up that nobody confirmed is nobody's yet."""
    return user is not None and user["email_verified_at"] is not None


async def take_over(
    session: WriteSession, user_id: UUID, *, name: str, password_hash: str | None, time_zone: str
) -> None:
    """Whoever has proved the address gets the row of a sign-up with it that nobody confirmed, and nothing else of it.

    That sign-up's passwords and mailed links are worth nothing from now on. The session must be that of `user_id`.
    Raises `TicketSpent` when the address was confirmed meanwhile: then it is somebody's account.
    """
    # Before the user's row is locked, as when a link to set a password is used: else those two wait for each other.
    await repository.spend_tokens(session, user_id, "reset_password")
    values = {"name": name, "password_hash": password_hash, "time_zone": time_zone, "email_verified_at": clock.now()}
    taken = update(User).where(User.id == user_id, User.email_verified_at.is_(None)).values(**values)
    if not (await session.execute(taken)).rowcount:
        raise TicketSpent("This address was confirmed just now. Begin again.")
    await repository.forget_sign_ups(session, user_id)
    await repository.revoke_sessions(session, user_id, "taken_over")
    await tickets.spend_all(session, user_id)


async def send_confirmation(
    session: WriteSession, user_id: UUID, email: str, name: str, password_hash: str | None
) -> None:
    """Mail a link that confirms the address, and with it the password of this sign-up.

    Links sent before go on working: else anybody who signs up with the address would undo what its owner was sent.
    """
    token = await _new_account_token(session, user_id, "verify_email", VERIFY_LIFETIME, password_hash)
    await queue_mail(session, email, mails.confirm_address(name, f"{session.ports.base_url}/verify?token={token}"))


async def tell_already_registered(session: WriteSession, user: dict[str, Any], password_hash: str | None) -> None:
    """The answer to a second sign-up goes to the address alone: the page says the same to everybody."""
    base = session.ports.base_url
    if user["email_verified_at"] is None:
        await send_confirmation(session, user["id"], user["email"], user["name"], password_hash)
        return
    if password_hash is not None:
        # No link leads to it: signing in with this password says what it would for an address without an account.
        await _new_account_token(session, user["id"], "verify_email", VERIFY_LIFETIME, password_hash)
    letter = mails.already_registered(user["name"], f"{base}/login", f"{base}/forgot")
    await queue_mail(session, user["email"], letter)


async def sign_up_hash(database: Database, email: str, password: str) -> str:
    """The hash of a sign-up's password: the one that waits already, where it is of the same password.

    So that whoever signs up twice alike is not taken for two. Always as much work, whoever has the address.
    """
    _, pending = await _known(database, email)
    fresh = await passwords.hash_password(password)
    same, _ = await passwords.verify(password, pending)
    return pending if same and pending is not None else fresh


async def verify_email(database: Database, token: str) -> Verified:
    """Confirm an address. The password is that of the sign-up of this link. Raises `TokenSpent`.

    Where others signed up with the address and another password, nobody can tell whose link was opened: mails look
    alike. Then none of the passwords counts, and a link to set one goes to the address, which is whoever opened this.
    """
    spent = "Ask for a new mail, or sign in if you confirmed the address before."
    async with database.system() as system:
        row = await repository.token_by_hash(system, "verify_email", token_hash(token))
        if row is None:
            raise TokenSpent(spent)
    user_id = row["user_id"]
    async with database.write(PLATFORM, user_id) as session:
        contested = await repository.other_sign_up(session, user_id, row["password_hash"])
        if not await repository.spend_token(session, row["id"]):
            raise TokenSpent(spent)
        values: dict[str, Any] = {"email_verified_at": clock.now()}
        if contested or row["password_hash"] is not None:
            values["password_hash"] = None if contested else row["password_hash"]
        await repository.forget_sign_ups(session, user_id)
        email, name = (
            await session.execute(
                update(User).where(User.id == user_id).values(**values).returning(User.email, User.name)
            )
        ).one()
        if contested:
            await _mail_link_to_set_password(session, user_id, email, mails.contested(name))
        record(session, ADDRESS_CONFIRMED, subject=("user", user_id))
    return Verified(email=email, password_needed=contested)


async def forgot_password(database: Database, email: str) -> None:
    """Mail a link to set a new password, if the address has an account. Tells the caller nothing.

    Links sent before go on working until one is used: else anybody could keep somebody from ever using theirs.
    """
    user = await find_user(database, email)
    if user is None:
        return
    async with database.write(PLATFORM, user["id"]) as session:
        await _mail_link_to_set_password(session, user["id"], user["email"], mails.reset_password(user["name"]))


async def resend_confirmation(database: Database, email: str) -> None:
    """Mail a new confirmation link, if a sign-up with the address waits for one. Tells the caller nothing."""
    user, pending = await _known(database, email)
    if user is not None and pending is not None:
        async with database.write(PLATFORM, user["id"]) as session:
            await tell_already_registered(session, user, pending)


async def reset_password(database: Database, token: str, password: str) -> str:
    """Set a new password by a mailed token, confirm the address with it, and sign out every device.

    Answers the address. Raises `WeakPassword` and `TokenSpent`.
    """
    async with database.system() as system:
        row = await repository.token_by_hash(system, "reset_password", token_hash(token))
        if row is None:
            raise TokenSpent("This link was used already, or has run out. Ask for a new one.")
    async with database.write(PLATFORM, row["user_id"]) as session:
        user = await repository.user_by_id(session, row["user_id"])
    await passwords.check_strength(password, _known_of(user))
    hashed = await passwords.hash_password(password)
    async with database.write(PLATFORM, row["user_id"]) as session:
        if not await repository.spend_token(session, row["id"]):
            raise TokenSpent("This link was used already, or has run out. Ask for a new one.")
        await repository.spend_tokens(session, row["user_id"], "reset_password")
        user = await repository.user_by_id(session, row["user_id"])
        if user is None:
            raise TokenSpent
        await session.execute(
            update(User)
            .where(User.id == user["id"])
            .values(password_hash=hashed, email_verified_at=user["email_verified_at"] or clock.now())
        )
        await repository.forget_sign_ups(session, user["id"])
        await repository.revoke_sessions(session, user["id"], "password_reset")
        await tickets.spend_all(session, user["id"])
        record(session, PASSWORD_RESET, subject=("user", user["id"]))
        letter = mails.password_changed(user["name"], f"{session.ports.base_url}/forgot")
        await queue_mail(session, user["email"], letter)
    return user["email"]


def _known_of(user: dict[str, Any] | None) -> tuple[str, ...]:
    """What a guesser knows of somebody with an account."""
    return () if user is None else (user["email"], user["name"])


async def change_password(database: Database, user_id: UUID, session_id: UUID, current: str, new: str) -> None:
    """Change the password of who is signed in; other devices are signed out. Raises `WeakPassword` and `Invalid`.

    No connection is held while passwords are hashed. Of two changes at once the later one finds another password.
    """
    wrong = Invalid(errors=[FieldError("/current_password", "This is not your password.")])
    async with database.write(PLATFORM, user_id) as session:
        user = await repository.user_by_id(session, user_id)
    await passwords.check_strength(new, _known_of(user), "/new_password")
    right, _ = await passwords.verify(current, user["password_hash"] if user else None)
    if user is None or not right:
        raise wrong
    hashed = await passwords.hash_password(new)
    unchanged = (User.id == user_id) & (User.password_hash == user["password_hash"])
    async with database.write(PLATFORM, user_id) as session:
        if not (await session.execute(update(User).where(unchanged).values(password_hash=hashed))).rowcount:
            raise wrong
        await repository.revoke_sessions(session, user_id, "password_changed", but=session_id)
        await tickets.spend_all(session, user_id)
        record(session, PASSWORD_CHANGED, subject=("user", user_id))
        letter = mails.password_changed(user["name"], f"{session.ports.base_url}/forgot")
        await queue_mail(session, user["email"], letter)


async def update_preferences(session: WriteSession, patch: PreferencesPatch) -> None:
    """Save what the person changed about themselves. The session is the person's own."""
    values = patch.model_dump(exclude_unset=True)
    if not values:
        return
    mine, user_id = User.id == session.user_id, session.user_id
    before = await session.first(select(*(getattr(User, name) for name in values)).where(mine).with_for_update())
    if before is None or user_id is None:
        return
    await session.execute(update(User).where(mine).values(**values))
    told = {name: pair for name, pair in difference(before, values).items() if name not in _LOOKS}
    if told:
        personal = {name: told.pop(name) for name in _PERSONAL & told.keys()}
        record(session, CHANGED, subject=("user", user_id), person_id=user_id, changes=told, personal=personal)


async def set_photo(session: WriteSession, user_id: UUID, key: str | None) -> str | None:
    """Name the file of a person's photo, or none; answers the key before. The session must be that of `user_id`."""
    before: str | None = await session.scalar(select(User.photo_key).where(User.id == user_id).with_for_update())
    await session.execute(update(User).where(User.id == user_id).values(photo_key=key))
    return before


async def photo_of(session: WriteSession, user_id: UUID) -> str | None:
    """The key of a person's photo. The session must be that of `user_id`."""
    return await session.scalar(select(User.photo_key).where(User.id == user_id))


def user_out(row: dict[str, Any], photo_url: str | None = None) -> UserOut:
    """A user row as the person sees it."""
    return UserOut(
        email_verified=row["email_verified_at"] is not None,
        has_password=row["password_hash"] is not None,
        photo_url=photo_url,
        **row,
    )


async def _mail_link_to_set_password(
    session: WriteSession, user_id: UUID, email: str, write: Callable[[str], Letter]
) -> None:
    token = await _new_account_token(session, user_id, "reset_password", RESET_LIFETIME)
    await queue_mail(session, email, write(f"{session.ports.base_url}/reset?token={token}"))


async def _new_account_token(
    session: WriteSession, user_id: UUID, kind: str, lifetime: timedelta, password_hash: str | None = None
) -> str:
    token = new_token()
    await session.execute(
        insert(AccountToken).values(
            id=new_id(),
            user_id=user_id,
            kind=kind,
            token_hash=token_hash(token),
            password_hash=password_hash,
            expires_at=clock.now() + lifetime,
        )
    )
    return token
