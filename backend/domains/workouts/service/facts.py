"""Figures on clients' records, worked out anew from the tables: it never matters which event came first, or twice."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from backend.core import clock
from backend.core.db.write import WriteSession
from backend.domains.clients.service import Facts, set_facts
from backend.domains.workouts.adherence import PlannedWorkout, adherence
from backend.domains.workouts.repository import facts as queries
from backend.domains.workouts.stats import streak_on

WINDOW_DAYS = 28


async def refresh(session: WriteSession, client_ids: Collection[UUID]) -> None:
    """Bring `client_facts` of these clients up to date, in four statements however many there are."""
    ids = set(client_ids)
    if not ids:
        return
    await queries.lock(session, ids)
    now = clock.now()
    workouts: dict[UUID, list[PlannedWorkout]] = defaultdict(list)
    for row in await queries.due_workouts(session, ids, now, WINDOW_DAYS):
        workouts[row["client_id"]].append(PlannedWorkout(row["scheduled_on"], row["status"]))
    await set_facts(
        session,
        [
            Facts(
                client_id=row["id"],
                last_workout_on=row["last_on"],
                week_done=row["week_done"],
                week_planned=row["week_planned"],
                streak_weeks=streak_on(row["streak_weeks"] or 0, row["streak_week"], row["today"]),
                adherence_28=adherence(workouts[row["id"]], row["today"], WINDOW_DAYS).ratio,
                program_name=row["program_name"],
                program_ends_on=row["program_ends_on"],
                next_workout_on=row["next_workout_on"],
            )
            for row in await queries.standing(session, ids, now)
        ],
    )
