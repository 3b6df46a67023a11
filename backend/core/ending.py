"""Ending the tasks that a process runs for as long as it lives."""

import asyncio
from collections.abc import Collection
from typing import Any

AGAIN_SECONDS = 0.5


async def ended(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Cancel tasks until they are gone, whatever they ended with.

    Once is not enough: where a cancellation meets a time-out that is due, as it does after a busy second, the Redis
    client takes it for the time-out, and a loop that waits out outages goes on.
    """
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        done, pending = await asyncio.wait(pending, timeout=AGAIN_SECONDS)
        # Asked for, or asyncio complains that nobody did.
        await asyncio.gather(*done, return_exceptions=True)
