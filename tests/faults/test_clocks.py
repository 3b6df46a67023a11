"""Machines whose clocks are hours off: what is counted by several of them is counted by the database's clock."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlalchemy import text

from backend.core import clock
from backend.core.errors import Unavailable
from backend.core.ids import new_id
from backend.core.mail import Letter, queue_mail
from backend.core.outbox.relay import put_back
from backend.core.realtime.catch_up import missed
from backend.core.settings import Settings
from tests.support.stoke import Stoke

LETTER = Letter(subject="Hello", greeting="Hello,", paragraphs=("A mail.",))
EVERYBODY = frozenset({"staff:all"})


@pytest.mark.parametrize("hours", [-5, 5])
async def test_a_delivery_is_put_back_for_seconds_whatever_the_workers_clock_says(stoke: Stoke, hours: int) -> None:
    organization_id = new_id()
    async with stoke.runtime.database.write(organization_id) as session:
        await queue_mail(session, "iris@example.com", LETTER)
    async with stoke.runtime.database.read(organization_id) as read:
        delivery_id = await read.scalar(text("SELECT id FROM outbox_deliveries"))

    with clock.at(datetime.now(UTC) + timedelta(hours=hours)):
        await put_back(stoke.runtime.database, organization_id, delivery_id, Unavailable())

    async with stoke.runtime.database.read(organization_id) as read:
        wait = await read.scalar(text("SELECT available_at - now() FROM outbox_deliveries"))
    assert timedelta() <= wait <= timedelta(seconds=5)


async def test_an_event_told_by_a_clock_that_is_ahead_hides_no_later_one(stoke: Stoke) -> None:
    owner = await stoke.owner()

    async def newest() -> UUID:
        await owner.client.post("/api/clients", json={"first_name": "Iris"})
        async with stoke.runtime.database.read(owner.organization_id) as read:
            return await read.scalar(text("SELECT id FROM outbox_events ORDER BY created_at DESC, id DESC LIMIT 1"))

    with clock.at(datetime.now(UTC) + timedelta(minutes=10)):
        ahead = await newest()
    later = await newest()

    async with stoke.runtime.database.read(owner.organization_id) as read:
        told = await missed(read, ahead, EVERYBODY)
    assert any(str(later) in message for message in told)


def test_a_process_may_be_given_a_wrong_clock_but_not_in_production(stoke: Stoke) -> None:
    clock.put_wrong(timedelta(hours=3))
    try:
        assert clock.now() - datetime.now(UTC) > timedelta(hours=2, minutes=59)
    finally:
        clock.put_wrong(timedelta())
    values = stoke.settings.model_dump() | {"env": "production", "clock_offset_seconds": 60}
    with pytest.raises(ValidationError, match="STOKE_CLOCK_OFFSET_SECONDS"):
        Settings.model_validate(values)
