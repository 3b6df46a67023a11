"""What goes in and out about accounts elsewhere."""

from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, Field

from backend.core.forms import Flag, Form
from backend.domains.accounts.schemas import AcceptedNow, Password, PersonName, TimeZone, Token

Provider: TypeAlias = Literal["google", "facebook"]


class Providers(BaseModel):
    """Where one can sign in, beside address and password."""

    items: list[Provider]


class ExternalBegin(Form):
    remember: Flag = Field(True, description="Stay signed in after the browser was closed.")


class ExternalAddress(BaseModel):
    """Send the browser there. It comes back to Stoke's own page."""

    url: str


class ExternalFinish(Form):
    """The last step, with the ticket that came back. Of the rest, what the answer before asked for."""

    ticket: Token
    password: Annotated[
        Password | None, Field(description="Of the account that has this address, to connect both.")
    ] = None
    organization_name: Annotated[PersonName | None, Field(description="To sign up as the owner of a new studio.")] = (
        None
    )
    name: PersonName | None = None
    time_zone: TimeZone = "UTC"
    invitation: Annotated[Token | None, Field(description="To take up an invitation.")] = None
    accepted: AcceptedNow = None


class LinkedAccount(BaseModel):
    provider: Provider
    email: str | None
    created_at: datetime
    last_used_at: datetime | None


class LinkedAccounts(BaseModel):
    items: list[LinkedAccount]
    available: list[Provider] = Field(description="Those that can be connected here.")
    can_unlink: bool = Field(description="There is another way to sign in: a password, a passkey, or a second account.")
