"""The shape of a live update, on Redis and on the socket."""

from typing import Any
from uuid import UUID

import orjson
from redis.asyncio import Redis

RESYNC = '{"type":"resync"}'
"""Tells a tab to fetch everything afresh."""


def channel(organization_id: UUID) -> str:
    """The Redis channel of one organization."""
    return f"stoke:live:{organization_id}"


def live_message(row: dict[str, Any]) -> str:
    """An outbox row as the browser gets it: ids only, so a leak of it tells nothing about a person."""
    return orjson.dumps(
        {
            "type": "event",
            "id": str(row["id"]),
            "name": row["name"],
            "at": row["occurred_at"].isoformat(),
            "data": row["payload"],
        }
    ).decode()


async def publish_event(redis: Redis, row: dict[str, Any]) -> None:
    """Publish one outbox row to the sockets of its organization, with the topics that may see it.

    The message travels as the text that each socket sends: a thousand tabs encode nothing.
    """
    if not row["topics"]:
        return
    body = orjson.dumps({"topics": row["topics"], "message": live_message(row)})
    await redis.publish(channel(row["organization_id"]), body)


def unpacked(data: bytes) -> tuple[frozenset[str], str]:
    """Topics and message of what `publish_event` sent."""
    body = orjson.loads(data)
    return frozenset(body["topics"]), body["message"]
