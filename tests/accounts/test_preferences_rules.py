"""When a notification may reach somebody: pure rules, by examples and by properties."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domains.accounts.preferences import KINDS, MEMBER_JOINED, NEW_DEVICE, Wishes, due, wanted

BERLIN = ZoneInfo("Europe/Berlin")


def _wishes(start: time | None = None, until: time | None = None, **channels: bool) -> Wishes:
    return Wishes({MEMBER_JOINED.name: channels} if channels else {}, start, until, "Europe/Berlin")


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "until", "now", "told"),
    [
        (None, None, "2026-11-20T03:00", "2026-11-20T03:00"),
        (time(22), time(7), "2026-11-20T21:59", "2026-11-20T21:59"),
        (time(22), time(7), "2026-11-20T22:00", "2026-11-21T07:00"),
        (time(22), time(7), "2026-11-21T06:59", "2026-11-21T07:00"),
        (time(22), time(7), "2026-11-21T07:00", "2026-11-21T07:00"),
        (time(12), time(14), "2026-11-20T13:00", "2026-11-20T14:00"),
        (time(12), time(14), "2026-11-20T14:00", "2026-11-20T14:00"),
        (time(8), time(8), "2026-11-20T08:00", "2026-11-20T08:00"),
        # The night in which the clocks go back is an hour longer, and the one in which they go forward shorter.
        (time(22), time(7), "2026-10-24T23:00", "2026-10-25T07:00"),
        (time(22), time(7), "2026-03-28T23:00", "2026-03-29T07:00"),
    ],
)
def test_quiet_hours_put_off_to_their_end_on_the_persons_clock(
    start: time | None, until: time | None, now: str, told: str
) -> None:
    assert due(MEMBER_JOINED, "email", _wishes(start, until), _at(now)) == _at(told)


def test_what_one_does_not_want_is_never_told_and_what_one_needs_always() -> None:
    now, quiet = _at("2026-11-20T23:00"), _wishes(time(22), time(7), email=False)
    assert due(MEMBER_JOINED, "email", quiet, now) is None
    assert due(NEW_DEVICE, "email", quiet, now) == now
    assert not wanted(MEMBER_JOINED, "email", quiet)
    assert wanted(MEMBER_JOINED, "email", _wishes(email=True))


@given(
    now=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),
    start=st.times(),
    until=st.times(),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"]),
)
def test_nothing_is_put_off_by_more_than_a_day_or_into_the_past(
    now: datetime, start: time, until: time, zone: str
) -> None:
    told = due(MEMBER_JOINED, "email", Wishes({}, start, until, zone), now)
    assert told is not None
    assert timedelta() <= told - now <= timedelta(hours=25)


def test_every_kind_says_what_it_is() -> None:
    assert all(kind.title and kind.text and kind.channels for kind in KINDS.values())
