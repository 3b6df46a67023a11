"""Programs with their workouts as they stand elsewhere: the demo's history, and a move from another system."""

from collections.abc import Sequence
from typing import Any

from backend.core.db.write import WriteSession
from backend.domains.training.repository import bulk


async def import_programs(
    session: WriteSession, programs: Sequence[dict[str, Any]], workouts: Sequence[dict[str, Any]]
) -> None:
    """Insert rows of `programs` and `workouts` (columns by name, without organization_id) in two statements.

    Every row of one kind has the same columns. No event is told, since nothing of it happens now. Exercises in the
    documents must be adopted before (`exercises.adopt`), and documents be made by `planned_day.stored_day`.
    """
    await bulk.import_rows(session, programs, workouts)
