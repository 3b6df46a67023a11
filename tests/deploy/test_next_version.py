"""An old worker that meets an event of the next version leaves it to the next version's worker."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest
from sqlalchemy import text

from backend.core import events, outbox
from backend.core.db.write import WriteSession
from backend.core.outbox.relay import deliver, put_back
from tests.support.stoke import Person, Stoke


@dataclass(frozen=True, kw_only=True, slots=True)
class Planted(events.Event):
    """What the next version tells."""

    name = "clients.planted"
    version = 2
    client_id: UUID = field(default=UUID(int=1))


HANDLER = "clients.handlers.planted"


async def emitted(stoke: Stoke, person: Person) -> UUID:
    """The delivery of an event that the next version's API wrote; this version knows neither it nor its handler."""
    async with stoke.runtime.database.write(person.organization_id) as session:
        outbox.emit(session, Planted(organization_id=person.organization_id, actor_id=None))
    async with stoke.runtime.database.system() as system:
        found = await system.execute(text("SELECT id FROM outbox_deliveries WHERE handler = :name"), {"name": HANDLER})
        return UUID(str(found.scalar_one()))


async def test_it_stays_open_and_is_done_by_who_knows_it(stoke: Stoke, monkeypatch: pytest.MonkeyPatch) -> None:
    person, done = await stoke.owner(), list[events.Event]()

    async def planted(_: WriteSession, event: events.Event) -> None:
        done.append(event)

    monkeypatch.setitem(events._by_event, Planted.name, [HANDLER])  # pyright: ignore[reportPrivateUsage]
    delivery = await emitted(stoke, person)
    database = stoke.runtime.database

    with pytest.raises(KeyError) as unknown:
        await deliver(database, person.organization_id, delivery)
    await put_back(database, person.organization_id, delivery, unknown.value)
    async with database.system() as system:
        left = await system.execute(text("SELECT state FROM outbox_deliveries WHERE id = :id"), {"id": delivery})
        assert left.scalar_one() == "open"

    monkeypatch.setitem(events._handlers, HANDLER, planted)  # pyright: ignore[reportPrivateUsage]
    monkeypatch.setitem(events._classes, (Planted.name, 2), Planted)  # pyright: ignore[reportPrivateUsage]
    assert await deliver(database, person.organization_id, delivery)
    assert [event.version for event in done] == [2]
