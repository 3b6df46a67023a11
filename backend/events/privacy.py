"""What privacy tells."""

from dataclasses import dataclass
from uuid import UUID

from backend.core.events import Event, event


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class ExportPartDue(Event):
    """The next part of an export is to be written: one event after another, each a transaction of its own.

    `part` counts from 0; after the last one the archive is put together.
    """

    name = "privacy.export_part_due"
    export_id: UUID
    part: int
    without_health: bool = False
    without_training: bool = False
    without_plan: bool = False


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class ExportReady(Event):
    """An archive can be fetched. Told to who asked for it."""

    name = "privacy.export_ready"
    export_id: UUID
    client_id: UUID
    member_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"member:{self.member_id}",)
