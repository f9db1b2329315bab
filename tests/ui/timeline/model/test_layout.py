"""Where blocks and hours stand: side by side, and on days of 23 and 25 hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import Span
from mle_planner.ui.timeline.model.overlap_layout import (
    INDENT,
    SLIGHT_OVERLAP,
    WHOLE,
    Share,
    side_by_side,
)
from mle_planner.ui.timeline.model.scale import TimeScale, hour_marks
from tests.support.languages import speaking

MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)


def span(first: int, last: int) -> Span:
    return Span(MIDNIGHT + timedelta(minutes=first), MIDNIGHT + timedelta(minutes=last))


def test_a_block_alone_takes_the_whole_width() -> None:
    assert side_by_side([span(0, 60), span(60, 90)]) == [WHOLE] * 2


def test_two_that_overlap_share_the_width_and_a_third_widens_into_what_is_free() -> None:
    shares = side_by_side([span(0, 60), span(30, 90), span(60, 120), span(95, 120)])
    left, right = Share(0, 0.5), Share(0.5, 1)
    assert shares == [left, right, left, right]


def test_of_two_that_overlap_slightly_the_later_lies_over_the_earlier_a_little_indented() -> None:
    indented = Share(INDENT, 1)
    assert side_by_side([span(0, 62), span(60, 94), span(90, 120)]) == [WHOLE, indented, WHOLE]
    for second in (span(57, 120), span(58, 61), span(59, 60)):  # the rest of it would be too short
        assert side_by_side([span(0, 62), second]) == [Share(0, 0.5), Share(0.5, 1)]


def test_the_earlier_is_where_reading_begins() -> None:
    with speaking("he"):
        assert side_by_side([span(0, 60), span(30, 90)]) == [Share(0.5, 1), Share(0, 0.5)]


spans = st.lists(
    st.tuples(st.integers(0, 200), st.integers(1, 60)).map(
        lambda pair: span(pair[0], pair[0] + pair[1])
    ),
    max_size=25,
)


@given(spans)
def test_no_two_blocks_that_share_time_share_width(found: list[Span]) -> None:
    shares = side_by_side(found)
    for one, first in enumerate(shares):
        assert 0 <= first.left < first.right <= 1
        for other in range(one):
            second = shares[other]
            shared = found[one].intersection(found[other])
            if shared is not None and shared.duration >= SLIGHT_OVERLAP:
                assert first.right <= second.left or second.right <= first.left


@given(spans)
def test_blocks_that_overlap_nothing_are_never_narrowed(found: list[Span]) -> None:
    for one, share in enumerate(side_by_side(found)):
        if not any(found[one].overlaps(other) for n, other in enumerate(found) if n != one):
            assert share == WHOLE


@pytest.mark.parametrize(
    ("zone", "day", "hours", "gone", "twice"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 23, "02:00", None),
        ("Europe/Berlin", date(2026, 10, 25), 25, None, "02:00"),
        ("Australia/Lord_Howe", date(2026, 10, 4), 23.5, "02:00", None),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5, None, None),
        ("America/St_Johns", date(2026, 11, 24), 24, None, None),
        ("Asia/Kolkata", date(2026, 11, 24), 24, None, None),
    ],
)
def test_hours_are_where_the_clock_shows_them(
    zone: str, day: date, hours: float, gone: str | None, twice: str | None
) -> None:
    days = PlanningDays(ZoneInfo(zone))
    whole = days.span(day)
    assert whole.duration == timedelta(hours=hours)
    marks = list(hour_marks(whole, days))
    texts = [mark.text for mark in marks]
    assert all(mark.instant.astimezone(days.zone).strftime("%H:%M") == mark.text for mark in marks)
    assert texts[0] == texts[-1] == "00:00"
    assert gone not in texts
    assert twice is None or texts.count(twice) == 2
    expected = 25 - (gone is not None) + (twice is not None)
    assert len(texts) == expected


def test_positions_are_real_time_so_no_block_changes_its_height_there() -> None:
    days = PlanningDays(ZoneInfo("Europe/Berlin"))
    whole = days.span(date(2026, 10, 25))
    scale = TimeScale(whole, 60)
    start = days.instant(date(2026, 10, 25), 60)
    assert scale.y(start + timedelta(hours=3)) - scale.y(start) == 180
    assert scale.instant(scale.y(start)) == start
    assert scale.instant(-500) == whole.start
    assert scale.instant(1e6) == whole.end
