"""Who may see, log and correct whose training."""

from datetime import datetime, timedelta

from backend.core.access import Access, Scope
from backend.domains.clients.policies import looking, visible_clients, visible_to

CORRECTION_TIME = timedelta(hours=48)

__all__ = ["CORRECTION_TIME", "looking", "may_correct", "visible_clients", "visible_to"]


def may_correct(access: Access, finished_at: datetime, arrived_at: datetime, now: datetime) -> bool:
    """Clients may correct a finished workout for two days, their trainers at any time.

    `arrived_at` is when we first heard of the workout: a phone that was offline for long brings its corrections late.
    """
    return access.scope is not Scope.OWN or now <= max(finished_at, arrived_at) + CORRECTION_TIME
