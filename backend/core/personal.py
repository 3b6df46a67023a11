"""What each domain keeps about a person, for the export of it and for its erasure: a port that domains fill.

    contributes(Contribution("workouts", "What was trained", ("session_logs", "set_logs"), export, erase))

A domain does so in its module `personal.py`. Those above are asked before those below: foreign keys point down.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from backend.core.db.write import WriteSession
from backend.core.openings import DataClass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is coached: their record, and the membership and the account if they can sign in."""

    client_id: UUID
    member_id: UUID | None
    user_id: UUID | None


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom an export is made. What belongs to the account goes to nobody but its own person."""

    person: Person
    by_themselves: bool
    left_out: frozenset[str] = frozenset()
    """Classes that who asks may not see: withheld by the client, or kept from their role."""

    def holds(self, data_class: DataClass) -> bool:
        """Whether the export holds data of this class."""
        return data_class not in self.left_out


Files = Mapping[str, object]
"""By name in the archive: `bytes` as they are, anything else is written as JSON."""

Export = Callable[[WriteSession, Asked], Awaitable[Files]]
Erase = Callable[[WriteSession, Person], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one domain holds. `tables` are those it answers for: a test finds a table of a person's that nobody names.

    `erase` may run again after a crash: what is gone already is no error. It runs in the tenant's session and leaves
    it as it was.
    """

    name: str
    title: str
    tables: tuple[str, ...]
    export: Export
    erase: Erase


_contributions: dict[str, Contribution] = {}


def contributes(contribution: Contribution) -> None:
    """Register what a domain holds. Raises ValueError for a name that is taken."""
    if _contributions.setdefault(contribution.name, contribution) != contribution:
        raise ValueError(f"two domains contribute as {contribution.name}")


def contributions() -> list[Contribution]:
    """From the highest floor down, as they were registered from the ground up."""
    return list(reversed(_contributions.values()))


def contribution(name: str) -> Contribution:
    """One of them. Raises KeyError for a domain that is gone."""
    return _contributions[name]
