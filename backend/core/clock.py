"""The one place that asks what time it is, so that tests and demo data can set it."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_frozen: ContextVar[datetime | None] = ContextVar("stoke_frozen_time", default=None)
_wrong_by = timedelta()


def now() -> datetime:
    """This moment in UTC."""
    return _frozen.get() or datetime.now(UTC) + _wrong_by


def put_wrong(by: timedelta) -> None:
    """Let this process's clock be off, as a machine's may be: for fault tests, refused in production."""
    global _wrong_by
    _wrong_by = by


def today(time_zone: str) -> date:
    """The calendar date in the named zone (IANA name, checked where it was entered)."""
    return now().astimezone(ZoneInfo(time_zone)).date()


@contextmanager
def at(moment: datetime) -> Generator[None]:
    """Within this block `now()` answers `moment`, which must carry a zone."""
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
