"""What organizations need from above: consents, which privacy keeps, written with the deed that they come with."""

from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.domains.accounts.schemas import Accepted
from backend.domains.accounts.sessions import Device

How = Literal["registered", "founded", "invitation", "joined"]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Somebody accepts terms and privacy notice by a deed: signing up, founding a studio, taking up an invitation."""

    versions: Accepted | None
    """Of the texts that they were shown; None: those that stand now."""
    device: Device
    how: How


class Consents(Protocol):
    """Bound to privacy by `wiring`."""

    def refuse_outdated(self, versions: Accepted | None) -> None:
        """Raise `Invalid`, by field, unless these are the versions that stand now."""
        ...

    async def accept(self, session: WriteSession, member_id: UUID, acceptance: Acceptance) -> None:
        """Write down that the session's user, a member now, accepts. Raises `Invalid` for outdated versions."""
        ...

    async def due(self, session: ReadSession, member_id: UUID, role: str) -> list[str]:
        """The kinds of consent that a member has to be asked for: they never decided, or on an older text."""
        ...


_bound: list[Consents] = []


def bind_consents(adapter: Consents) -> None:
    """Called by a composition root; the last one counts."""
    _bound[:] = [adapter]


def consents() -> Consents:
    """The port. Raises IndexError in a process that bound nothing to it."""
    return _bound[0]
