"""Who may give what to whom. Pure.

Nobody grants what they lack, and nobody changes or removes somebody who may do more than they may themselves: else an
admin would make themselves an owner, or put the owner out.
"""

from collections.abc import Mapping
from types import MappingProxyType

from backend.core.access import Scope
from backend.domains.organizations.permissions import reach, within
from backend.domains.organizations.team_errors import BeyondOwnRole

_NAMED = 5
"""How many permissions an error names."""


def require_within(given: Mapping[str, Scope], held: Mapping[str, Scope], what: str) -> None:
    """Raises `BeyondOwnRole` unless all of `given` is `held`, and as far. `what` begins the sentence."""
    beyond = within(given, held)
    if not beyond:
        return
    more = f" and {len(beyond) - _NAMED} more" if len(beyond) > _NAMED else ""
    raise BeyondOwnRole(
        f"{what} reaches further than your own role: {', '.join(beyond[:_NAMED])}{more}.",
        extra={"permissions": beyond},
    )


def narrower(one: Mapping[str, Scope], other: Mapping[str, Scope]) -> Mapping[str, Scope]:
    """What both may do, each permission as far as the narrower of them."""
    both = {name: min(scope, other[name], key=reach) for name, scope in one.items() if name in other}
    return MappingProxyType(both)


def changed(before: Mapping[str, Scope], changes: Mapping[str, Scope | None]) -> dict[str, Scope]:
    """A role's permissions after a merge: what is None goes, what is not named stays."""
    after = {**before, **changes}
    return {name: scope for name, scope in after.items() if scope is not None}
