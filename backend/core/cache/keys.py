"""What an answer is kept under. This is the one place that builds keys: no tenant and no role may meet another's."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.core.access import Access, Scope


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of answer that is kept.

    `depends_on` names every permission, beside the route's own, that changes what the answer says. `seconds` bounds
    what no tag drops. `shared` answers are given to the other processes through Redis; those that few ask for twice
    are not worth the round trip.
    """

    name: str
    seconds: float
    depends_on: tuple[str, ...] = ()
    shared: bool = True


@dataclass(frozen=True, slots=True)
class Key:
    """Where one answer is kept, and the tags that drop it."""

    kept: Kept
    text: str
    tags: tuple[str, ...]


def key_for(access: Access, kept: Kept, tags: Sequence[str], question: str) -> Key:
    """The key of the answer to `question` (path and query) for all who see the same as `access`.

    Those are: everybody in the organization with the same reach in the route's permission and in `depends_on`; a
    reach that is less than all depends on who one is, so then the member stands in the key.
    """
    reaches = [access.scope, *(access.permissions.get(name) for name in kept.depends_on)]
    personal = any(reach not in (None, Scope.ALL) for reach in reaches)
    shape = ",".join("-" if reach is None else reach.value for reach in reaches)
    member = access.member_id if personal else "-"
    # What people choose comes last, so that no question reads like the beginning of another key.
    return Key(kept, f"{kept.name}|{access.organization_id}|{shape}|{member}|{question}", tuple(tags))
