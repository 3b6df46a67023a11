"""What can happen to a part: killed, frozen, slowed down; alone and in pairs."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from random import Random

from backend.chaos.house import LEASE_SECONDS, House, Part
from backend.chaos.starving import full_pools

Fault = Callable[[House, Random], Awaitable[None]]
DOWN = (0.2, 1.2)
WRONG_BY = 2400
"""Seconds; less than the actors' sign-ins last, which a process further ahead would rightly refuse."""
FROZEN = (2.0, 7.0)
"""Up to longer than a job's lease: what a worker held is then done by the other one, and the first one wakes up."""


async def _kill(part: Part, house: House, dice: Random) -> None:
    await house.on_starter(part.kill)
    await asyncio.sleep(dice.uniform(*DOWN))
    await house.on_starter(part.start)


async def _freeze(part: Part, dice: Random) -> None:
    part.signal(signal.SIGSTOP)
    try:
        await asyncio.sleep(dice.uniform(*FROZEN))
    finally:
        part.signal(signal.SIGCONT)


async def kill_api(house: House, dice: Random) -> None:
    """kill -9 of one process of the API."""
    await _kill(dice.choice(house.apis), house, dice)


async def kill_worker(house: House, dice: Random) -> None:
    """kill -9 of one worker, with its relay."""
    await _kill(dice.choice(house.workers), house, dice)


async def kill_valkey(house: House, dice: Random) -> None:
    """Valkey goes, and comes back empty."""
    child = house.services.valkey.child
    assert child is not None
    await house.on_starter(child.kill)
    await asyncio.sleep(dice.uniform(*DOWN))
    await house.on_starter(house.services.valkey.start)


async def kill_postgres(house: House, dice: Random) -> None:
    """kill -9 of the postmaster, and crash recovery."""
    await house.on_starter(house.services.postgres.kill)
    await asyncio.sleep(dice.uniform(*DOWN))
    await house.on_starter(house.services.postgres.start)


async def freeze_api(house: House, dice: Random) -> None:
    """One process of the API stands still, with its transactions open, and goes on later."""
    await _freeze(dice.choice(house.apis), dice)


async def freeze_worker(house: House, dice: Random) -> None:
    """The same of a worker."""
    await _freeze(dice.choice(house.workers), dice)


async def freeze_valkey(house: House, dice: Random) -> None:
    """Valkey answers nobody for some seconds, and forgets nothing."""
    child = house.services.valkey.child
    assert child is not None
    child.signal(signal.SIGSTOP)
    try:
        await asyncio.sleep(dice.uniform(*FROZEN))
    finally:
        child.signal(signal.SIGCONT)


async def slow_valkey(house: House, dice: Random) -> None:
    """Every answer of Valkey takes up to a third of a second."""
    child = house.services.valkey.child
    assert child is not None
    for _ in range(12):
        child.signal(signal.SIGSTOP)
        await asyncio.sleep(dice.uniform(0.1, 0.35))
        child.signal(signal.SIGCONT)
        await asyncio.sleep(0.02)


def both(first: Fault, second: Fault) -> Fault:
    """Two at once."""

    async def run(house: House, dice: Random) -> None:
        await asyncio.gather(first(house, dice), second(house, dice))

    return run


async def kill_workers(house: House, dice: Random) -> None:
    """Nobody relays for a while."""
    await asyncio.gather(*(_kill(part, house, dice) for part in house.workers))


async def kill_apis(house: House, dice: Random) -> None:
    """Nobody answers for a while."""
    await asyncio.gather(*(_kill(part, house, dice) for part in house.apis))


async def hang_mail(house: House, dice: Random) -> None:
    """The mail server takes connections and says nothing, for longer than a job may take."""
    del dice
    house.mailbox.signal(signal.SIGSTOP)
    try:
        await asyncio.sleep(LEASE_SECONDS + 3)
    finally:
        house.mailbox.signal(signal.SIGCONT)


async def wrong_clocks(house: House, dice: Random) -> None:
    """One process of the API is 40 minutes ahead, one worker as much behind; then both clocks are put right."""
    parts = ((house.apis[1], WRONG_BY), (house.workers[1], -WRONG_BY))
    for offset in (1, 0):
        for part, seconds in parts:
            await house.on_starter(part.kill)
            part.env["STOKE_CLOCK_OFFSET_SECONDS"] = str(offset * seconds)
            await house.on_starter(part.start)
        if offset:
            await house.ready()
            await asyncio.sleep(dice.uniform(3, 6))


SINGLE: dict[str, Fault] = {
    "kill-api": kill_api,
    "kill-worker": kill_worker,
    "kill-valkey": kill_valkey,
    "kill-postgres": kill_postgres,
}
FAULTS: dict[str, Fault] = {
    **SINGLE,
    "freeze-api": freeze_api,
    "freeze-worker": freeze_worker,
    "freeze-valkey": freeze_valkey,
    "slow-valkey": slow_valkey,
    "kill-both-workers": kill_workers,
    "kill-both-apis": kill_apis,
    "kill-postgres+worker": both(kill_postgres, kill_worker),
    "kill-postgres+valkey": both(kill_postgres, kill_valkey),
    "kill-valkey+api": both(kill_valkey, kill_api),
    "freeze-worker+kill-valkey": both(freeze_worker, kill_valkey),
    "hang-mail": hang_mail,
    "wrong-clocks": wrong_clocks,
    "full-pools": full_pools,
}
