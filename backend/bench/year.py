"""A second studio whose clients all trained for a year: what the trainer's home is measured on."""

import asyncpg

from backend.core.db.database import Database
from backend.core.ids import new_id
from backend.demo.accounts import PASSWORD
from backend.domains.accounts import passwords
from backend.domains.accounts.service import create_user
from backend.domains.clients.service.bulk import NewClient, add_many
from backend.domains.organizations.service import found_organization
from backend.domains.training.library import exercise_id
from backend.domains.training.service.exercises import adopt

EMAIL = "year@bench.example"
CLIENTS = 500
EXERCISE = exercise_id("barbell-back-squat")

_ACTIVE = "UPDATE clients SET status = 'active' WHERE organization_id = $1"

_PROGRAMS = """
INSERT INTO programs (organization_id, id, client_id, name, mode, start_on, end_on, training_days, outline,
    current_phase, current_week, total_workouts)
SELECT c.organization_id, uuidv7(), c.id, 'A year of strength', 'static', current_date - 364, current_date + 20,
    '{0,2,4}', '[]', 1, 1, 165
FROM clients c WHERE c.organization_id = $1
"""

_WORKOUTS = """
INSERT INTO workouts (organization_id, id, program_id, client_id, phase, week, day, name, scheduled_on, status,
    document, exercises, sets, minutes, completed_at)
SELECT p.organization_id, uuidv7(), p.id, p.client_id, 1, week + 1, day + 1, 'Lower body', planned_on,
    CASE WHEN done THEN 'completed' ELSE 'planned' END, '{"blocks": []}', 5, 15, 60,
    CASE WHEN done THEN planned_on + time '18:00' END
FROM programs p
CROSS JOIN generate_series(0, 54) AS week
CROSS JOIN generate_series(0, 2) AS day
CROSS JOIN LATERAL (SELECT p.start_on + 7 * week + 2 * day AS planned_on) AS at
CROSS JOIN LATERAL (
    SELECT planned_on < current_date AND hashtext(p.id::text || planned_on) % 5 <> 0 AS done
) AS outcome
WHERE p.organization_id = $1
"""

_SESSIONS = """
INSERT INTO session_logs (organization_id, id, client_id, workout_id, name, status, started_at, finished_at,
    local_date, time_zone, exercises, sets, reps, volume_kg, duration_s)
SELECT w.organization_id, uuidv7(), w.client_id, w.id, w.name, 'finished', w.completed_at - interval '1 hour',
    w.completed_at, w.scheduled_on, 'UTC', 5, 15, 100, 4000, 3600
FROM workouts w WHERE w.organization_id = $1 AND w.status = 'completed'
"""

_STATS = """
INSERT INTO training_stats (organization_id, id, workouts, first_on, last_on)
SELECT organization_id, client_id, count(*), min(local_date), max(local_date)
FROM session_logs WHERE organization_id = $1 GROUP BY organization_id, client_id
"""

_RECORDS = """
INSERT INTO records (organization_id, id, client_id, exercise_id, kind, value, session_log_id, achieved_at,
    achieved_on, is_first, is_current)
SELECT s.organization_id, uuidv7(), s.client_id, $2, 'estimated_1rm', 100, s.id, s.finished_at, s.local_date,
    false, false
FROM session_logs s WHERE s.organization_id = $1 AND hashtext(s.id::text) % 8 = 0
"""


async def fill_year(database: Database, admin_url: str) -> None:
    """Three workouts a week of `CLIENTS` clients, four in five of them done, with a record in every eighth."""
    organization_id, user_id = new_id(), new_id()
    hashed = await passwords.hash_password(PASSWORD)
    async with database.write(organization_id, user_id) as session:
        await create_user(
            session, user_id=user_id, email=EMAIL, name="Year", password_hash=hashed, time_zone="UTC", verified=True
        )
        trainer = await found_organization(
            session, name="Year", time_zone="UTC", owner=(user_id, "Year", EMAIL), accepted=None
        )
        await add_many(
            session,
            [
                NewClient(
                    first_name=f"Year{number}",
                    last_name="Bench",
                    email=f"year{number}@example.com",
                    trainer_member_id=trainer,
                )
                for number in range(CLIENTS)
            ],
        )
        await adopt(session, {EXERCISE})
    # Written past row-level security: what is measured is the reading.
    connection = await asyncpg.connect(admin_url)
    try:
        for statement in (_ACTIVE, _PROGRAMS, _WORKOUTS, _SESSIONS, _STATS):
            await connection.execute(statement, organization_id)
        await connection.execute(_RECORDS, organization_id, EXERCISE)
    finally:
        await connection.close()
