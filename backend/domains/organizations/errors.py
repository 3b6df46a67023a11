"""What can go wrong with organizations and invitations."""

from backend.core.errors import Conflict, Gone, Unauthenticated


class InvitationSpent(Gone):
    code = "invitation_spent"
    title = "This invitation was used, withdrawn or has run out"


class AlreadyMember(Conflict):
    code = "already_member"
    title = "This person belongs to the organization already"


class NoMembership(Unauthenticated):
    code = "no_membership"
    title = "Your account belongs to no organization now"
