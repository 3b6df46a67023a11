"""Program templates: the builder's documents, and giving them to clients."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from backend.core.errors import NotFound
from backend.core.pagination import Cursor, Limit, Page
from backend.core.routing import Access, KeptAnswers, Read, Router, Write, json_response, requires
from backend.domains.training import keeping
from backend.domains.training.errors import OpenProgram, TemplateArchived, TemplateVersionConflict
from backend.domains.training.schemas.templates import (
    Assigned,
    AssignIn,
    Preview,
    PreviewIn,
    TemplateCopy,
    TemplateIn,
    TemplateOut,
    TemplatePatch,
    TemplatePut,
    TemplateRow,
    TemplateSort,
)
from backend.domains.training.service import assigning, previewing
from backend.domains.training.service import templates as service

router = Router(tags=["templates"], errors=[NotFound])
saving = Router(tags=["templates"], errors=[NotFound, TemplateVersionConflict, TemplateArchived])
giving = Router(tags=["templates"], errors=[NotFound, TemplateArchived, OpenProgram])


@router.get("/templates", response_model=Page[TemplateRow])
async def list_templates(
    access: Annotated[Access, requires("templates:read")],
    answers: KeptAnswers,
    q: Annotated[str | None, Query(max_length=100, description="Part of the name.")] = None,
    sort: Annotated[TemplateSort, Query()] = "-updated",
    archived: Annotated[bool, Query(description="Archived templates instead of the others.")] = False,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The organization's templates."""
    return await answers.answer(
        keeping.TEMPLATES,
        keeping.template_tags(access.organization_id),
        lambda read: service.find(read, q=q, sort=sort, archived=archived, limit=limit, cursor=cursor),
    )


@router.get("/templates/{template_id}", response_model=TemplateOut)
async def get_template(
    access: Annotated[Access, requires("templates:read")], answers: KeptAnswers, template_id: UUID
) -> Response:
    """A template with its document and the exercises in it."""
    tags = keeping.template_tags(access.organization_id)
    return await answers.answer(keeping.TEMPLATE, tags, lambda read: service.get(read, template_id))


@router.post("/templates", status_code=201, response_model=TemplateOut)
async def create_template(
    access: Annotated[Access, requires("templates:create")], session: Write, body: TemplateIn
) -> Response:
    """Make a template. Unknown exercises are pointed at one by one (422)."""
    return json_response(await service.create(session, access, body), 201)


@saving.put("/templates/{template_id}", response_model=TemplateOut)
async def replace_template(
    access: Annotated[Access, requires("templates:update")], session: Write, template_id: UUID, body: TemplatePut
) -> Response:
    """Save the whole template. A stale `version` gets 409 with the `current` one."""
    return json_response(await service.replace(session, access, template_id, body))


@saving.patch("/templates/{template_id}", response_model=TemplateOut)
async def update_template(
    access: Annotated[Access, requires("templates:update")], session: Write, template_id: UUID, body: TemplatePatch
) -> Response:
    """Save parts of the template. A stale `version` gets 409 with the `current` one."""
    return json_response(await service.change(session, access, template_id, body))


@router.delete("/templates/{template_id}", response_model=TemplateOut)
async def archive_template(
    access: Annotated[Access, requires("templates:archive")], session: Write, template_id: UUID
) -> Response:
    """Archive a template: programs made from it go on."""
    return json_response(await service.set_archived(session, access, template_id, archived=True))


@router.post("/templates/{template_id}/restore", response_model=TemplateOut)
async def restore_template(
    access: Annotated[Access, requires("templates:restore")], session: Write, template_id: UUID
) -> Response:
    """Bring an archived template back."""
    return json_response(await service.set_archived(session, access, template_id, archived=False))


@router.post("/templates/{template_id}/copy", status_code=201, response_model=TemplateOut)
async def copy_template(
    access: Annotated[Access, requires("templates:copy")], session: Write, template_id: UUID, body: TemplateCopy
) -> Response:
    """A new template with the same content, version 1."""
    return json_response(await service.copy(session, access, template_id, body.name), 201)


@router.post("/templates/{template_id}/preview")
async def preview_template(
    access: Annotated[Access, requires("templates:preview")], read: Read, template_id: UUID, body: PreviewIn
) -> Preview:
    """The dates that the workouts would get. Changes nothing."""
    return await previewing.preview(read, template_id, body)


@giving.post("/templates/{template_id}/assign", status_code=201)
async def assign_template(
    access: Annotated[Access, requires("programs:assign")], session: Write, template_id: UUID, body: AssignIn
) -> Assigned:
    """Give the program to up to 500 clients at once; all get it or none.

    A client who is in an open program is a 409 unless `replace_current` cancels that one.
    """
    return await assigning.assign(session, access, template_id, body)


router.include_router(saving)
router.include_router(giving)
