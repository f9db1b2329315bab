"""A typed line over a block: times first, and nothing that only looks like one."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import Span
from mle_planner.core.typed.block_text import BlockWords, block_words, stated_span

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9:30-10:45 Standup", BlockWords("Standup", 570, 645)),
        (" 09:30 – 10:45  Drift  monitor ", BlockWords("Drift  monitor", 570, 645)),
        ("14:00 Call", BlockWords("Call", 840)),
        ("2 pm Call", BlockWords("Call", 840)),
        ("2:15 pm–3:40 pm Call", BlockWords("Call", 855, 940)),
        ("12am Night", BlockWords("Night", 0)),
        ("9:30", BlockWords("", 570)),
        ("22:00-24:00 Release", BlockWords("Release", 1320, 1440)),
        ("1-1 with Ana", BlockWords("1-1 with Ana")),
        ("2 reviews", BlockWords("2 reviews")),
        ("Call at 9:30", BlockWords("Call at 9:30")),
        ("9:30am-ish", BlockWords("9:30am-ish")),
        ("9:75 odd", BlockWords("9:75 odd")),
        ("24:00 Midnight", BlockWords("24:00 Midnight")),
        ("24:30 Midnight", BlockWords("24:30 Midnight")),
        ("13:00 pm Odd", BlockWords("13:00 pm Odd")),
        ("10:00-25:00 Odd", BlockWords("10:00-25:00 Odd")),
        ("3:1 ratio", BlockWords("3:1 ratio")),
        ("", BlockWords("")),
    ],
)
def test_a_line_is_read_as_it_is_meant(text: str, expected: BlockWords) -> None:
    assert block_words(text) == expected


@given(st.text(max_size=30))
def test_any_text_is_a_title_or_begins_with_its_times(text: str) -> None:
    words = block_words(text)
    assert words.title in text
    if words.start_min is None:
        assert words == BlockWords(text.strip())
    else:
        assert 0 <= words.start_min < 1440


def clocks(days: PlanningDays, line: str, old: tuple[int, int] = (900, 960)) -> str:
    before = Span(days.instant(TUESDAY, old[0]), days.instant(TUESDAY, old[1]))
    span = stated_span(block_words(line), before, days)
    return " ".join(
        f"{instant.astimezone(days.zone):%a %H:%M}" for instant in (span.start, span.end)
    )


def test_the_times_are_on_the_day_of_the_block() -> None:
    days = PlanningDays(BERLIN)
    assert clocks(days, "9:30-10:45 x") == "Tue 09:30 Tue 10:45"
    assert clocks(days, "9:30 x") == "Tue 09:30 Tue 10:30"
    assert clocks(days, "x") == "Tue 15:00 Tue 16:00"
    assert clocks(days, "22:00-1:00 x") == "Tue 22:00 Wed 01:00"
    assert clocks(days, "22:00-24:00 x") == "Tue 22:00 Wed 00:00"


def test_before_the_border_of_the_day_it_is_the_night_that_follows() -> None:
    days = PlanningDays(BERLIN, 4 * 60)
    assert clocks(days, "2:00-3:00 x") == "Wed 02:00 Wed 03:00"
    assert clocks(days, "23:30-0:30 x") == "Tue 23:30 Wed 00:30"
    assert clocks(days, "9:30 x", (1500, 1560)) == "Tue 09:30 Tue 10:30"


def test_a_time_that_the_clocks_skip_leaves_a_minute_at_least() -> None:
    days, sunday = PlanningDays(BERLIN), date(2026, 3, 29)
    before = Span(days.instant(sunday, 60), days.instant(sunday, 90))
    span = stated_span(block_words("2:30-3:10 x"), before, days)
    assert (span.end - span.start).total_seconds() == 60
