"""What can go wrong with roles and members."""

from backend.core.errors import Conflict, Forbidden


class BeyondOwnRole(Forbidden):
    """`permissions` names what the own role lacks or has in a narrower scope."""

    code = "beyond_own_role"
    title = "This reaches further than your own role"


class LastOwner(Conflict):
    code = "last_owner"
    title = "A studio keeps at least one owner. Make somebody else an owner first"


class NotYourself(Conflict):
    code = "not_yourself"
    title = "You cannot do this to yourself. Ask somebody else of the team"


class RoleInUse(Conflict):
    """`members` says how many people have the role."""

    code = "role_in_use"
    title = "People have this role. Give them another one first"


class RoleNameTaken(Conflict):
    code = "role_name_taken"
    title = "A role has this name already"


class WrongMemberState(Conflict):
    """`state` is what the member is: invited, active, suspended or left."""

    code = "wrong_member_state"
    title = "This does not fit what the member is just now"
