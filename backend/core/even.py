"""Answers that take as long whatever was found out on the way."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

STEP_SECONDS = 0.25
"""Above what any of these answers needs on a machine that is not overloaded."""


@asynccontextmanager
async def evenly() -> AsyncGenerator[None]:
    """Leave this block, also by an error, at a full quarter of a second from its beginning.

    For what differs by whether an address has an account: looking it up, writing a mail.
    """
    began = time.monotonic()
    try:
        yield
    finally:
        await pause(began)


async def pause(began: float) -> None:
    """Wait for the next full quarter of a second from `began`, in seconds of `time.monotonic`."""
    await asyncio.sleep(STEP_SECONDS - (time.monotonic() - began) % STEP_SECONDS)
