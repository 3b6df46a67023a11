"""Decisions about clients: their records, the archive, signing in, and figures that higher domains set."""

from backend.domains.clients.service.archive import archive, restore
from backend.domains.clients.service.bulk import NewClient, add_many
from backend.domains.clients.service.facts import Facts, set_facts
from backend.domains.clients.service.handing_over import hand_over
from backend.domains.clients.service.invitation import invite, mark_joined, revoke_invitation
from backend.domains.clients.service.joining import let_go, take_in
from backend.domains.clients.service.record import create, get, update
from backend.domains.clients.service.sharing import withhold

__all__ = [
    "Facts",
    "NewClient",
    "add_many",
    "archive",
    "create",
    "get",
    "hand_over",
    "invite",
    "let_go",
    "mark_joined",
    "restore",
    "revoke_invitation",
    "set_facts",
    "take_in",
    "update",
    "withhold",
]
