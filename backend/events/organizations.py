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


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class MemberChanged(Event):
    """A member of the staff was invited, renamed, given another role, suspended, let in again or removed."""

    name = "organizations.member_changed"
    member_id: UUID

    def topics(self) -> tuple[str, ...]:
        return ("staff:all", f"member:{self.member_id}")


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class RoleChanged(Event):
    """One of the organization's own roles was made, changed or deleted."""

    name = "organizations.role_changed"
    role_id: UUID

    def topics(self) -> tuple[str, ...]:
        return ("staff:all",)


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class OrganizationChanged(Event):
    """Its settings, its looks, its state or its owner became another."""

    name = "organizations.changed"

    def topics(self) -> tuple[str, ...]:
        return ("staff:all",)


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class ClientLeft(Event):
    """A client gave their membership up. It waits, without a person, for an invitation."""

    name = "organizations.client_left"
    member_id: UUID

    def topics(self) -> tuple[str, ...]:
        return ("staff:all",)
