"""Entries as they are shown: with names, and with personal values where the reader may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from backend.core.access import Access
from backend.core.audit import ACTIONS, FACTS, HEALTH, is_pair, names_of, unsealed
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.errors import FieldError, Invalid
from backend.domains.audit import repository
from backend.domains.audit.policies import PEOPLE, sees_people
from backend.domains.audit.repository import AuditFilter
from backend.domains.audit.schemas import AuditActionList, AuditActionOut


def actions() -> AuditActionList:
    """Every kind of deed, by name."""
    known = sorted(ACTIONS.values(), key=lambda action: action.name)
    return AuditActionList(items=[AuditActionOut(name=each.name, group=each.group, text=each.text) for each in known])


def chosen(wanted: Iterable[str]) -> list[str]:
    """The names of actions; a group stands for all of its own. Raises `Invalid` for what is neither."""
    found: set[str] = set()
    for text in wanted:
        names = {action.name for action in ACTIONS.values() if text in (action.name, action.group)}
        if not names:
            raise Invalid(
                errors=[FieldError("/action", "Choose actions or groups of GET /api/audit/actions.", "query")]
            )
        found |= names
    return sorted(found)


async def resolved(
    session: ReadSession | WriteSession, wanted: AuditFilter, *, member_id: UUID | None, person_id: UUID | None
) -> AuditFilter:
    """The filter with who (a member) and whom (a client or a member) as the log has them, asked for at once."""
    asked = [each for each in (member_id, person_id) if each is not None]
    if not asked:
        return wanted
    users = await repository.users_of(session, asked)
    if member_id is not None:
        # Who never signed in has done nothing: no user has the id of a member.
        wanted = replace(wanted, actor_id=users.get(member_id) or member_id)
    if person_id is not None:
        member = person_id if person_id in users else None
        wanted = replace(wanted, person_id=users.get(person_id, person_id), about_member=member)
    return wanted


async def page(
    read: ReadSession, access: Access, wanted: AuditFilter, limit: int, cursor: str | None
) -> dict[str, Any]:
    """A page of `AuditEntryOut`s, newest first. The number of statements does not depend on the number of entries."""
    found = await repository.page(read, wanted, limit, cursor)
    return {**found, "items": await _shown(read, access, found["items"])}


async def _shown(read: ReadSession, access: Access, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    people = sees_people(access)
    private = await _private(read, rows) if people else {}
    names = await names_of(read, _named(rows), but=() if people else PEOPLE)
    return [_entry(row, names, private.get(row["id"]), people=people) for row in rows]


async def _private(read: ReadSession, rows: Iterable[dict[str, Any]]) -> dict[UUID, dict[str, Any]]:
    sealed = [(row["id"], row["person_id"], row["sealed"]) for row in rows if row["sealed"] is not None]
    return await unsealed(read, sealed) if sealed else {}


def _named(rows: Iterable[dict[str, Any]]) -> set[tuple[str, UUID]]:
    wanted: set[tuple[str, UUID]] = set()
    for row in rows:
        if row["actor_id"] is not None:
            wanted.add(("user", row["actor_id"]))
        if row["subject_kind"] is not None:
            wanted.add((row["subject_kind"], row["subject_id"]))
        if row["person_id"] is not None:
            wanted |= {("client", row["person_id"]), ("user", row["person_id"])}
    return wanted


def _entry(
    row: dict[str, Any], names: dict[tuple[str, UUID], str], private: dict[str, Any] | None, *, people: bool
) -> dict[str, Any]:
    known = ACTIONS.get(row["action"])
    values = {**row["changes"], **(private or {})}
    health, facts = values.pop(HEALTH, []), values.pop(FACTS, [])
    pairs = {name: value for name, value in values.items() if is_pair(value) and name not in facts}
    person_id, subject_id = row["person_id"], row["subject_id"]
    hidden = row["sealed"] is not None and private is None
    return {
        "id": row["id"],
        "at": row["created_at"],
        "action": row["action"],
        # What an older version wrote, and this one does not do any more.
        "text": row["action"] if known is None else known.text,
        "actor": {
            "kind": row["actor_kind"],
            "user_id": row["actor_id"],
            "member_id": row["member_id"],
            "key_id": row["key_id"],
            "name": names.get(("user", row["actor_id"])),
        },
        "subject": None
        if row["subject_kind"] is None
        else {"kind": row["subject_kind"], "id": subject_id, "name": names.get((row["subject_kind"], subject_id))},
        "person": None
        if person_id is None
        else {"id": person_id, "name": names.get(("client", person_id)) or names.get(("user", person_id))},
        "changes": [{"field": name, "before": before, "after": after} for name, (before, after) in pairs.items()],
        "facts": {name: value for name, value in values.items() if name not in pairs},
        "health_fields": health,
        "withheld": ("erased" if people else "role") if hidden else None,
        "session_id": row["session_id"],
        "request_id": row["request_id"],
    }
