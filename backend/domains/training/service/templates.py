"""Program templates: saved as whole documents, each save over the version that was read."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, update

from backend.core import clock
from backend.core.access import Access
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.errors import FieldError, Invalid, NotFound
from backend.core.ids import new_id
from backend.core.outbox import emit
from backend.domains.training import deeds
from backend.domains.training.document import TemplateDocument, exercise_ids, totals
from backend.domains.training.errors import TemplateArchived, TemplateVersionConflict
from backend.domains.training.merging import changes
from backend.domains.training.models import ProgramTemplate
from backend.domains.training.repository import templates as repository
from backend.domains.training.repository.exercises import Session
from backend.domains.training.schemas.templates import TemplateIn, TemplatePatch, TemplatePut
from backend.domains.training.service.exercises import adopt
from backend.domains.training.text import fold
from backend.events.training import TemplateSaved

_CLEARABLE = frozenset({"description", "level", "goal"})


async def find(
    read: ReadSession, *, q: str | None, sort: str, archived: bool, limit: int, cursor: str | None
) -> dict[str, Any]:
    """A page of `TemplateRow`s."""
    statement, keyset = repository.find(read.organization_id, q, sort, archived, limit, cursor)
    page = keyset.cut(await read.all(statement), limit)
    for item in page["items"]:
        del item["name_key"]
    return page


async def get(session: Session, template_id: UUID) -> dict[str, Any]:
    """A `TemplateOut`. Raises `NotFound`."""
    row = await repository.one(session, template_id)
    if row is None:
        raise NotFound
    return {**row, "exercises": await repository.exercises(session, template_id)}


async def create(session: WriteSession, access: Access, form: TemplateIn) -> dict[str, Any]:
    """A new template, version 1. Raises `Invalid` for unknown exercises."""
    await _check_exercises(session, form.document)
    values = {**form.model_dump(mode="json", exclude={"document"}), **_document(form.document), **_name(form.name)}
    template_id = await _insert(session, access, values)
    await repository.link(session, template_id, exercise_ids(form.document))
    deeds.note_template(session, deeds.TEMPLATE_CREATED, template_id, name=[None, form.name])
    return await get(session, template_id)


async def replace(session: WriteSession, access: Access, template_id: UUID, form: TemplatePut) -> dict[str, Any]:
    """Save the whole template. Raises `TemplateVersionConflict`, `TemplateArchived`, `NotFound`, `Invalid`."""
    values = form.model_dump(mode="json", exclude={"document", "version"})
    return await _save(session, access, template_id, form.version, {**values, **_name(form.name)}, form.document)


async def change(session: WriteSession, access: Access, template_id: UUID, form: TemplatePatch) -> dict[str, Any]:
    """Save parts of the template."""
    values = changes(form, clearable=_CLEARABLE, leave_out=("version",))
    values.pop("document", None)
    if form.name is not None:
        values |= _name(form.name)
    return await _save(session, access, template_id, form.version, values, form.document)


async def copy(session: WriteSession, access: Access, template_id: UUID, name: str | None) -> dict[str, Any]:
    """A new template with the same content. Raises `NotFound`."""
    source = await get(session, template_id)
    chosen = name or f"{source['name'][:115]} copy"
    kept = ("description", "level", "goal", "document", "weeks", "workouts")
    new = await _insert(session, access, {key: source[key] for key in kept} | _name(chosen))
    await repository.link(session, new, {row["id"] for row in source["exercises"]})
    deeds.note_template(session, deeds.TEMPLATE_COPIED, new, name=[None, chosen], copy_of=template_id)
    return await get(session, new)


async def set_archived(session: WriteSession, access: Access, template_id: UUID, *, archived: bool) -> dict[str, Any]:
    """Archive or restore; doing it again changes nothing. Raises `NotFound`."""
    version: int | None = await session.scalar(
        update(ProgramTemplate)
        .where(
            ProgramTemplate.organization_id == session.organization_id,
            ProgramTemplate.id == template_id,
            ProgramTemplate.archived_at.is_(None) if archived else ProgramTemplate.archived_at.isnot(None),
        )
        .values(archived_at=clock.now() if archived else None, updated_by_member_id=access.member_id)
        .returning(ProgramTemplate.version)
    )
    if version is not None:
        what = deeds.TEMPLATE_ARCHIVED if archived else deeds.TEMPLATE_RESTORED
        deeds.note_template(session, what, template_id)
        emit(
            session,
            TemplateSaved(organization_id=session.organization_id, template_id=template_id, version_saved=version),
        )
    return await get(session, template_id)


async def _insert(session: WriteSession, access: Access, values: dict[str, Any]) -> UUID:
    template_id = new_id()
    await session.execute(
        insert(ProgramTemplate).values(
            organization_id=session.organization_id,
            id=template_id,
            created_by_member_id=access.member_id,
            updated_by_member_id=access.member_id,
            **values,
        )
    )
    emit(session, TemplateSaved(organization_id=session.organization_id, template_id=template_id, version_saved=1))
    return template_id


async def _save(
    session: WriteSession,
    access: Access,
    template_id: UUID,
    version: int,
    values: dict[str, Any],
    document: TemplateDocument | None,
) -> dict[str, Any]:
    # The UPDATE takes the row first: of two savers with one version the second waits, and then meets the new one.
    stored = {} if document is None else _document(document)
    saved = await repository.save(
        session, template_id, version, {**values, **stored, "updated_by_member_id": access.member_id}
    )
    if saved is None:
        await _refuse(session, template_id)
    if document is not None:
        await _check_exercises(session, document)
        await repository.link(session, template_id, exercise_ids(document))
    deeds.note_template(session, deeds.TEMPLATE_CHANGED, template_id, version=[version, saved])
    emit(
        session,
        TemplateSaved(organization_id=session.organization_id, template_id=template_id, version_saved=version + 1),
    )
    return await get(session, template_id)


async def _refuse(session: WriteSession, template_id: UUID) -> None:
    now = await repository.current(session, template_id)
    if now is None:
        raise NotFound
    if now.pop("archived"):
        raise TemplateArchived
    raise TemplateVersionConflict(
        f"{now['updated_by']} saved version {now['version']}. Look at it, then save over it or keep it.",
        extra={"current": now},
    )


async def _check_exercises(session: WriteSession, document: TemplateDocument) -> None:
    known = await adopt(session, exercise_ids(document))
    errors = [
        FieldError(
            f"/document/phases/{p}/weeks/{w}/days/{d}/blocks/{b}/prescriptions/{n}/exercise_id",
            "Choose an exercise of the library or your own.",
        )
        for p, phase in enumerate(document.phases)
        for w, week in enumerate(phase.weeks)
        for d, day in enumerate(week.days)
        for b, block in enumerate(day.blocks)
        for n, prescription in enumerate(block.prescriptions)
        if prescription.exercise_id not in known
    ]
    if errors:
        raise Invalid(errors=errors[:100])


def _document(document: TemplateDocument) -> dict[str, Any]:
    weeks, workouts = totals(document)
    return {"document": document.model_dump(mode="json"), "weeks": weeks, "workouts": workouts}


def _name(name: str) -> dict[str, str]:
    return {"name": name, "name_key": fold(name)}
