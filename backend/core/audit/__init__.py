"""The audit log: who did what, to what, and whose data it was. Written in the transaction of the deed.

    CLIENT_CHANGED = action("clients.changed", "changed a client")
    record(session, CLIENT_CHANGED, subject=("client", client_id), person_id=client_id, personal=diff)

Rows can be added and read, never changed: the app's role has no right to. Personal values are sealed under a key of
the person they are about; erasing the person destroys the key, and the deed stays. Of health data the fields are
named and the values left out.
"""

from backend.core.audit.actions import ACTIONS, Action, action
from backend.core.audit.names import names, names_of
from backend.core.audit.record import FACTS, HEALTH, difference, is_pair, record
from backend.core.audit.seals import destroy_key, sealed_all, unsealed
from backend.core.audit.told import AccountDeed

__all__ = [
    "ACTIONS",
    "FACTS",
    "HEALTH",
    "AccountDeed",
    "Action",
    "action",
    "destroy_key",
    "difference",
    "is_pair",
    "names",
    "names_of",
    "record",
    "sealed_all",
    "unsealed",
]
