"""A deed on an account belongs to no organization; the organizations of the person are told of it."""

from dataclasses import dataclass
from uuid import UUID

from backend.core.events import Event, event


@event
@dataclass(frozen=True, kw_only=True, slots=True)
class AccountDeed(Event):
    """A deed was written under `PLATFORM`. `user_id` is whose account, or stands for an address that nobody has."""

    name = "core.account_deed"
    entry_id: UUID
    user_id: UUID
