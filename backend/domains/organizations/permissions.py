"""The registry of permissions: what there is to allow, in groups, and how far each may reach.

A route names one permission of this registry; the domain's policy turns its scope into a SQL condition. Built-in roles
stand in `roles.py`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from backend.core.access import Scope

ONLY_ALL = (Scope.ALL,)
"""There is one of it in an organization, or it is everybody's."""
OWN_OR_ALL = (Scope.OWN, Scope.ALL)
"""What one made oneself, or what anybody made."""
BY_CLIENT = (Scope.OWN, Scope.ASSIGNED, Scope.ALL)
"""It is about clients: oneself as a client, those one trains, or every client."""


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing to allow. `description` completes "may …"; `scopes` go from the narrowest to the widest."""

    name: str
    group: str
    description: str
    scopes: tuple[Scope, ...]
    sensitive: bool = False
    """Asks for a recent proof of who one is, and is marked in the editor of roles."""


@dataclass(frozen=True, slots=True)
class Group:
    """Permissions that stand together in the editor of roles."""

    name: str
    title: str
    permissions: tuple[Permission, ...]


def _group(name: str, title: str, *rows: tuple[str, str, tuple[Scope, ...]], sensitive: tuple[str, ...] = ()) -> Group:
    return Group(name, title, tuple(Permission(n, name, text, scopes, n in sensitive) for n, text, scopes in rows))


GROUPS: tuple[Group, ...] = (
    _group(
        "organization",
        "Studio",
        ("organization:read", "see the studio's name and settings", ONLY_ALL),
        ("organization:update", "change name, time zone and units", ONLY_ALL),
        ("organization:brand", "change logo and colours", ONLY_ALL),
        ("organization:join", "open, close and word the public sign-up page", ONLY_ALL),
        ("organization:security", "set the rules for sign-ins and second factors", ONLY_ALL),
        ("organization:transfer", "hand the studio over to another owner", ONLY_ALL),
        ("organization:suspend", "suspend the studio and open it again", ONLY_ALL),
        ("organization:delete", "delete the studio, and take that back", ONLY_ALL),
        sensitive=(
            "organization:security",
            "organization:transfer",
            "organization:suspend",
            "organization:delete",
        ),
    ),
    _group(
        "team",
        "Team",
        ("members:read", "see who works here", ONLY_ALL),
        ("members:invite", "invite people to work here", ONLY_ALL),
        ("members:update", "change what a member is called here", ONLY_ALL),
        ("members:assign_role", "give members another role", ONLY_ALL),
        ("members:suspend", "suspend members and let them in again", ONLY_ALL),
        ("members:remove", "remove members", ONLY_ALL),
        ("roles:read", "see roles and what they may do", ONLY_ALL),
        ("roles:create", "make roles", ONLY_ALL),
        ("roles:update", "change roles", ONLY_ALL),
        ("roles:delete", "delete roles that nobody has", ONLY_ALL),
        # Inviting gives a role, too: to whoever holds the address.
        sensitive=(
            "members:invite",
            "members:assign_role",
            "members:remove",
            "roles:create",
            "roles:update",
            "roles:delete",
        ),
    ),
    _group(
        "integrations",
        "API keys",
        ("api_keys:read", "see API keys and when they were used", OWN_OR_ALL),
        ("api_keys:create", "make API keys for oneself", ONLY_ALL),
        ("api_keys:update", "rename and rotate API keys", OWN_OR_ALL),
        ("api_keys:revoke", "revoke API keys", OWN_OR_ALL),
        sensitive=("api_keys:create", "api_keys:update", "api_keys:revoke"),
    ),
    _group(
        "oversight",
        "Audit and privacy",
        ("audit:read", "see who did what", ONLY_ALL),
        ("audit:export", "export the audit log", ONLY_ALL),
        ("privacy:read", "see privacy requests and consents", ONLY_ALL),
        ("privacy:export", "export what is stored about a client", BY_CLIENT),
        ("privacy:erase", "erase a client's personal data, and take that back in time", ONLY_ALL),
        ("privacy:openings", "see who opened which data of a client", BY_CLIENT),
        ("retention:read", "see how long data are kept, and what would go next", ONLY_ALL),
        ("retention:update", "change how long data are kept", ONLY_ALL),
        sensitive=("audit:export", "privacy:export", "privacy:erase", "retention:update"),
    ),
    _group(
        "clients",
        "Clients",
        ("clients:read", "see clients", BY_CLIENT),
        ("clients:create", "add clients", BY_CLIENT[1:]),
        ("clients:update", "change clients", BY_CLIENT[1:]),
        ("clients:archive", "archive clients", BY_CLIENT[1:]),
        ("clients:restore", "bring archived clients back", BY_CLIENT[1:]),
        ("clients:invite", "invite clients to sign in, and withdraw invitations", BY_CLIENT[1:]),
        ("clients:health", "see and change notes on health", BY_CLIENT[1:]),
    ),
    _group(
        "library",
        "Exercises and templates",
        ("exercises:read", "see the exercise library", ONLY_ALL),
        ("exercises:create", "add exercises", ONLY_ALL),
        ("exercises:update", "change the studio's own exercises", OWN_OR_ALL),
        ("exercises:archive", "archive the studio's own exercises", OWN_OR_ALL),
        ("exercises:restore", "bring archived exercises back", OWN_OR_ALL),
        ("templates:read", "see program templates", ONLY_ALL),
        ("templates:create", "make program templates", ONLY_ALL),
        ("templates:copy", "copy program templates", ONLY_ALL),
        ("templates:preview", "preview the dates that a template would get", ONLY_ALL),
        ("templates:update", "change program templates", ONLY_ALL),
        ("templates:archive", "archive program templates", ONLY_ALL),
        ("templates:restore", "bring archived program templates back", ONLY_ALL),
    ),
    _group(
        "programs",
        "Programs and calendar",
        ("programs:read", "see clients' programs", BY_CLIENT),
        ("programs:assign", "assign programs", BY_CLIENT[1:]),
        ("programs:update", "change, pause and end programs", BY_CLIENT[1:]),
        ("programs:advance", "move programs to another week or phase", BY_CLIENT[1:]),
        ("programs:shift", "shift programs in the calendar", BY_CLIENT[1:]),
        ("calendar:read", "see clients' calendars", BY_CLIENT),
        ("workouts:reschedule", "move and change planned workouts", BY_CLIENT[1:]),
        ("workouts:skip", "skip planned workouts", BY_CLIENT),
    ),
    _group(
        "training",
        "Workouts and progress",
        ("workouts:read", "see workouts", BY_CLIENT),
        ("workouts:log", "log workouts", BY_CLIENT),
        ("workouts:complete", "mark planned workouts done without a log", BY_CLIENT),
        ("workouts:discard", "discard logged workouts", BY_CLIENT),
        ("workouts:restore", "bring discarded workouts back", BY_CLIENT),
        ("history:read", "see the history of workouts and exercises", BY_CLIENT),
        ("records:read", "see personal records", BY_CLIENT),
        ("adherence:read", "see adherence and streaks", BY_CLIENT),
        ("home:read", "see the trainer's home", BY_CLIENT[1:]),
    ),
)


def _every() -> Iterator[Permission]:
    for group in GROUPS:
        yield from group.permissions


PERMISSIONS: Mapping[str, Permission] = MappingProxyType({permission.name: permission for permission in _every()})
"""The registry by name."""


def within(given: Mapping[str, Scope], held: Mapping[str, Scope]) -> list[str]:
    """The permissions of `given` that reach further than `held` does: nobody grants what they lack."""
    return sorted(name for name, scope in given.items() if name not in held or reach(scope) > reach(held[name]))


def reach(scope: Scope) -> int:
    """How far a scope goes, for comparison: own, assigned, all."""
    return list(Scope).index(scope)
