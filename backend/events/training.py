"""What training tells."""

from dataclasses import dataclass
from uuid import UUID

from backend.core.events import Event, event


def exercises_tag(organization_id: UUID) -> str:
    """On kept answers that show the organization's own exercises."""
    return f"exercises:{organization_id}"


def templates_tag(organization_id: UUID) -> str:
    """On kept answers that show the organization's templates."""
    return f"templates:{organization_id}"


@dataclass(frozen=True, kw_only=True, slots=True)
class _OfClient(Event):
    """About one client: their trainer, themselves and the staff are told live."""

    client_id: UUID
    trainer_member_id: UUID | None = None
    client_member_id: UUID | None = None

    def topics(self) -> tuple[str, ...]:
        people = (self.trainer_member_id, self.client_member_id)
        return ("staff:all", *(f"member:{person}" for person in people if person is not None))


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class ProgramAssigned(_OfClient):
    """A client got a program."""

    name = "training.program_assigned"
    program_id: UUID


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class ProgramAdvanced(_OfClient):
    """A program's pointer moved to another week. `reason`: completion or trainer."""

    name = "training.program_advanced"
    program_id: UUID
    phase: int
    week: int
    reason: str


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class ProgramEnded(_OfClient):
    """A program was completed or cancelled (`status`)."""

    name = "training.program_ended"
    program_id: UUID
    status: str


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class ScheduleChanged(_OfClient):
    """Planned workouts, or their program's name or mode, changed. `workout_id` is null when it was not one alone."""

    name = "training.schedule_changed"
    program_id: UUID
    workout_id: UUID | None = None


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateSaved(Event):
    """A template was made, changed, archived or restored."""

    name = "training.template_saved"
    template_id: UUID
    version_saved: int

    def topics(self) -> tuple[str, ...]:
        return ("staff:all",)

    def outdates(self) -> tuple[str, ...]:
        return (templates_tag(self.organization_id),)


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class TemplateAssigned(Event):
    """A template was given to clients: one event however many they are, since the template's count changed."""

    name = "training.template_assigned"
    template_id: UUID
    clients: int

    def outdates(self) -> tuple[str, ...]:
        return (templates_tag(self.organization_id),)


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class ExerciseSaved(Event):
    """An own exercise was made, changed, archived or restored."""

    name = "training.exercise_saved"
    exercise_id: UUID

    def outdates(self) -> tuple[str, ...]:
        return (exercises_tag(self.organization_id),)
