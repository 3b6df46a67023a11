"""The registry of permissions, and how far each role's reach.

A route names one permission of this registry; the domain's policy turns its scope into a SQL condition.
"""

from collections.abc import Mapping
from types import MappingProxyType

from backend.core.access import Scope

PERMISSIONS: Mapping[str, str] = MappingProxyType(
    {
        "organization:read": "See the organization's name and settings",
        "organization:update": "Change the organization's name and settings",
        "members:read": "See who works here",
        "clients:read": "See clients",
        "clients:create": "Add clients",
        "clients:update": "Change clients",
        "clients:archive": "Archive and restore clients",
        "clients:invite": "Invite clients to sign in",
        "exercises:read": "See the exercise library",
        "exercises:create": "Add exercises",
        "exercises:update": "Change exercises",
        "templates:read": "See program templates",
        "templates:create": "Make program templates",
        "templates:update": "Change program templates",
        "programs:read": "See clients' programs and calendars",
        "programs:assign": "Assign programs",
        "programs:update": "Change and advance programs",
        "workouts:read": "See workouts",
        "workouts:log": "Log workouts",
        "progress:read": "See history, records and adherence",
        "home:read": "See the trainer's home",
    }
)

_STAFF = tuple(name for name in PERMISSIONS if name != "organization:update")

_ALL: Mapping[str, Scope] = MappingProxyType(dict.fromkeys(PERMISSIONS, Scope.ALL))

_SHARED = ("organization", "members", "exercises", "templates")

ROLES: Mapping[str, Mapping[str, Scope]] = MappingProxyType(
    {
        "owner": _ALL,
        "admin": _ALL,
        "trainer": MappingProxyType(
            {name: Scope.ALL if name.split(":")[0] in _SHARED else Scope.ASSIGNED for name in _STAFF}
            | {"exercises:update": Scope.OWN}
        ),
        "client": MappingProxyType(
            {
                "organization:read": Scope.ALL,
                "exercises:read": Scope.ALL,
                "clients:read": Scope.OWN,
                "programs:read": Scope.OWN,
                "workouts:read": Scope.OWN,
                "workouts:log": Scope.OWN,
                "progress:read": Scope.OWN,
            }
        ),
    }
)

STAFF_ROLES = frozenset({"owner", "admin", "trainer"})
