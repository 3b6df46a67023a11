"""One kill of each kind under load, as `make chaos` does for longer; and that its checks find what they look for."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import asyncpg
import pytest

from backend.chaos.faults import SINGLE
from backend.chaos.house import House
from backend.chaos.invariants import broken
from backend.chaos.stand import environment, settings_of
from backend.chaos.storm import Storm
from backend.local.services import DATABASE, Services
from tests.faults.processes import free_port

TAMPERINGS = {
    "accepted, and there 0 times": "DELETE FROM clients WHERE last_name LIKE 'editor%'",
    "goal of": "UPDATE clients SET goal = '0' WHERE goal IS NOT NULL",
    "accepted as finished": "UPDATE session_logs SET status = 'discarded', finished_at = NULL",
    "accepted was": "UPDATE set_logs SET revision = 0",
    "is not what revision": "UPDATE set_logs SET reps = reps + 1",
    "its sets say": "UPDATE session_logs SET volume_kg = volume_kg + 1",
    "their workouts say": "UPDATE training_stats SET workouts = workouts + 1",
    "missing": "DELETE FROM records",
    "deliveries of": "UPDATE outbox_deliveries SET state = 'open'",
    "delivered to": "DELETE FROM outbox_deliveries",
    "events were not told": "UPDATE outbox_events SET relayed_at = NULL",
    "mails were not sent": "UPDATE outgoing_mails SET sent_at = NULL",
}


@pytest.fixture(scope="module")
async def storm(
    services: Services, template_database: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Storm]:
    await services.drop_database(DATABASE)
    await services.create_database(DATABASE, template=template_database)
    house = House(services, environment(services), tmp_path_factory.mktemp("storm"), free_port())
    try:
        await house.start()
        yield Storm(house, settings_of(house.env), seed=1)
    finally:
        await house.end()
        # The kernel ends what the house's thread started anew together with that thread.
        services.stop()
        services.start()


async def test_one_kill_of_each_kind_under_load_breaks_nothing(storm: Storm) -> None:
    report = await storm.run(SINGLE, 0)

    assert report["broken"] == []
    assert {name for name, _ in report["recoveries"]} == set(SINGLE)
    assert report["accepted"] > 100
    assert min(tab["events"] for tab in report["tabs"]) > 0


async def test_every_check_finds_what_was_tampered_with(storm: Storm, services: Services) -> None:
    connection = await asyncpg.connect(services.postgres.admin_url(DATABASE))
    try:
        assert await broken(connection, storm.ledger) == []
        for words, sql in TAMPERINGS.items():
            changed = connection.transaction()
            await changed.start()
            await connection.execute(sql)
            found = await broken(connection, storm.ledger)
            await changed.rollback()
            assert any(words in line for line in found), words
        for tab in storm.ledger.tabs:
            tab.cut_off.append(datetime.now(UTC))
        assert any("when nothing was wrong" in line for line in await broken(connection, storm.ledger))
        for tab in storm.ledger.tabs:
            tab.events.clear()
            tab.resyncs.clear()
        assert any("too little" in line for line in await broken(connection, storm.ledger))
        assert any("never heard of" in line for line in await broken(connection, storm.ledger))
    finally:
        await connection.close()
