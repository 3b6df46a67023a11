"""Decisions about roles: which there are, and who may make, change and delete them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError

from backend.core.access import Access, Scope
from backend.core.audit import action, difference, record
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.errors import FieldError, Forbidden, NotFound
from backend.core.ids import new_id
from backend.core.outbox import emit
from backend.domains.organizations import role_repository as repository
from backend.domains.organizations.granting import changed, narrower, require_within
from backend.domains.organizations.models import Role
from backend.domains.organizations.permissions import within
from backend.domains.organizations.role_schemas import RoleIn, RoleOut, RolePatch
from backend.domains.organizations.roles import BUILT_IN, CUSTOM, ROLES, STAFF_ROLES, bare
from backend.domains.organizations.standing import permissions_of
from backend.domains.organizations.team_errors import RoleInUse, RoleNameTaken
from backend.events.organizations import RoleChanged

CREATED = action("roles.created", "made a role")
CHANGED = action("roles.changed", "changed a role")
DELETED = action("roles.deleted", "deleted a role")

_BUILT_IN_NAMES = frozenset(bare(name) for role in BUILT_IN for name in (role.name, role.title))


async def acting(session: WriteSession, access: Access, permission: str) -> Mapping[str, Scope]:
    """What the person who asks may do at this moment, while nobody else changes who may do what.

    An access is remembered for a moment: without this look, somebody who is just losing a role could give it back to
    themselves in time. Raises `Forbidden` when the permission has gone meanwhile.
    """
    await repository.lock_team(session)
    held = narrower(access.permissions, await repository.reach_of(session, access.member_id))
    if permission not in held:
        raise Forbidden(f"This needs the permission {permission}.")
    return held


async def roles(read: ReadSession, access: Access) -> list[RoleOut]:
    """Every role there is, with how many people have it."""
    people = await repository.people_by_role(read)
    built_in = [
        RoleOut(
            id=role.name,
            name=role.title,
            description=role.description,
            built_in=True,
            permissions=dict(role.permissions),
            members=people.get(role.name, 0),
            within_reach=role.name != "client" and not within(role.permissions, access.permissions),
        )
        for role in BUILT_IN
    ]
    return built_in + [_out(row, people, access) for row in await repository.own_roles(read)]


async def role(session: ReadSession | WriteSession, access: Access, role_id: UUID) -> RoleOut:
    """One of the studio's own. Raises `NotFound`."""
    row = await repository.own_role(session, role_id)
    if row is None:
        raise NotFound
    return _out(row, await repository.people_by_role(session), access)


async def seen_as(read: ReadSession, access: Access, key: str) -> Access:
    """The access narrowed to a role of the staff: what both may do, as far as both may.

    So an editor of roles sees what a role sees, and never more than they may see themselves; of clients "assigned"
    means those assigned to them. Raises `Forbidden` without `roles:read`, `NotFound` where there is no such role.
    """
    if access.key_id is not None or "roles:read" not in access.permissions:
        raise Forbidden("This needs the permission roles:read.")
    if key in STAFF_ROLES - {CUSTOM}:
        return replace(access, role=key, role_id=None, permissions=narrower(ROLES[key], access.permissions))
    row = await repository.own_role(read, _id(key))
    if row is None:
        raise NotFound("There is no such role (any more).")
    scopes = permissions_of(CUSTOM, row["permissions"])
    return replace(access, role=CUSTOM, role_id=row["id"], permissions=narrower(scopes, access.permissions))


def _id(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError as error:
        raise NotFound("There is no such role (any more).") from error


async def create(session: WriteSession, access: Access, form: RoleIn) -> RoleOut:
    """Make a role. Raises `BeyondOwnRole` and `RoleNameTaken`."""
    require_within(form.permissions, await acting(session, access, "roles:create"), "This role")
    _require_own_name(form.name)
    role_id = new_id()
    values = form.model_dump(mode="json")
    await _named(session, insert(Role).values(organization_id=session.organization_id, id=role_id, **values), form.name)
    record(session, CREATED, subject=("role", role_id), changes=values)
    emit(session, RoleChanged(organization_id=session.organization_id, role_id=role_id))
    return await role(session, access, role_id)


async def change(session: WriteSession, access: Access, role_id: UUID, patch: RolePatch) -> RoleOut:
    """Change a role of the studio's own; whoever has it may do what it says within a second.

    Raises `NotFound`, `RoleNameTaken`, and `BeyondOwnRole` also when the role as it is reaches further than one's own.
    """
    held = await acting(session, access, "roles:update")
    before = await repository.own_role(session, role_id)
    if before is None:
        raise NotFound
    scopes = permissions_of(CUSTOM, before["permissions"])
    require_within(scopes, held, "This role")
    values = patch.model_dump(mode="json", exclude_unset=True)
    if patch.permissions is not None:
        after = changed(scopes, patch.permissions)
        require_within(after, held, "This role")
        values["permissions"] = {name: scope.value for name, scope in after.items()}
    facts = _facts(before, values)
    if "name" in facts:
        _require_own_name(values["name"])
    if facts:
        mine = (Role.organization_id == session.organization_id, Role.id == role_id)
        await _named(session, update(Role).where(*mine).values(**values), patch.name)
        record(session, CHANGED, subject=("role", role_id), changes=facts)
        emit(session, RoleChanged(organization_id=session.organization_id, role_id=role_id))
    return await role(session, access, role_id)


async def remove(session: WriteSession, access: Access, role_id: UUID) -> None:
    """Delete a role that nobody has. Raises `NotFound`, `RoleInUse` and `BeyondOwnRole`."""
    held = await acting(session, access, "roles:delete")
    before = await repository.own_role(session, role_id)
    if before is None:
        raise NotFound
    require_within(permissions_of(CUSTOM, before["permissions"]), held, "This role")
    people = (await repository.people_by_role(session)).get(str(role_id), 0)
    if people:
        raise RoleInUse(extra={"members": people})
    await repository.let_go_of_role(session, role_id)
    await session.execute(delete(Role).where(Role.organization_id == session.organization_id, Role.id == role_id))
    record(session, DELETED, subject=("role", role_id), changes={"name": before["name"]})
    emit(session, RoleChanged(organization_id=session.organization_id, role_id=role_id))


def _facts(before: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """What became another one: of permissions, those alone that did, each as `permission: [before, after]`."""
    facts: dict[str, Any] = dict(difference(before, {k: v for k, v in values.items() if k != "permissions"}))
    if "permissions" in values:
        old, new = before["permissions"], values["permissions"]
        facts |= difference(old, {name: new.get(name) for name in sorted({*old, *new})})
    return facts


def _require_own_name(name: str) -> None:
    """Else people would be shown an "Owner" or "Client" who is none. Raises `RoleNameTaken`."""
    if bare(name) in _BUILT_IN_NAMES:
        raise RoleNameTaken(errors=[FieldError("/name", f"{name} is a role that every studio has.")])


async def _named(session: WriteSession, statement: Any, name: str | None) -> None:
    try:
        async with session.savepoint():
            await session.execute(statement)
    except IntegrityError as error:
        if "uq_roles_name" not in str(error.orig):
            raise
        raise RoleNameTaken(errors=[FieldError("/name", f"There is a role called {name} already.")]) from error


def _out(row: Mapping[str, Any], people: Mapping[str, int], access: Access) -> RoleOut:
    scopes = permissions_of(CUSTOM, row["permissions"])
    return RoleOut(
        id=str(row["id"]),
        name=row["name"],
        description=row["description"],
        built_in=False,
        permissions=dict(scopes),
        members=people.get(str(row["id"]), 0),
        within_reach=not within(scopes, access.permissions),
    )
