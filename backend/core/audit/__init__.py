"""The audit log: who did what, to what, and whose data it was. Written in the transaction of the deed.

    CLIENT_CHANGED = action("clients.changed", "changed a client")
    record(session, CLIENT_CHANGED, subject=("client", client_id), person_id=client_id, personal=diff)

Rows can be added and read, never changed: the app's role has no right to. Personal values are sealed under a key of
the person they are about; erasing the person destroys the key, and the deed stays.
"""

from backend.core.audit.actions import ACTIONS, Action, action
from backend.core.audit.record import difference, record
from backend.core.audit.seals import destroy_key, unsealed

__all__ = ["ACTIONS", "Action", "action", "destroy_key", "difference", "record", "unsealed"]
