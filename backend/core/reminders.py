"""When people are reminded of what ends: so many days before, on their own calendar. Pure.

A reminder may come late, after a worker stood still, and never twice: `sent` is the last one, kept beside what ends.
"""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo


def reminder_due(
    began_at: datetime, ends_at: datetime, now: datetime, zone: ZoneInfo, steps: Collection[int], sent: int | None
) -> int | None:
    """Which of `steps` (days before the end) is to be sent now, or None.

    What lasts no longer than a step is not reminded of it: whoever made it has just said when it ends. Of several that
    are late, the one nearest to the end is sent.
    """
    if ends_at <= now:
        return None
    left = days_until(ends_at, now, zone)
    lasts = days_until(ends_at, began_at, zone)
    step = min((step for step in steps if left <= step < lasts), default=None)
    return step if step is not None and (sent is None or step < sent) else None


def days_until(moment: datetime, now: datetime, zone: ZoneInfo) -> int:
    """Days on the calendar of `zone`: 1 is tomorrow, whatever the hour."""
    return (moment.astimezone(zone).date() - now.astimezone(zone).date()).days


def in_words(days: int) -> str:
    """`today`, `tomorrow`, `in 3 days`."""
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
