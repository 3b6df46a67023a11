"""What can go wrong with organizations, memberships and invitations."""

from typing import ClassVar

from backend.core.errors import Conflict, Forbidden, Gone, Unauthenticated


class InvitationSpent(Gone):
    code = "invitation_spent"
    title = "This invitation was used, withdrawn or has run out"


class AlreadyMember(Conflict):
    code = "already_member"
    title = "This person belongs to the organization already"


class NoMembership(Unauthenticated):
    code = "no_membership"
    title = "Your account belongs to no organization now"


class MembershipSuspended(NoMembership):
    """Every membership of the account is suspended. `detail` says where, and whom to ask."""

    code = "membership_suspended"
    title = "You are suspended. Ask your studio to let you in again"


class HeldBack(Forbidden):
    """The person may do less than their role allows just now. `leaves` are the permissions that remain."""

    code = "held_back"
    title = "This is not open to you just now"
    leaves: ClassVar[tuple[str, ...]] = ("organization:read",)


class OrganizationSuspended(HeldBack):
    code = "organization_suspended"
    title = "This studio is suspended. Its owner can open it again"
    leaves = ("organization:read", "organization:suspend", "organization:delete", "privacy:openings")


class OrganizationClosing(HeldBack):
    code = "organization_closing"
    title = "This studio is going to be deleted. Its owner can take that back"
    leaves = ("organization:read", "organization:delete", "privacy:openings")


class SecondFactorMissing(HeldBack):
    code = "second_factor_missing"
    title = "This studio asks its staff for a second factor. Set one up to go on"


class KeyEnded(Conflict):
    code = "api_key_ended"
    title = "This API key does not work any more"


class TooManyKeys(Conflict):
    code = "too_many_api_keys"
    title = "You have as many API keys as one person can have"
