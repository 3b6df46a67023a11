"""Events happen once: through crashes, repeats, failures and an emptied Redis."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from backend.core.db.write import WriteSession
from backend.core.events import Event, event, handles
from backend.core.ids import new_id
from backend.core.outbox import emit
from backend.core.outbox.models import OutboxDelivery, OutboxEvent
from backend.core.outbox.relay import MAX_ATTEMPTS, Relay, deliver, put_back
from tests.support.stoke import Stoke

seen: list[UUID] = []
fail = {"times": 0}


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class Happened(Event):
    """Something happened in a test."""

    name = "test.happened"
    thing_id: UUID

    def topics(self) -> tuple[str, ...]:
        return ("staff:all",)


@handles(Happened)
async def note(session: WriteSession, told: Happened) -> None:
    """Write an effect that can be counted: one outgoing row for each run."""
    await session.execute(
        text("INSERT INTO outgoing_mails (organization_id, id) VALUES (:organization, :id)"),
        {"organization": told.organization_id, "id": new_id()},
    )
    seen.append(told.thing_id)
    if fail["times"] > 0:
        fail["times"] -= 1
        raise RuntimeError("the handler fails after its effect")


async def _emit(stoke: Stoke, organization_id: UUID) -> UUID:
    thing_id = new_id()
    async with stoke.runtime.database.write(organization_id) as session:
        emit(session, Happened(organization_id=organization_id, thing_id=thing_id))
    return thing_id


async def _effects(stoke: Stoke, organization_id: UUID) -> int:
    async with stoke.runtime.database.read(organization_id) as read:
        return await read.scalar(text("SELECT count(*) FROM outgoing_mails"))


async def _claim(stoke: Stoke) -> list[tuple[UUID, UUID]]:
    claimed: list[tuple[UUID, UUID]] = []

    async def keep(organization_id: str, delivery_id: str, _attempt: int) -> None:
        claimed.append((UUID(organization_id), UUID(delivery_id)))

    await Relay(stoke.runtime.database, stoke.runtime.redis, keep).once()
    return claimed


async def test_an_event_reaches_its_handler_once_and_a_replayed_job_does_nothing(stoke: Stoke) -> None:
    organization_id = new_id()
    await _emit(stoke, organization_id)
    [(_, delivery_id)] = await _claim(stoke)

    assert await deliver(stoke.runtime.database, organization_id, delivery_id)
    assert not await deliver(stoke.runtime.database, organization_id, delivery_id)
    assert await _effects(stoke, organization_id) == 1


async def test_nothing_leaves_when_the_transaction_fails(stoke: Stoke) -> None:
    organization_id = new_id()

    async def tell_and_fail() -> None:
        async with stoke.runtime.database.write(organization_id) as session:
            emit(session, Happened(organization_id=organization_id, thing_id=new_id()))
            raise RuntimeError("after the emit")

    with pytest.raises(RuntimeError, match="after the emit"):
        await tell_and_fail()
    assert await stoke.settle() == 0


async def test_a_handler_that_fails_leaves_no_effect_and_is_tried_again(stoke: Stoke) -> None:
    organization_id = new_id()
    await _emit(stoke, organization_id)
    [(_, delivery_id)] = await _claim(stoke)
    fail["times"] = 1
    with pytest.raises(RuntimeError):
        await deliver(stoke.runtime.database, organization_id, delivery_id)
    await put_back(stoke.runtime.database, organization_id, delivery_id, RuntimeError("x"))

    assert await _effects(stoke, organization_id) == 0
    assert await _claim(stoke) == []
    await _make_due(stoke, organization_id)
    assert await stoke.settle() == 1
    assert await _effects(stoke, organization_id) == 1


async def test_a_worker_killed_between_claim_and_handling_costs_a_lease_and_no_effect(stoke: Stoke) -> None:
    organization_id = new_id()
    await _emit(stoke, organization_id)
    assert len(await _claim(stoke)) == 1
    await stoke.runtime.redis.flushall()

    assert await _claim(stoke) == []
    await _make_due(stoke, organization_id)
    assert await stoke.settle() == 1
    assert await _effects(stoke, organization_id) == 1


async def test_a_delivery_that_always_fails_is_given_up_and_kept_for_inspection(stoke: Stoke) -> None:
    organization_id = new_id()
    await _emit(stoke, organization_id)
    [(_, delivery_id)] = await _claim(stoke)
    async with stoke.runtime.database.write(organization_id) as session:
        await session.execute(text("UPDATE outbox_deliveries SET attempts = :n"), {"n": MAX_ATTEMPTS})
    await put_back(stoke.runtime.database, organization_id, delivery_id, ValueError("bad"))

    row = await _delivery(stoke, organization_id)
    assert (row["state"], row["last_error"]) == ("failed", "ValueError: bad")


async def test_two_relays_share_the_work_without_overlap(stoke: Stoke) -> None:
    organization_id = new_id()
    for _ in range(20):
        await _emit(stoke, organization_id)

    claims = await asyncio.gather(*(_claim(stoke) for _ in range(4)))

    ids = [delivery_id for claim in claims for _, delivery_id in claim]
    assert len(ids) == len(set(ids))
    await _make_due(stoke, organization_id)
    await stoke.settle()
    assert await _effects(stoke, organization_id) == 20


async def test_an_event_of_another_organization_is_refused(stoke: Stoke) -> None:
    async with stoke.runtime.database.write(new_id()) as session:
        with pytest.raises(RuntimeError, match="another organization"):
            emit(session, Happened(organization_id=new_id(), thing_id=new_id()))


async def _make_due(stoke: Stoke, organization_id: UUID) -> None:
    async with stoke.runtime.database.write(organization_id) as session:
        await session.execute(text("UPDATE outbox_deliveries SET lease_until = NULL, available_at = now()"))


async def _delivery(stoke: Stoke, organization_id: UUID) -> dict[str, Any]:
    async with stoke.runtime.database.read(organization_id) as read:
        assert await read.scalar(select(func.count()).select_from(OutboxEvent)) == 1
        row = await read.first(select(OutboxDelivery.state, OutboxDelivery.last_error))
    assert row is not None
    return row


async def test_a_job_that_runs_at_once_finds_its_delivery(stoke: Stoke) -> None:
    organization_id = new_id()
    await _emit(stoke, organization_id)
    ran: list[bool] = []

    async def run_now(organization: str, delivery_id: str, _attempt: int) -> None:
        ran.append(await deliver(stoke.runtime.database, UUID(organization), UUID(delivery_id)))

    await Relay(stoke.runtime.database, stoke.runtime.redis, run_now).once()

    assert ran == [True]
