"""How dates and times are read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from mle_planner.cli.moments import (
    parse_date,
    parse_last_date,
    parse_latest_date,
    parse_moment,
    parse_past_date,
)
from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.errors import PlannerError

WEDNESDAY = date(2026, 11, 25)
BERLIN = PlanningDays(ZoneInfo("Europe/Berlin"))
NOON = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-04", date(2026, 12, 4)),
        ("today", WEDNESDAY),
        ("Yesterday", date(2026, 11, 24)),
        ("tomorrow", date(2026, 11, 26)),
        ("fri", date(2026, 11, 27)),
        ("wed", WEDNESDAY),
        ("last wed", date(2026, 11, 18)),
        ("last fri", date(2026, 11, 20)),
        ("12 mar", date(2027, 3, 12)),
    ],
)
def test_a_date(text: str, day: date) -> None:
    assert parse_date(text, WEDNESDAY) == day


@pytest.mark.parametrize(
    "text", ["", "soon", "32 nov", "2026-02-30", "9:30", "fri 9:30", "last week", "9999-01-01"]
)
def test_what_is_no_date_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(PlannerError, match=r"Nothing was changed"):
        parse_date(text, WEDNESDAY)


def test_who_looks_back_means_the_latest_weekday() -> None:
    assert parse_latest_date("mon", WEDNESDAY) == date(2026, 11, 23)
    assert parse_latest_date("fri", WEDNESDAY) == date(2026, 11, 20)
    assert parse_latest_date("wednesday", WEDNESDAY) == WEDNESDAY
    assert parse_latest_date("2026-11-27", WEDNESDAY) == date(2026, 11, 27)


def test_a_past_date_is_none_that_is_ahead() -> None:
    assert parse_past_date("fri", WEDNESDAY) == date(2026, 11, 20)
    assert parse_past_date("today", WEDNESDAY) == WEDNESDAY
    with pytest.raises(PlannerError, match=r"^2026-11-27 is still ahead\. Nothing was changed"):
        parse_past_date("2026-11-27", WEDNESDAY)


def test_a_range_ends_on_the_weekday_after_its_first_day() -> None:
    monday = date(2026, 11, 16)
    assert parse_last_date("fri", monday, WEDNESDAY) == date(2026, 11, 20)
    assert parse_last_date("today", monday, WEDNESDAY) == WEDNESDAY


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("9:30", "2026-11-25T08:30"),
        ("09:30:15", "2026-11-25T08:30:15"),
        ("3pm", "2026-11-25T14:00"),
        ("now", "2026-11-25T11:00"),
        ("20m ago", "2026-11-25T10:40"),
        ("1h 30m ago", "2026-11-25T09:30"),
        ("yesterday 15:00", "2026-11-24T14:00"),
        ("fri 15:00", "2026-11-20T14:00"),
        ("wed 9:00", "2026-11-25T08:00"),
        ("2026-11-02 9:00", "2026-11-02T08:00"),
        ("2026-11-25T09:30", "2026-11-25T08:30"),
        ("2026-11-25T09:30+05:30", "2026-11-25T04:00"),
        ("2026-11-25T09:30Z", "2026-11-25T09:30"),
    ],
)
def test_a_time(text: str, instant: str) -> None:
    expected = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert parse_moment(text, BERLIN, NOON) == expected


@pytest.mark.parametrize(
    "text", ["", "fri", "noonish", "25:00", "9:60", "yesterday", "0099-01-01T10:00", "x ago"]
)
def test_what_is_no_time_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(PlannerError, match=r"Nothing was changed"):
        parse_moment(text, BERLIN, NOON)


def test_before_the_hour_at_which_a_day_begins_it_is_still_the_day_before() -> None:
    days = PlanningDays(ZoneInfo("UTC"), day_start_min=4 * 60)
    one_at_night = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
    assert parse_moment("23:00", days, one_at_night).isoformat() == "2026-11-25T23:00:00+00:00"
    assert parse_moment("0:30", days, one_at_night).isoformat() == "2026-11-26T00:30:00+00:00"


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2:05", "00:05"),
        ("2:05 +02:00", "00:05"),
        ("2:05 +01:00", "01:05"),
        ("2:05+01:00", "01:05"),
        ("2:05:30 +01:00", "01:05:30"),
        ("25 oct 2:05 am +01:00", "01:05"),
        ("2026-10-25 02:05 +01:00", "01:05"),
        ("2026-10-25T02:05+01:00", "01:05"),
    ],
)
def test_a_time_that_comes_twice_is_the_first_or_the_one_of_its_offset(text: str, utc: str) -> None:
    now = datetime(2026, 10, 25, 6, 0, tzinfo=UTC)
    assert parse_moment(text, BERLIN, now) == datetime.fromisoformat(f"2026-10-25T{utc}+00:00")


def test_an_end_is_the_first_such_time_after_the_start() -> None:
    now = datetime(2026, 10, 25, 6, 0, tzinfo=UTC)
    start = parse_moment("2:50", BERLIN, now)
    assert parse_moment("2:10", BERLIN, now, after=start) == datetime(
        2026, 10, 25, 1, 10, tzinfo=UTC
    )
    assert parse_moment("2:55", BERLIN, now, after=start) == datetime(
        2026, 10, 25, 0, 55, tzinfo=UTC
    )


def test_an_offset_that_the_clock_does_not_have_is_refused() -> None:
    with pytest.raises(PlannerError, match=r"14:00 on Wed 25 Nov is not at offset −05:00"):
        parse_moment("14:00 -05:00", BERLIN, NOON)
