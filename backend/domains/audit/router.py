"""The audit log: read with filters, and exported. Nothing changes it."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Response
from fastapi.responses import StreamingResponse

from backend.core import clock
from backend.core.errors import FieldError, Forbidden, Invalid, ProofRequired, Unauthenticated
from backend.core.forms import Instant
from backend.core.pagination import Cursor, Limit, Page
from backend.core.routing import Access, Process, Read, Router, Write, json_response, requires
from backend.domains.audit.repository import AuditFilter
from backend.domains.audit.schemas import AuditActionList, AuditEntryOut
from backend.domains.audit.service import exporting, reading

router = Router(tags=["audit"], errors=[Unauthenticated, Forbidden, ProofRequired, Invalid])

_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The log, newest deeds first. In CSV, a value that a spreadsheet would take for a formula "
        "begins with an apostrophe.",
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            "application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/AuditEntryOut"}}},
        },
    }
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """The filters of a request."""

    wanted: AuditFilter
    member: UUID | None
    person: UUID | None


async def _asked(
    action: Annotated[
        list[str] | None,
        Query(max_length=40, description="Names of actions, or groups of them, as in GET /api/audit/actions."),
    ] = None,
    member: Annotated[UUID | None, Query(description="Who did it: a member's id.")] = None,
    subject: Annotated[UUID | None, Query(description="What it was done to: any id.")] = None,
    person: Annotated[UUID | None, Query(description="Whose data it was: the id of a client or a member.")] = None,
    since: Annotated[Instant | None, Query(description="Deeds at this moment or later.")] = None,
    until: Annotated[Instant | None, Query(description="Deeds before this moment.")] = None,
) -> _Asked:
    if since is not None and until is not None and until <= since:
        raise Invalid(errors=[FieldError("/until", "Choose an end after the beginning.", "query")])
    names = reading.chosen(action) if action else ()
    return _Asked(AuditFilter(actions=names, subject_id=subject, since=since, until=until), member, person)


Asked = Annotated[_Asked, Depends(_asked)]
Reading = Annotated[Access, requires("audit:read")]


@router.get("/audit", response_model=Page[AuditEntryOut])
async def list_audit_entries(
    access: Reading, read: Read, asked: Asked, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """Who did what, newest first. Keep the filters while following a cursor.

    Personal values are shown to who may see every client; of health data there are the fields alone.
    """
    wanted = await reading.resolved(read, asked.wanted, member_id=asked.member, person_id=asked.person)
    return json_response(await reading.page(read, access, wanted, limit, cursor))


@router.get("/audit/actions")
async def list_audit_actions(access: Reading) -> AuditActionList:
    """Every kind of deed that may be in the log, for filters."""
    return reading.actions()


@router.get("/audit/export", response_class=Response, responses=_FILE)
async def export_audit_entries(
    runtime: Process,
    access: Annotated[Access, requires("audit:export", proof=True)],
    session: Write,
    asked: Asked,
    format: Annotated[exporting.Format, Query(description="A table, or a JSON array of entries.")] = "csv",
) -> Response:
    """The log as a file, with the same filters and as much of it as its reader may see. The export is a deed itself."""
    wanted = await reading.resolved(session, asked.wanted, member_id=asked.member, person_id=asked.person)
    exporting.note(session, wanted, format)
    name = f"audit-{clock.now():%Y-%m-%d}.{format}"
    return StreamingResponse(
        exporting.written(runtime.database, access, wanted, format),
        media_type=exporting.MEDIA_TYPES[format],
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
