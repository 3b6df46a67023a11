"""What a browser missed while it was away, read from the outbox."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Text, cast, select
from sqlalchemy.dialects.postgresql import ARRAY

from backend.core.clock import now
from backend.core.db.read import ReadSession
from backend.core.outbox.models import OutboxEvent
from backend.core.realtime.messages import RESYNC, live_message

LIMIT = 200
KEPT = timedelta(hours=12)
MARGIN = timedelta(seconds=1)
OVERLAP = timedelta(seconds=30)
"""Ids are made before the commit, so a slow transaction may show up behind a newer id; tabs drop repeats by id."""


async def missed(read: ReadSession, since: UUID, topics: frozenset[str]) -> list[str]:
    """Messages after the event `since`, oldest first, or one `resync` when there are too many to replay."""
    rows = await read.all(
        select(OutboxEvent.occurred_at, OutboxEvent.created_at).where(
            OutboxEvent.organization_id == read.organization_id, OutboxEvent.id == since
        )
    )
    # The earlier of two clocks: told by a machine whose clock was ahead, it would hide what others told since.
    begin = min(rows[0].values()) if rows else None
    if begin is None or begin < now() - KEPT:
        return [RESYNC]
    found = await read.all(
        select(OutboxEvent.id, OutboxEvent.name, OutboxEvent.occurred_at, OutboxEvent.payload)
        .where(
            OutboxEvent.organization_id == read.organization_id,
            OutboxEvent.occurred_at >= begin - OVERLAP,
            OutboxEvent.id != since,
            OutboxEvent.topics.op("&&")(cast(sorted(topics), ARRAY(Text))),
        )
        .order_by(OutboxEvent.id)
        .limit(LIMIT + 1)
    )
    return [RESYNC] if len(found) > LIMIT else [live_message(row) for row in found]


async def anything_within(read: ReadSession, age: timedelta, topics: frozenset[str]) -> bool:
    """Whether something happened since a tab began to fetch, which its answers may not hold yet."""
    found = await read.first(
        select(OutboxEvent.id)
        .where(
            OutboxEvent.organization_id == read.organization_id,
            OutboxEvent.occurred_at >= now() - age - MARGIN,
            OutboxEvent.topics.op("&&")(cast(sorted(topics), ARRAY(Text))),
        )
        .limit(1)
    )
    return found is not None


async def latest(read: ReadSession) -> UUID | None:
    """The newest event's id: where a tab that has just fetched everything starts from."""
    return await read.scalar(
        select(OutboxEvent.id)
        .where(OutboxEvent.organization_id == read.organization_id)
        .order_by(OutboxEvent.id.desc())
        .limit(1)
    )
