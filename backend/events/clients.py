"""What clients' records tell."""

from dataclasses import dataclass
from uuid import UUID

from backend.core.events import Event, event


@dataclass(frozen=True, kw_only=True, slots=True)
class ClientEvent(Event):
    """About one client, as they were after the event. Told to staff who see all, to the trainer and to the client."""

    client_id: UUID
    trainer_member_id: UUID
    client_member_id: UUID | None = None

    def topics(self) -> tuple[str, ...]:
        own = (f"member:{self.client_member_id}",) if self.client_member_id else ()
        return ("staff:all", f"member:{self.trainer_member_id}", *own)


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class ClientCreated(ClientEvent):
    """A client was added."""

    name = "clients.created"


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class ClientUpdated(ClientEvent):
    """Something on the client's record changed. After a hand-over, `previous_trainer_member_id` is told too."""

    name = "clients.updated"
    previous_trainer_member_id: UUID | None = None

    def topics(self) -> tuple[str, ...]:
        # Not super(): a dataclass with slots is made anew, and the zero-argument form would not find it.
        told = ClientEvent.topics(self)
        before = self.previous_trainer_member_id
        return (*told, f"member:{before}") if before else told


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class ClientsHandedOver(Event):
    """All clients of one trainer became another's. One event, however many they are: nothing else of them changed."""

    name = "clients.handed_over"
    from_member_id: UUID
    to_member_id: UUID

    def topics(self) -> tuple[str, ...]:
        return ("staff:all", f"member:{self.from_member_id}", f"member:{self.to_member_id}")


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class ClientArchived(ClientEvent):
    """A client was archived."""

    name = "clients.archived"


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class ClientRestored(ClientEvent):
    """An archived client is back, with the status from before."""

    name = "clients.restored"


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class ClientInvited(ClientEvent):
    """A client was sent an invitation to sign in."""

    name = "clients.invited"
