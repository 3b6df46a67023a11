"""What an organization can set about itself beside its name: looks, public sign-up, rules for sign-ins."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update

from backend.core.access import Access
from backend.core.audit import Action, action, difference, record
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.errors import NotFound
from backend.core.outbox import emit
from backend.domains.organizations import studio_repository as repository
from backend.domains.organizations.models import Organization
from backend.domains.organizations.standing import SECOND_FACTORS
from backend.domains.organizations.studio_errors import OwnFactorMissing
from backend.domains.organizations.studio_schemas import BrandPatch, JoinPatch, SignInRulesPatch, StudioSettings
from backend.events.organizations import OrganizationChanged

BRANDED = action("organization.branded", "changed the studio's looks")
JOINING_CHANGED = action("organization.joining_changed", "changed the public sign-up page")
RULES_CHANGED = action("organization.sign_in_rules_changed", "changed the rules for sign-ins")


async def shown(session: ReadSession | WriteSession, base_url: str) -> StudioSettings:
    """The settings as they are. Raises `NotFound`."""
    row = await repository.settings(session)
    if row is None:
        raise NotFound
    return StudioSettings(join_url=f"{base_url}/o/{row['slug']}/join", **row)


async def brand(session: WriteSession, patch: BrandPatch) -> None:
    """Change name and colour as clients see them."""
    await save(session, BRANDED, patch.model_dump(exclude_unset=True))


async def joining(session: WriteSession, patch: JoinPatch) -> None:
    """Open, close or word the public sign-up page."""
    await save(session, JOINING_CHANGED, patch.model_dump(exclude_unset=True))


async def sign_in_rules(session: WriteSession, access: Access, patch: SignInRulesPatch) -> None:
    """Change the rules, in effect within a second. Raises `OwnFactorMissing`."""
    values = patch.model_dump(exclude_unset=True)
    if values.get("second_factor_required"):
        methods = await repository.methods_of(session, access.session_id)
        if SECOND_FACTORS.isdisjoint(methods):
            raise OwnFactorMissing
    await save(session, RULES_CHANGED, values)


async def save(session: WriteSession, deed: Action, values: Mapping[str, Any]) -> dict[str, Any]:
    """Write these columns, tell of what became another value; answers the values before."""
    if not values:
        return {}
    before = await repository.locked(session, *values)
    changes = difference(before, values)
    if changes:
        await session.execute(update(Organization).where(Organization.id == session.organization_id).values(**values))
        record(session, deed, subject=("organization", session.organization_id), changes=changes)
        emit(session, OrganizationChanged(organization_id=session.organization_id))
    return before
