"""Who may see, log and correct whose training. Staff do so only for clients who share it."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_

from backend.core.access import Access, Scope
from backend.core.openings import DataClass
from backend.domains.clients import policies as clients
from backend.domains.clients.policies import looking

CORRECTION_TIME = timedelta(hours=48)

__all__ = ["CORRECTION_TIME", "looking", "may_correct", "visible_clients", "visible_to"]


def visible_clients(access: Access) -> ColumnElement[bool]:
    """Clients whose training one sees."""
    return and_(clients.visible_clients(access), clients.shared(DataClass.TRAINING, access.scope))


def visible_to(scope: Scope) -> ColumnElement[bool]:
    """The same for a statement that is prepared once; `looking` gives its parameters."""
    return and_(clients.visible_to(scope), clients.shared(DataClass.TRAINING, scope))


def may_correct(access: Access, finished_at: datetime, arrived_at: datetime, now: datetime) -> bool:
    """Clients may correct a finished workout for two days, their trainers at any time.

    `arrived_at` is when we first heard of the workout: a phone that was offline for long brings its corrections late.
    """
    return access.scope is not Scope.OWN or now <= max(finished_at, arrived_at) + CORRECTION_TIME
