"""A typed line over a block: times first, and nothing that only looks like one."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.formats import clock_range_text
from mle_planner.core.typed.block_text import BlockWords, block_words, edited_words, stated_span

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


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("9:40- Fix paging", "9:40-"),
        ("9:40-", "9:40-"),
        ("25:00-26 Fix paging", "25:00-26"),
        ("9:30–26 Fix paging", "9:30–26"),
        ("9:00 - 26:00 Fix paging", "9:00 - 26:00"),
        ("9:75 odd", "9:75"),
    ],
)
def test_over_a_block_what_looks_like_a_time_and_is_none_is_refused(text: str, named: str) -> None:
    with pytest.raises(PlannerError, match=f"^{named} is not a time. Nothing was changed"):
        edited_words(text)


@pytest.mark.parametrize("text", ["9:30 - Fix paging", "1-1 with Ana", "3:1 ratio", "Call at 9:75"])
def test_over_a_block_titles_with_figures_are_titles(text: str) -> None:
    assert edited_words(text) == block_words(text)


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


BACK = {
    "Europe/Berlin": (date(2026, 10, 25), "02:05 +02:00", "02:05 +01:00", "02:20"),
    "America/New_York": (date(2026, 11, 1), "01:05 −04:00", "01:05 −05:00", "01:20"),
    "Australia/Lord_Howe": (date(2026, 4, 5), "01:35 +11:00", "01:35 +10:30", "01:50"),
}
"""The nights on which clocks go back: a time that comes twice, and one 15 minutes later."""


def night_of(zone: str, which: int) -> tuple[PlanningDays, Span]:
    """A quarter of an hour that stands in the first or in the second of two equal hours."""
    days = PlanningDays(ZoneInfo(zone))
    day, *times, _end = BACK[zone]
    hour, minute = (int(part) for part in times[0].split(" ")[0].split(":"))
    start = days.instants(day, hour * 60 + minute)[which] + timedelta(seconds=7)
    return days, Span(start, start + timedelta(minutes=15))


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("zone", BACK)
def test_a_time_that_comes_twice_is_told_with_its_offset_and_stays(zone: str, which: int) -> None:
    days, span = night_of(zone, which)
    shown = BACK[zone][1 + which]
    later = BACK[zone][3] + shown[5:]
    assert clock_range_text(span.start, span.end, days.zone) == f"{shown}–{later}"
    # what the editor shows, what a keyboard has, and the times without offsets
    for text in (
        f"{shown}–{later}",
        f"{shown}-{later}".replace("−", "-"),
        f"{shown[:5]}-{later[:5]}",
    ):
        assert stated_span(block_words(f"{text} Release night"), span, days) == span
        assert block_words(f"{text} Release night").title == "Release night"


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("zone", BACK)
def test_only_the_time_that_was_changed_changes(zone: str, which: int) -> None:
    days, span = night_of(zone, which)
    shown, later = BACK[zone][1 + which], BACK[zone][3]
    earlier = f"{shown[:3]}{int(shown[3:5]) - 2:02}"
    moved = stated_span(block_words(f"{earlier}-{later} x"), span, days)
    assert (span.start - moved.start, moved.end) == (timedelta(minutes=2, seconds=7), span.end)
    shorter = f"{later[:3]}{int(later[3:5]) - 3:02}"
    moved = stated_span(block_words(f"{shown}-{shorter} x"), span, days)
    assert (moved.start, span.end - moved.end) == (span.start, timedelta(minutes=3, seconds=7))


def test_a_stretch_over_the_hour_that_comes_twice_is_read_as_it_is_shown() -> None:
    days, sunday = PlanningDays(BERLIN), date(2026, 10, 25)
    span = Span(days.instants(sunday, 170)[0], days.instants(sunday, 130)[1])
    text = clock_range_text(span.start, span.end, BERLIN)
    assert text == "02:50 +02:00–02:10 +01:00"
    assert span.duration == timedelta(minutes=20)
    assert stated_span(block_words(f"{text} Drift"), span, days) == span
    for end, minutes in (("2:20", 30), ("2:20 +01:00", 30), ("02:55 +02:00", 5), ("2:40", 50)):
        moved = stated_span(block_words(f"2:50-{end} Drift"), span, days)
        assert moved == Span(span.start, span.start + timedelta(minutes=minutes)), end
    # given no offset, the end is the first such time after the start
    first = stated_span(block_words("2:50-2:55 Drift"), span, days)
    assert first.duration == timedelta(minutes=5)


def test_the_other_of_two_equal_times_is_typed_with_its_offset() -> None:
    days, span = night_of("Europe/Berlin", 1)
    moved = stated_span(block_words("02:05 +02:00-02:20 +02:00 x"), span, days)
    assert moved == Span(
        days.instant(date(2026, 10, 25), 125), days.instant(date(2026, 10, 25), 140)
    )


def test_in_the_night_before_the_border_of_the_day_offsets_are_read_too() -> None:
    days = PlanningDays(BERLIN, 4 * 60)
    late = Span(days.instant(date(2026, 10, 24), 1380), days.instant(date(2026, 10, 24), 1430))
    moved = stated_span(block_words("2:50 +02:00-2:10 +01:00 x"), late, days)
    assert moved.duration == timedelta(minutes=20)
    assert moved.start.astimezone(BERLIN).date() == date(2026, 10, 25)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2:05 +05:00-2:20 x", "02:05 on Sun 25 Oct is not at offset +05:00. Nothing was changed; "
         "leave the offset out or write +02:00 or +01:00."),
        ("9:30 +02:00-10:00 x", "09:30 on Sun 25 Oct is not at offset +02:00. Nothing was changed; "
         "leave the offset out or write +01:00."),
        ("12:00-11:00 x", "The end at 11:00 is not after the start at 12:00. Nothing was changed; "
         "choose a later end."),
        ("2:50 +02:00-2:10 +02:00 x", "The end at 02:10 +02:00 is not after the start at 02:50 "
         "+02:00. Nothing was changed; choose a later end."),
    ],
)  # fmt: skip
def test_an_offset_or_an_end_that_does_not_fit_is_refused(text: str, sentence: str) -> None:
    days, span = night_of("Europe/Berlin", 1)
    with pytest.raises(PlannerError) as refused:
        stated_span(block_words(text), span, days)
    assert str(refused.value) == sentence


def test_a_hyphen_before_a_time_is_a_stretch_and_no_offset() -> None:
    assert block_words("9:30 -10:45 Standup") == BlockWords("Standup", 570, 645)
    assert block_words("9:30-05:00 Night") == BlockWords("Night", 570, 300)


def test_a_skipped_time_is_read_with_the_offset_before_the_gap() -> None:
    days, sunday = PlanningDays(BERLIN), date(2026, 3, 29)
    before = Span(days.instant(sunday, 60), days.instant(sunday, 90))
    moved = stated_span(block_words("2:30 +01:00-4:00 x"), before, days)
    assert clock_range_text(moved.start, moved.end, BERLIN) == "03:30–04:00"


def test_seconds_and_days_of_unchanged_times_stay() -> None:
    days = PlanningDays(BERLIN)
    start = days.instant(TUESDAY, 540) + timedelta(seconds=37)
    long = Span(start, start + timedelta(days=2, minutes=72, seconds=5))
    assert stated_span(block_words("09:00–10:12 Ablation"), long, days) == long
