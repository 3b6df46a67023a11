"""A session with everything logged in it, by a statement prepared once."""

from typing import Any
from uuid import UUID

from sqlalchemy import Executable

from backend.core.access import Access, Scope
from backend.core.db.prepared import Variants
from backend.core.db.read import ReadSession
from backend.core.db.write import WriteSession
from backend.domains.workouts.policies import looking, visible_to
from backend.domains.workouts.repository import sessions
from backend.domains.workouts.state import Logged


def _build(scope: Scope) -> Executable:
    return sessions.one_with_logged(visible_to(scope))


_statement = Variants(_build)


async def find_with_logged(
    session: WriteSession | ReadSession, access: Access, session_log_id: UUID
) -> tuple[dict[str, Any], Logged] | None:
    """The session, if `access` reaches it, and what was logged."""
    parameters = {**looking(access), "session_log_id": session_log_id}
    return await sessions.read_logged(session, _statement(access.scope), parameters)
