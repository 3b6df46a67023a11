"""Who may see or change whose programs and workouts."""

from typing import Any

from sqlalchemy import ColumnElement, and_, select

from backend.core.access import Access, Scope
from backend.domains.clients.models import Client
from backend.domains.clients.policies import visible_clients
from backend.domains.training.models import Program, Workout


def visible_programs(access: Access) -> ColumnElement[bool]:
    """Programs of the clients that one sees."""
    return and_(Program.organization_id == access.organization_id, _of_seen_clients(Program.client_id, access))


def visible_workouts(access: Access) -> ColumnElement[bool]:
    """Planned workouts of the clients that one sees. Domains above narrow their own reads by it."""
    return and_(Workout.organization_id == access.organization_id, _of_seen_clients(Workout.client_id, access))


def _of_seen_clients(column: Any, access: Access) -> ColumnElement[bool]:
    if access.scope is Scope.ALL:
        # Every row of the organization: its condition stands beside this one.
        return column.isnot(None)
    return column.in_(select(Client.id).where(visible_clients(access)))
