"""What organizations tell."""

from dataclasses import dataclass
from uuid import UUID

from backend.core.events import Event, event


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class OrganizationFounded(Event):
    """An organization was made."""

    name = "organizations.founded"
    owner_member_id: UUID


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class MemberJoined(Event):
    """An invited person took up the membership."""

    name = "organizations.member_joined"
    member_id: UUID

    def topics(self) -> tuple[str, ...]:
        return ("staff:all", f"member:{self.member_id}")
