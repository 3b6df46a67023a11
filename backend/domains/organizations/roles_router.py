"""Permissions and roles."""

from typing import Annotated
from uuid import UUID

from backend.core.errors import NotFound
from backend.core.routing import Access, Read, Router, Write, requires
from backend.domains.organizations import role_service as service
from backend.domains.organizations.permissions import GROUPS
from backend.domains.organizations.role_schemas import (
    PermissionGroup,
    PermissionList,
    PermissionOut,
    RoleIn,
    RoleList,
    RoleOut,
    RolePatch,
)
from backend.domains.organizations.team_errors import BeyondOwnRole, RoleInUse, RoleNameTaken

router = Router(tags=["roles"], errors=[NotFound, BeyondOwnRole, RoleNameTaken, RoleInUse])

_PERMISSIONS = PermissionList(
    groups=[
        PermissionGroup(
            name=group.name,
            title=group.title,
            permissions=[
                PermissionOut(
                    name=one.name, description=one.description, scopes=list(one.scopes), sensitive=one.sensitive
                )
                for one in group.permissions
            ],
        )
        for group in GROUPS
    ]
)


@router.get("/permissions", dependencies=[requires("roles:read")])
async def list_permissions() -> PermissionList:
    """Everything that a role can allow, in groups."""
    return _PERMISSIONS


@router.get("/roles")
async def list_roles(access: Annotated[Access, requires("roles:read")], read: Read) -> RoleList:
    """The built-in roles and the studio's own, with what each may do."""
    return RoleList(items=await service.roles(read, access))


@router.post("/roles", status_code=201)
async def create_role(
    access: Annotated[Access, requires("roles:create", proof=True)], session: Write, body: RoleIn
) -> RoleOut:
    """Make a role. Nobody can put more into it than they may do themselves: 403 `beyond_own_role`."""
    return await service.create(session, access, body)


@router.get("/roles/{role_id}")
async def get_role(access: Annotated[Access, requires("roles:read")], read: Read, role_id: UUID) -> RoleOut:
    """One of the studio's own roles."""
    return await service.role(read, access, role_id)


@router.patch("/roles/{role_id}")
async def update_role(
    access: Annotated[Access, requires("roles:update", proof=True)], session: Write, role_id: UUID, body: RolePatch
) -> RoleOut:
    """Change one of the studio's own roles. It is in effect within a second, for pages that are open, too.

    403 `beyond_own_role` when the role, as it is or as it would be, reaches further than one's own.
    """
    return await service.change(session, access, role_id, body)


@router.delete("/roles/{role_id}", status_code=204)
async def delete_role(
    access: Annotated[Access, requires("roles:delete", proof=True)], session: Write, role_id: UUID
) -> None:
    """Delete one of the studio's own roles. 409 `role_in_use` while somebody has it."""
    await service.remove(session, access, role_id)
