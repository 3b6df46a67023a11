"""Records, streaks and totals, worked out anew from what is stored, so that it never matters what changed before."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from backend.core import clock
from backend.core.db.write import WriteSession
from backend.domains.workouts.repository import scores
from backend.domains.workouts.scoring import detect
from backend.domains.workouts.stats import StreakState, streak_state


async def keep_score(session: WriteSession, client_id: UUID, exercise_ids: Collection[UUID] | None) -> StreakState:
    """Bring records of these exercises (None: of all) and the client's figures up to date.

    Take `scores.lock_client` first.
    """
    await _keep_records(session, client_id, exercise_ids)
    # The date line: a client's today may be one day ahead of the server's.
    streak = streak_state(await scores.finished_on(session, client_id), clock.now().date() + timedelta(days=1))
    await scores.save_stats(session, client_id, streak.weeks, streak.week, streak.longest)
    return streak


async def _keep_records(session: WriteSession, client_id: UUID, exercise_ids: Collection[UUID] | None) -> None:
    if exercise_ids is not None and not exercise_ids:
        return
    history = await scores.done_sessions(session, client_id, exercise_ids)
    wanted = {
        row["id"]: row
        for exercise_id, sessions in history.items()
        for record in detect(sessions)
        for row in (scores.record_row(session.organization_id, client_id, exercise_id, record),)
    }
    stored = await scores.stored_records(session, client_id, exercise_ids)
    changed = [row for id_, row in wanted.items() if stored.get(id_) != row]
    gone = [id_ for id_ in stored if id_ not in wanted]
    if changed:
        await scores.save_records(session, changed)
    if gone:
        await scores.drop_records(session, gone)
    sessions = {row["session_log_id"] for row in changed} | {stored[id_]["session_log_id"] for id_ in gone}
    if sessions:
        await scores.count_records(session, sessions)
