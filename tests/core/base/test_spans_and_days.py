"""Time is never added or lost: at clock changes, at midnight, at any border of the day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.base.days import PlanningDays, days_from, monday_of
from mle_planner.core.base.spans import DAY, ZERO, Span, difference, total, union, whole_minutes
from tests.support.amounts import examples
from tests.support.builders import local, utc

ZONES = sorted(available_timezones())
HOUR = timedelta(hours=1)

ELAPSED = [
    # zone, first wall clock, last wall clock, hours really passed
    ("Europe/Berlin", "2026-03-29 00:30", "2026-03-29 04:30", 3),
    ("Europe/Berlin", "2026-10-25 00:30", "2026-10-25 04:30", 5),
    ("America/New_York", "2026-03-08 01:00", "2026-03-08 03:00", 1),
    ("Australia/Lord_Howe", "2026-04-05 00:00", "2026-04-05 06:00", 6.5),
    ("Australia/Lord_Howe", "2026-10-04 00:00", "2026-10-04 06:00", 5.5),
    ("America/Santiago", "2026-09-05 22:00", "2026-09-06 02:00", 3),
    ("Africa/Cairo", "2026-04-23 22:00", "2026-04-24 02:00", 3),
    ("Pacific/Apia", "2011-12-29 20:00", "2011-12-31 04:00", 8),
]


@pytest.mark.parametrize(("zone", "first", "last", "hours"), ELAPSED)
def test_what_passes_while_the_clocks_change_is_what_really_passed(
    zone: str, first: str, last: str, hours: float
) -> None:
    worked = Span(local(first, zone), local(last, zone))
    assert worked.duration == hours * HOUR
    parts = list(PlanningDays(ZoneInfo(zone)).split(worked))
    assert total(part for _, part in parts) == hours * HOUR


LENGTHS = [
    ("Europe/Berlin", date(2026, 3, 29), 23),
    ("Europe/Berlin", date(2026, 10, 25), 25),
    ("Europe/Berlin", date(2026, 11, 24), 24),
    ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
    ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
    ("Africa/Casablanca", date(2026, 2, 15), 25),
    ("America/Santiago", date(2026, 9, 6), 23),
    ("Africa/Cairo", date(2026, 4, 24), 23),
    ("Asia/Kolkata", date(2026, 3, 29), 24),
]


@pytest.mark.parametrize(("zone", "day", "hours"), LENGTHS)
def test_a_day_is_as_long_as_its_zone_makes_it(zone: str, day: date, hours: float) -> None:
    span = PlanningDays(ZoneInfo(zone)).span(day)
    assert span is not None
    assert span.duration == hours * HOUR


@pytest.mark.parametrize("day_start_min", [0, 4 * 60])
def test_the_date_that_samoa_skipped_has_no_time(day_start_min: int) -> None:
    days = PlanningDays(ZoneInfo("Pacific/Apia"), day_start_min)
    assert days.span(date(2011, 12, 30)) is None
    worked = Span(local("2011-12-29 22:00", "Pacific/Apia"), local("2011-12-31 06:00",
                                                                   "Pacific/Apia"))  # fmt: skip
    parts = list(days.split(worked))
    assert [day for day, _ in parts] == [date(2011, 12, 29), date(2011, 12, 31)]
    assert total(part for _, part in parts) == worked.duration == 8 * HOUR


@pytest.mark.parametrize("day_start_min", [0, 150, 240])
@pytest.mark.parametrize(
    "zone",
    [
        "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago",
        "Africa/Cairo", "Africa/Casablanca", "America/St_Johns",
    ],
)  # fmt: skip
def test_the_days_of_2026_are_8760_hours_without_gap_or_overlap(
    zone: str, day_start_min: int
) -> None:
    days = PlanningDays(ZoneInfo(zone), day_start_min)
    spans = [days.span(day) for day in days_from(date(2026, 1, 1), 365)]
    assert all(spans)
    assert len(union(span for span in spans if span)) == 1
    assert total(span for span in spans if span) == 8760 * HOUR


def test_the_zone_of_the_days_is_the_one_asked_for() -> None:
    """A zone that silently became another would be hours off somewhere in this list."""
    noon = {"Asia/Kolkata": "06:30", "America/St_Johns": "15:30", "Australia/Lord_Howe": "01:00"}
    for zone, expected in {**noon, "UTC": "12:00", "Europe/Berlin": "11:00"}.items():
        found = PlanningDays(ZoneInfo(zone)).instant(date(2026, 11, 24), 12 * 60)
        assert f"{found:%H:%M}" == expected
        assert found.tzinfo is UTC


GAPS = [
    # zone, date, minute typed, minute it is read as
    ("Europe/Berlin", date(2026, 3, 29), 150, 210),
    ("America/New_York", date(2026, 3, 8), 150, 210),
    ("Australia/Lord_Howe", date(2026, 10, 4), 135, 165),
    ("America/Santiago", date(2026, 9, 6), 30, 90),
    ("Africa/Cairo", date(2026, 4, 24), 0, 60),
    ("Europe/London", date(2026, 3, 29), 61, 121),
]


@pytest.mark.parametrize(("zone", "day", "typed", "meant"), GAPS)
def test_a_time_that_the_clocks_skip_is_read_with_the_offset_before(
    zone: str, day: date, typed: int, meant: int
) -> None:
    days = PlanningDays(ZoneInfo(zone))
    assert days.minute_of(days.instant(day, typed), day) == meant


@pytest.mark.parametrize(
    ("day", "hours_utc"),
    [
        # midnight, 1:00, 2:00 and so on, as hours of that date in UTC
        (date(2026, 3, 29), {0: -1, 1: 0, 2: 1, 3: 1, 4: 2, 9: 7, 13: 11, 18: 16, 24: 22, 26: 24}),
        (date(2026, 10, 25), {0: -2, 1: -1, 2: 0, 3: 2, 4: 3, 9: 8, 13: 12, 18: 17, 24: 23}),
        (date(2026, 3, 28), {9: 8, 24: 23, 26: 25, 27: 25}),
        (date(2026, 10, 24), {9: 7, 24: 22, 26: 24, 27: 26}),
    ],
)
@pytest.mark.parametrize("past_min", [0, 30])
def test_the_wall_clock_counts_on_the_days_the_clocks_change(
    day: date, hours_utc: dict[int, int], past_min: int
) -> None:
    """Nine in the morning is nine on the clock, however many hours passed since midnight."""
    days = PlanningDays(ZoneInfo("Europe/Berlin"))
    midnight = datetime.combine(day, time(), UTC)
    for hour, expected in hours_utc.items():
        instant = days.instant(day, hour * 60 + past_min)
        assert instant == midnight + timedelta(hours=expected, minutes=past_min), hour
        if instant.astimezone(days.zone).hour == hour % 24:  # not skipped
            assert days.minute_of(instant, day) == hour * 60 + past_min


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 8), (date(2026, 10, 25), 10)])
def test_a_stretch_over_the_change_of_clocks_lasts_as_long_as_it_does(
    day: date, hours: int
) -> None:
    """From ten in the evening before to seven: nine hours on the wall clock."""
    days = PlanningDays(ZoneInfo("Europe/Berlin"))
    night = Span(days.instant(day - DAY, 22 * 60), days.instant(day, 7 * 60))
    assert night.duration == timedelta(hours=hours)
    assert [part.duration for _, part in days.split(night)] == [2 * HOUR, (hours - 2) * HOUR]


def test_a_minute_past_midnight_lies_on_the_next_date() -> None:
    days = PlanningDays(ZoneInfo("UTC"), 4 * 60)
    late = days.instant(date(2026, 11, 24), 25 * 60)
    assert late == utc("2026-11-25 01:00")
    assert days.date_of(late) == date(2026, 11, 24)
    assert days.minute_of(late, date(2026, 11, 24)) == 25 * 60


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2028-02-28 23:50", "2028-02-29 00:20"),
        ("2028-02-29 23:50", "2028-03-01 00:20"),
        ("2026-12-31 23:50", "2027-01-01 00:20"),
        ("2026-10-31 23:50", "2026-11-01 00:20"),
        ("2026-03-28 23:50", "2026-03-29 00:20"),
    ],
)
def test_work_over_midnight_is_split_and_nothing_is_lost(first: str, last: str) -> None:
    worked = Span(local(first, "Europe/Berlin"), local(last, "Europe/Berlin"))
    parts = list(PlanningDays(ZoneInfo("Europe/Berlin")).split(worked))
    assert [whole_minutes(part.duration) for _, part in parts] == [10, 20]
    assert [str(day) for day, _ in parts] == [first[:10], last[:10]]


instants = st.integers(0, 2_145_916_800).map(lambda second: datetime.fromtimestamp(second, UTC))


@pytest.mark.slow
@examples(150)
@given(st.sampled_from(ZONES), st.integers(0, 480), instants, st.integers(1, 80 * 3600))
def test_the_parts_on_each_day_add_up_to_the_whole(
    zone: str, day_start_min: int, start: datetime, seconds: int
) -> None:
    days = PlanningDays(ZoneInfo(zone), day_start_min)
    whole = Span(start, start + timedelta(seconds=seconds))
    parts = list(days.split(whole))
    assert total(part for _, part in parts) == whole.duration
    assert union(part for _, part in parts) == [whole]
    for day, part in parts:
        assert days.date_of(part.start) == day


CHANGES = [
    ("Europe/Berlin", "2026-03-29 01:00"), ("Europe/Berlin", "2026-10-25 01:00"),
    ("America/St_Johns", "2006-10-29 02:31"), ("America/St_Johns", "2007-03-11 03:31"),
    ("America/Havana", "2026-11-01 05:00"), ("America/Sao_Paulo", "2018-02-18 02:00"),
    ("Australia/Lord_Howe", "2026-04-04 15:00"), ("America/Santiago", "2026-09-06 04:00"),
    ("Pacific/Apia", "2011-12-30 10:00"), ("Africa/Casablanca", "2026-02-15 02:00"),
    ("Pacific/Kwajalein", "1993-08-21 12:00"), ("Africa/Cairo", "2026-04-23 22:00"),
]  # fmt: skip


@pytest.mark.slow
@examples(150)
@given(
    st.sampled_from(CHANGES),
    st.integers(0, 480),
    st.integers(-50 * 3600, 3 * 3600),
    st.integers(1, 60 * 3600),
)
def test_a_border_inside_a_clock_change_loses_nothing(
    change: tuple[str, str], day_start_min: int, before_s: int, seconds: int
) -> None:
    zone, text = change
    days = PlanningDays(ZoneInfo(zone), day_start_min)
    start = utc(text) + timedelta(seconds=before_s)
    whole = Span(start, start + timedelta(seconds=seconds))
    parts = list(days.split(whole))
    assert total(part for _, part in parts) == whole.duration
    for day, part in parts:
        of_day = days.span(day)
        assert of_day is not None
        assert part.intersection(of_day) == part
        assert days.date_of(part.start) == day


@pytest.mark.slow
@examples(50)
@given(st.sampled_from(ZONES), st.integers(0, 480), instants)
def test_an_instant_lies_in_the_day_it_belongs_to(
    zone: str, day_start_min: int, instant: datetime
) -> None:
    days = PlanningDays(ZoneInfo(zone), day_start_min)
    of_day = days.span(days.date_of(instant))
    assert of_day is not None
    assert of_day.contains(instant)


# -- stretches ---------------------------------------------------------------------------------

_seconds = st.integers(0, 5000)
_spans = st.tuples(_seconds, st.integers(1, 600)).map(
    lambda pair: Span(
        utc("2026-11-24 08:00") + timedelta(seconds=pair[0]),
        utc("2026-11-24 08:00") + timedelta(seconds=pair[0] + pair[1]),
    )
)


def _covered(spans: list[Span]) -> set[float]:
    return {
        second
        for span in spans
        for second in range(int(span.start.timestamp()), int(span.end.timestamp()))
    }


@examples(30)
@given(st.lists(_spans, max_size=12))
def test_a_minute_covered_twice_counts_once(spans: list[Span]) -> None:
    merged = union(spans)
    assert total(merged).total_seconds() == len(_covered(spans))
    assert all(first.end < second.start for first, second in pairwise(merged))


@examples(30)
@given(_spans, st.lists(_spans, max_size=12))
def test_what_is_left_and_what_was_taken_are_the_whole(whole: Span, taken: list[Span]) -> None:
    left = difference(whole, taken)
    assert _covered(left) == _covered([whole]) - _covered(taken)
    assert left == sorted(left)


def test_touching_stretches_share_no_time() -> None:
    first = Span(utc("2026-11-24 08:00"), utc("2026-11-24 09:00"))
    second = Span(utc("2026-11-24 09:00"), utc("2026-11-24 10:00"))
    assert not first.overlaps(second)
    assert first.intersection(second) is None
    assert first.contains(first.start)
    assert not first.contains(first.end)
    assert union([second, first]) == [Span(first.start, second.end)]


def test_a_stretch_cannot_be_empty_backward_or_without_a_zone() -> None:
    noon = utc("2026-11-24 12:00")
    for start, end in ((noon, noon), (noon, noon - HOUR), (noon.replace(tzinfo=None), noon)):
        with pytest.raises(ValueError, match="span"):
            Span(start, end)


def test_a_stretch_given_in_another_zone_is_the_same_stretch() -> None:
    berlin = datetime(2026, 11, 24, 13, tzinfo=ZoneInfo("Europe/Berlin"))
    assert Span(berlin, berlin + HOUR) == Span(utc("2026-11-24 12:00"), utc("2026-11-24 13:00"))


def test_weeks_begin_on_monday() -> None:
    assert monday_of(date(2026, 11, 29)) == monday_of(date(2026, 11, 23)) == date(2026, 11, 23)
    assert monday_of(date(2027, 1, 1)) == date(2026, 12, 28)
    assert DAY.days == 1
    assert total([]) == ZERO


def test_a_time_before_the_border_comes_at_the_end_of_the_planning_day() -> None:
    late = PlanningDays(ZoneInfo("UTC"), day_start_min=240)
    assert [late.minute_within(minute) for minute in (0, 239, 240, 1439)] == [1440, 1679, 240, 1439]
    day = date(2026, 11, 24)
    for minute in range(0, 1440, 7):
        assert late.date_of(late.instant(day, late.minute_within(minute))) == day


@pytest.mark.parametrize(
    ("before_monday", "first"), [(0, (0, 1, 2)), (1, (6, 0, 1)), (2, (5, 6, 0))]
)
def test_weekdays_come_in_the_order_of_the_week(before_monday: int, first: tuple[int, ...]) -> None:
    days = PlanningDays(ZoneInfo("UTC"), days_before_monday=before_monday)
    assert days.weekdays[:3] == first
    week = days.week_of(date(2026, 11, 25))
    assert tuple(day.weekday() for day in week) == days.weekdays


@pytest.mark.parametrize(
    ("workdays", "before_monday", "first_five"),
    [
        ({0, 1, 2, 3, 4}, 1, (0, 1, 2, 3, 4)),
        ({6, 0, 1, 2, 3}, 1, (6, 0, 1, 2, 3)),
        ({6, 0, 1, 2, 3}, 0, (0, 1, 2, 3, 6)),
        ({0, 1, 2, 3, 4, 5}, 0, (0, 1, 2, 3, 4)),
        ({0, 1, 2, 3}, 0, (0, 1, 2, 3, 4)),
    ],
)
def test_ready_made_weeks_are_on_five_workdays(
    workdays: set[int], before_monday: int, first_five: tuple[int, ...]
) -> None:
    days = PlanningDays(ZoneInfo("UTC"), 0, before_monday, frozenset(workdays))
    assert days.five_workdays == first_five
