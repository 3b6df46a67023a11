"""When people are reminded of what ends."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.reminders import days_until, in_words, reminder_due

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 20, 8, tzinfo=UTC)
STEPS = (14, 3)


def due(days: float, sent: int | None = None, lasts: float = 100) -> int | None:
    ends_at = NOW + timedelta(days=days)
    return reminder_due(ends_at - timedelta(days=lasts), ends_at, NOW, BERLIN, STEPS, sent)


@pytest.mark.parametrize(
    ("days", "sent", "step"),
    [
        (15, None, None),
        (14, None, 14),
        (14, 14, None),
        (5, 14, None),
        (3, 14, 3),
        (3, 3, None),
        (1, None, 3),
        (0, 3, None),
    ],
)
def test_each_step_is_sent_once_and_late_ones_only_the_nearest(days: float, sent: int | None, step: int | None) -> None:
    assert due(days, sent) == step


def test_what_lasts_no_longer_than_a_step_is_not_reminded_of_it() -> None:
    assert due(10, lasts=10.5) is None
    assert due(3, lasts=10) == 3
    assert due(2, lasts=2.5) is None


def test_the_calendar_counts_and_not_the_hours() -> None:
    late = datetime(2026, 3, 20, 22, 30, tzinfo=UTC)  # 23:30 in Berlin
    assert days_until(late + timedelta(hours=1), late, BERLIN) == 1
    assert days_until(late + timedelta(hours=1), late, ZoneInfo("UTC")) == 0
    assert [in_words(days) for days in (0, 1, 3)] == ["today", "tomorrow", "in 3 days"]


@given(st.lists(st.floats(0, 40), max_size=60), st.floats(0, 40))
def test_looked_for_ever_so_often_each_step_comes_once_at_most(looks: list[float], end: float) -> None:
    began_at, ends_at = NOW - timedelta(days=30), NOW + timedelta(days=end)
    sent: int | None = None
    told: list[int] = []
    for look in sorted(looks):
        step = reminder_due(began_at, ends_at, NOW + timedelta(days=look), BERLIN, STEPS, sent)
        if step is not None:
            assert NOW + timedelta(days=look) < ends_at
            told.append(step)
            sent = step
    assert told == sorted(set(told), reverse=True)
