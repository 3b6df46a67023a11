"""Deleting organizations whose time of grace is over: every row of theirs, their files, and they themselves.

In batches, each a transaction of its own, so that nobody waits for a large studio to go; a run that was cut short is
taken up by the next. Owners stay to the end, since the last transaction writes to them. What the app may not delete
ages out by month, or goes with what it hangs on: of the audit log the personal values are lost with their keys, now.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, Table, delete, func, select

from backend.core import clock
from backend.core.audit import action, record
from backend.core.db.base import Base, partitioned
from backend.core.db.database import Database
from backend.core.db.write import WriteSession
from backend.core.ids import PLATFORM
from backend.core.mail import queue_mail
from backend.core.observability.faults import faults
from backend.domains.organizations import logos, studio_mails
from backend.domains.organizations import studio_repository as repository
from backend.domains.organizations.models import Member, Organization

log = structlog.get_logger(__name__)

BATCH = 5_000
"""Rows of one transaction: some tenths of a second."""

ForgetFiles = Callable[[WriteSession], Awaitable[None]]
"""Deletes the files that a domain above keeps of the session's organization; a repeat finds them gone."""

DELETED = action("organization.deleted", "deleted a studio, when its time of grace was over")


class DeletionTrouble(Exception):
    """Some organizations are still there. Raised when the others are gone; the next run tries again."""


async def delete_due(database: Database, forget_files: ForgetFiles) -> int:
    """Delete every organization that is due; answers how many. Raises `DeletionTrouble`."""
    async with database.system() as system:
        due = await repository.due_for_deletion(system)
    failed = 0
    for organization_id in due:
        try:
            await delete_one(database, organization_id, forget_files)
        except Exception as error:
            failed += 1
            log.exception("organization.not_deleted", organization_id=str(organization_id))
            faults.tell(error, organization_id=str(organization_id))
    if failed:
        raise DeletionTrouble(f"{failed} organizations")
    return len(due)


async def delete_one(database: Database, organization_id: UUID, forget_files: ForgetFiles) -> None:
    """Delete one organization, if its time is over. Files go first: the rows say which there are."""
    async with database.write(organization_id) as session:
        if not await _is_due(session):
            return
        tables = await _tables(session)
        logo = (await repository.locked(session, "logo_key"))["logo_key"]
    async with database.write(organization_id) as session:
        await forget_files(session)
    for table in tables:
        spared = _is_owner() if table is Member.__table__ else None
        while await _delete_some(database, organization_id, table, spared) == BATCH:
            pass
    if logo is not None and database.ports.storage is not None:
        for size in logos.SIDES:
            await database.ports.storage.delete(logos.file_of(logo, size))
    async with database.write(organization_id) as session:
        await _finish(session)
    log.info("organization.deleted", organization_id=str(organization_id))


async def _is_due(session: WriteSession) -> bool:
    """Locks the organization: an owner takes the deletion back before this, or not any more."""
    row = await session.first(
        select(Organization.id)
        .where(
            Organization.id == session.organization_id,
            Organization.state == "deleting",
            Organization.delete_after <= clock.now(),
        )
        .with_for_update()
    )
    return row is not None


async def _tables(session: WriteSession) -> list[Table]:
    """Tables with rows of a tenant that the app may delete, each before those that it points at."""
    found = [
        table
        for table in reversed(Base.metadata.sorted_tables)
        if "organization_id" in table.primary_key.columns and table.name not in partitioned()
    ]
    allowed = select(*(func.has_table_privilege(table.name, "DELETE").label(table.name) for table in found))
    rights = await session.first(allowed) or {}
    return [table for table in found if rights[table.name]]


async def _delete_some(
    database: Database, organization_id: UUID, table: Table, spared: ColumnElement[bool] | None
) -> int:
    mine = table.c.organization_id == organization_id
    some = select(table.c.id).where(mine).limit(BATCH)
    if spared is not None:
        some = some.where(~spared)
    async with database.write(organization_id) as session:
        result = await session.execute(delete(table).where(mine, table.c.id.in_(some)))
    return result.rowcount


def _is_owner() -> ColumnElement[bool]:
    return (Member.role == "owner") & (Member.state == "active")


async def _finish(session: WriteSession) -> None:
    """The owners and the organization go in one transaction with the mail that says so."""
    organization_id = session.organization_id
    owners = await repository.owners(session)
    name = (await repository.locked(session, "name"))["name"]
    await session.execute(delete(Member).where(Member.organization_id == organization_id))
    await session.execute(delete(Organization).where(Organization.id == organization_id))
    await session.switch_tenant(PLATFORM, None)
    record(session, DELETED, subject=("organization", organization_id))
    for owner in owners:
        if owner["email"] is not None:
            await queue_mail(session, owner["email"], studio_mails.deleted(owner["name"], name))
