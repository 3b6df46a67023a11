"""Giving every encrypted value to the key that encrypts now, a batch at a time, while Stoke runs.

As the app, under row-level security, organization by organization: no role sees what it did not see before. A batch
locks its rows for milliseconds and passes by those that somebody else holds; a later pass finds them. A value that does
not open stays as it is, and is told.
"""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    String,
    TableClause,
    Uuid,
    and_,
    bindparam,
    column,
    exists,
    func,
    select,
    table,
    update,
)

from backend.core.db.database import Database
from backend.core.db.encrypted import EncryptedColumn, encrypted_columns
from backend.core.db.write import WriteSession
from backend.core.ids import PLATFORM

BATCH = 200
OWNERS = 1_000
PASSES = 3

Say = Callable[[str], None]


@dataclass(slots=True)
class Rotation:
    """What was done: how many values by place, which did not open, and how many are still under which other key."""

    done: Counter[str] = field(default_factory=Counter[str])
    broken: set[str] = field(default_factory=set[str])
    left: Counter[str] = field(default_factory=Counter[str])


@dataclass(frozen=True, slots=True)
class _Owner:
    """Whose rows are looked at: an organization's, or one person's in the tables of no organization."""

    organization_id: UUID
    user_id: UUID | None = None


class _Place:
    """An encrypted column as statements see it: without the model, whose `updated_at` would say that somebody wrote."""

    def __init__(self, described: EncryptedColumn) -> None:
        kind = LargeBinary() if described.binary else String()
        self.name = described.place
        self.of_tenant = described.of_tenant
        self.binary = described.binary
        whose = column("organization_id" if described.of_tenant else "user_id", Uuid())
        self.table: TableClause = table(described.table, column("id", Uuid()), column(described.column, kind), whose)
        self.value = self.table.c[described.column]
        self.key: ColumnElement[str] = func.split_part(
            func.encode(self.value, "escape") if self.binary else self.value, ".", 1
        )
        self.whose = self.table.c[whose.name]

    def of(self, owner: _Owner) -> ColumnElement[bool]:
        """The rows of `owner` that hold a value."""
        return and_(self.whose == (owner.organization_id if self.of_tenant else owner.user_id), self.key != "")


async def rotate(database: Database, *, batch: int = BATCH, say: Say = lambda _: None) -> Rotation:
    """Encrypt anew whatever is not under the first key. Run again, it goes on where it was.

    Raises what the database does when it is away; what was done until then stays done.
    """
    result = Rotation()
    for attempt in range(1, PASSES + 1):
        before = result.done.total()
        async for owner in _owners(database):
            for place in await _waiting(database, owner):
                await _rotate_place(database, owner, place, batch, result)
        say(f"pass {attempt}: {result.done.total() - before} values")
        if result.done.total() == before:
            break
    for (_, key), count in (await uses(database)).items():
        if key != database.ports.cipher.current:
            result.left[key] += count
    return result


async def uses(database: Database) -> Counter[tuple[str, str]]:
    """How many values of each place are under each key. It reads every encrypted column."""
    found: Counter[tuple[str, str]] = Counter()
    async for owner in _owners(database):
        async with database.read(owner.organization_id, owner.user_id) as read:
            for place in _places_of(owner):
                counted = select(place.key.label("key"), func.count().label("count")).where(place.of(owner))
                for row in await read.all(counted.group_by(place.key)):
                    found[place.name, row["key"]] += row["count"]
    return found


async def _owners(database: Database) -> AsyncIterator[_Owner]:
    yield _Owner(PLATFORM)
    async for organization_id in _ids(database, "organizations"):
        yield _Owner(organization_id)
    async for user_id in _ids(database, "users"):
        yield _Owner(PLATFORM, user_id)


async def _ids(database: Database, name: str) -> AsyncIterator[UUID]:
    key = column("id", Uuid())
    following = select(key).select_from(table(name, key)).order_by(key).limit(OWNERS)
    last = UUID(int=0)
    while True:
        async with database.system() as system:
            rows = await system.all(following.where(key > last))
        for row in rows:
            yield row["id"]
        if len(rows) < OWNERS:
            return
        last = rows[-1]["id"]


def _places_of(owner: _Owner) -> list[_Place]:
    of_tenant = owner.user_id is None
    return [_Place(described) for described in encrypted_columns() if described.of_tenant is of_tenant]


async def _waiting(database: Database, owner: _Owner) -> list[_Place]:
    """The places where something of `owner` is under another key than the first: one statement."""
    places, current = _places_of(owner), database.ports.cipher.current
    if not places:
        return []
    asked = [exists().where(place.of(owner), place.key != current).label(place.name) for place in places]
    async with database.read(owner.organization_id, owner.user_id) as read:
        row = await read.first(select(*asked))
    assert row is not None
    return [place for place in places if row[place.name]]


async def _rotate_place(database: Database, owner: _Owner, place: _Place, batch: int, result: Rotation) -> None:
    last = UUID(int=0)
    while True:
        async with database.write(owner.organization_id, owner.user_id) as session:
            rows = await session.all(
                select(place.table.c.id, place.value.label("value"))
                .where(place.of(owner), place.key != session.ports.cipher.current, place.table.c.id > last)
                .order_by(place.table.c.id)
                .limit(batch)
                .with_for_update(skip_locked=True)
            )
            await _save(session, owner, place, rows, result)
        if len(rows) < batch:
            return
        last = rows[-1]["id"]


async def _save(
    session: WriteSession, owner: _Owner, place: _Place, rows: Sequence[dict[str, Any]], result: Rotation
) -> None:
    saved: list[dict[str, Any]] = []
    for row in rows:
        value = bytes(row["value"]).decode() if place.binary else row["value"]
        try:
            again = _again(session, owner, place, row["id"], value)
        except ValueError as error:
            result.broken.add(f"{error} (row {row['id']}, organization {owner.organization_id})")
            continue
        saved.append({"row_id": row["id"], "again": again.encode() if place.binary else again})
    if saved:
        statement = update(place.table).where(place.of(owner), place.table.c.id == bindparam("row_id", type_=Uuid()))
        await session.execute(statement.values({place.value.name: bindparam("again")}), saved)
        result.done[place.name] += len(saved)


def _again(session: WriteSession, owner: _Owner, place: _Place, row_id: UUID, value: str) -> str:
    cipher = session.ports.cipher
    text = cipher.decrypt(value, place=place.name, organization_id=owner.organization_id, row_id=row_id)
    return cipher.encrypt(text, place=place.name, organization_id=owner.organization_id, row_id=row_id)
