"""Rules of retention: seen with what they would remove, chosen, and applied."""

from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import func, update
from sqlalchemy.dialects.postgresql import insert

from backend.core import clock
from backend.core.access import Access
from backend.core.audit import models as audit
from backend.core.audit import record
from backend.core.db.database import Database
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.errors import FieldError, Invalid
from backend.core.ids import new_id
from backend.core.openings import models as openings
from backend.core.retention import Due, Rule, rule_called, rules
from backend.domains.privacy import deeds, repository
from backend.domains.privacy.errors import NoSuchRule
from backend.domains.privacy.models import RetentionChoice
from backend.domains.privacy.schemas import DueOut, FixedOut, RetentionList, RetentionOut

CHUNK = 200

FIXED = (
    FixedOut(
        name="audit_entries",
        title="Audit log",
        description="Who did what. Months past their time are sealed into an archive of the operator.",
        keep_months=audit.KEEP_MONTHS,
    ),
    FixedOut(
        name="openings",
        title="Who looked",
        description="Who opened which class of a client's data, and when. Months past their time go.",
        keep_months=openings.KEEP_MONTHS,
    ),
)
"""What may not be shortened by those whom it tells of."""


async def overview(read: ReadSession) -> RetentionList:
    """Every rule, with what its next round removes: a dry run of each."""
    chosen = await repository.choices(read)
    return RetentionList(items=[await _shown(read, rule, chosen.get(rule.name)) for rule in rules()], fixed=list(FIXED))


async def preview(read: ReadSession, name: str, keep_days: int) -> DueOut:
    """What a rule would remove now if data were kept for so many days. Raises `NoSuchRule`, `Invalid`."""
    rule = _rule(name)
    _require_allowed(rule, keep_days, "query")
    return _due(await rule.count(read, clock.now() - timedelta(days=keep_days)))


async def choose(session: WriteSession, access: Access, name: str, keep_days: int | None) -> RetentionOut:
    """Keep one kind of data for so many days, or for ever. Raises `NoSuchRule`, `Invalid`."""
    rule = _rule(name)
    if keep_days is not None:
        _require_allowed(rule, keep_days, "body")
    before = (await repository.choices(session)).get(name)
    values = {"keep_days": keep_days, "chosen_by_member_id": access.member_id}
    await session.execute(
        insert(RetentionChoice)
        .values(organization_id=session.organization_id, id=new_id(), rule=name, **values)
        .on_conflict_do_update(index_elements=["organization_id", "rule"], set_={**values, "updated_at": func.now()})
    )
    record(
        session,
        deeds.RETENTION_CHANGED,
        changes={"rule": name, "keep_days": [_kept_for(rule, before), keep_days]},
    )
    return await _shown(session, rule, (await repository.choices(session)).get(name))


async def apply_all(database: Database, organization_id: UUID) -> int:
    """Remove what is past its time, a chunk in each transaction; answers how many rows or people that were."""
    async with database.read(organization_id) as read:
        chosen = await repository.choices(read)
    removed = 0
    for rule in rules():
        days = _kept_for(rule, chosen.get(rule.name))
        if days is not None:
            removed += await _apply(database, organization_id, rule, days)
    return removed


async def _apply(database: Database, organization_id: UUID, rule: Rule, days: int) -> int:
    before, total = clock.now() - timedelta(days=days), 0
    while True:
        async with database.write(organization_id) as session:
            removed = await rule.remove(session, before, CHUNK)
            total += removed
            if removed:
                record(session, deeds.RETENTION_APPLIED, changes={"rule": rule.name, "removed": removed})
            if removed < CHUNK:
                await _note_run(session, rule.name, total)
                return total


async def _note_run(session: WriteSession, name: str, removed: int) -> None:
    """Only where the organization chose: for the others there is no row, and the log says what went."""
    await session.execute(
        update(RetentionChoice)
        .where(RetentionChoice.organization_id == session.organization_id, RetentionChoice.rule == name)
        .values(last_run_at=clock.now(), last_removed=removed)
    )


def _rule(name: str) -> Rule:
    rule = rule_called(name)
    if rule is None:
        raise NoSuchRule
    return rule


def _require_allowed(rule: Rule, keep_days: int, where: Literal["body", "query"]) -> None:
    if keep_days < rule.least:
        raise Invalid(errors=[FieldError("/keep_days", f"Keep these for {rule.least} days at least.", where)])


def _kept_for(rule: Rule, choice: dict[str, Any] | None) -> int | None:
    return rule.days if choice is None else choice["keep_days"]


async def _shown(session: ReadSession | WriteSession, rule: Rule, choice: dict[str, Any] | None) -> RetentionOut:
    days = _kept_for(rule, choice)
    due = Due(0, None) if days is None else await rule.count(session, clock.now() - timedelta(days=days))
    return RetentionOut(
        name=rule.name,
        title=rule.title,
        description=rule.description,
        keep_days=days,
        default_days=rule.days,
        least_days=rule.least,
        due=_due(due),
        last_run_at=choice["last_run_at"] if choice else None,
        last_removed=choice["last_removed"] if choice else 0,
    )


def _due(due: Due) -> DueOut:
    return DueOut(count=due.count, oldest=due.oldest)
