"""What goes in and out about one's own account."""

import re
import unicodedata
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    EmailStr,
    Field,
    StringConstraints,
    field_validator,
)
from pydantic_core import PydanticCustomError

from backend.core.forms import Form, Shown, Whole
from backend.domains.accounts.locales import LocaleName
from backend.domains.accounts.passwords import MAXIMUM

_ZONES = frozenset(available_timezones())
_BREAKING = frozenset({"Cc", "Zl", "Zp"})
"""Control characters and the line breaks of Unicode, which a mail's subject cannot carry."""


def _zone(value: str) -> str:
    if value not in _ZONES:
        raise ValueError("Choose a time zone such as Europe/Berlin.")
    return value


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def _one_line(value: str) -> str:
    if any(unicodedata.category(character) in _BREAKING for character in value):
        raise ValueError("Leave out line breaks and control characters.")
    return value


_LINK = re.compile(r"://|\bwww\.|\w\.[a-z]{2,}/", re.IGNORECASE)
"""What programs that show mail make a link of."""


def _no_link(value: str) -> str:
    # Anybody makes us mail a name to anybody: signing up, or asking to join with somebody else's address.
    if _LINK.search(value):
        raise ValueError("Leave out web addresses.")
    return value


Email = Annotated[EmailStr, BeforeValidator(_lower), Field(max_length=254)]
PersonName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120),
    AfterValidator(_one_line),
    AfterValidator(_no_link),
    Shown,
]
TimeZone = Annotated[str, AfterValidator(_zone), Field(max_length=64, examples=["Europe/Berlin"])]
Password = Annotated[str, StringConstraints(min_length=1, max_length=MAXIMUM)]
Token = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Units = Literal["metric", "imperial"]
Theme = Literal["dark", "light", "system"]
WeekStart = Annotated[
    Literal[1, 6, 7], Field(description="ISO day of the week that calendars begin with: Monday, Saturday or Sunday.")
]
Locale = Annotated[LocaleName, Field(description="How dates and numbers are written; `en` leaves it to the browser.")]


class Accepted(Form):
    """The versions of the texts that were shown beside the button."""

    terms: Whole
    privacy: Whole


AcceptedNow = Annotated[
    Accepted | None,
    Field(
        description="Doing this accepts terms and privacy notice, whose versions `GET /api/legal` tells. "
        "Left out: the versions that stand now. An older one is refused."
    ),
]


class Message(BaseModel):
    """What happened, in words."""

    message: str


class ForgotPassword(Form):
    email: Email


class ResetPassword(Form):
    token: Token
    password: Password


class VerifyEmail(Form):
    token: Token


class ChangePassword(Form):
    current_password: Password
    new_password: Password


class Verified(BaseModel):
    """The address that was confirmed, to fill in the sign-in form."""

    email: str
    password_needed: bool = Field(
        description="Several signed up with this address and different passwords: none counts, and a link to set one "
        "was mailed."
    )


class UserOut(BaseModel):
    id: UUID
    name: str
    email: str
    email_verified: bool
    has_password: bool = Field(description="False for who signed up with an account elsewhere.")
    time_zone: str
    locale: Locale
    units: Units
    theme: Theme
    week_start: WeekStart
    photo_url: str | None = Field(None, description="Fetched with the access token; null without a photo.")


class Patch(Form):
    """Changes some fields: one that is left out stays, and none of these can be cleared."""

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
    locale: Locale | None = None
    units: Units | None = None
    theme: Theme | None = None
    week_start: WeekStart | None = None
