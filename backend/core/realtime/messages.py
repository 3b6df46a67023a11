"""The shape of a live update, on Redis and on the socket."""

from typing import Any
from uuid import UUID

import orjson
from redis.asyncio import Redis


def channel(organization_id: UUID) -> str:
    """The Redis channel of one organization."""
    return f"stoke:live:{organization_id}"


def live_message(row: dict[str, Any]) -> dict[str, Any]:
    """An outbox row as the browser gets it: ids only, so a leak of it tells nothing about a person."""
    return {
        "type": "event",
        "id": str(row["id"]),
        "name": row["name"],
        "at": row["occurred_at"].isoformat(),
        "data": row["payload"],
    }


async def publish_event(redis: Redis, row: dict[str, Any]) -> None:
    """Publish one outbox row to the sockets of its organization, with the topics that may see it."""
    if not row["topics"]:
        return
    body = orjson.dumps({"topics": row["topics"], "message": live_message(row)})
    await redis.publish(channel(row["organization_id"]), body)
