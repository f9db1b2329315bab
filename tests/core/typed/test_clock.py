"""One reader of times of day, for fields and among other words."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import Span
from mle_planner.core.typed.clock import read_clock, read_clock_seconds, read_instant, read_words

DAYS = PlanningDays(ZoneInfo("UTC"), 4 * 60)
"""A planning day begins at four."""


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("9", 540), ("09:30", 570), ("930", 570), ("0930", 570), ("9.30", 570), ("9h30", 570),
        ("5 pm", 1020), ("5 p.m.", 1020), ("12am", 0), ("12 pm", 720), ("17 Uhr", 1020),
        ("noon", 720), ("0", 0), ("24:00", 1440), ("9h15", 555), ("24:01", None), ("25", None),
        ("9:60", None), ("3h", None), ("17h", None), ("13 pm", None), ("soon", None), ("", None),
    ],
)  # fmt: skip
def test_a_field_holds_a_time_and_nothing_else(text: str, minute: int | None) -> None:
    assert read_clock(text) == minute


def test_a_field_of_the_command_line_has_seconds_too() -> None:
    assert read_clock_seconds("09:30:15") == 34215
    assert read_clock_seconds("9:30") == 34200
    assert read_clock_seconds("24:30:00") is None
    assert read_clock_seconds("25:00:00") is None


@pytest.mark.parametrize(
    ("words", "minutes", "count"),
    [
        ("15:00 today", (900,), 1), ("3 pm sharp", (900,), 2), ("9:00 am", (540,), 2),
        ("noon", (720,), 1), ("3:00", (900, 180), 1), ("03:00", (180,), 1), ("17 uhr", (1020,), 2),
    ],
)  # fmt: skip
def test_a_time_among_words(words: str, minutes: tuple[int, ...], count: int) -> None:
    found = read_words(words.split())
    assert found is not None
    assert (found.minutes, found.words) == (minutes, count)


@pytest.mark.parametrize("words", ["5", "17h", "morning", "930", "13 pm"])
def test_what_needs_a_day_or_at_before_it(words: str) -> None:
    assert read_words(words.split()) is None


@pytest.mark.parametrize(
    ("within", "typed", "found"),
    [
        ("14:00 1 h", "14:20", "Mon 14:20"),
        ("22:00 4 h", "1:30", "Tue 01:30"),
        ("17:00 64 h", "9:00", "Tue 09:00"),
        ("17:00 64 h", "8:30", "Tue 08:30"),
    ],
)
def test_a_time_in_a_stretch_is_the_first_one_inside_it(
    within: str, typed: str, found: str
) -> None:
    assert f"{read_instant(typed, stretch_of(within), DAYS):%a %H:%M}" == found


@pytest.mark.parametrize("typed", ["14:00", "15:00", "16:00", "half", ""])
def test_an_end_of_a_stretch_is_not_inside_it(typed: str) -> None:
    with pytest.raises(PlannerError, match=r"is not a time between 14:00 and 15:00\. Nothing was"):
        read_instant(typed, stretch_of("14:00 1 h"), DAYS)


def test_the_refusal_of_a_stretch_over_midnight_names_its_days() -> None:
    with pytest.raises(PlannerError, match="between Mon 23 Nov 17:00 and Thu 26 Nov 09:00"):
        read_instant("half", stretch_of("17:00 64 h"), DAYS)


def stretch_of(text: str) -> Span:
    """A stretch from a time of Monday on, with some hours."""
    start, hours, _unit = text.split()
    begin = datetime.fromisoformat(f"2026-11-23T{start}+00:00")
    return Span(begin, begin + timedelta(hours=int(hours)))


def test_after_a_day_and_after_at_less_is_enough() -> None:
    hour = read_words(["17h"], is_after_day=True)
    morning = read_words(["morning"], is_after_day=True)
    five = read_words(["5"], is_after_at=True)
    assert hour is not None
    assert morning is not None
    assert five is not None
    assert (hour.minute, morning.minute, five.minutes) == (1020, 720, (1020, 300))
    assert read_words(["2h"], is_after_day=True) is None, "that is an effort"
