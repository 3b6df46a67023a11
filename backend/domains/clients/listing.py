"""The list of clients: filters, four orders, and search.

Without a search the list is one plain statement on an index of its order. A search asks `find_clients` for the ids of
the page: row-level security would keep its `LIKE` off the index.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import TEXT, ColumnElement, Executable, Select, and_, bindparam, func, literal_column, select, true

from backend.core.access import Access, Scope
from backend.core.db.prepared import Variants
from backend.core.db.read import ReadSession
from backend.core.pagination import Keyset
from backend.domains.clients.models import Client, ClientFacts
from backend.domains.clients.policies import looking, sees_all_results, visible_to, without_results
from backend.domains.clients.repository import rows, shaped
from backend.domains.clients.schemas import AnyStatus, ClientAccess, ClientSort
from backend.domains.clients.search import FOUND, Bounds, Needle, arguments

_NOT_ARCHIVED: tuple[AnyStatus, ...] = ("active", "inactive", "paused")

# Written as in the indexes, and free of NULL: clients without the figure come last.
_LAST_WORKOUT = func.coalesce(ClientFacts.last_workout_on, literal_column("'1900-01-01'::date"))
_ADHERENCE = func.coalesce(ClientFacts.adherence_28, literal_column("2::double precision"))

_ORDERS = {
    ClientSort.NAME: Keyset("clients", (Client.sort_name, "sort_key", str, False), (Client.id, "id", UUID, False)),
    ClientSort.NEWEST: Keyset(
        "clients", (Client.created_at, "sort_key", datetime, True), (Client.id, "id", UUID, True)
    ),
    ClientSort.LAST_WORKOUT: Keyset(
        "clients", (_LAST_WORKOUT, "sort_key", date, True), (ClientFacts.id, "id", UUID, True)
    ),
    ClientSort.ADHERENCE: Keyset(
        "clients", (_ADHERENCE, "sort_key", float, False), (ClientFacts.id, "id", UUID, False)
    ),
}


_BY_FACTS = frozenset({ClientSort.LAST_WORKOUT, ClientSort.ADHERENCE})


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
    """A page of `ClientRow`s as `{items, next_cursor}`: one statement.

    Who does not see results of everybody gets them by name in the place of an order by results.
    """
    whole = sees_all_results(access)
    if sort in _BY_FACTS and not whole:
        # An order by what is hidden would tell it.
        sort = ClientSort.NAME
    order = _ORDERS[sort]
    needle = Needle.of(wanted.q)
    values = looking(access)
    if needle is None:
        filters = _Filters(wanted.wanted_statuses, wanted.trainer is not None, wanted.access)
        values["trainer"] = wanted.trainer
        if cursor is not None:
            values |= order.parameters(cursor)
        plain = _filtered if _thins_out(access.scope, sort, filters) else _plain
        statement = plain(access.scope, sort, filters, limit, cursor is not None)
    else:
        values |= arguments(needle, _bounds(access, wanted), sort, _after(order, cursor), limit + 1)
        statement = _searched(access.scope, sort, limit)
    cut = order.cut(await read.all(statement, values), limit)
    items = [shaped(row) if whole else without_results(access, shaped(row)) for row in cut["items"]]
    return {"items": items, "next_cursor": cut["next_cursor"]}


class _Filters(NamedTuple):
    """What makes another statement; which trainer is a parameter of it."""

    statuses: tuple[AnyStatus, ...]
    trainer: bool
    access: ClientAccess | None


def _build_plain(scope: Scope, sort: ClientSort, filters: _Filters, limit: int, later: bool) -> Executable:
    """First the keys of the page, by the index of its order, then what is shown of them.

    In one step Postgres sorts a whole studio: it makes one plan for all tenants, in which a studio is of average size.
    """
    order = _ORDERS[sort]
    keys: Select[*tuple[Any, ...]] = select(Client.organization_id, Client.id).where(
        visible_to(scope), _with_status(filters.statuses)
    )
    if filters.trainer:
        keys = keys.where(Client.trainer_member_id == bindparam("trainer"))
    if filters.access is not None:
        keys = keys.where(Client.access == filters.access)
    if sort in _BY_FACTS:
        keys = _from_facts(keys, looked_up=not _thins_out(scope, sort, filters))
    page = order.prepared_part(keys, limit, later=later).subquery("page")
    statement = rows(order.columns[0][0].label("sort_key")).join(
        page, and_(page.c.organization_id == Client.organization_id, page.c.id == Client.id)
    )
    return order.prepared_page(statement, limit, later=False)


def _from_facts(clients: Select[*tuple[Any, ...]], *, looked_up: bool) -> Select[*tuple[Any, ...]]:
    """The keys for an order by facts. `looked_up`: each client by its id, so that the index of the facts leads."""
    same = and_(ClientFacts.organization_id == Client.organization_id, ClientFacts.id == Client.id)
    if not looked_up:
        return clients.join(ClientFacts, same)
    # With a limit of its own the client cannot be joined by any other way, which would have to sort all of them.
    client = clients.where(same).limit(literal_column("1")).correlate(ClientFacts).lateral("client")
    return (
        select(client.c.organization_id, client.c.id)
        .select_from(ClientFacts)
        .join(client, true())
        .where(ClientFacts.organization_id == bindparam("access_organization_id"))
    )


def _thins_out(scope: Scope, sort: ClientSort, filters: _Filters) -> bool:
    """Whether no index has both the order and the filter, so that the best way depends on how many are left by it."""
    whole = scope is Scope.ALL and not filters.trainer and filters.access is None
    if sort is ClientSort.NAME:
        return filters.access is not None or scope is Scope.OWN
    return not (whole and set(filters.statuses) == set(_NOT_ARCHIVED))


def _build_searched(scope: Scope, sort: ClientSort, limit: int) -> Executable:
    """What is shown of the found: each by its id, and in the order in which they were found, which is the list's.

    A plan made for a studio of average size would walk through the whole of the largest to meet them on the way.
    """
    order = _ORDERS[sort]
    one = rows(order.columns[0][0].label("sort_key")).where(visible_to(scope), Client.id == FOUND.c.id)
    shown = one.limit(literal_column("1")).correlate(FOUND).lateral("shown")
    statement = select(*shown.c).select_from(FOUND).join(shown, true())
    return order.prepared_page(statement, limit, later=False).order_by(None).order_by(FOUND.c.place)


_plain = Variants(_build_plain)
_filtered = Variants(_build_plain, planned_anew=True)
_searched = Variants(_build_searched)


def _with_status(statuses: Sequence[AnyStatus]) -> ColumnElement[bool]:
    """Written so that an index has both the filter and the order."""
    if set(statuses) == set(_NOT_ARCHIVED):
        return Client.status != literal_column("'archived'", TEXT)
    return Client.status == statuses[0] if len(statuses) == 1 else Client.status.in_(_listed(statuses))


def _listed(statuses: Sequence[AnyStatus]) -> list[ColumnElement[str]]:
    # Written out: they are words of ours, and the planner knows how many clients have each.
    return [literal_column(f"'{status}'", TEXT) for status in statuses]


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
