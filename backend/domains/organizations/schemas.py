"""What goes in and out about sign-up, sign-in, organizations and invitations."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from backend.core.access import Scope
from backend.core.forms import Flag, Form
from backend.domains.accounts.factors.schemas import SecondFactorOut
from backend.domains.accounts.schemas import AcceptedNow, Email, Password, Patch, PersonName, TimeZone, Units, UserOut

OrganizationName = PersonName


class Register(Form):
    """A new owner with a new organization."""

    name: PersonName
    email: Email
    password: Password
    organization_name: OrganizationName
    time_zone: TimeZone = "UTC"
    accepted: AcceptedNow = None


class Login(Form):
    email: Email
    password: Password
    remember: Flag = Field(True, description="Stay signed in after the browser was closed.")


class TokenOut(BaseModel):
    """Keep the access token in memory. The refresh token is in an HttpOnly cookie."""

    status: Literal["signed_in"] = "signed_in"
    access_token: str
    scheme: Literal["Bearer"] = "Bearer"
    expires_in: int = Field(description="Seconds.")
    csrf_token: str = Field(description="Send as X-CSRF-Token to refresh and logout.")
    organization_id: UUID = Field(
        description="Where the token is for. A refresh leads to another one when one belongs to the one before no more."
    )


SignInOut = Annotated[TokenOut | SecondFactorOut, Field(discriminator="status")]
"""Every kind of sign-in answers one of these."""


class OrganizationOut(BaseModel):
    id: UUID
    name: str
    slug: str
    time_zone: str
    units: Units
    state: Literal["active", "suspended", "deleting"] = Field(
        "active", description="Unless active, its people sign in and see why, and can do nothing else."
    )
    delete_after: datetime | None = Field(None, description="When a studio that is being deleted will be gone.")
    brand_name: str | None = Field(None, description="What clients see in place of Stoke's name.")
    brand_accent: str | None = Field(None, description="A colour, as #rrggbb.")
    logo_url: str | None = Field(None, description="Needs no token; another logo has another address.")


class OrganizationPatch(Patch):
    """A field that is left out stays."""

    name: OrganizationName | None = None
    time_zone: TimeZone | None = None
    units: Units | None = None


class MembershipOut(BaseModel):
    id: UUID
    name: str
    role: str
    state: Literal["active", "suspended", "deleting"] = Field("active", description="Of the organization.")
    logo_url: str | None = None


def photo_url(member_id: UUID, key: str | None) -> str | None:
    """Where a photo is fetched, with the access token; another photo has another address."""
    if key is None:
        return None
    return f"/api/members/{member_id}/photo?v={key.rpartition('/')[2].removesuffix('.webp')}"


def logo_url(slug: str, key: str | None) -> str | None:
    """Where the organization's logo is fetched, by anybody; another logo has another address."""
    if key is None:
        return None
    return f"/api/logos/{slug}?v={key.rpartition('/')[2]}"


class PhotoOut(BaseModel):
    photo_url: str | None


class Me(BaseModel):
    """Who is signed in, where, and what they may do."""

    user: UserOut
    organization: OrganizationOut
    member_id: UUID
    role: str = Field(description="The built-in role, or `custom`.")
    role_name: str = Field(description="What the role is called here.", examples=["Trainer"])
    permissions: dict[str, Scope]
    held_back: str | None = Field(
        None, description="Why the permissions are fewer than the role's: the `code` of the problem that says so."
    )
    organizations: list[MembershipOut]
    consents_due: list[str] = Field(
        description="Kinds of consent to ask for here: never decided on, or on an older text.", examples=[["terms"]]
    )


class InvitationOut(BaseModel):
    """Shown to whoever holds the link."""

    organization_name: str = Field(description="Its public name, where it has one.")
    email: str
    name: str
    role: str
    role_name: str = Field(examples=["Trainer"])
    expires_at: datetime
    account_exists: bool = Field(description="The address has an account: its password is asked, no new one is set.")


class AcceptInvitation(Form):
    """`password` is a new one, or the account's own where the address has an account."""

    password: Password
    name: Annotated[PersonName | None, Field(description="How the person wants to be called.")] = None
    time_zone: TimeZone = "UTC"
    accepted: AcceptedNow = None
