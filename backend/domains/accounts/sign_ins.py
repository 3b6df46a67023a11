"""What a person is told of their sign-ins, and how they end them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.core import clock
from backend.core.audit import action, record
from backend.core.db.write import WriteSession
from backend.core.mail import queue_mail
from backend.domains.accounts import mails, repository
from backend.domains.accounts.devices import name_of

STARTED = action("sign_ins.started", "signed in")
ENDED = action("sign_ins.ended", "signed out a device")
SIGNED_OUT = action("sign_ins.signed_out", "signed out")
COPIED = action("sign_ins.copied", "had a sign-in ended that was used from two places")

REMEMBERED = timedelta(days=90)
"""A kind of browser that was not seen for so long is new again."""


async def started(
    session: WriteSession, user_id: UUID, session_id: UUID, user_agent: str, address: str, methods: Sequence[str]
) -> None:
    """Write down a sign-in, and mail the person when it comes from a kind of device that they did not use lately.

    Called before its row is written. The first sign-in of all is no news.
    """
    device = name_of(user_agent).label
    record(
        session,
        STARTED,
        subject=("user", user_id),
        person_id=user_id,
        actor_id=user_id,
        facts={"device": device, "methods": list(methods), "sign_in": str(session_id)},
        personal={"address": address},
    )
    known = {name_of(text).label for text in await repository.user_agents_since(session, user_id, _since())}
    if known and device not in known:
        user, security, forgot = await _whom(session, user_id)
        when = _moment(clock.now(), user["time_zone"])
        letter = mails.new_device(user["name"], device, when, address or "unknown", security, forgot)
        await queue_mail(session, user["email"], letter)


async def end_copied(session: WriteSession, user_id: UUID, session_id: UUID, user_agent: str) -> None:
    """End a sign-in whose refresh token was used again after its time, and tell the person. Does so once."""
    if not await repository.revoke_sessions(session, user_id, "refresh_token_reused", only=session_id):
        return
    device = name_of(user_agent).label
    record(
        session,
        COPIED,
        subject=("user", user_id),
        actor_id=user_id,
        facts={"device": device, "sign_in": str(session_id)},
    )
    user, security, forgot = await _whom(session, user_id)
    await queue_mail(session, user["email"], mails.sign_in_copied(user["name"], device, security, forgot))


async def end(session: WriteSession, user_id: UUID, *, only: UUID | None = None, but: UUID | None = None) -> int:
    """End one sign-in, or all but one; answers how many were open. The session must be that of `user_id`."""
    ended = await repository.revoke_sessions(session, user_id, "ended_by_person", only=only, but=but)
    if ended:
        facts = {"count": len(ended), "sign_ins": [str(one) for one in ended]}
        record(session, ENDED, subject=("user", user_id), facts=facts)
    return len(ended)


async def sign_out(session: WriteSession, user_id: UUID, session_id: UUID) -> None:
    """End the sign-in of the browser that asks. The session must be that of `user_id`; twice is no deed."""
    if await repository.revoke_sessions(session, user_id, "signed_out", only=session_id):
        record(session, SIGNED_OUT, subject=("user", user_id), actor_id=user_id, facts={"sign_in": str(session_id)})


def _since() -> datetime:
    return clock.now() - REMEMBERED


async def _whom(session: WriteSession, user_id: UUID) -> tuple[dict[str, Any], str, str]:
    """The person, where their sign-ins are shown, and where they set a new password."""
    user = await repository.user_by_id(session, user_id)
    assert user is not None, "the session is that of the user"
    base = session.ports.base_url
    return user, f"{base}/security", f"{base}/forgot"


def _moment(at: datetime, time_zone: str) -> str:
    local = at.astimezone(ZoneInfo(time_zone))
    return f"{local.day} {local:%B %Y at %H:%M} ({time_zone})"
