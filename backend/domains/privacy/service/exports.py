"""Exports: an archive of everything kept about a client, written part by part, and fetched by a link that runs out."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, select, update

from backend.core import clock
from backend.core.access import Access
from backend.core.audit import record
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.errors import NotFound, Unavailable
from backend.core.ids import new_id
from backend.core.openings import DataClass, Viewer
from backend.core.outbox import emit
from backend.core.personal import contributions
from backend.core.ports import Ports, StoragePort
from backend.domains.organizations.models import Member
from backend.domains.privacy import deeds, policies, repository
from backend.domains.privacy.errors import ExportExpired, NotAClient
from backend.domains.privacy.models import PersonalExport
from backend.domains.privacy.schemas import ExportOut, LinkOut
from backend.events.privacy import ExportPartDue

KEPT_DAYS = 7
LINK_MINUTES = 15
SHOWN = 20

ARCHIVE = "personal_exports.archive"
"""What a stored archive is bound to, with the organization and its id."""

_LINK = "personal_exports.link"


async def ask_for_own(session: WriteSession, access: Access) -> ExportOut:
    """Begin an export of what is kept about oneself; one that runs is answered again. Raises `NotAClient`."""
    client = await repository.client(session, policies.oneself(access))
    if client is None:
        raise NotAClient
    return await _ask(session, access, client["id"], by_themselves=True, left_out=frozenset())


async def ask_for(session: WriteSession, access: Access, client_id: UUID) -> ExportOut:
    """The same about a client, without what one may not see of them. Raises `NotFound`."""
    client = await repository.client(session, policies.reached(access, client_id))
    if client is None:
        raise NotFound
    hidden = policies.left_out(access, client["trainer_member_id"], client["withheld"])
    return await _ask(session, access, client_id, by_themselves=False, left_out=hidden)


async def _ask(
    session: WriteSession, access: Access, client_id: UUID, *, by_themselves: bool, left_out: frozenset[str]
) -> ExportOut:
    export_id = new_id()
    row = {
        "id": export_id,
        "client_id": client_id,
        "requested_by_member_id": access.member_id,
        "by_themselves": by_themselves,
        "parts": len(contributions()) + 1,
    }
    if await repository.add_export(session, row):
        record(session, deeds.EXPORT_ASKED, subject=("client", client_id), person_id=client_id)
        emit(
            session,
            ExportPartDue(
                organization_id=session.organization_id,
                export_id=export_id,
                part=0,
                without_health=DataClass.HEALTH in left_out,
                without_training=DataClass.TRAINING in left_out,
                without_plan=DataClass.PLAN in left_out,
            ),
        )
    found = await repository.exports(session, 1, client_id=client_id, by_themselves=by_themselves)
    return ExportOut.model_validate(found[0])


async def of_client(read: ReadSession, access: Access, client_id: UUID) -> list[ExportOut]:
    """What one exported about a client within reach. Raises `NotFound`."""
    if await repository.client(read, policies.reached(access, client_id)) is None:
        raise NotFound
    rows = await repository.exports(
        read, SHOWN, client_id=client_id, by_themselves=False, requested_by=access.member_id
    )
    return [ExportOut.model_validate(row) for row in rows]


async def link_to_own(session: WriteSession, access: Access, export_id: UUID) -> LinkOut:
    """A link to one's own archive. Raises `NotFound`, `ExportExpired`."""
    client = await repository.client(session, policies.oneself(access))
    row = await repository.export(session, export_id)
    if client is None or row is None or row["client_id"] != client["id"] or not row["by_themselves"]:
        raise NotFound
    return _link(session, row)


async def link_to(session: WriteSession, access: Access, client_id: UUID, export_id: UUID) -> LinkOut:
    """A link to an archive that one made oneself. Raises `NotFound`, `ExportExpired`.

    What another person exported may hold more than one's own role sees.
    """
    client = await repository.client(session, policies.reached(access, client_id))
    row = await repository.export(session, export_id)
    mine = row is not None and row["requested_by_member_id"] == access.member_id and not row["by_themselves"]
    if client is None or row is None or not mine or row["client_id"] != client_id:
        raise NotFound
    return _link(session, row)


def _link(session: WriteSession, row: dict[str, Any]) -> LinkOut:
    if row["state"] != "ready":
        raise ExportExpired
    until = min(clock.now() + timedelta(minutes=LINK_MINUTES), row["expires_at"])
    told = orjson.dumps([str(session.organization_id), str(row["id"]), until.isoformat()])
    token = base64.urlsafe_b64encode(session.ports.cipher.seal(told, place=_LINK)).decode().rstrip("=")
    record(session, deeds.EXPORT_OPENED, subject=("client", row["client_id"]), person_id=row["client_id"])
    return LinkOut(url=f"{session.ports.base_url}/api/privacy/downloads/{token}", expires_at=until)


def opened_link(ports: Ports, token: str) -> tuple[UUID, UUID]:
    """Organization and export that a link is for. Raises `ExportExpired` for one that ran out, or was made up."""
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        organization_id, export_id, until = orjson.loads(ports.cipher.unseal(sealed, place=_LINK))
    except (ValueError, binascii.Error) as error:
        raise ExportExpired from error
    if datetime.fromisoformat(until) <= clock.now():
        raise ExportExpired
    return UUID(organization_id), UUID(export_id)


@dataclass(frozen=True, slots=True)
class Fetched:
    """Whose archive is fetched, by whom, and what it shows them of somebody else: nothing, where it is their own."""

    viewer: Viewer
    client_id: UUID
    classes: tuple[DataClass, ...]


async def require_ready(read: ReadSession, export_id: UUID) -> Fetched:
    """What a link opens. Raises `ExportExpired` when the archive is gone, or who asked for it belongs here no more."""
    row, organization_id = await repository.export(read, export_id), read.organization_id
    if row is None or organization_id is None or row["state"] != "ready" or row["expires_at"] <= clock.now():
        raise ExportExpired
    asker = row["requested_by_member_id"]
    # A link outlives the request that made it: not, though, a removal or a suspension, which hold within a second.
    if not await read.scalar(
        select(Member.state == "active").where(Member.organization_id == read.organization_id, Member.id == asker)
    ):
        raise ExportExpired
    held = () if row["by_themselves"] else tuple(each for each in DataClass if each.value not in row["left_out"])
    return Fetched(Viewer(organization_id, asker), row["client_id"], held)


async def archive(ports: Ports, organization_id: UUID, export_id: UUID) -> bytes:
    """The archive as it was made. Raises `ExportExpired` when its file or its key is gone."""
    storage = storage_of(ports)
    try:
        sealed = b"".join([piece async for piece in storage.open(key_of(organization_id, export_id))])
        return ports.cipher.unseal(sealed, place=place_of(organization_id, export_id))
    except (NotFound, ValueError) as error:
        raise ExportExpired from error


async def expire(session: WriteSession, *, client_id: UUID | None = None, by_themselves: bool | None = None) -> int:
    """Take archives away with their files: those past their time; of a client all, or those by staff or by themselves.

    Answers how many they were. The files go first: a repeat finds them gone.
    """
    gone = PersonalExport.organization_id == session.organization_id
    if client_id is None:
        gone &= (PersonalExport.state == "ready") & (PersonalExport.expires_at <= clock.now())
    else:
        gone &= (PersonalExport.state != "expired") & (PersonalExport.client_id == client_id)
        if by_themselves is not None:
            gone &= PersonalExport.by_themselves == by_themselves
    return await _take_away(session, gone)


async def forget_all(session: WriteSession) -> None:
    """Take every archive of the organization away with its file: it is about to be deleted, and its rows with it."""
    if session.ports.storage is not None:
        await _take_away(session, PersonalExport.organization_id == session.organization_id)


async def _take_away(session: WriteSession, gone: ColumnElement[bool]) -> int:
    rows = await session.all(update(PersonalExport).where(gone).values(state="expired").returning(PersonalExport.id))
    if not rows:
        return 0
    storage = storage_of(session.ports)
    for row in rows:
        await storage.delete(key_of(session.organization_id, row["id"]))
        for part in range(len(contributions())):
            await storage.delete(key_of(session.organization_id, row["id"], part))
    return len(rows)


def storage_of(ports: Ports) -> StoragePort:
    """Where archives lie. Raises `Unavailable` without one."""
    if ports.storage is None:
        raise Unavailable("No storage for files is set.")
    return ports.storage


def key_of(organization_id: UUID, export_id: UUID, part: int | None = None) -> str:
    """Where an archive lies, or one of its parts before they are put together."""
    name = "archive" if part is None else f"part-{part}"
    return f"exports/{organization_id}/{export_id}/{name}.sealed"


def place_of(organization_id: UUID, export_id: UUID) -> str:
    """What its content is bound to."""
    return f"{ARCHIVE}|{organization_id}|{export_id}"
