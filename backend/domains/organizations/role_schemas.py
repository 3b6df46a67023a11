"""What goes in and out about permissions and roles."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from backend.core.access import Scope
from backend.core.forms import Form, Shown
from backend.domains.accounts.schemas import Patch
from backend.domains.organizations.permissions import PERMISSIONS
from backend.domains.organizations.roles import ROLES, STAFF_ROLES

_MOST = len(PERMISSIONS)


def _known(given: Mapping[str, Scope | None]) -> Mapping[str, Scope | None]:
    for name, scope in given.items():
        permission = PERMISSIONS.get(name)
        if permission is None:
            raise ValueError(f"There is no permission {name[:60]!r}; GET /api/permissions lists them.")
        if scope is not None and scope not in permission.scopes:
            known = ", ".join(permission.scopes)
            raise ValueError(f"{name} reaches {known}, not {scope}.")
    return given


def _is_role(text: str) -> str:
    if text in ROLES:
        if text not in STAFF_ROLES:
            raise ValueError("Clients are invited from their own record.")
        return text
    try:
        return str(UUID(text))
    except ValueError as error:
        raise ValueError(
            "Name a built-in role, or one of the studio's own by its id; GET /api/roles lists them."
        ) from error


RoleName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), Shown]
RoleText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
RoleKey = Annotated[
    str,
    Field(
        max_length=36,
        description="A built-in role by its name (`trainer`), or one of the studio's own by its id.",
        examples=["trainer"],
    ),
    AfterValidator(_is_role),
]
GivenScopes = Annotated[dict[str, Scope], Field(max_length=_MOST), AfterValidator(_known)]
ChangedScopes = Annotated[dict[str, Scope | None], Field(max_length=_MOST), AfterValidator(_known)]


class PermissionOut(BaseModel):
    name: str = Field(examples=["clients:read"])
    description: str = Field(description='Completes "may …".')
    scopes: list[Scope] = Field(description="How far it can reach, the narrowest first.")
    sensitive: bool = Field(description="Using it asks for a recent proof of who one is.")


class PermissionGroup(BaseModel):
    name: str
    title: str
    permissions: list[PermissionOut]


class PermissionList(BaseModel):
    groups: list[PermissionGroup]


class RoleOut(BaseModel):
    """A role, built in or the studio's own."""

    id: str = Field(description="The name of a built-in role, the id of one of the studio's own.")
    name: str
    description: str
    built_in: bool = Field(description="The same in every studio; cannot be changed or deleted.")
    permissions: dict[str, Scope]
    members: int = Field(description="How many people have it, invited and suspended ones too.")
    within_reach: bool = Field(
        description="It reaches no further than one's own role: one may give it, and change it if it is the studio's."
    )


class RoleList(BaseModel):
    items: list[RoleOut] = Field(
        description="The built-in ones from the widest to the narrowest, then the studio's own."
    )


class RoleIn(Form):
    name: RoleName
    description: RoleText = ""
    permissions: GivenScopes = Field(examples=[{"clients:read": "assigned", "workouts:read": "assigned"}])


class RolePatch(Patch):
    """A field that is left out stays. In `permissions`, what is left out stays too, and null takes it away."""

    name: RoleName | None = None
    description: RoleText | None = None
    permissions: ChangedScopes | None = Field(None, examples=[{"clients:read": "all", "clients:archive": None}])
