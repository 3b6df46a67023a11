"""The log as a file, written page by page: neither its length nor a slow receiver holds a connection or memory."""

import csv
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Literal

import orjson

from backend.core.access import Access
from backend.core.audit import action, record
from backend.core.db.database import Database
from backend.core.db.write import WriteSession
from backend.domains.audit.repository import AuditFilter
from backend.domains.audit.service import reading

EXPORTED = action("audit.exported", "exported the audit log")

Format = Literal["csv", "json"]
MEDIA_TYPES: dict[Format, str] = {"csv": "text/csv; charset=utf-8", "json": "application/json"}

PAGE = 500

HEAD = (
    "at",
    "action",
    "text",
    "actor_kind",
    "actor_name",
    "actor_user_id",
    "actor_key_id",
    "subject_kind",
    "subject_name",
    "subject_id",
    "person_name",
    "person_id",
    "changes",
    "facts",
    "health_fields",
    "withheld",
    "session_id",
    "request_id",
    "id",
)

_Pages = Callable[[str | None], Awaitable[dict[str, Any]]]


def note(session: WriteSession, wanted: AuditFilter, kind: Format) -> None:
    """That the log was exported is in the log."""
    bounds = {name: value.isoformat() for name in ("since", "until") if (value := getattr(wanted, name)) is not None}
    ids = {name: str(value) for name in ("actor_id", "subject_id", "person_id") if (value := getattr(wanted, name))}
    what = {"actions": ", ".join(wanted.actions)} if wanted.actions else {}
    record(session, EXPORTED, facts={"format": kind, **what, **bounds, **ids})


async def written(database: Database, access: Access, wanted: AuditFilter, kind: Format) -> AsyncIterator[bytes]:
    """The file in pieces, newest deeds first; each page is read on a connection of its own."""

    async def page(cursor: str | None) -> dict[str, Any]:
        async with database.read(access.organization_id) as read:
            return await reading.page(read, access, wanted, PAGE, cursor)

    async for piece in _csv(page) if kind == "csv" else _json(page):
        yield piece


async def _csv(page: _Pages) -> AsyncIterator[bytes]:
    # The mark tells spreadsheets that it is UTF-8.
    yield "\ufeff".encode() + _lines([HEAD])
    async for entries in _each(page):
        yield _lines([_row(entry) for entry in entries])


async def _json(page: _Pages) -> AsyncIterator[bytes]:
    before = b"["
    async for entries in _each(page):
        for entry in entries:
            yield before + b"\n" + orjson.dumps(entry, default=str)
            before = b","
    yield (b"[" if before == b"[" else b"") + b"\n]\n"


async def _each(page: _Pages) -> AsyncIterator[list[dict[str, Any]]]:
    cursor: str | None = None
    while True:
        found = await page(cursor)
        yield found["items"]
        cursor = found["next_cursor"]
        if cursor is None:
            return


def _row(entry: dict[str, Any]) -> tuple[Any, ...]:
    actor, subject, person = entry["actor"], entry["subject"] or {}, entry["person"] or {}
    return (
        entry["at"].isoformat(),
        entry["action"],
        entry["text"],
        actor["kind"],
        actor["name"],
        actor["user_id"],
        actor["key_id"],
        subject.get("kind"),
        subject.get("name"),
        subject.get("id"),
        person.get("name"),
        person.get("id"),
        *(orjson.dumps(entry[name], default=str).decode() if entry[name] else "" for name in _PACKED),
        entry["withheld"],
        entry["session_id"],
        entry["request_id"],
        entry["id"],
    )


_PACKED = ("changes", "facts", "health_fields")


def _lines(rows: list[tuple[Any, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(tuple(cell(value) for value in row) for row in rows)
    return text.getvalue().encode()


def cell(value: Any) -> str:
    """A value that a spreadsheet does not take for a formula (OWASP, CSV injection): names are typed by anybody."""
    shown = "" if value is None else str(value)
    return f"'{shown}" if shown.startswith(("=", "+", "-", "@", "\t", "\r")) else shown
