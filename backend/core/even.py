"""Answers that take as long whatever was found out on the way."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

STEP_SECONDS = 0.25
"""Above what any of these answers needs on a machine that is not overloaded."""


@asynccontextmanager
async def evenly(quarters: int = 1) -> AsyncGenerator[None]:
    """Leave this block, also by an error, at a full quarter of a second from its beginning, or at so many of them.

    For what differs by whether an address has an account: looking it up, writing a mail.
    """
    began = time.monotonic()
    try:
        yield
    finally:
        await pause(began, quarters)


async def pause(began: float, quarters: int = 1) -> None:
    """Wait for the next full quarter of a second from `began`, or as many of them, by `time.monotonic`."""
    step = quarters * STEP_SECONDS
    await asyncio.sleep(step - (time.monotonic() - began) % step)
