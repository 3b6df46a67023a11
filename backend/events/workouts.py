"""What workouts tell."""

from dataclasses import dataclass
from uuid import UUID

from backend.core.events import Event, event


@dataclass(frozen=True, kw_only=True, slots=True)
class ClientTrained(Event):
    """Something about one client's training, told live to the client and, where it is `shared`, to their trainer.

    Of the other staff those are told whose role shows them everybody's workouts.
    """

    client_id: UUID
    session_log_id: UUID
    client_member_id: UUID | None
    trainer_member_id: UUID | None
    shared: bool = True

    def topics(self) -> tuple[str, ...]:
        if not self.shared:
            return (f"member:{self.client_member_id}",) if self.client_member_id else ()
        members = (self.client_member_id, self.trainer_member_id)
        return ("staff:training", *(f"member:{member}" for member in dict.fromkeys(members) if member is not None))


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class SessionStarted(ClientTrained):
    """A workout began: the client is training now."""

    name = "workouts.session_started"
    workout_id: UUID | None


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class SessionProgressed(ClientTrained):
    """Another exercise was begun. Not told for each set: a watcher wants "exercise 3 of 6"."""

    name = "workouts.progress"
    exercises: int


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class SessionFinished(ClientTrained):
    """A workout was finished."""

    name = "workouts.session_finished"
    workout_id: UUID | None
    records: int


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class SessionCorrected(ClientTrained):
    """Something of a finished workout was changed; its figures were worked out anew."""

    name = "workouts.session_corrected"


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class SessionDiscarded(ClientTrained):
    """An open session was thrown away: the client is not training any more."""

    name = "workouts.session_discarded"


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class SessionRestored(ClientTrained):
    """A discarded session is open again."""

    name = "workouts.session_restored"


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class RecordsSet(ClientTrained):
    """A finished workout set records that deserve a celebration."""

    name = "workouts.records_set"
    record_ids: tuple[UUID, ...]
