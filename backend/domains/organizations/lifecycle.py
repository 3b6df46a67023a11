"""Suspending an organization, and deleting it with time to take that back."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update

from backend.core import clock
from backend.core.access import Access
from backend.core.audit import Action, action, record
from backend.core.db.write import WriteSession
from backend.core.errors import FieldError, Invalid
from backend.core.mail import Letter, queue_mail
from backend.core.outbox import emit
from backend.domains.organizations import studio_mails
from backend.domains.organizations import studio_repository as repository
from backend.domains.organizations.models import Organization
from backend.domains.organizations.role_service import acting
from backend.domains.organizations.studio_errors import DeletionUnderWay, WrongStudioState
from backend.events.organizations import OrganizationChanged

GRACE = timedelta(days=30)
"""How long an owner can take a deletion back."""

SUSPENDED = action("organization.suspended", "suspended the studio")
REOPENED = action("organization.reopened", "opened the studio again")
DELETION_BEGUN = action("organization.deletion_begun", "asked to delete the studio")
DELETION_TAKEN_BACK = action("organization.deletion_taken_back", "took back the deletion of the studio")


async def suspend(session: WriteSession, access: Access) -> None:
    """Its people sign in and see why, and nothing else, within a second. Twice changes nothing.

    Raises `WrongStudioState` for one that is being deleted.
    """
    await acting(session, access, "organization:suspend")
    state = await _state(session, but="deleting")
    if state == "active":
        await _become(session, SUSPENDED, state, "suspended")


async def reopen(session: WriteSession, access: Access) -> None:
    """Everything goes on as before. Twice changes nothing. Raises `WrongStudioState` for one that is being deleted."""
    await acting(session, access, "organization:suspend")
    state = await _state(session, but="deleting")
    if state == "suspended":
        await _become(session, REOPENED, state, "active")


async def begin_deletion(session: WriteSession, access: Access, typed_name: str) -> None:
    """Close it at once and delete it after `GRACE`; the owners are told. Twice keeps the first date.

    Raises `Invalid` unless its name was typed.
    """
    await acting(session, access, "organization:delete")
    row = await repository.locked(session, "name", "state", "time_zone")
    if typed_name.casefold() != row["name"].casefold():
        raise Invalid(errors=[FieldError("/name", "Type the studio's name as it is written here.")])
    if row["state"] == "deleting":
        return
    until = clock.now() + GRACE
    await _become(session, DELETION_BEGUN, row["state"], "deleting", until)
    who = await _name_of(session, access)
    day = until.astimezone(ZoneInfo(row["time_zone"])).strftime("%-d %B %Y")
    link = f"{session.ports.base_url}/app/settings/studio"
    for owner in await repository.owners(session):
        await _tell(session, owner["email"], studio_mails.deletion_begun(owner["name"], row["name"], who, day, link))


async def take_deletion_back(session: WriteSession, access: Access) -> None:
    """Everything is as before; one that was suspended is open. Twice changes nothing.

    Raises `DeletionUnderWay` when the time for it is over.
    """
    await acting(session, access, "organization:delete")
    row = await repository.locked(session, "name", "state", "delete_after")
    if row["state"] != "deleting":
        return
    if row["delete_after"] <= clock.now():
        raise DeletionUnderWay
    await _become(session, DELETION_TAKEN_BACK, "deleting", "active")
    who = await _name_of(session, access)
    for owner in await repository.owners(session):
        await _tell(session, owner["email"], studio_mails.deletion_taken_back(owner["name"], row["name"], who))


async def _state(session: WriteSession, *, but: str) -> str:
    state: str = (await repository.locked(session, "state"))["state"]
    if state == but:
        raise WrongStudioState(extra={"state": state})
    return state


async def _become(
    session: WriteSession, deed: Action, before: str, state: str, delete_after: datetime | None = None
) -> None:
    await session.execute(
        update(Organization)
        .where(Organization.id == session.organization_id)
        .values(state=state, delete_after=delete_after, reminded_days=None)
    )
    record(session, deed, subject=("organization", session.organization_id), changes={"state": [before, state]})
    emit(session, OrganizationChanged(organization_id=session.organization_id))


async def _name_of(session: WriteSession, access: Access) -> str:
    row = await repository.membership(session, access.member_id)
    return "Somebody" if row is None else str(row["name"])


async def _tell(session: WriteSession, email: str | None, letter: Letter) -> None:
    if email is not None:
        await queue_mail(session, email, letter)
