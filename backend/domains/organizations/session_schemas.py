"""How a person sees their sign-ins."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from backend.domains.accounts.devices import DeviceKind, name_of


class SignInOut(BaseModel):
    """One device or browser that is signed in."""

    id: UUID
    device: str = Field(description="The browser and what it runs on.", examples=["Safari on iPhone"])
    kind: DeviceKind
    organization: str = Field(description="Where it works just now.")
    address: str = Field(description="The network address it signed in from.")
    place: str | None = Field(description="The country of that address (ISO 3166-1 alpha-2), where it is known.")
    methods: list[str] = Field(description="How the person proved who they are.", examples=[["password", "totp"]])
    remembered: bool = Field(description="Stays signed in when the browser is closed.")
    signed_in_at: datetime
    last_used_at: datetime = Field(description="To a quarter of an hour.")
    ends_at: datetime = Field(description="When it ends by itself, if it is used until then.")
    current: bool = Field(description="The one that asks.")


class SignInList(BaseModel):
    items: list[SignInOut]


def sign_in_out(row: Mapping[str, Any], *, current: bool) -> SignInOut:
    """A row of `overdue.sign_ins_of` as the person sees it."""
    device = name_of(row["user_agent"])
    return SignInOut(device=device.label, kind=device.kind, current=current, **row)
