"""The organization and who works in it."""

from typing import Annotated

from backend.core.errors import NotFound
from backend.core.routing import Access, Read, Router, Write, requires
from backend.domains.organizations import repository, service
from backend.domains.organizations.policies import visible_members
from backend.domains.organizations.schemas import OrganizationOut, OrganizationPatch, StaffList, StaffMember, photo_url

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


@router.get("/members")
async def list_members(access: Annotated[Access, requires("members:read")], read: Read) -> StaffList:
    """Who works here, by name."""
    rows = await repository.staff(read, visible_members(access))
    return StaffList(items=[StaffMember(**row, photo_url=photo_url(row["id"], row["photo_key"])) for row in rows])
