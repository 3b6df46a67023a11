"""What goes in and out about API keys."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from backend.core.access import Scope
from backend.core.forms import Form, Instant, Shown, Whole
from backend.domains.accounts.schemas import Patch
from backend.domains.organizations.keys import LONGEST_LIFE

HIGHEST_RATE = 10_000


def _no_breaks(text: str) -> str:
    if not text.isprintable():
        raise ValueError("Leave out line breaks and control characters.")
    return text


KeyName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80),
    AfterValidator(_no_breaks),
    Shown,
    Field(examples=["Booking site"]),
]
PermissionName = Annotated[str, StringConstraints(min_length=1, max_length=64)]
KeyState = Literal["working", "expired", "revoked", "resting"]
Expiry = Annotated[
    Instant,
    Field(description=f"When it stops working: {LONGEST_LIFE.days} days from now at most."),
]


class ApiKeyIn(Form):
    """A new key. It acts for the member who makes it, and never does more than they may do themselves at the time."""

    name: KeyName
    permissions: Annotated[
        dict[PermissionName, Scope],
        Field(
            min_length=1,
            max_length=100,
            description="How far it may reach, by permission.",
            examples=[{"clients:read": "all", "workouts:read": "all"}],
        ),
    ]
    expires_at: Expiry
    rate_limit: Annotated[
        Whole | None,
        Field(ge=1, le=HIGHEST_RATE, description="Requests a minute; null for the usual limit.", examples=[None]),
    ] = None


class ApiKeyPatch(Patch):
    """A field that is left out stays."""

    name: KeyName | None = None


class ApiKeyRotate(Form):
    """A new secret for the same key."""

    overlap_hours: Annotated[
        Whole, Field(ge=0, le=168, description="How long the secret of before goes on working beside the new one.")
    ] = 24
    expires_at: Annotated[
        Expiry | None, Field(description="When the key stops working; left out, it gets as long again as it had.")
    ] = None


class ApiKeyOut(BaseModel):
    """A key as a list shows it: how it begins, never its secret."""

    id: UUID
    name: str
    prefix: str = Field(description="How the key begins, to tell keys apart.")
    state: KeyState = Field(description="`resting`: the member it acts for may not sign in just now.")
    member_id: UUID
    member_name: str
    permissions: dict[str, str]
    rate_limit: int | None = Field(description="Requests a minute; null for the usual limit.")
    created_at: datetime
    expires_at: datetime | None
    rotated_at: datetime | None
    previous_until: datetime | None = Field(description="Until when the secret before the last rotation works, too.")
    revoked_at: datetime | None
    last_used_at: datetime | None = Field(description="To the minute.")
    last_address: str | None


class ApiKeyMade(BaseModel):
    """The key itself, which is shown this once."""

    key: str = Field(description="Send it as `Authorization: Bearer …`. It is stored as a hash and never shown again.")
    about: ApiKeyOut


class GivablePermission(BaseModel):
    name: str
    description: str = Field(description="Completes “may …”.")
    scopes: list[Scope] = Field(description="From the narrowest to the widest that you have yourself.")


class GivableGroup(BaseModel):
    name: str
    title: str
    permissions: list[GivablePermission]


class GivableOut(BaseModel):
    """What you may give to a key."""

    groups: list[GivableGroup]
    usual_rate_limit: int = Field(description="Requests a minute of a key without a limit of its own; 0 for none.")
    highest_rate_limit: int = Field(description="The most that a key may be given.")
    longest_days: int
