"""The roles that every organization has, and how far each reaches. An organization's own stand in the table `roles`."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from backend.core.access import Scope
from backend.domains.organizations.permissions import GROUPS, PERMISSIONS

_Scopes = Mapping[str, Scope]


@dataclass(frozen=True, slots=True)
class BuiltInRole:
    """One role of every organization."""

    name: str
    title: str
    description: str
    permissions: _Scopes


def _names(*groups: str) -> list[str]:
    return [permission.name for group in GROUPS if group.name in groups for permission in group.permissions]


def _widest(names: Iterable[str], limit: Scope = Scope.ALL) -> dict[str, Scope]:
    """Each permission as far as it goes, but no further than `limit` where it knows a narrower scope."""
    return {name: limit if limit in PERMISSIONS[name].scopes else PERMISSIONS[name].scopes[-1] for name in names}


_OWNERS_ALONE = ("organization:transfer", "organization:suspend", "organization:delete")
_OF_CLIENTS = _names("clients", "programs", "training")
_LIBRARY = _widest(_names("library"))
_OWN_LIBRARY = _LIBRARY | dict.fromkeys(("exercises:update", "exercises:archive", "exercises:restore"), Scope.OWN)
_SEEING = {"organization:read": Scope.ALL, "members:read": Scope.ALL}
_READING = ("exercises:read", "templates:read", "templates:preview")
_CLIENTS_SEE = ("clients:read", "programs:read", "calendar:read", "workouts:read", "history:read", "records:read",
                "adherence:read")  # fmt: skip
_OWN_KEYS = {
    "api_keys:read": Scope.OWN,
    "api_keys:create": Scope.ALL,
    "api_keys:update": Scope.OWN,
    "api_keys:revoke": Scope.OWN,
}

BUILT_IN: tuple[BuiltInRole, ...] = (
    BuiltInRole("owner", "Owner", "Everything, and the studio itself.", _widest(PERMISSIONS)),
    BuiltInRole(
        "admin",
        "Admin",
        "Everything but handing over, suspending and deleting the studio.",
        _widest(name for name in PERMISSIONS if name not in _OWNERS_ALONE),
    ),
    BuiltInRole(
        "trainer",
        "Trainer",
        "Coaches the clients assigned to them, and builds programs.",
        _SEEING
        | _OWN_LIBRARY
        | _widest(_OF_CLIENTS, Scope.ASSIGNED)
        | _OWN_KEYS
        | {"privacy:export": Scope.ASSIGNED, "privacy:openings": Scope.ASSIGNED, "roles:read": Scope.ALL},
    ),
    BuiltInRole(
        "assistant",
        "Assistant",
        "Helps with the clients assigned to them: sees, plans and logs, but makes and archives nothing.",
        _SEEING
        | _widest(_READING)
        | _widest(
            (
                *_CLIENTS_SEE,
                "clients:update",
                "programs:shift",
                "workouts:reschedule",
                "workouts:skip",
                "workouts:log",
                "workouts:complete",
                "home:read",
            ),
            Scope.ASSIGNED,
        ),
    ),
    BuiltInRole(
        "nutritionist",
        "Nutritionist",
        "Sees every client with health and progress, and changes no training.",
        _SEEING | _widest(_READING) | _widest((*_CLIENTS_SEE, "clients:update", "clients:health", "home:read")),
    ),
    BuiltInRole(
        "front_desk",
        "Front desk",
        "Keeps clients' records and the calendar; sees no health notes and no results.",
        _SEEING
        | _widest(
            (
                "clients:read",
                "clients:create",
                "clients:update",
                "clients:archive",
                "clients:restore",
                "clients:invite",
                "programs:read",
                "calendar:read",
                "programs:shift",
                "workouts:reschedule",
            )
        ),
    ),
    BuiltInRole(
        "client",
        "Client",
        "Trains here, and sees what is theirs.",
        {"organization:read": Scope.ALL, "exercises:read": Scope.ALL}
        | dict.fromkeys(
            (
                *_CLIENTS_SEE,
                "workouts:log",
                "workouts:complete",
                "workouts:skip",
                "workouts:discard",
                "workouts:restore",
                "privacy:openings",
            ),
            Scope.OWN,
        ),
    ),
)

ROLES: Mapping[str, _Scopes] = MappingProxyType(
    {role.name: MappingProxyType(dict(role.permissions)) for role in BUILT_IN}
)
"""What each built-in role may do."""

CUSTOM = "custom"
"""How a membership says that its role is one of the organization's own."""

STAFF_ROLES = frozenset({role.name for role in BUILT_IN} - {"client"} | {CUSTOM})

_TITLES = {role.name: role.title for role in BUILT_IN}


def bare(name: str) -> str:
    """What of a role's name people tell it by: neither case, nor spaces and what is written for them."""
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", name)).strip().casefold()


def title_of(role: str, own: str | None) -> str:
    """What people call a role: by its title if it is built in, and by `own` if it is the organization's own one."""
    return _TITLES.get(role) or own or "Team"
