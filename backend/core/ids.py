"""Identifiers: UUIDv7, made by the application, so that they sort by time and a phone may make them offline."""

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

PLATFORM = UUID(int=0)
"""Stands for the platform itself where a row or an event belongs to no organization (account mails)."""


def new_id() -> UUID:
    """A new UUIDv7."""
    return uuid7()


def beside(other: UUID) -> UUID:
    """A new UUIDv7 of the same millisecond as `other`, and so of the same monthly partition."""
    return UUID(int=other.int >> 80 << 80 | new_id().int & (1 << 80) - 1)


def first_id(moment: datetime) -> UUID:
    """The lowest id of a moment's millisecond: bounds a span of time by ids. What lies before 1970 gets the lowest."""
    return UUID(int=max(0, int(moment.timestamp() * 1000)) << 80)
