"""A phone in a gym."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.core.ids import new_id
from tests.support.stoke import Person
from tests.training.documents import SQUAT

Json = dict[str, Any]


def exercise(exercise_id: UUID | str = SQUAT, **changes: Any) -> Json:
    """An exercise of a session as the phone sends it."""
    return {"id": str(new_id()), "position": 0, "exercise_id": str(exercise_id), "revision": 1, **changes}


def lift(log: Json, reps: int, kg: float, *, number: int = 1, **changes: Any) -> Json:
    """A set of an exercise as the phone sends it."""
    made = {
        "id": str(new_id()),
        "exercise_log_id": log["id"],
        "set_number": number,
        "kind": "working",
        "reps": reps,
        "weight_kg": kg,
        "done_at": "2026-03-02T17:10:00Z",
        "revision": 1,
    }
    return {**made, **changes}


@dataclass
class Phone:
    """Logs for a client: their own phone, or a trainer's tablet with `client_id`."""

    person: Person
    client_id: str | None = None
    time_zone: str = "Europe/Berlin"
    started: list[str] = field(default_factory=list)

    async def start(self, at: datetime, workout_id: str | None = None, **changes: Any) -> Json:
        """Begin a session; answers it."""
        body = {
            "id": str(new_id()),
            "workout_id": workout_id,
            "client_id": self.client_id,
            "started_at": at.isoformat(),
            "time_zone": self.time_zone,
            **changes,
        }
        answer = await self.person.client.post("/api/session-logs", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def send(self, session_id: str, exercises: list[Json], sets: list[Json]) -> Json:
        """Send a batch; answers the state."""
        answer = await self.person.client.post(
            f"/api/session-logs/{session_id}/sets", json={"exercises": exercises, "sets": sets}
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def finish(self, session: Json, minutes: int = 60, **changes: Any) -> Json:
        """Finish; answers the result."""
        end = datetime.fromisoformat(session["started_at"]) + timedelta(minutes=minutes)
        answer = await self.person.client.post(
            f"/api/session-logs/{session['id']}/finish", json={"finished_at": end.isoformat(), **changes}
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def train(self, at: datetime, *sets: tuple[int, float], exercise_id: UUID | str = SQUAT) -> Json:
        """A whole free workout of one exercise; answers the result of finishing it."""
        session = await self.start(at)
        log = exercise(exercise_id)
        done = [
            lift(log, reps, kg, number=n, done_at=(at + timedelta(minutes=n)).isoformat())
            for n, (reps, kg) in enumerate(sets, 1)
        ]
        await self.send(session["id"], [log], done)
        return await self.finish(session)
