"""Writing the log: gathered in a session, written in one statement just before it commits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from backend.core.access import Access
from backend.core.audit.actions import Action
from backend.core.audit.models import AuditEntry
from backend.core.audit.seals import sealed
from backend.core.db.write import WriteSession
from backend.core.ids import new_id
from backend.core.observability.context import current_request


@dataclass(frozen=True, slots=True)
class _Deed:
    action: Action
    subject: tuple[str, UUID] | None
    person_id: UUID | None
    actor_id: UUID | None
    changes: Mapping[str, Any]
    personal: Mapping[str, Any]
    id: UUID = field(default_factory=new_id)


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """`{field: [before, after]}` of the fields of `after` that became another value."""
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}


def record(
    session: WriteSession,
    action: Action,
    *,
    subject: tuple[str, UUID] | None = None,
    person_id: UUID | None = None,
    actor_id: UUID | None = None,
    changes: Mapping[str, Any] | None = None,
    personal: Mapping[str, Any] | None = None,
) -> None:
    """Write down a deed, if this transaction commits. Who did it is taken from the request.

    `subject` is what it was done to; `person_id` whose data that is (a client's id, or a user's); `changes` are facts
    that are nobody's personal data, `personal` those that are: these need `person_id`. Of health data name the field
    and leave out the values. `actor_id` is the user where nobody is signed in yet.
    """
    if personal and person_id is None:
        raise ValueError(f"{action.name}: personal values need the person they are about")
    if not session.pending_deeds:
        session.before_commit(_write)
    session.pending_deeds.append(_Deed(action, subject, person_id, actor_id, changes or {}, personal or {}))


async def _write(session: WriteSession) -> None:
    deeds: list[_Deed] = list(session.pending_deeds)
    session.pending_deeds.clear()
    scope = current_request.get()
    access: Access | None = None if scope is None else scope.get("state", {}).get("access")
    rows: list[dict[str, Any]] = []
    for deed in deeds:
        actor_id = deed.actor_id or session.user_id
        private = (
            None
            if deed.person_id is None or not deed.personal
            else await sealed(session, deed.person_id, deed.id, deed.personal)
        )
        kind, subject_id = deed.subject or (None, None)
        rows.append(
            {
                "organization_id": session.organization_id,
                "id": deed.id,
                "action": deed.action.name,
                "actor_kind": _kind(access, actor_id, in_request=scope is not None),
                "actor_id": actor_id,
                "member_id": None if access is None else access.member_id,
                "key_id": None if access is None else access.key_id,
                "session_id": None if access is None or access.key_id is not None else access.session_id,
                "request_id": None if scope is None else scope.get("request_id"),
                "subject_kind": kind,
                "subject_id": subject_id,
                "person_id": deed.person_id,
                "changes": dict(deed.changes),
                "sealed": private,
            }
        )
    await session.execute(insert(AuditEntry), rows)


def _kind(access: Access | None, actor_id: UUID | None, *, in_request: bool) -> str:
    if access is not None and access.key_id is not None:
        return "key"
    if actor_id is not None:
        return "person"
    return "nobody" if in_request else "system"
