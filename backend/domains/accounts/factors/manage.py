"""Setting up, renaming and removing second factors. Sessions are those of the person whose factors they are."""

from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from backend.core.audit import Action, action, record
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.errors import NotFound
from backend.core.ids import PLATFORM, new_id
from backend.core.mail import queue_mail
from backend.domains.accounts.factors import mails, passkeys, proofs, qr, recovery, repository, tickets, totp
from backend.domains.accounts.factors.errors import FactorExists, TicketSpent, TooManyPasskeys
from backend.domains.accounts.factors.schemas import (
    Added,
    Factors,
    PasskeyAdd,
    PasskeyAdded,
    PasskeyAsked,
    PasskeyOut,
    RecoveryCodes,
    TotpSetUp,
)

MOST_PASSKEYS = 20

TOTP_ADDED = action("factors.totp_added", "added an authenticator app")
TOTP_REMOVED = action("factors.totp_removed", "removed the authenticator app")
CODES_MADE = action("factors.codes_made", "made new recovery codes")
PASSKEY_ADDED = action("factors.passkey_added", "added a passkey")
PASSKEY_RENAMED = action("factors.passkey_renamed", "renamed a passkey")
PASSKEY_REMOVED = action("factors.passkey_removed", "removed a passkey")


async def overview(session: WriteSession | ReadSession, user_id: UUID) -> Factors:
    """What a person signs in with."""
    standing = await repository.standing(session, user_id)
    return Factors(
        password=standing["password"],
        totp_confirmed_at=standing["totp_confirmed_at"],
        recovery_codes=standing["recovery_codes"],
        passkeys=[_shown(row) for row in await repository.passkeys(session, user_id)],
    )


async def set_up_totp(session: WriteSession, user_id: UUID) -> TotpSetUp:
    """A new secret, which counts for nothing until it is confirmed. Raises `FactorExists`."""
    standing = await repository.standing(session, user_id)
    secret, factor_id = totp.new_secret(), new_id()
    kept = session.ports.cipher.encrypt(secret, place=proofs.PLACE, organization_id=PLATFORM, row_id=factor_id)
    if not await repository.replace_totp(session, user_id, factor_id, kept):
        raise FactorExists("Remove the authenticator app first, to set up another one.")
    uri = totp.uri(secret, standing["email"])
    return TotpSetUp(secret=secret, uri=uri, qr_svg=qr.svg_data_uri(uri))


async def confirm_totp(session: WriteSession, user_id: UUID, session_id: UUID, code: str) -> Added:
    """Take a first code of the app; from now on it is asked for. Raises `WrongProof`, `NotFound` or `FactorExists`."""
    row = await repository.totp(session, user_id)
    if row is None:
        raise NotFound("Begin with setting up the app.")
    if row["confirmed_at"] is not None:
        raise FactorExists
    await proofs.take_code(session, row, code)
    await repository.note_proof(session, session_id, "totp")
    codes = await _first_codes(session, user_id)
    await _told(session, user_id, TOTP_ADDED, mails.ADDED_TOTP)
    return Added(recovery_codes=codes)


async def remove_totp(session: WriteSession, user_id: UUID) -> None:
    """Forget the app, confirmed or not. Raises `NotFound`."""
    row = await repository.totp(session, user_id)
    if row is None:
        raise NotFound("There is no authenticator app.")
    await repository.remove_totp(session, user_id)
    if row["confirmed_at"] is not None:
        await _told(session, user_id, TOTP_REMOVED, mails.REMOVED_TOTP, *await _nothing_left(session, user_id))


async def new_codes(session: WriteSession, user_id: UUID) -> RecoveryCodes:
    """Ten new recovery codes in the place of those before. Raises `NotFound` without a second factor."""
    if not proofs.second_factors(await repository.standing(session, user_id)):
        raise NotFound("Recovery codes stand in for a second factor: set one up first.")
    codes = recovery.new_codes()
    await repository.replace_codes(session, user_id, [recovery.hashed(code) for code in codes])
    await _told(session, user_id, CODES_MADE, mails.NEW_CODES)
    return RecoveryCodes(codes=codes)


async def ask_for_new_passkey(session: WriteSession, user_id: UUID) -> PasskeyAsked:
    """What to ask the browser for. Raises `TooManyPasskeys`."""
    standing = await repository.standing(session, user_id)
    existing = await repository.passkeys(session, user_id)
    if len(existing) >= MOST_PASSKEYS:
        raise TooManyPasskeys
    site = passkeys.Site.at(session.ports.base_url)
    options, challenge = passkeys.asked_to_make(site, user_id, standing["email"], standing["name"], existing)
    ticket = await tickets.issue(session, "passkey_registration", {"challenge": challenge}, user_id=user_id)
    return PasskeyAsked(ticket=ticket, options=options)


async def add_passkey(session: WriteSession, user_id: UUID, session_id: UUID, form: PasskeyAdd) -> PasskeyAdded:
    """Keep the passkey that the browser made.

    Raises `TicketSpent`, `WrongProof`, `TooManyPasskeys` or `FactorExists`.
    """
    ticket = await tickets.taken(session, "passkey_registration", form.ticket)
    if ticket.user_id != user_id:
        raise TicketSpent
    await tickets.spend(session, ticket.id)
    made = passkeys.made(passkeys.Site.at(session.ports.base_url), ticket.data["challenge"], form.passkey)
    # Locks the person's row: two that are added at once do not go past the limit together.
    if await repository.count_passkeys_locked(session, user_id) >= MOST_PASSKEYS:
        raise TooManyPasskeys
    passkey_id = new_id()
    try:
        async with session.savepoint():
            await repository.add_passkey(session, user_id, passkey_id, form.name, made)
    except IntegrityError as error:
        raise FactorExists("This passkey is known already.") from error
    await repository.note_proof(session, session_id, "passkey")
    codes = await _first_codes(session, user_id)
    await _told(session, user_id, PASSKEY_ADDED, mails.ADDED_PASSKEY)
    return PasskeyAdded(passkey=await _one(session, user_id, passkey_id), recovery_codes=codes)


async def rename_passkey(session: WriteSession, user_id: UUID, passkey_id: UUID, name: str) -> PasskeyOut:
    """Call a passkey by another name. Raises `NotFound`."""
    if not await repository.rename_passkey(session, user_id, passkey_id, name):
        raise NotFound
    record(session, PASSKEY_RENAMED, subject=("user", user_id), person_id=user_id)
    return await _one(session, user_id, passkey_id)


async def remove_passkey(session: WriteSession, user_id: UUID, passkey_id: UUID) -> None:
    """Forget a passkey. Raises `NotFound`. Who has no other way in sets a password by mail."""
    if not await repository.remove_passkey(session, user_id, passkey_id):
        raise NotFound
    await _told(session, user_id, PASSKEY_REMOVED, mails.REMOVED_PASSKEY, *await _nothing_left(session, user_id))


async def _first_codes(session: WriteSession, user_id: UUID) -> list[str] | None:
    """Recovery codes with the first second factor."""
    if (await repository.standing(session, user_id))["recovery_codes"]:
        return None
    codes = recovery.new_codes()
    await repository.replace_codes(session, user_id, [recovery.hashed(code) for code in codes])
    return codes


async def _nothing_left(session: WriteSession, user_id: UUID) -> list[str]:
    """Without a second factor recovery codes stand for nothing, and no sign-in counts as one with two."""
    if proofs.second_factors(await repository.standing(session, user_id)):
        return []
    await repository.replace_codes(session, user_id, [])
    await repository.forget_second_factors(session, user_id)
    return [mails.NOTHING_LEFT]


async def _told(session: WriteSession, user_id: UUID, deed: Action, *what: str) -> None:
    """Write it down, and mail it to the person: whoever did it may have been somebody else."""
    record(session, deed, subject=("user", user_id), person_id=user_id)
    await tell(session, user_id, *what)


async def tell(session: WriteSession, user_id: UUID, *what: str) -> None:
    """Mail the person what changed."""
    standing, base = await repository.standing(session, user_id), session.ports.base_url
    letter = mails.protection_changed(standing["name"], list(what), f"{base}/security", f"{base}/forgot")
    await queue_mail(session, standing["email"], letter)


async def _one(session: WriteSession, user_id: UUID, passkey_id: UUID) -> PasskeyOut:
    return next(_shown(row) for row in await repository.passkeys(session, user_id) if row["id"] == passkey_id)


def _shown(row: dict[str, Any]) -> PasskeyOut:
    return PasskeyOut(**{name: row[name] for name in PasskeyOut.model_fields})
