"""What one person chose to be told, read and written."""

from datetime import time
from typing import Any
from uuid import UUID

from sqlalchemy import update

from backend.core.audit import action, record
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.errors import FieldError, Invalid, NotFound
from backend.domains.accounts import repository
from backend.domains.accounts.models import User
from backend.domains.accounts.notification_schemas import KindOut, NotificationsOut, NotificationsPatch, QuietHours
from backend.domains.accounts.preferences import KINDS, Wishes, wanted, wishes_of

CHOSEN = action("accounts.notifications_chosen", "chose what to be told, and when")


async def chosen(session: ReadSession | WriteSession, user_id: UUID) -> NotificationsOut:
    """Every kind of notification with what the person chose. The session must be that of `user_id`."""
    user = await repository.user_by_id(session, user_id)
    if user is None:
        raise NotFound
    wishes = wishes_of(user)
    return NotificationsOut(
        items=[
            KindOut(
                name=kind.name,
                title=kind.title,
                text=kind.text,
                essential=kind.essential,
                email=wanted(kind, "email", wishes),
            )
            for kind in KINDS.values()
        ],
        quiet_hours=_quiet_hours(wishes),
    )


async def choose(session: WriteSession, patch: NotificationsPatch) -> None:
    """Keep what the person of the session chose. Raises `Invalid` for a kind that is unknown or always sent.

    The log has that they chose, not what: which hours somebody sleeps is nobody else's to know.
    """
    problems = [
        FieldError(f"/email/{name}", text) for name, on in patch.email.items() if (text := _problem(name, on=on))
    ]
    if problems:
        raise Invalid(errors=problems)
    values: dict[str, Any] = {}
    chosen = {name: {"email": on} for name, on in patch.email.items() if not KINDS[name].essential}
    if chosen:
        # Merged by the database: two pages may choose at once.
        values["notifications"] = User.notifications.concat(chosen)
    if "quiet_hours" in patch.model_fields_set:
        quiet = patch.quiet_hours
        values["quiet_from"] = None if quiet is None else time.fromisoformat(quiet.start)
        values["quiet_until"] = None if quiet is None else time.fromisoformat(quiet.until)
    if values and session.user_id is not None:
        await session.execute(update(User).where(User.id == session.user_id).values(**values))
        record(session, CHOSEN, subject=("user", session.user_id))


def _problem(name: str, *, on: bool) -> str | None:
    kind = KINDS.get(name)
    if kind is None:
        return "There is no such kind of notification."
    if kind.essential and not on:
        return "This is about the safety of your account and is always sent."
    return None


def _quiet_hours(wishes: Wishes) -> QuietHours | None:
    if wishes.quiet_from is None or wishes.quiet_until is None:
        return None
    return QuietHours(start=f"{wishes.quiet_from:%H:%M}", until=f"{wishes.quiet_until:%H:%M}")
