"""Exports of personal data."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Response

from backend.core.errors import Forbidden, NotFound, ProofRequired, Unauthenticated
from backend.core.routing import Access, Process, Read, Router, Write, public, requires, signed_in
from backend.domains.privacy.errors import ExportExpired, NotAClient
from backend.domains.privacy.schemas import ExportList, ExportOut, LinkOut
from backend.domains.privacy.service import exports

router = Router(
    tags=["privacy"], errors=[Unauthenticated, Forbidden, ProofRequired, NotFound, NotAClient, ExportExpired]
)

_ZIP: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The archive: JSON files and pictures",
        "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
    }
}

Exports = Annotated[Access, requires("privacy:export", proof=True)]
Oneself = Annotated[Access, signed_in(proof=True)]


@router.post("/privacy/mine/exports", status_code=202)
async def export_my_data(access: Oneself, session: Write) -> ExportOut:
    """Begin an archive of everything kept about oneself. One that is being made is answered again."""
    return await exports.ask_for_own(session, access)


@router.post("/privacy/mine/exports/{export_id}/link")
async def link_my_export(access: Oneself, session: Write, export_id: UUID) -> LinkOut:
    """A link to one's archive that runs out after a quarter of an hour."""
    return await exports.link_to_own(session, access, export_id)


@router.post("/clients/{client_id}/exports", status_code=202)
async def export_client_data(access: Exports, session: Write, client_id: UUID) -> ExportOut:
    """Begin an archive of what is kept about a client, without what they withhold or one's role does not see."""
    return await exports.ask_for(session, access, client_id)


@router.get("/clients/{client_id}/exports")
async def list_client_exports(access: Exports, read: Read, client_id: UUID) -> ExportList:
    """What one exported about a client, the newest first."""
    return ExportList(items=await exports.of_client(read, access, client_id))


@router.post("/clients/{client_id}/exports/{export_id}/link")
async def link_client_export(access: Exports, session: Write, client_id: UUID, export_id: UUID) -> LinkOut:
    """A link to an archive that one made oneself; it runs out after a quarter of an hour."""
    return await exports.link_to(session, access, client_id, export_id)


@router.get(
    "/privacy/downloads/{token}",
    response_class=Response,
    responses=_ZIP,
    dependencies=[public("the link itself says whose archive it is, is sealed, and runs out in minutes")],
)
async def download_export(runtime: Process, token: str) -> Response:
    """Fetch an archive by its link. 410 when the link or the archive has run out.

    One that staff made is an opening, by who made it, of every class that it holds.
    """
    organization_id, export_id = exports.opened_link(runtime.ports, token)
    async with runtime.database.read(organization_id) as read:
        fetched = await exports.require_ready(read, export_id)
    content = await exports.archive(runtime.ports, organization_id, export_id)
    runtime.openings.note_of(fetched.viewer, fetched.client_id, *fetched.classes)
    return Response(
        content,
        media_type="application/zip",
        headers={
            "Content-Disposition": 'attachment; filename="personal-data.zip"',
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
        },
    )
