"""What the actors know: what was accepted, and what they never had an answer to."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(slots=True)
class Register:
    """One value that one actor writes again and again; each try has a larger number."""

    accepted: int = 0
    unanswered: set[int] = field(default_factory=set[int])

    def told(self, number: int, *, accepted: bool) -> None:
        """Write down how a try ended."""
        if accepted:
            self.accepted = number
            self.unanswered.discard(number)
        else:
            self.unanswered.add(number)


@dataclass(slots=True)
class Tab:
    """What one browser tab was told: events by id, and when to fetch afresh."""

    name: str
    topics: frozenset[str]
    ready_at: datetime | None = None
    events: set[str] = field(default_factory=set[str])
    resyncs: list[datetime] = field(default_factory=list[datetime])
    cut_off: list[datetime] = field(default_factory=list[datetime])
    """Those of the resyncs that came amid a connection, not in answer to what a tab had missed while away."""
    connections: int = 0


@dataclass(slots=True)
class Ledger:
    """Everything that is compared with the database afterwards."""

    calm_since: datetime | None = None
    """From here on nothing was wrong."""
    clients: dict[str, bool] = field(default_factory=dict[str, bool])
    """By last name: whether the addition was accepted."""
    goals: dict[str, Register] = field(default_factory=dict[str, Register])
    sessions: dict[str, str] = field(default_factory=dict[str, str])
    """By id: started or finished, as accepted."""
    sets: dict[str, Register] = field(default_factory=dict[str, Register])
    contents: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict[tuple[str, int], dict[str, Any]])
    """Of each revision of each set that was ever sent."""
    invited: dict[str, bool] = field(default_factory=dict[str, bool])
    tabs: list[Tab] = field(default_factory=list[Tab])
    answers: Counter[str] = field(default_factory=Counter[str])
    accepted: int = 0
    wrong: list[str] = field(default_factory=list[str])
    """Answers that nobody should get."""
