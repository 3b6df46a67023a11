"""Set batches that nobody sent before: what a phone sends while somebody trains.

A batch that is sent a second time changes nothing, and so costs less than a set does. Sessions are therefore made for
all that a run can send: every request logs the next set of one of them, and both apps have sessions of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import orjson

from backend.bench.load import raw_request
from backend.core import clock
from backend.domains.training.library import exercise_id

SETS = 20
"""Of one session: on the way from the first to the last, an answer holds ten on average."""

AT_ONCE = 256
"""Sessions that are trained at the same time. Many, so that no set is overtaken by the next one of its session: a phone
sends that when it has the answer to this one."""

APPLIED = '{"applied":1,'
"""How the answer begins to a batch that logged its set."""

EXERCISE = exercise_id("barbell-back-squat")

_SESSIONS = """
INSERT INTO session_logs (organization_id, id, client_id, name, started_at, local_date, time_zone)
SELECT c.organization_id, uuidv7(), c.id, 'Lower body', $2, ($2 AT TIME ZONE 'UTC')::date, 'UTC'
FROM clients c
WHERE c.organization_id = $1 AND c.status = 'active' AND NOT EXISTS (
    SELECT FROM session_logs s WHERE s.organization_id = c.organization_id AND s.client_id = c.id
)
RETURNING id
"""

_EXERCISES = """
INSERT INTO exercise_logs (organization_id, id, session_log_id, client_id, position, exercise_id, revision)
SELECT s.organization_id, uuidv7(), s.id, s.client_id, 0, $2, 1
FROM session_logs s WHERE s.organization_id = $1 AND s.id = ANY($3::uuid[])
RETURNING session_log_id::text, id::text
"""

_BESTS = """
INSERT INTO records (organization_id, id, client_id, exercise_id, kind, value, session_log_id, achieved_at,
    achieved_on, is_first, is_current)
SELECT s.organization_id, uuidv7(), s.client_id, $2, 'estimated_1rm', 500, s.id, s.started_at, s.local_date, true, true
FROM session_logs s WHERE s.organization_id = $1 AND s.id = ANY($3::uuid[])
"""

_WRITTEN = "SELECT count(*) FROM set_logs WHERE organization_id = $1 AND session_log_id = ANY($2::uuid[])"


@dataclass(slots=True)
class Batches:
    """Requests for one app, in order; `path` has a place for the session's id."""

    path: str
    token: str
    sessions: Sequence[tuple[str, str]]
    begins: str = APPLIED
    once: bool = True
    position: int = 0
    begun: str = field(default_factory=lambda: (clock.now() - timedelta(minutes=10)).isoformat())

    def take(self, count: int) -> list[str]:
        """The next ones, fewer at the end. They are taken again unless `went` says that they went out."""
        last = len(self.sessions) // AT_ONCE * AT_ONCE * SETS
        return [self._request(place) for place in range(self.position, min(self.position + count, last))]

    def went(self, count: int) -> None:
        """So many of them were sent: they never come again."""
        self.position += count

    def _request(self, place: int) -> str:
        block, within = divmod(place, AT_ONCE * SETS)
        number, session = divmod(within, AT_ONCE)
        log, exercise = self.sessions[block * AT_ONCE + session]
        return raw_request("POST", self.path.format(log), self.token, batch(log, exercise, number + 1, self.begun))


def batch(log: str, exercise: str, number: int, done_at: str) -> bytes:
    """The body that logs set `number` of a session; its id follows from both."""
    return orjson.dumps(
        {
            "exercises": [],
            "sets": [
                {
                    "id": f"{log[:-2]}{number:02d}",
                    "exercise_log_id": exercise,
                    "set_number": number,
                    "kind": "working",
                    "reps": 5 + number % 5,
                    # Compared with the client's bests, as ever, and below them: the floor announces no records.
                    "weight_kg": 1 + number % 10,
                    "rpe": 8,
                    "done_at": done_at,
                    "revision": 1,
                }
            ],
        }
    )


async def open_sessions(admin_url: str, organization_id: UUID) -> list[tuple[str, str]]:
    """Begin a workout for every active client who has none; answers ids of the session and of its exercise."""
    begun: datetime = clock.now() - timedelta(minutes=10)
    admin = await asyncpg.connect(admin_url)
    try:
        sessions = [row["id"] for row in await admin.fetch(_SESSIONS, organization_id, begun)]
        made = [(row[0], row[1]) for row in await admin.fetch(_EXERCISES, organization_id, EXERCISE, sessions)]
        await admin.execute(_BESTS, organization_id, EXERCISE, sessions)
        # As autovacuum would, a minute later.
        await admin.execute("ANALYZE session_logs, exercise_logs, records")
        return made
    finally:
        await admin.close()


async def written(admin_url: str, organization_id: UUID, batches: Batches) -> int:
    """How many sets these sessions have."""
    admin = await asyncpg.connect(admin_url)
    try:
        ids = [log for log, _ in batches.sessions]
        return int(await admin.fetchval(_WRITTEN, organization_id, ids))
    finally:
        await admin.close()
