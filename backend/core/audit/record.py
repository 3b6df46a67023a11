"""Writing the log: gathered in a session, written in one statement just before it commits."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from backend.core.access import Access
from backend.core.audit.actions import Action
from backend.core.audit.models import AuditEntry
from backend.core.audit.seals import sealed_all
from backend.core.audit.told import AccountDeed
from backend.core.db.write import WriteSession
from backend.core.ids import PLATFORM, new_id
from backend.core.observability.context import current_request
from backend.core.outbox.emit import emit

HEALTH = "_health"
"""In `changes`: the names of fields of health data whose values are not in the log."""

FACTS = "_facts"
"""In `changes`: the names of those lists of two that are no before and after."""


@dataclass(frozen=True, slots=True)
class _Deed:
    """Something that was done, as it is gathered until the transaction commits."""

    action: Action
    subject: tuple[str, UUID] | None
    person_id: UUID | None
    actor_id: UUID | None
    changes: Mapping[str, Any]
    personal: Mapping[str, Any]
    id: UUID = field(default_factory=new_id)

    @property
    def account(self) -> UUID | None:
        """The user whose account it was done to."""
        kind, subject_id = self.subject or (None, None)
        return subject_id if kind == "user" else self.actor_id


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
    facts: Mapping[str, Any] | None = None,
    personal: Mapping[str, Any] | None = None,
    health: Collection[str] = (),
) -> None:
    """Write down a deed, if this transaction commits. Who did it is taken from the request.

    `subject` is what it was done to; `person_id` whose data that is (a client's id, or a user's). `changes` are what
    became different, `{field: [before, after]}`, and `facts` what else is to be known: neither is anybody's personal
    data. `personal` is either of them where it is, and needs `person_id`. `health` names the fields of health data
    that changed; their values are not for the log. `actor_id` is the user where nobody is signed in yet. What is
    written under `PLATFORM` about a user is shown to each of the user's organizations.
    """
    if personal and person_id is None:
        raise ValueError(f"{action.name}: personal values need the person they are about")
    if not session.pending_deeds:
        session.before_commit(_write)
    told = {**(changes or {}), **(facts or {})}
    if health:
        told[HEALTH] = sorted(health)
    if pairs := [name for name, value in (facts or {}).items() if is_pair(value)]:
        told[FACTS] = pairs
    session.pending_deeds.append(_Deed(action, subject, person_id, actor_id, told, personal or {}))


def is_pair(value: object) -> bool:
    """Whether a value of `changes` or `personal` has the shape of a before and an after."""
    return isinstance(value, list | tuple) and len(value) == 2


async def _write(session: WriteSession) -> None:
    deeds: list[_Deed] = list(session.pending_deeds)
    session.pending_deeds.clear()
    scope = current_request.get()
    access: Access | None = None if scope is None else scope.get("state", {}).get("access")
    private = await sealed_all(
        session, [(deed.id, deed.person_id, deed.personal) for deed in deeds if deed.person_id and deed.personal]
    )
    await session.execute(
        insert(AuditEntry),
        [
            _row(session, deed, access, None if scope is None else scope.get("request_id"), private.get(deed.id))
            for deed in deeds
        ],
    )
    if session.organization_id == PLATFORM:
        for deed in deeds:
            user_id = deed.account or session.user_id
            if user_id is not None:
                emit(session, AccountDeed(organization_id=PLATFORM, entry_id=deed.id, user_id=user_id))


def _row(
    session: WriteSession, deed: _Deed, access: Access | None, request_id: str | None, private: str | None
) -> dict[str, Any]:
    actor_id = deed.actor_id or session.user_id
    kind, subject_id = deed.subject or (None, None)
    here = access is not None and access.organization_id == session.organization_id
    return {
        "organization_id": session.organization_id,
        "id": deed.id,
        "action": deed.action.name,
        "actor_kind": _kind(access, actor_id),
        "actor_id": actor_id,
        "member_id": access.member_id if access is not None and here else None,
        "key_id": None if access is None else access.key_id,
        "session_id": None if access is None or access.key_id is not None else access.session_id,
        "request_id": request_id,
        "subject_kind": kind,
        "subject_id": subject_id,
        "person_id": deed.person_id,
        "changes": dict(deed.changes),
        "sealed": private,
    }


def _kind(access: Access | None, actor_id: UUID | None) -> str:
    if access is not None and access.key_id is not None:
        return "key"
    if actor_id is not None:
        return "person"
    return "nobody" if current_request.get() is not None else "system"
