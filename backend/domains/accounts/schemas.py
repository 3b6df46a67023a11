"""What goes in and out about one's own account."""

import unicodedata
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    EmailStr,
    Field,
    StringConstraints,
    field_validator,
)
from pydantic_core import PydanticCustomError

from backend.domains.accounts.passwords import MAXIMUM

_ZONES = frozenset(available_timezones())
_BREAKING = frozenset({"Cc", "Zl", "Zp"})
"""Control characters and the line breaks of Unicode, which a mail's subject cannot carry."""
_INVISIBLE = frozenset({"Cf", "Cn", "Co", "Mn", "Me", "Mc", "Zs"})


def _zone(value: str) -> str:
    if value not in _ZONES:
        raise ValueError("Choose a time zone such as Europe/Berlin.")
    return value


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def _visible(value: str) -> str:
    kinds = {unicodedata.category(character) for character in value}
    if kinds & _BREAKING:
        raise ValueError("Leave out line breaks and control characters.")
    if all(kind in _INVISIBLE for kind in kinds):
        raise ValueError("Use at least one letter, digit or sign that can be seen.")
    return value


Email = Annotated[EmailStr, BeforeValidator(_lower), Field(max_length=254)]
PersonName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), AfterValidator(_visible)
]
TimeZone = Annotated[str, AfterValidator(_zone), Field(max_length=64, examples=["Europe/Berlin"])]
Password = Annotated[str, StringConstraints(min_length=1, max_length=MAXIMUM)]
Token = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Units = Literal["metric", "imperial"]
Theme = Literal["dark", "light", "system"]


class Message(BaseModel):
    """What happened, in words."""

    message: str


class ForgotPassword(BaseModel):
    email: Email


class ResetPassword(BaseModel):
    token: Token
    password: Password


class VerifyEmail(BaseModel):
    token: Token


class ChangePassword(BaseModel):
    current_password: Password
    new_password: Password


class Verified(BaseModel):
    """The address that was confirmed, to fill in the sign-in form."""

    email: str


class UserOut(BaseModel):
    id: UUID
    name: str
    email: str
    email_verified: bool
    time_zone: str
    locale: str
    units: Units
    theme: Theme
    photo_url: str | None = Field(None, description="Fetched with the access token; null without a photo.")


class Patch(BaseModel):
    """Changes some fields: one that is left out stays, and none of these can be cleared."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _nothing_is_cleared(cls, value: object) -> object:
        if value is None:
            raise PydanticCustomError("null", "This cannot be cleared. Leave it out to keep it.")
        return value


class PreferencesPatch(Patch):
    """A field that is left out stays."""

    name: PersonName | None = None
    time_zone: TimeZone | None = None
    units: Units | None = None
    theme: Theme | None = None
