"""What can go wrong with clients."""

from backend.core.errors import Conflict, Forbidden, NotFound


class ClientNotFound(NotFound):
    code = "client_not_found"
    title = "There is no such client, or you may not see them"


class ClientEmailTaken(Conflict):
    """`client_id` in the answer is the client who has the address, or null where one may not see them."""

    code = "client_email_taken"
    title = "Another client has this e-mail address"


class ClientArchivedAlready(Conflict):
    code = "client_archived"
    title = "This client is archived: restore them first"


class ClientHasAccess(Conflict):
    code = "client_has_access"
    title = "This client can sign in already"


class HandOverForbidden(Forbidden):
    code = "client_hand_over_forbidden"
    title = "Only an owner or an admin can give a client to another trainer"
