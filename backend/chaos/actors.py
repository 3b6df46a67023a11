"""People at work: an editor of clients, phones that log workouts, tabs that follow."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from backend.chaos.door import Door, RefusedError
from backend.chaos.ledger import Ledger, Register, Tab
from backend.core.ids import new_id
from backend.domains.training.library import exercise_id

EXERCISES = [str(exercise_id(slug)) for slug in ("barbell-back-squat", "front-squat")]
GIVE_UP = 0.25
"""How many of the writes that may be left open are not repeated when no answer came."""


class Actor:
    """Works until told to stop, then ends what it began."""

    def __init__(self, name: str, door: Door, seed: int) -> None:
        self.name = name
        self.door = door
        self.ledger: Ledger = door.ledger
        self.dice = random.Random(f"{seed}:{name}")  # noqa: S311 - the load of a test
        self.stopping = asyncio.Event()

    async def run(self) -> None:
        """Work. A wrong answer is in the ledger, and the work goes on."""
        while not self.stopping.is_set():
            try:
                await self.turn()
            except RefusedError:
                await asyncio.sleep(0.2)
            await asyncio.sleep(self.dice.uniform(0.02, 0.12))

    async def turn(self) -> None:
        """One piece of work."""
        raise NotImplementedError


class Editor(Actor):
    """Adds clients, changes their goals, invites some."""

    def __init__(self, name: str, door: Door, seed: int) -> None:
        super().__init__(name, door, seed)
        self._added: list[str] = []
        self._count = 0

    async def turn(self) -> None:
        if not self._added or self.dice.random() < 0.4:
            await self._add()
        else:
            await self._edit(self.dice.choice(self._added[-8:]))

    async def _add(self) -> None:
        self._count += 1
        name = f"{self.name}-{self._count:05}"
        invite = self.dice.random() < 0.3
        email = f"{name}@example.com" if invite else None
        self.ledger.clients[name] = False
        made = await self.door.write(
            "POST",
            "/api/clients",
            {"first_name": "Chaos", "last_name": name, "email": email},
            key=str(new_id()),
            once=self.dice.random() < GIVE_UP,
        )
        if made is None:
            return
        self.ledger.clients[name] = True
        self._added.append(made["id"])
        if email is not None:
            self.ledger.invited[email] = False
            # With the same key: a repeat sends no second mail.
            path = f"/api/clients/{made['id']}/invite"
            answer = await self.door.write("POST", path, key=str(new_id()))
            self.ledger.invited[email] = answer is not None

    async def _edit(self, client_id: str) -> None:
        goal = self.ledger.goals.setdefault(client_id, Register())
        number = max({goal.accepted, *goal.unanswered}) + 1
        # Marked before it is sent, since the first of several tries may arrive after the last.
        goal.told(number, accepted=False)
        once = self.dice.random() < GIVE_UP
        path, before = f"/api/clients/{client_id}", self.ledger.answers.copy()
        answer = await self.door.write("PATCH", path, {"goal": str(number)}, once=once)
        lost = sum((self.ledger.answers - before).values()) > 1
        if answer is not None:
            goal.accepted = number
            if not lost:
                goal.unanswered.discard(number)


class Phone(Actor):
    """Logs workouts for one client, as a phone in a gym with a bad connection."""

    def __init__(self, name: str, door: Door, seed: int, client_id: str) -> None:
        super().__init__(name, door, seed)
        self._client_id = client_id
        self._day = 0

    async def turn(self) -> None:
        """One workout. Its start and end are repeated until they are accepted; sets may stay open and come later."""
        self._day += 1
        begun = datetime.now(UTC) - timedelta(days=self.dice.randrange(1, 60), minutes=self._day)
        session_id, log_id = str(new_id()), str(new_id())
        start = {"id": session_id, "client_id": self._client_id, "started_at": begun.isoformat(), "time_zone": "UTC"}
        if await self.door.write("POST", "/api/session-logs", start) is None:
            return
        self.ledger.sessions[session_id] = "started"
        path = f"/api/session-logs/{session_id}"
        exercise = {"id": log_id, "position": 0, "exercise_id": self.dice.choice(EXERCISES), "revision": 1}
        sent: list[dict[str, Any]] = []
        for number in range(1, self.dice.randrange(3, 7)):
            sent += [self._changed(self.dice.choice(sent))] if sent and self.dice.random() < 0.4 else []
            sent.append(self._lift(log_id, number, begun))
            batch = [sent[-1], *self.dice.sample(sent, min(len(sent), 2))]
            await self._send(path, exercise, batch, once=self.dice.random() < GIVE_UP)
        end = {"finished_at": (begun + timedelta(minutes=50)).isoformat()}
        if await self.door.write("POST", f"{path}/finish", end) is not None:
            self.ledger.sessions[session_id] = "finished"
        if self.dice.random() < 0.3:
            await self._send(path, exercise, [self._changed(self.dice.choice(sent))], once=False)

    def _lift(self, log_id: str, number: int, begun: datetime) -> dict[str, Any]:
        return {
            "id": str(new_id()),
            "exercise_log_id": log_id,
            "set_number": number,
            "reps": self.dice.randrange(1, 12),
            "weight_kg": self.dice.randrange(20, 200) * 1.25,
            "done_at": (begun + timedelta(minutes=3 * number)).isoformat(),
            "revision": 1,
        }

    def _changed(self, before: dict[str, Any]) -> dict[str, Any]:
        newest = max(revision for id_, revision in self.ledger.contents if id_ == before["id"])
        deleted = self.dice.random() < 0.15
        changed: dict[str, Any] = {
            **before,
            "reps": self.dice.randrange(1, 12),
            "revision": newest + 1,
            "deleted": deleted,
        }
        # Known before it is sent: one revision never says two things.
        self.ledger.contents[changed["id"], changed["revision"]] = changed
        return changed

    async def _send(self, path: str, exercise: dict[str, Any], sets: list[dict[str, Any]], *, once: bool) -> None:
        for entry in sets:
            self.ledger.contents[entry["id"], entry["revision"]] = entry
            self.ledger.sets.setdefault(entry["id"], Register()).unanswered.add(entry["revision"])
        answer = await self.door.write("POST", f"{path}/sets", {"exercises": [exercise], "sets": sets}, once=once)
        if answer is not None:
            for entry in sets:
                held = self.ledger.sets[entry["id"]]
                held.accepted = max(held.accepted, entry["revision"])


class Follower(Actor):
    """A browser tab: comes back with the id of the last event that it saw, as the web app does."""

    def __init__(self, name: str, door: Door, seed: int, topics: frozenset[str]) -> None:
        super().__init__(name, door, seed)
        self.tab = Tab(name, topics)
        self.ledger.tabs.append(self.tab)
        self._cursor: str | None = None
        self._newest: str | None = None
        self._fresh = False

    async def run(self) -> None:
        """Follow; at the end once more, so that what was missed last is caught up with."""
        await super().run()
        connections = self.tab.connections
        for _ in range(20):
            await self.turn()
            if self.tab.connections > connections:
                return
        self.ledger.wrong.append(f"{self.name}: no socket at the end")

    async def turn(self) -> None:
        """One connection: until it breaks, falls silent, or the tab is put away for a while."""
        url = self.dice.choice(self.door.urls).replace("http", "ws") + "/api/live"
        leave_at = asyncio.get_running_loop().time() + self.dice.uniform(4, 15)
        try:
            async with connect(url, open_timeout=5, close_timeout=1, ping_interval=None) as socket:
                place = {"since": self._cursor} if self._cursor else {"age_ms": 1}
                await socket.send(orjson.dumps({"type": "auth", "token": self.door.token, **place}).decode())
                await self._follow(socket, leave_at)
        except (OSError, TimeoutError, WebSocketException):
            await asyncio.sleep(self.dice.uniform(0.2, 0.8))

    async def _follow(self, socket: ClientConnection, leave_at: float) -> None:
        loop = asyncio.get_running_loop()
        while loop.time() < leave_at or self.stopping.is_set():
            try:
                async with asyncio.timeout(2):
                    text = await socket.recv()
            except TimeoutError:
                if self.stopping.is_set():
                    return
                # Silent: only a pong tells a quiet studio from a frozen process.
                await socket.send('{"type":"ping"}')
                async with asyncio.timeout(4):
                    text = await socket.recv()
            self._take(orjson.loads(text))

    def _take(self, message: dict[str, Any]) -> None:
        kind = message["type"]
        self._fresh, was_fresh = kind == "ready", self._fresh
        if kind == "ready":
            self.tab.connections += 1
            self._newest = message["cursor"]
            self._cursor = self._cursor or message["cursor"]
            self.tab.ready_at = self.tab.ready_at or datetime.now(UTC)
        elif kind == "event":
            self.tab.events.add(message["id"])
            self._cursor = message["id"]
        elif kind == "resync":
            self._cursor = self._newest
            self.tab.resyncs.append(datetime.now(UTC))
            if not was_fresh:
                self.tab.cut_off.append(self.tab.resyncs[-1])
