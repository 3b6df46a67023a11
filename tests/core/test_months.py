"""Months and the ids that belong to them, by examples and by properties."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.db.partitions import AHEAD, Month, Monthly, is_partition, missing, partition_name, past
from backend.core.ids import beside, new_id

MONTHS = st.builds(Month, st.integers(2000, 2200), st.integers(1, 12))
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
RANDOM = st.integers(0, (1 << 74) - 1)


def id_at(moment: datetime, random: int = 0) -> UUID:
    """A UUIDv7 of a moment, written out from RFC 9562."""
    milliseconds = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    return UUID(int=milliseconds << 80 | 7 << 76 | (random >> 62) << 64 | 2 << 62 | random & (1 << 62) - 1)


@pytest.mark.parametrize(
    ("month", "low", "days"),
    [
        (Month(2024, 2), "018d61f7-1800-0000-0000-000000000000", 29),
        (Month(2026, 2), "019c167f-cc00-0000-0000-000000000000", 28),
        (Month(2026, 12), "01a22ee6-b000-0000-0000-000000000000", 31),
        (Month(2100, 2), "03bbcc68-fc00-0000-0000-000000000000", 28),
    ],
)
def test_a_month_has_its_bounds(month: Month, low: str, days: int) -> None:
    milliseconds = (month.high.int - month.low.int) >> 80
    assert milliseconds == days * 86_400_000
    assert str(month.low) == low


@given(MOMENTS, RANDOM)
def test_every_id_is_within_the_month_that_it_was_made_in(moment: datetime, random: int) -> None:
    made = id_at(moment, random)
    month = Month.of(moment)
    assert month.low <= made < month.high


@given(MONTHS)
def test_months_follow_each_other_without_gap_or_overlap(month: Month) -> None:
    assert month.high == month.plus(1).low
    assert month.start - timedelta(milliseconds=1) < month.start <= month.plus(1).start - timedelta(days=28)
    assert id_at(month.start - timedelta(milliseconds=1), (1 << 74) - 1) < month.low <= id_at(month.start)


@given(MONTHS, st.integers(-600, 600))
def test_counting_months_goes_there_and_back(month: Month, count: int) -> None:
    assert month.plus(count).plus(-count) == month
    assert (month.plus(count) > month) == (count > 0)
    assert Month.parse(str(month)) == month


def test_december_is_followed_by_january() -> None:
    assert Month(2026, 12).plus(1) == Month(2027, 1)
    assert Month(2027, 1).plus(-1) == Month(2026, 12)


def test_a_month_is_that_of_utc() -> None:
    there = timezone(timedelta(hours=14))
    assert Month.of(datetime(2026, 3, 1, 13, 59, tzinfo=there)) == Month(2026, 2)
    assert Month.of(datetime(2026, 3, 1, 14, 0, tzinfo=there)) == Month(2026, 3)


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026-2", "26-02", "2026-02-01", "", "2026-02\n"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no month"):
        Month.parse(text)


@given(MOMENTS, st.sets(st.integers(-24, 24)))
def test_what_is_missing_ends_ahead_and_is_made_once(moment: datetime, offsets: set[int]) -> None:
    this = Month.of(moment)
    have = {this.plus(offset) for offset in offsets}
    made = missing(have, moment)
    assert made == sorted(set(made) - have)
    assert {this.plus(offset) for offset in range(AHEAD + 1)} <= have | set(made)
    assert missing(have | set(made), moment) == []


def test_a_worker_that_was_away_makes_every_month_since() -> None:
    have = [Month(2026, 1), Month(2026, 2)]
    made = missing(have, datetime(2026, 6, 10, tzinfo=UTC))
    assert made == [Month(2026, month) for month in range(3, 10)]


def test_months_that_aged_away_are_not_made_again() -> None:
    assert Month(2026, 4) not in missing([Month(2026, 5), Month(2026, 6)], datetime(2026, 6, 10, tzinfo=UTC))


def test_a_clock_that_steps_back_makes_nothing_twice() -> None:
    there = missing([], datetime(2026, 7, 1, 0, 0, 1, tzinfo=UTC))
    assert there == [Month(2026, month) for month in range(6, 11)]
    assert missing(there, datetime(2026, 6, 30, 23, 59, 59, tzinfo=UTC)) == []


@given(MOMENTS, st.integers(1, 36), st.sets(st.integers(-60, 6)))
def test_a_month_is_past_its_time_when_so_many_whole_ones_are_over(
    moment: datetime, keep: int, offsets: set[int]
) -> None:
    this = Month.of(moment)
    old = past([this.plus(offset) for offset in offsets], moment, keep)
    assert old == [this.plus(offset) for offset in sorted(offsets) if offset < -keep]


def test_a_rule_reads_as_a_sentence_and_keeps_at_least_a_month() -> None:
    assert Monthly(keep=1).comment == "monthly by id; kept 1 months; then dropped"
    assert Monthly(keep=24, archive=True).comment == "monthly by id; kept 24 months; then archived"
    with pytest.raises(ValueError, match="clocks differ"):
        Monthly(keep=0)


def test_partitions_are_known_by_their_names() -> None:
    tables = ["outbox_events"]
    assert is_partition(partition_name("outbox_events", Month(2026, 2)), tables)
    assert is_partition("outbox_events_default", tables)
    for other in ("outbox_events", "outbox_events_y2026m13", "outbox_events_y2026m02_x", "members_y2026m02"):
        assert not is_partition(other, tables)


def test_an_id_beside_another_is_new_and_of_the_same_millisecond() -> None:
    other = new_id()
    one, two = beside(other), beside(other)
    assert one != two != other
    assert one.int >> 80 == other.int >> 80
    assert (one.version, one.variant) == (7, other.variant)
