"""Queries of privacy."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, case, func, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on, insert

from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.core.openings import Opening
from backend.core.pagination import Keyset
from backend.core.personal import Person
from backend.domains.clients.models import Client
from backend.domains.organizations.models import Member
from backend.domains.privacy.models import Consent, Erasure, PersonalExport, RetentionChoice

Session = ReadSession | WriteSession

_OPENED_LAST = Keyset("openings", (Opening.id, "id", UUID, True))
_NAME = func.trim(Client.first_name + " " + Client.last_name).label("client_name")

_DECISION = (
    Consent.id,
    Consent.kind,
    Consent.version,
    Consent.decision,
    Consent.how,
    Consent.text_hash,
    Consent.sealed,
    Consent.client_id,
    Consent.created_at.label("at"),
)
_EXPORT: tuple[SQLColumnExpression[Any], ...] = (
    PersonalExport.id,
    PersonalExport.client_id,
    PersonalExport.state,
    PersonalExport.done,
    PersonalExport.parts,
    PersonalExport.size,
    PersonalExport.by_themselves,
    PersonalExport.created_at,
    PersonalExport.expires_at,
    PersonalExport.requested_by_member_id,
    PersonalExport.left_out,
    _NAME,
)
_ERASURE: tuple[SQLColumnExpression[Any], ...] = (
    Erasure.id,
    Erasure.client_id,
    Erasure.state,
    Erasure.by_themselves,
    Erasure.created_at,
    Erasure.due_at,
    Erasure.settled_at,
    _NAME,
)


def _rows(*columns: SQLColumnExpression[Any]) -> Select[*tuple[Any, ...]]:
    return select(*columns)


async def client(session: Session, condition: ColumnElement[bool], *, lock: bool = False) -> dict[str, Any] | None:
    """A client: `id`, `member_id`, `user_id`, `withheld`, `trainer_member_id`, name, address; perhaps locked."""
    rows = (
        select(
            Client.id,
            Client.member_id,
            Client.trainer_member_id,
            Client.first_name,
            Client.email,
            Client.withheld,
            Member.user_id,
        )
        .outerjoin(Member, and_(Member.organization_id == Client.organization_id, Member.id == Client.member_id))
        .where(Client.organization_id == session.organization_id, condition)
    )
    return await session.first(rows.with_for_update(of=Client) if lock else rows)


def person_of(row: dict[str, Any]) -> Person:
    """Who a row of `client` is."""
    return Person(row["id"], row["member_id"], row["user_id"])


async def client_of(session: Session, member_id: UUID) -> UUID | None:
    """The record of the client that a member is."""
    return await session.scalar(
        select(Client.id).where(Client.organization_id == session.organization_id, Client.member_id == member_id)
    )


async def latest_decisions(session: Session, member_id: UUID) -> dict[str, dict[str, Any]]:
    """The decision that holds, of each kind that there is one of."""
    rows = await session.all(
        select(*_DECISION)
        .ext(distinct_on(Consent.kind))
        .where(Consent.organization_id == session.organization_id, Consent.member_id == member_id)
        .order_by(Consent.kind, Consent.id.desc())
    )
    return {row["kind"]: row for row in rows}


async def decisions(session: Session, member_id: UUID, limit: int) -> list[dict[str, Any]]:
    """Decisions of a member, the newest first."""
    return await session.all(
        select(*_DECISION)
        .where(Consent.organization_id == session.organization_id, Consent.member_id == member_id)
        .order_by(Consent.id.desc())
        .limit(limit)
    )


async def undecided(
    read: ReadSession, versions: Mapping[str, int], clients_alone: Collection[str], limit: int
) -> tuple[list[dict[str, Any]], int]:
    """Members who can sign in and have not decided on these versions, by name: `limit` of them, and how many there are.

    `clients_alone` are kinds that nobody else is asked for.
    """
    decided = (
        select(
            Consent.member_id,
            func.array_agg(Consent.kind.distinct()).label("kinds"),
            func.count(Consent.kind.distinct()).label("all"),
            func.count(Consent.kind.distinct()).filter(Consent.kind.not_in(clients_alone)).label("of_staff"),
        )
        .where(
            Consent.organization_id == read.organization_id,
            tuple_(Consent.kind, Consent.version).in_(list(versions.items())),
        )
        .group_by(Consent.member_id)
        .subquery()
    )
    coached = Member.role == "client"
    done = func.coalesce(case((coached, decided.c.all), else_=decided.c.of_staff), 0)
    asked = case((coached, len(versions)), else_=len(versions) - len(clients_alone))
    rows = await read.all(
        select(
            Member.id.label("member_id"),
            Member.name,
            Member.role,
            decided.c.kinds,
            func.count().over().label("count"),
        )
        .outerjoin(decided, decided.c.member_id == Member.id)
        .where(Member.organization_id == read.organization_id, Member.state == "active", done < asked)
        .order_by(Member.name, Member.id)
        .limit(limit)
    )
    left = [
        {**row, "kinds": [k for k in versions if k not in (row["kinds"] or ()) and _is_asked(k, row, clients_alone)]}
        for row in rows
    ]
    return left, rows[0]["count"] if rows else 0


def _is_asked(kind: str, member: Mapping[str, Any], clients_alone: Collection[str]) -> bool:
    return member["role"] == "client" or kind not in clients_alone


async def openings(read: ReadSession, client_id: UUID, limit: int, cursor: str | None) -> dict[str, Any]:
    """A page of `OpeningOut`s, the latest hour first."""
    rows = (
        _rows(
            Opening.id,
            Opening.created_at.label("at"),
            Opening.data_class,
            Opening.member_id,
            Member.name,
            Member.role,
            Opening.key_id.isnot(None).label("by_key"),
        )
        .outerjoin(Member, and_(Member.organization_id == Opening.organization_id, Member.id == Opening.member_id))
        .where(Opening.organization_id == read.organization_id, Opening.client_id == client_id)
    )
    return _OPENED_LAST.cut(await read.all(_OPENED_LAST.page(rows, limit, cursor)), limit)


def _exports() -> Select[*tuple[Any, ...]]:
    return _rows(*_EXPORT).join(
        Client, and_(Client.organization_id == PersonalExport.organization_id, Client.id == PersonalExport.client_id)
    )


async def exports(
    session: Session,
    limit: int,
    *,
    client_id: UUID | None = None,
    by_themselves: bool | None = None,
    requested_by: UUID | None = None,
) -> list[dict[str, Any]]:
    """Exports of the organization or of a client, the newest first."""
    rows = _exports().where(PersonalExport.organization_id == session.organization_id)
    if client_id is not None:
        rows = rows.where(PersonalExport.client_id == client_id)
    if by_themselves is not None:
        rows = rows.where(PersonalExport.by_themselves == by_themselves)
    if requested_by is not None:
        rows = rows.where(PersonalExport.requested_by_member_id == requested_by)
    return await session.all(rows.order_by(PersonalExport.id.desc()).limit(limit))


async def export(session: Session, export_id: UUID) -> dict[str, Any] | None:
    """One export."""
    return await session.first(
        _exports().where(PersonalExport.organization_id == session.organization_id, PersonalExport.id == export_id)
    )


async def add_export(session: WriteSession, row: dict[str, Any]) -> bool:
    """Write a running export; False when one runs already."""
    added = insert(PersonalExport).values(organization_id=session.organization_id, **row)
    return await session.scalar(added.on_conflict_do_nothing().returning(PersonalExport.id)) is not None


def _erasures() -> Select[*tuple[Any, ...]]:
    return _rows(*_ERASURE).join(
        Client, and_(Client.organization_id == Erasure.organization_id, Client.id == Erasure.client_id)
    )


async def last_erasure(session: Session, client_id: UUID) -> dict[str, Any] | None:
    """The erasure of a client that was asked for last."""
    rows = _erasures().where(Erasure.organization_id == session.organization_id, Erasure.client_id == client_id)
    return await session.first(rows.order_by(Erasure.id.desc()).limit(1))


async def waiting_erasures(session: Session, limit: int) -> list[dict[str, Any]]:
    """Erasures that wait, the next due first."""
    rows = _erasures().where(Erasure.organization_id == session.organization_id, Erasure.state == "waiting")
    return await session.all(rows.order_by(Erasure.due_at, Erasure.id).limit(limit))


async def waiting_erasure(session: Session, erasure_id: UUID) -> dict[str, Any] | None:
    """An erasure that waits, locked, with the client's address."""
    return await session.first(
        _rows(Erasure.due_at, Erasure.created_at, Erasure.reminded_days, Client.first_name, Client.email)
        .join(Client, and_(Client.organization_id == Erasure.organization_id, Client.id == Erasure.client_id))
        .where(Erasure.organization_id == session.organization_id, Erasure.id == erasure_id, Erasure.state == "waiting")
        .with_for_update(of=Erasure)
    )


async def choices(session: Session) -> dict[str, dict[str, Any]]:
    """What the organization chose, by rule."""
    rows = await session.all(
        select(
            RetentionChoice.rule, RetentionChoice.keep_days, RetentionChoice.last_run_at, RetentionChoice.last_removed
        ).where(RetentionChoice.organization_id == session.organization_id)
    )
    return {row["rule"]: row for row in rows}
