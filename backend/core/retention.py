"""How long data are kept: each domain names its rules, an organization sets the days, a task removes what is past them.

retains(Rule("discarded_workouts", "Discarded workouts", "…", days=90, least=7, count=count, remove=remove))
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession

LONGEST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Due:
    """What a rule would remove now, and when the oldest of it became what it is."""

    count: int
    oldest: datetime | None


Count = Callable[[ReadSession | WriteSession, datetime], Awaitable[Due]]
Remove = Callable[[WriteSession, datetime, int], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of data. Without a choice of the organization it is kept for `days`; None keeps it for ever.

    `count(session, before)` is the dry run. `remove(session, before, limit)` removes at most `limit` and answers how
    many; less than the limit means that nothing is left. Both look at the same rows.
    """

    name: str
    title: str
    description: str
    days: int | None
    least: int
    count: Count
    remove: Remove


_rules: dict[str, Rule] = {}


def retains(rule: Rule) -> None:
    """Register a rule. Raises ValueError for a name that is taken."""
    if _rules.setdefault(rule.name, rule) != rule:
        raise ValueError(f"two rules of retention are called {rule.name}")


def rules() -> list[Rule]:
    """All of them, as they were registered."""
    return list(_rules.values())


def rule_called(name: str) -> Rule | None:
    """One of them, or None."""
    return _rules.get(name)
