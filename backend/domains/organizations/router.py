"""The organization."""

from typing import Annotated

from backend.core.errors import NotFound
from backend.core.routing import Access, Read, Router, Write, requires
from backend.domains.organizations import repository, service
from backend.domains.organizations.schemas import OrganizationOut, OrganizationPatch

router = Router(tags=["organization"], errors=[NotFound])


@router.get("/organization")
async def get_organization(access: Annotated[Access, requires("organization:read")], read: Read) -> OrganizationOut:
    """The organization one is signed in to."""
    row = await repository.organization(read)
    if row is None:
        raise NotFound
    return OrganizationOut(**row)


@router.patch("/organization")
async def update_organization(
    access: Annotated[Access, requires("organization:update")], session: Write, body: OrganizationPatch
) -> OrganizationOut:
    """Change name, time zone or units. A field left out stays."""
    await service.update_organization(session, body)
    row = await repository.organization(session)
    if row is None:
        raise NotFound
    return OrganizationOut(**row)
