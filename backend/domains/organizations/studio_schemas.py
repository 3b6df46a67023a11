"""What goes in and out about the organization itself: looks, sign-ups, rules for sign-ins, its end and its owner."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from backend.core.forms import Flag, Form, Shown, Whole
from backend.domains.accounts.schemas import AcceptedNow, Email, PersonName, TimeZone
from backend.domains.organizations.schemas import Login, OrganizationName

Accent = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$"), Field(examples=["#0f766e"])]
JoinText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000), Shown]


class StudioSettings(BaseModel):
    """What concerns whoever belongs here, beside name and looks."""

    joinable: bool = Field(description="Whether people may become clients by themselves at `join_url`.")
    join_text: str | None
    join_url: str
    second_factor_required: bool = Field(description="Of staff; they set one up before they can go on.")
    idle_minutes: int | None = Field(description="A sign-in that was not used for so long ends; null: no rule.")
    absolute_hours: int | None = Field(description="A sign-in ends so long after it began; null: no rule.")


class BrandPatch(Form):
    """A field that is left out stays; null goes back to Stoke's own."""

    brand_name: PersonName | None = None
    brand_accent: Accent | None = None


class JoinPatch(Form):
    """A field that is left out stays; null clears the text."""

    joinable: Flag | None = None
    join_text: JoinText | None = None

    @field_validator("joinable", mode="before")
    @classmethod
    def _open_or_not(cls, value: object) -> object:
        if value is None:
            raise PydanticCustomError("null", "Say true or false, or leave it out to keep it.")
        return value


class SignInRulesPatch(Form):
    """A field that is left out stays; null means no rule."""

    second_factor_required: Flag | None = None
    idle_minutes: Annotated[Whole, Field(ge=30, le=43_200)] | None = None
    absolute_hours: Annotated[Whole, Field(ge=1, le=8_760)] | None = None

    @field_validator("second_factor_required", mode="before")
    @classmethod
    def _required_or_not(cls, value: object) -> object:
        if value is None:
            raise PydanticCustomError("null", "Say true or false, or leave it out to keep it.")
        return value


class LogoOut(BaseModel):
    logo_url: str | None


class DeleteStudio(Form):
    """The studio's name, typed, as nobody does by mistake."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]


class FoundStudio(Form):
    name: OrganizationName
    time_zone: TimeZone = "UTC"
    accepted: AcceptedNow = None


class StartOver(Login):
    """Somebody whose account belongs to no organization any more, and the one that they found."""

    organization_name: OrganizationName
    time_zone: TimeZone = "UTC"
    accepted: AcceptedNow = None


class Founded(BaseModel):
    """The new organization; switch to it to work in it."""

    id: UUID
    member_id: UUID


class Switch(Form):
    organization_id: UUID


class OfferStudio(Form):
    member_id: UUID


class TransferOut(BaseModel):
    """An open offer to hand the studio over."""

    id: UUID
    from_member_id: UUID
    from_name: str
    to_member_id: UUID
    to_name: str
    expires_at: datetime
    mine: Literal["to_answer", "to_withdraw"] | None = Field(
        description="What whoever asks can do: they were offered the studio, or they offered it."
    )


class Transfers(BaseModel):
    """None or one."""

    items: list[TransferOut]


class JoinPageOut(BaseModel):
    """What the public sign-up page of a studio shows."""

    name: str
    text: str | None
    accent: str | None
    logo_url: str | None


class Join(Form):
    """Somebody who wants to train with the studio."""

    name: PersonName
    email: Email
