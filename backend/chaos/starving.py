"""Too little of something: connections to the database, space on the disk."""

import asyncio
import contextlib
import os
import subprocess
import time
from collections import Counter
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from random import Random

import asyncpg
import httpx

from backend.chaos.house import POOL, House

SLOW_REQUESTS = POOL * 12
HELD_SECONDS = 13.0
"""Longer than a request waits for a connection."""
DISK_MB = 768
LEAST_FREE = 64 * 1024


async def full_pools(house: House, dice: Random) -> None:
    """More requests stand still in the database than there are connections.

    The others wait or are told to come back, health answers all the while, and all is well by itself afterwards.
    """
    del dice
    async with httpx.AsyncClient(timeout=45) as client:
        async with _locked(house):
            asked = await _crowd(house, client)
        answers = await asyncio.gather(*asked, return_exceptions=True)
    seen = Counter(a.status_code if isinstance(a, httpx.Response) else type(a).__name__ for a in answers)
    if set(seen) - {200, 503} or not seen[503]:
        house.complaints.append(f"full-pools: answers were {dict(seen)}")
    for answer in answers:
        if isinstance(answer, httpx.Response) and answer.status_code == 503 and "retry-after" not in answer.headers:
            house.complaints.append("full-pools: a 503 without Retry-After")


async def _crowd(house: House, client: httpx.AsyncClient) -> list[asyncio.Task[httpx.Response]]:
    """Ask for what is locked, and for health meanwhile."""
    headers, url = {"authorization": f"Bearer {house.token}"}, house.apis[0].url
    asked = [asyncio.create_task(client.get(f"{url}/api/clients", headers=headers)) for _ in range(SLOW_REQUESTS)]
    ends = time.monotonic() + HELD_SECONDS
    while time.monotonic() < ends:
        begun = time.monotonic()
        health = await client.get(f"{url}/api/health")
        took = time.monotonic() - begun
        if health.status_code != 200 or took > 1:
            house.complaints.append(f"full-pools: health answered {health.status_code} after {took:.1f} s")
        await asyncio.sleep(0.5)
    return asked


@asynccontextmanager
async def _locked(house: House) -> AsyncGenerator[None]:
    connection = await asyncpg.connect(house.services.postgres.admin_url("stoke"))
    try:
        async with connection.transaction():
            await connection.execute("LOCK TABLE clients IN ACCESS EXCLUSIVE MODE")
            yield
    finally:
        await connection.close()


@contextmanager
def small_disk(folder: Path) -> Generator[bool]:
    """Make `folder` a small disk of its own, in memory. False, and nothing done, where that is not allowed."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0 or _run("mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "stoke-chaos", str(folder)) != 0:
        yield False
        return
    try:
        yield True
    finally:
        _run("umount", "-l", str(folder))


def _run(*command: str) -> int:
    with contextlib.suppress(FileNotFoundError):
        return subprocess.run(command, check=False, capture_output=True).returncode  # noqa: S603 - ours, of constants
    return 1


async def full_disk(house: House, dice: Random) -> None:
    """No space is left for database, logs, uploads and mails; then there is again.

    A Postgres that gave up meanwhile is started again, as its supervisor would.
    """
    ballast = house.services.data.path / "ballast"
    try:
        await asyncio.to_thread(_fill, ballast)
        ends = time.monotonic() + dice.uniform(5, 8)
        while time.monotonic() < ends:
            await asyncio.sleep(0.2)
            await asyncio.to_thread(_fill, ballast)
    finally:
        ballast.unlink(missing_ok=True)
    child = house.services.postgres.child
    if child is None or child.exit_code() is not None:
        await house.on_starter(house.services.postgres.start)
    for part in house.parts:
        await house.on_starter(part.start)


def _fill(ballast: Path) -> None:
    """Take what is left."""
    # Unbuffered: what a buffer still holds when the disk is full is written, and refused, once more on closing.
    with contextlib.suppress(OSError), ballast.open("ab", buffering=0) as file:
        while True:
            file.write(b"\0" * LEAST_FREE)
