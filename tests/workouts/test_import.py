"""Taking over a history is the same as having logged it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.core.ids import new_id
from backend.domains.workouts.models import PersonalRecord, SessionLog, TrainingStats
from backend.domains.workouts.schemas.logging import ExerciseLogIn, SetIn
from backend.domains.workouts.service.history import (
    ImportedExercise,
    ImportedSession,
    import_sessions,
    recompute_client,
    recompute_facts,
)
from backend.domains.workouts.state import exercise_of, set_of
from tests.clients.conftest import House
from tests.support.stoke import Person, Stoke
from tests.training.documents import FRONT_SQUAT, SQUAT
from tests.workouts.conftest import new_client
from tests.workouts.phone import Phone, exercise, lift

START = datetime(2026, 1, 5, 17, tzinfo=UTC)
HISTORY: list[dict[UUID, list[tuple[int, float]]]] = [
    {SQUAT: [(5, 100), (5, 100)], FRONT_SQUAT: [(8, 60)]},
    {SQUAT: [(5, 100), (6, 100)]},
    {SQUAT: [(10, 80)], FRONT_SQUAT: [(8, 62.5), (7, 65)]},
    {SQUAT: [(3, 110), (1, 120)]},
    {FRONT_SQUAT: [(8, 62.5)]},
]


async def score(stoke: Stoke, person: Person, client_id: str) -> tuple[Any, Any, Any]:
    """Records, totals and figures of a client, without ids."""
    own = UUID(client_id)
    async with stoke.runtime.database.read(person.organization_id) as read:
        records = await read.all(
            select(
                PersonalRecord.exercise_id,
                PersonalRecord.kind,
                PersonalRecord.value,
                PersonalRecord.previous_value,
                PersonalRecord.weight_kg,
                PersonalRecord.reps,
                PersonalRecord.achieved_at,
                PersonalRecord.achieved_on,
                PersonalRecord.is_first,
                PersonalRecord.is_current,
            ).where(PersonalRecord.client_id == own)
        )
        sessions = await read.all(
            select(
                SessionLog.local_date,
                SessionLog.exercises,
                SessionLog.sets,
                SessionLog.reps,
                SessionLog.volume_kg,
                SessionLog.duration_s,
                SessionLog.records_count,
            )
            .where(SessionLog.client_id == own)
            .order_by(SessionLog.started_at)
        )
        stats = await read.first(
            select(
                TrainingStats.streak_weeks,
                TrainingStats.streak_week,
                TrainingStats.longest_streak_weeks,
                TrainingStats.workouts,
                TrainingStats.sets,
                TrainingStats.reps,
                TrainingStats.volume_kg,
                TrainingStats.duration_s,
                TrainingStats.records,
                TrainingStats.first_on,
                TrainingStats.last_on,
            ).where(TrainingStats.id == own)
        )
    return sorted(records, key=repr), sessions, stats


async def test_an_imported_history_scores_like_a_logged_one(stoke: Stoke, house: House) -> None:
    logged, logged_id = await new_client(stoke, house.trainer)
    _, imported_id = await new_client(stoke, house.trainer)
    phone = Phone(logged)
    rows: list[ImportedSession] = []
    for week, done in enumerate(HISTORY):
        at = START + timedelta(days=8 * week)
        logs = {exercise_id: exercise(exercise_id) for exercise_id in done}
        sets = [
            lift(logs[exercise_id], reps, kg, number=n, done_at=(at + timedelta(minutes=n)).isoformat())
            for exercise_id, lifts in done.items()
            for n, (reps, kg) in enumerate(lifts, 1)
        ]
        session = await phone.start(at)
        await phone.send(session["id"], list(logs.values()), sets)
        await phone.finish(session)
        fresh = {log["id"]: str(new_id()) for log in logs.values()}
        rows.append(
            ImportedSession(
                client_id=UUID(imported_id),
                name="Free workout",
                started_at=at,
                finished_at=at + timedelta(minutes=60),
                time_zone="Europe/Berlin",
                exercises=[
                    ImportedExercise(
                        exercise_of(ExerciseLogIn.model_validate({**log, "id": fresh[log["id"]]})),
                        [
                            set_of(
                                SetIn.model_validate(
                                    {**entry, "id": str(new_id()), "exercise_log_id": fresh[log["id"]]}
                                )
                            )
                            for entry in sets
                            if entry["exercise_log_id"] == log["id"]
                        ],
                    )
                    for log in logs.values()
                ],
            )
        )
    async with stoke.runtime.database.write(house.owner.organization_id) as session:
        await import_sessions(session, rows)
        await recompute_client(session, UUID(imported_id))
        await recompute_facts(session, [UUID(imported_id)])
    await stoke.settle()

    records, sessions, stats = await score(stoke, logged, logged_id)
    assert (records, sessions, stats) == await score(stoke, logged, imported_id)
    assert len(records) > 6
    assert stats["workouts"] == len(HISTORY)
    shown = [(await house.owner.client.get(f"/api/clients/{one}")).json()["facts"] for one in (logged_id, imported_id)]
    assert shown[0] == shown[1]
    again = await house.owner.client.post(
        f"/api/session-logs/{rows[0].id}/finish", json={"finished_at": START.isoformat()}
    )
    assert again.status_code == 200


async def test_importing_twice_changes_nothing(stoke: Stoke, house: House) -> None:
    _, client_id = await new_client(stoke, house.trainer)
    log = exercise()
    row = ImportedSession(
        client_id=UUID(client_id),
        name="Squats",
        started_at=START,
        finished_at=START + timedelta(hours=1),
        time_zone="UTC",
        exercises=[
            ImportedExercise(
                exercise_of(ExerciseLogIn.model_validate(log)), [set_of(SetIn.model_validate(lift(log, 5, 100)))]
            )
        ],
    )
    scores: list[Any] = []
    for _ in range(2):
        async with stoke.runtime.database.write(house.owner.organization_id) as session:
            await import_sessions(session, [row])
            await recompute_client(session, UUID(client_id))
        scores.append(await score(stoke, house.owner, client_id))
    assert scores[0] == scores[1]
