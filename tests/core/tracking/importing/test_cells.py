"""Reading cells of other programs: dates are never guessed, lengths need a unit."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from mle_planner.core.tracking.importing.cells import (
    DateOrderError,
    read_clock,
    read_date,
    read_length,
    read_moment,
    settle_order,
)
from mle_planner.core.tracking.importing.instants import span_of
from mle_planner.core.tracking.importing.rows import ReadTime, TimeRowError

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["03/04/2026", "13/04/2026"], "dmy"),
        (["03/04/2026", "04/13/2026"], "mdy"),
        (["03.04.2026"], "dmy"),
        (["3-4-26", "30-4-26"], "dmy"),
    ],
)
def test_one_date_settles_the_order_of_all(dates: list[str], order: str) -> None:
    assert settle_order("a.csv", dates) == order


@pytest.mark.parametrize(
    "dates", [["03/04/2026"], ["13/04/2026", "04/13/2026"], ["03/04/2026", "2026-04-13"]]
)
def test_dates_that_leave_it_open_are_asked_about(dates: list[str]) -> None:
    with pytest.raises(DateOrderError, match=r"choose one: dmy .* mdy") as asked:
        settle_order("a.csv", dates)
    assert set(asked.value.orders) == {"dmy", "mdy"}


def test_dates_that_are_the_same_in_every_order_ask_nothing() -> None:
    order = settle_order("a.csv", ["05/05/2026", "2026-04-13"])
    assert read_date("05/05/2026", order) == date(2026, 5, 5)
    assert read_date("2026-04-13", order) == date(2026, 4, 13)


@pytest.mark.parametrize("text", ["31/02/2026", "2026-13-01", "1/1/1/1", "today", "99/99/9999"])
def test_what_is_no_date_is_said(text: str) -> None:
    with pytest.raises(TimeRowError, match="is not a date"):
        read_date(text, "dmy")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("9:30", 570), ("09:30:00 PM", 1290), ("12 am", 0), ("12:15 p.m.", 735), ("24:00", 1440)],
)
def test_clocks_of_12_and_24_hours(text: str, minutes: int) -> None:
    assert read_clock(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["9", "25:00", "24:01", "9:60", "13:00 pm", ""])
def test_what_is_no_time_is_none(text: str) -> None:
    assert read_clock(text) is None


@pytest.mark.parametrize(
    ("text", "unit", "seconds"),
    [
        ("1:30", "", 5400), ("01:30:15", "", 5415), ("1,5", "h", 5400), ("0.25", "h", 900),
        ("1h 30m", "", 5400), ("90 min", "", 5400), ("PT1H30M", "", 5400), ("90", "min", 5400),
    ],
)  # fmt: skip
def test_lengths(text: str, unit: str, seconds: int) -> None:
    assert read_length(text, unit) == seconds


@pytest.mark.parametrize("text", ["90", "1.234,5", "-1:00", "1:75", "x", ""])
def test_a_length_without_a_unit_is_not_guessed(text: str) -> None:
    with pytest.raises(TimeRowError):
        read_length(text, "")


def hours(start: str, end: str, length_s: int | None = None) -> float:
    moments = (read_moment(text, None, "ymd") for text in (start, end))
    span = span_of(ReadTime("line 1", *moments, length_s=length_s), BERLIN)
    return (span.end - span.start) / timedelta(hours=1)


def test_the_nights_on_which_the_clocks_change() -> None:
    assert hours("2026-03-29 01:00", "2026-03-29 04:00") == 2
    assert hours("2026-10-25 01:00", "2026-10-25 04:00") == 4
    assert hours("2026-10-25 01:00", "2026-10-25 02:30", 5400) == 1.5
    assert hours("2026-10-25 01:00", "2026-10-25 02:30", 9000) == 2.5
    assert hours("2026-10-25T01:00:00+02:00", "2026-10-25T02:30:00+01:00") == 2.5
    with pytest.raises(TimeRowError, match="occurs twice"):
        hours("2026-10-25 01:00", "2026-10-25 02:30")
    with pytest.raises(TimeRowError, match="clocks skip 2026-03-29 02:30"):
        hours("2026-03-29 02:30", "2026-03-29 04:00")


def test_an_entry_ends_after_it_begins_and_has_an_end() -> None:
    with pytest.raises(TimeRowError, match="ends before it begins"):
        hours("2026-03-02 10:00", "2026-03-02 10:00")
    with pytest.raises(TimeRowError, match="no end"):
        span_of(ReadTime("line 1", read_moment("2026-03-02 10:00", None, "ymd")), BERLIN)
