"""Current bests that a set may beat while the workout goes on."""

from collections.abc import Collection
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from backend.core.db.write import WriteSession

_BESTS = text(
    """
    SELECT exercise_id, kind, value FROM records
    WHERE organization_id = :organization_id AND client_id = :client_id AND exercise_id = ANY(:exercise_ids)
        AND is_current AND kind IN ('estimated_1rm', 'duration', 'distance')
    """
)


async def bests(
    session: WriteSession, client_id: UUID, exercise_ids: Collection[UUID]
) -> dict[tuple[UUID, str], Decimal]:
    """The client's bests by exercise and kind."""
    rows = await session.execute(
        _BESTS,
        {
            "organization_id": session.organization_id,
            "client_id": client_id,
            "exercise_ids": list(exercise_ids),
        },
    )
    return {(exercise_id, kind): value for exercise_id, kind, value in rows}
