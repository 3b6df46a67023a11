"""What can be written into the audit log. Each domain names its own deeds where it does them."""

from dataclasses import dataclass

ACTIONS: dict[str, "Action"] = {}
"""By name, for filters; filled as the domains are imported."""


@dataclass(frozen=True, slots=True)
class Action:
    """A kind of deed. `text` completes "somebody …"; `name` begins with its group."""

    name: str
    text: str

    @property
    def group(self) -> str:
        """`clients` of `clients.changed`."""
        return self.name.partition(".")[0]


def action(name: str, text: str) -> Action:
    """Name a kind of deed, once. Raises ValueError for a name that is taken by another one."""
    made = Action(name, text)
    if ACTIONS.setdefault(name, made) != made:
        raise ValueError(f"the audit log has two actions called {name}")
    return made
