"""How long data are kept."""

from typing import Annotated

from fastapi import Query

from backend.core.errors import Forbidden, Invalid, ProofRequired, Unauthenticated
from backend.core.routing import Access, Read, Router, Write, requires
from backend.domains.privacy.errors import NoSuchRule
from backend.domains.privacy.schemas import DueOut, RetentionList, RetentionOut, RetentionPatch
from backend.domains.privacy.service import retaining

router = Router(
    prefix="/retention", tags=["privacy"], errors=[Unauthenticated, Forbidden, ProofRequired, NoSuchRule, Invalid]
)


@router.get("")
async def list_retention_rules(access: Annotated[Access, requires("retention:read")], read: Read) -> RetentionList:
    """Every rule, with what its next round removes. Rounds run each night on the organization's clock."""
    return await retaining.overview(read)


@router.get("/{rule}/preview")
async def preview_retention_rule(
    access: Annotated[Access, requires("retention:read")],
    read: Read,
    rule: str,
    keep_days: Annotated[int, Query(ge=1, le=3650, description="Days.")],
) -> DueOut:
    """A dry run: what would go now if data were kept for so many days. Nothing does."""
    return await retaining.preview(read, rule, keep_days)


@router.patch("/{rule}")
async def update_retention_rule(
    access: Annotated[Access, requires("retention:update", proof=True)], session: Write, rule: str, body: RetentionPatch
) -> RetentionOut:
    """Keep one kind of data for so many days, or for ever. The next round goes by it."""
    return await retaining.choose(session, access, rule, body.keep_days)
