"""Faults at random under load, and then the invariants."""

import asyncio
import random
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import asyncpg

from backend.chaos.actors import Actor, Editor, Follower, Phone
from backend.chaos.door import Door
from backend.chaos.faults import Fault
from backend.chaos.figures import broken_facts
from backend.chaos.house import House, now
from backend.chaos.invariants import Connection, broken, outbox
from backend.chaos.ledger import Ledger
from backend.chaos.mails import broken_mails
from backend.chaos.people import Owner, add_clients, sign_up
from backend.core.settings import Settings
from backend.wiring import load_domains, make_database, make_ports, make_redis

EDITORS, PHONES, TABS = 2, 3, 3
PROGRESS = 12
"""Accepted writes after a fault before the next one: the house has recovered."""
CALM_PROGRESS = 150
CALMING_SECONDS = 6.0
"""Until then a lost connection of a hub may still be found out."""
RECOVERY_SECONDS = 45.0
SETTLE_SECONDS = 60.0
_CRASHES = ("request.failed", "request.crashed", "Task exception was never retrieved", "relay.ended")


class NoRecoveryError(Exception):
    """The house did not come back after a fault."""


class Storm:
    """One run: a studio, its people, faults one after the other, and what was found."""

    def __init__(self, house: House, settings: Settings, seed: int) -> None:
        self.house = house
        self.settings = settings
        self.seed = seed
        self.ledger = Ledger()
        self.dice = random.Random(seed)  # noqa: S311 - which fault comes next
        self.recoveries: list[tuple[str, float]] = []
        self.found: list[str] = []
        self._actors: list[Actor] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._owner: Owner | None = None

    async def run(self, faults: Mapping[str, Fault], seconds: float) -> dict[str, Any]:
        """Every fault at least once, in an order made by the seed, and anew while there is time."""
        await self.begin()
        ends = now() + seconds
        try:
            while now() < ends or not self.recoveries:
                order = sorted(faults)
                self.dice.shuffle(order)
                for name in order:
                    await self._strike(name, faults[name])
            await self._calm()
        except NoRecoveryError:
            # The rest would say nothing, and take long to say it.
            self.ledger.wrong.append("the run ended early")
        await self.finish()
        return await self.judge()

    async def begin(self) -> None:
        """Sign up, and let everybody begin."""
        owner = self._owner = await sign_up(self.house)
        self.house.token = owner.token
        clients = await add_clients(self.house, owner, PHONES)
        topics = frozenset({"staff:all", "staff:training", f"member:{owner.member_id}"})

        def door(name: str) -> Door:
            dice = random.Random(f"{self.seed}:{name}:door")  # noqa: S311 - which process is asked
            return Door([part.url for part in self.house.apis], owner.token, self.ledger, dice)

        for number in range(EDITORS):
            self._actors.append(Editor(f"editor{number}", door(f"editor{number}"), self.seed))
        for number, client_id in enumerate(clients):
            self._actors.append(Phone(f"phone{number}", door(f"phone{number}"), self.seed, client_id))
        for number in range(TABS):
            self._actors.append(Follower(f"tab{number}", door(f"tab{number}"), self.seed, topics))
        self._tasks = [asyncio.create_task(actor.run()) for actor in self._actors]
        await self._progress(PROGRESS)

    async def _strike(self, name: str, fault: Fault) -> None:
        begun = now()
        await fault(self.house, self.dice)
        over = now()
        try:
            await self.house.ready()
            await self._progress(PROGRESS)
        except TimeoutError:
            self.found.append(f"{name}: no recovery within {RECOVERY_SECONDS:.0f} s")
            raise NoRecoveryError(name) from None
        self.recoveries.append((name, round(now() - over, 2)))
        _say(f"  {name}: {over - begun:.1f} s of it, back after {now() - over:.1f} s, accepted {self.ledger.accepted}")
        dead = self.house.worker_died()
        if dead:
            self.found.append(f"{name}: {', '.join(dead)} ended by itself")
            for part in self.house.parts:
                await self.house.on_starter(part.start)

    async def _calm(self) -> None:
        """A while in which nothing is wrong: news arrive one by one then, and nobody is told to fetch afresh."""
        await asyncio.sleep(CALMING_SECONDS)
        self.ledger.calm_since = datetime.now(UTC)
        await self._progress(CALM_PROGRESS)

    async def _progress(self, count: int) -> None:
        wanted = self.ledger.accepted + count
        async with asyncio.timeout(RECOVERY_SECONDS):
            while self.ledger.accepted < wanted:
                for task in self._tasks:
                    if task.done() and not task.cancelled() and (error := task.exception()) is not None:
                        raise error
                await asyncio.sleep(0.05)

    async def finish(self) -> None:
        """Let everybody end what they began; tabs stay until nothing is left to be told."""
        writers = [actor for actor in self._actors if not isinstance(actor, Follower)]
        for actor in writers:
            actor.stopping.set()
        busy = [task for task, actor in zip(self._tasks, self._actors, strict=True) if actor in writers]
        ended = await asyncio.gather(*busy, return_exceptions=True)
        self.found += [f"an actor broke: {error!r}" for error in ended if isinstance(error, BaseException)]
        await self._settled()
        for actor in self._actors:
            actor.stopping.set()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for actor in self._actors:
            await actor.door.close()

    async def _settled(self) -> None:
        """Wait until the outbox is done, for as long as leases and pauses may take."""
        connection = await self._connection()
        try:
            ends = now() + SETTLE_SECONDS
            while await outbox(connection) and now() < ends:  # noqa: ASYNC110 - other processes do what is waited for
                await asyncio.sleep(0.3)
        finally:
            await connection.close()

    async def _connection(self) -> Connection:
        return await asyncpg.connect(self.house.services.postgres.admin_url("stoke"))

    async def judge(self) -> dict[str, Any]:
        """The report; `broken` is empty when everything holds."""
        connection = await self._connection()
        try:
            self.found += await broken(connection, self.ledger)
        finally:
            await connection.close()
        self.found += self.house.complaints
        lost, repeated = broken_mails(self.house.mail_folder, self.ledger)
        self.found += lost
        self.found += await self._figures()
        for part in self.house.parts:
            text = part.text()
            self.found += [f"{part.name} logged {text.count(word)} times {word}" for word in _CRASHES if word in text]
        ledger = self.ledger
        return {
            "seed": self.seed,
            "broken": self.found,
            "accepted": ledger.accepted,
            "answers": dict(ledger.answers),
            "clients": len(ledger.clients),
            "workouts": len(ledger.sessions),
            "sets": len(ledger.sets),
            "mails_repeated": repeated,
            "tabs": [
                {"connections": tab.connections, "events": len(tab.events), "resyncs": len(tab.resyncs)}
                for tab in ledger.tabs
            ],
            "recoveries": self.recoveries,
        }

    async def _figures(self) -> list[str]:
        assert self._owner is not None
        load_domains()
        redis = make_redis(self.settings)
        database = make_database(self.settings, make_ports(self.settings, redis))
        try:
            return await broken_facts(database, self._owner.organization_id)
        finally:
            await database.close()
            await redis.aclose()


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - the report of a command
