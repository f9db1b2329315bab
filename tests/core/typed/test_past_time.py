"""The time at which a timer began or ended, at the end of a line."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.formats import day_and_clock_text
from mle_planner.core.typed.past_time import read_past_time
from tests.support.builders import BERLIN, local
from tests.support.languages import speaking

ZONE = ZoneInfo(BERLIN)
DAYS = PlanningDays(ZONE, 4 * 60)
NOW = local("2026-11-24 11:00", BERLIN)


@pytest.mark.parametrize(
    ("language", "text", "title", "time"),
    [
        ("en", "fix drift at 10:45", "fix drift", "10:45"),
        ("en", "fix drift since 10", "fix drift", "10:00"),
        ("en", "fix drift 10:45", "fix drift", "10:45"),
        ("en", "at 10:40", "", "10:40"),
        ("en", "20 min ago", "", "10:40"),
        ("en", "fix drift half an hour ago", "fix drift", "10:30"),
        ("en", "Call at 9:30 since 10:45", "Call at 9:30", "10:45"),
        ("en", "at 15:00", "", "15:00"),
        ("en", "at 2026-11-23T18:30", "", "Mon 23 Nov 18:30"),
        ("en", "fix drift since 2026-11-24T10:45:00", "fix drift", "10:45"),
        ("en", "at 5", "", "05:00"),
        ("de", "Drift seit 10:45", "Drift", "10:45"),
        ("de", "Drift ab 10 Uhr", "Drift", "10:00"),
        ("de", "um 10.40 Uhr", "", "10:40"),
        ("de", "vor 20 Minuten", "", "10:40"),
        ("de", "vor einer Stunde", "", "10:00"),
        ("he", "מודל מ-10:45", "מודל", "10:45"),
        ("he", "מודל מאז 10:45", "מודל", "10:45"),
        ("he", "ב-10:40", "", "10:40"),
        ("he", "לפני 20 דקות", "", "10:40"),
    ],
)
def test_a_line_ends_with_a_time(language: str, text: str, title: str, time: str) -> None:
    with speaking(language):
        read = read_past_time(text, DAYS, NOW)
    assert read is not None
    assert (read.title, day_and_clock_text(read.at, NOW, ZONE)) == (title, time)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "fix drift",
        "at the office",
        "since monday",
        "review 3",
        "2h",
        "10:45 call",
        "at",
        "at 2026-11-31T10:00",
    ],
)
def test_other_lines_have_none(text: str) -> None:
    assert read_past_time(text, DAYS, NOW) is None


@pytest.mark.parametrize(
    ("text", "time"),
    [("at 18:30", "Mon 23 Nov 18:30"), ("at 10:30", "10:30"), ("at 2:00", "02:00")],
)
def test_a_timer_of_yesterday_ends_at_the_latest_such_time_after_its_start(
    text: str, time: str
) -> None:
    read = read_past_time(text, DAYS, NOW, local("2026-11-23 17:00", BERLIN))
    assert read is not None
    assert day_and_clock_text(read.at, NOW, ZONE) == time
