"""What goes in and out about clients."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, field_validator

from backend.core import clock
from backend.core.forms import Day, Form, Shown
from backend.core.openings import DataClass
from backend.domains.accounts.schemas import Email, PersonName, TimeZone

Status = Literal["active", "paused", "inactive"]
AnyStatus = Literal["active", "paused", "inactive", "archived"]
ClientAccess = Literal["none", "invited", "active"]
Sex = Literal["female", "male"]

_EARLIEST_BIRTH = date(1900, 1, 1)


class ClientSort(StrEnum):
    """Orders of the list; each ends with the id. Clients without the figure come last."""

    NAME = "name"
    NEWEST = "-created"
    LAST_WORKOUT = "-last_workout"
    ADHERENCE = "adherence"


def _split(value: object) -> object:
    """`status=active,paused` is the same as `status=active&status=paused`."""
    if not isinstance(value, list):
        return value
    return [part.strip() for item in value for part in (item.split(",") if isinstance(item, str) else [item])]


StatusFilter = Annotated[list[AnyStatus], BeforeValidator(_split), Field(min_length=1, max_length=8)]


def _text(value: str) -> str:
    if "\x00" in value:
        raise ValueError("Leave out the zero byte.")
    return value


def _line(value: str) -> str:
    if any(ord(character) < 32 or ord(character) == 127 for character in value):
        raise ValueError("Leave out line breaks and control characters.")
    return value


def _plausible_birth(value: date) -> date:
    # The latest calendar date anywhere on earth: nobody is told that today is the future.
    if value > clock.today("Pacific/Kiritimati"):
        raise ValueError("The date of birth is in the future.")
    if value < _EARLIEST_BIRTH:
        raise ValueError("Give a date of birth from 1900 on.")
    return value


def _empty_is_none(value: object) -> object:
    """A form sends an empty string for a field that was cleared."""
    return None if isinstance(value, str) and not value.strip() else value


_Cleared = BeforeValidator(_empty_is_none)
LastName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120), AfterValidator(_line), Shown]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40), AfterValidator(_line)]
BirthDate = Annotated[Day, AfterValidator(_plausible_birth)]
Goal = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(_text)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=5000), AfterValidator(_text)]


class ClientDetails(Form):
    """What may be left out when a client is added; a PUT without it clears it."""

    last_name: LastName = ""
    email: Annotated[Email | None, _Cleared] = None
    phone: Annotated[Phone | None, _Cleared] = Field(
        None, description="As typed; without a country code it is read as a number of the client's time zone."
    )
    birth_date: Annotated[BirthDate | None, _Cleared] = None
    sex: Sex | None = None
    status: Status = "active"
    time_zone: TimeZone | None = Field(None, description="Null: the organization's.")
    goal: Annotated[Goal | None, _Cleared] = None
    notes: Annotated[Note | None, _Cleared] = Field(None, description="Seen by staff alone.")
    health_note: Annotated[Note | None, _Cleared] = Field(None, description="Seen by staff alone; stored encrypted.")


class ClientIn(ClientDetails):
    """A new client. Without a trainer it is the person who adds them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"first_name": "João", "last_name": "Silva", "email": "joao@example.com", "goal": "10 km"}]
        }
    )
    first_name: PersonName
    trainer_member_id: UUID | None = None


class ClientPut(ClientDetails):
    """The whole record anew."""

    first_name: PersonName
    trainer_member_id: UUID


class ClientPatch(Form):
    """A field left out stays, null clears it. Of two edits of one field, the later stands."""

    first_name: PersonName | None = None
    last_name: LastName | None = None
    email: Annotated[Email | None, _Cleared] = None
    phone: Annotated[Phone | None, _Cleared] = None
    birth_date: Annotated[BirthDate | None, _Cleared] = None
    sex: Sex | None = None
    status: Status | None = None
    trainer_member_id: UUID | None = None
    time_zone: TimeZone | None = None
    goal: Annotated[Goal | None, _Cleared] = None
    notes: Annotated[Note | None, _Cleared] = None
    health_note: Annotated[Note | None, _Cleared] = None

    @field_validator("first_name", "last_name", "status", "trainer_member_id", mode="before")
    @classmethod
    def _not_cleared(cls, value: object) -> object:
        if value is None:
            raise ValueError("This cannot be cleared. Leave it out to keep it.")
        return value


class HandOver(Form):
    """All clients of one trainer, to another: both are member ids. The first may have left already."""

    from_member_id: UUID
    to_member_id: UUID


class HandedOver(BaseModel):
    """How many clients have another trainer now, archived ones among them."""

    count: int


class TrainerOut(BaseModel):
    member_id: UUID
    name: str


class FactsOut(BaseModel):
    """Figures that are kept up to date by what the client does.

    Results are empty without the permission: `last_workout_on` without `history:read`; `week_done`,
    `week_planned`, `streak_weeks` and `adherence_28` without `adherence:read`.
    """

    last_workout_on: date | None
    week_done: int
    week_planned: int
    streak_weeks: int
    adherence_28: float | None = Field(description="Done of what was due in 28 days, 0 to 1; null: nothing was due.")
    program_name: str | None
    program_ends_on: date | None
    next_workout_on: date | None


class ClientRow(BaseModel):
    """A client in a list."""

    id: UUID
    first_name: str
    last_name: str
    email: str | None
    phone: str | None = Field(description="As it was typed.")
    status: AnyStatus
    trainer: TrainerOut
    access: ClientAccess
    facts: FactsOut
    created_at: datetime


class ClientInvitation(BaseModel):
    """The invitation sent last; it may have run out by now."""

    email: str
    expires_at: datetime


class ClientOut(ClientRow):
    """A client. `notes` and `health_note` are null for a client who reads their own record."""

    withheld: list[DataClass] = Field(
        description="What the client does not share with staff: `health` (then `health_note` is null), `training` "
        "(then sessions, history and records answer 404, and the figures are empty)."
    )

    birth_date: date | None
    sex: Sex | None
    time_zone: str | None
    goal: str | None
    notes: str | None
    health_note: str | None
    archived_at: datetime | None
    invitation: ClientInvitation | None


class ClientCounts(BaseModel):
    """How many clients one sees, by status."""

    active: int = 0
    paused: int = 0
    inactive: int = 0
    archived: int = 0
