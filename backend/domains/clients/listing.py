"""The list of clients: filters, four orders, and search.

Without a search the list is one plain statement on an index of its order. A search asks `find_clients` for the ids of
the page: row-level security would keep its `LIKE` off the index.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, literal_column

from backend.core.access import Access, Scope
from backend.core.db.read import ReadSession
from backend.core.pagination import Keyset
from backend.domains.clients.models import Client, ClientFacts
from backend.domains.clients.policies import visible_clients
from backend.domains.clients.repository import rows, shaped
from backend.domains.clients.schemas import AnyStatus, ClientAccess, ClientSort
from backend.domains.clients.search import Bounds, Needle, find

_NOT_ARCHIVED: tuple[AnyStatus, ...] = ("active", "inactive", "paused")

# Written as in the indexes, and free of NULL: clients without the figure come last.
_LAST_WORKOUT = func.coalesce(ClientFacts.last_workout_on, literal_column("'1900-01-01'::date"))
_ADHERENCE = func.coalesce(ClientFacts.adherence_28, literal_column("2::double precision"))

_ORDERS = {
    ClientSort.NAME: Keyset((Client.sort_name, "sort_key", str, False), (Client.id, "id", UUID, False)),
    ClientSort.NEWEST: Keyset((Client.created_at, "sort_key", datetime, True), (Client.id, "id", UUID, True)),
    ClientSort.LAST_WORKOUT: Keyset((_LAST_WORKOUT, "sort_key", date, True), (ClientFacts.id, "id", UUID, True)),
    ClientSort.ADHERENCE: Keyset((_ADHERENCE, "sort_key", float, False), (ClientFacts.id, "id", UUID, False)),
}


@dataclass(frozen=True, slots=True)
class ClientFilter:
    """What is wanted of the list. No statuses: all but archived."""

    q: str | None = None
    statuses: Sequence[AnyStatus] | None = None
    trainer: UUID | None = None
    access: ClientAccess | None = None

    @property
    def wanted_statuses(self) -> tuple[AnyStatus, ...]:
        return tuple(sorted(set(self.statuses or _NOT_ARCHIVED)))


async def page(
    read: ReadSession, access: Access, wanted: ClientFilter, sort: ClientSort, limit: int, cursor: str | None
) -> dict[str, Any]:
    """A page of `ClientRow`s as `{items, next_cursor}`: one statement."""
    order = _ORDERS[sort]
    statement = rows(order.columns[0][0].label("sort_key")).where(visible_clients(access))
    needle = Needle.of(wanted.q)
    if needle is None:
        statement = order.page(_filtered(statement, wanted), limit, cursor)
    else:
        found = find(needle, _bounds(access, wanted), sort, _after(order, cursor), limit + 1)
        statement = order.page(statement.join(found, found.c.id == Client.id), limit, None)
    cut = order.cut(await read.all(statement), limit)
    return {"items": [shaped(row) for row in cut["items"]], "next_cursor": cut["next_cursor"]}


def _filtered(statement: Any, wanted: ClientFilter) -> Any:
    statuses = wanted.wanted_statuses
    # Equality instead of a list of one, so that the index by status and name keeps its order.
    statement = statement.where(Client.status == statuses[0] if len(statuses) == 1 else Client.status.in_(statuses))
    if wanted.trainer is not None:
        statement = statement.where(Client.trainer_member_id == wanted.trainer)
    if wanted.access is not None:
        statement = statement.where(Client.access == wanted.access)
    return statement


def _bounds(access: Access, wanted: ClientFilter) -> Bounds:
    """The policy again, for inside the function: otherwise its pages would hold rows that one may not see."""
    trainers = {wanted.trainer} if wanted.trainer else set[UUID]()
    if access.scope is Scope.ASSIGNED:
        trainers.add(access.member_id)
    member = access.member_id if access.scope is Scope.OWN else None
    return Bounds(wanted.wanted_statuses, tuple(trainers), member, wanted.access)


def _after(order: Keyset, cursor: str | None) -> tuple[str, UUID] | None:
    if cursor is None:
        return None
    value, client_id = order.values(cursor)
    return (value.isoformat() if isinstance(value, (date, datetime)) else str(value), client_id)
