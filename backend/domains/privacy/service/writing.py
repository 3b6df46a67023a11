"""Writing an export: one part in each transaction, so that its progress is seen and a crash repeats one part alone."""

import asyncio
import io
import zipfile
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select, update

from backend.core import clock
from backend.core.db.write import WriteSession
from backend.core.mail import Letter, queue_mail
from backend.core.openings import DataClass
from backend.core.outbox import emit
from backend.core.personal import Asked, contributions
from backend.domains.clients.models import Client
from backend.domains.organizations.models import Member
from backend.domains.privacy import repository
from backend.domains.privacy.models import PersonalExport
from backend.domains.privacy.service.exports import KEPT_DAYS, key_of, place_of, storage_of
from backend.events.privacy import ExportPartDue, ExportReady

_README = """This archive holds what is kept about you, as JSON. Times are in UTC, weights in kg, lengths in m.

{parts}

Left out at the request of the person it is about, or by the role of who made it: {left_out}.
Made on {day}.
"""


async def write_part(session: WriteSession, told: ExportPartDue) -> None:
    """Write the next part, or put the archive together. An export that was taken away meanwhile is left alone."""
    row = await session.first(
        select(PersonalExport.client_id, PersonalExport.by_themselves, PersonalExport.state, PersonalExport.done)
        .where(PersonalExport.organization_id == session.organization_id, PersonalExport.id == told.export_id)
        .with_for_update()
    )
    if row is None or row["state"] != "running" or row["done"] != told.part:
        return
    client = await repository.client(session, Client.id == row["client_id"])
    if client is None:
        return
    hidden = _left_out(told)
    if not row["by_themselves"]:
        hidden |= frozenset(client["withheld"])
    parts = contributions()
    if told.part < len(parts):
        asked = Asked(repository.person_of(client), row["by_themselves"], hidden)
        files = await parts[told.part].export(session, asked)
        await _keep(session, key_of(session.organization_id, told.export_id, told.part), told.export_id, _zip(files))
        await _advance(session, told.export_id, told.part + 1)
        emit(
            session,
            ExportPartDue(
                organization_id=session.organization_id,
                actor_id=told.actor_id,
                export_id=told.export_id,
                part=told.part + 1,
                without_health=DataClass.HEALTH in hidden,
                without_training=DataClass.TRAINING in hidden,
                without_plan=DataClass.PLAN in hidden,
            ),
        )
        return
    await _put_together(session, told, client, hidden, own=row["by_themselves"])


def _left_out(told: ExportPartDue) -> frozenset[str]:
    told_of = {
        DataClass.HEALTH: told.without_health,
        DataClass.TRAINING: told.without_training,
        DataClass.PLAN: told.without_plan,
    }
    return frozenset(name.value for name, left_out in told_of.items() if left_out)


async def _put_together(
    session: WriteSession, told: ExportPartDue, client: dict[str, Any], hidden: frozenset[str], *, own: bool
) -> None:
    files: dict[str, object] = {}
    organization_id = session.organization_id
    keys = [key_of(organization_id, told.export_id, part) for part in range(told.part)]
    for key, contribution in zip(keys, contributions(), strict=True):
        for name, content in _unzipped(await _kept(session, key, told.export_id)).items():
            files[f"{contribution.name}/{name}"] = content
    listed = "\n".join(f"{each.name}/  {each.title}" for each in contributions())
    files["README.txt"] = _README.format(
        parts=listed, left_out=", ".join(sorted(hidden)) or "nothing", day=f"{clock.now():%Y-%m-%d}"
    ).encode()
    data = await asyncio.to_thread(_zip, files)
    await _keep(session, key_of(organization_id, told.export_id), told.export_id, data)
    for key in keys:
        await storage_of(session.ports).delete(key)
    asker = await session.scalar(
        update(PersonalExport)
        .where(PersonalExport.organization_id == organization_id, PersonalExport.id == told.export_id)
        .values(
            state="ready",
            done=told.part + 1,
            size=len(data),
            expires_at=clock.now() + timedelta(days=KEPT_DAYS),
            left_out=sorted(hidden),
        )
        .returning(PersonalExport.requested_by_member_id)
    )
    emit(
        session,
        ExportReady(organization_id=organization_id, export_id=told.export_id, client_id=client["id"], member_id=asker),
    )
    await _tell(session, asker, client["id"], own=own)


async def _tell(session: WriteSession, member_id: UUID, client_id: UUID, *, own: bool) -> None:
    member = await session.first(
        select(Member.name, Member.email).where(
            Member.organization_id == session.organization_id, Member.id == member_id
        )
    )
    if member is None or member["email"] is None:
        return
    path = "/me/account/privacy" if own else f"/app/clients/{client_id}"
    await queue_mail(
        session,
        member["email"],
        Letter(
            subject="Your export is ready",
            greeting=f"Hello {member['name']},",
            paragraphs=(f"The archive of personal data that you asked for can be fetched for {KEPT_DAYS} days.",),
            action=("Go to the export", f"{session.ports.base_url}{path}"),
            footnote="You are asked to sign in: nothing of it is in this mail.",
        ),
    )


async def _advance(session: WriteSession, export_id: UUID, done: int) -> None:
    await session.execute(
        update(PersonalExport)
        .where(PersonalExport.organization_id == session.organization_id, PersonalExport.id == export_id)
        .values(done=done)
    )


async def _keep(session: WriteSession, key: str, export_id: UUID, data: bytes) -> None:
    place = place_of(session.organization_id, export_id)
    sealed = session.ports.cipher.seal(data, place=place)
    await storage_of(session.ports).put(key, sealed, "application/octet-stream")


async def _kept(session: WriteSession, key: str, export_id: UUID) -> bytes:
    sealed = b"".join([piece async for piece in storage_of(session.ports).open(key)])
    return session.ports.cipher.unseal(sealed, place=place_of(session.organization_id, export_id))


def _zip(files: Mapping[str, object]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content if isinstance(content, bytes) else _json(content))
    return out.getvalue()


def _unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _json(content: object) -> bytes:
    return orjson.dumps(content, default=_plain, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS)


def _plain(value: object) -> object:
    # The driver's ids and the database's exact numbers, which the encoder does not know.
    return str(value) if isinstance(value, UUID) or not hasattr(value, "__float__") else float(str(value))
