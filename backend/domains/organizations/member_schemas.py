"""What goes in and out about who works here."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from backend.core.forms import Form
from backend.domains.accounts.schemas import Email, Patch, PersonName
from backend.domains.organizations.role_schemas import RoleKey

MemberState = Literal["active", "invited", "suspended", "left"]


class StaffInvitation(BaseModel):
    """An invitation that was mailed and waits. One that ran out can be sent again."""

    sent_at: datetime
    expires_at: datetime


class StaffMember(BaseModel):
    """Somebody who works here, did, or is invited to."""

    id: UUID
    name: str
    email: str | None
    role: str = Field(description="The built-in role, or `custom`.")
    role_id: UUID | None = Field(None, description="The studio's own role, where `role` is `custom`.")
    role_name: str = Field(examples=["Trainer"])
    state: MemberState
    joined_at: datetime | None = None
    invitation: StaffInvitation | None = Field(None, description="Of an invited member, the newest that was sent.")
    within_reach: bool = Field(description="Their role reaches no further than one's own: one may change it.")
    photo_url: str | None = None


class InviteMember(Form):
    name: PersonName = Field(examples=["Theo Lang"])
    email: Email
    role: RoleKey


class MemberPatch(Patch):
    """A field that is left out stays."""

    name: PersonName | None = None


class AssignRole(Form):
    role: RoleKey
