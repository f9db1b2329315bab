"""Which stretches of a working day are pointed out before a timesheet is sent."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.base.spans import Span, difference
from mle_planner.core.model.tracked import LEAST_GAP
from mle_planner.core.timesheet.sheet import gaps
from tests.support.tracked_time import MONDAY, TUESDAY, instant, span

WORKING = {MONDAY: span(MONDAY, "9:00", "18:00")}
LUNCH = [span(MONDAY, "13:00", "14:00")]
LATER = instant(TUESDAY, "20:00")


def found(*tracked: tuple[str, str], now: str = "44:00") -> list[str]:
    spans = [span(MONDAY, start, end) for start, end in tracked]
    return [
        f"{gap.span.start:%H:%M}-{gap.span.end:%H:%M}{' day' if gap.is_whole_day else ''}"
        for gap in gaps(WORKING, LUNCH, spans, instant(MONDAY, now))
    ]


def test_a_hole_of_ten_minutes_is_a_gap_and_a_shorter_one_is_not() -> None:
    assert found(("9:00", "10:00"), ("10:10", "11:00"), ("11:09", "13:00"), ("14:00", "18:00")) == [
        "10:00-10:10"
    ]


def test_lunch_is_no_gap_and_cuts_one_in_two() -> None:
    assert found(("9:00", "12:30"), ("14:45", "18:00")) == ["12:30-13:00", "14:00-14:45"]


def test_what_has_not_passed_yet_is_no_gap() -> None:
    assert found(("9:00", "10:00"), now="11:00") == ["10:00-11:00"]
    assert found(now="8:00") == []
    assert found(now="9:05") == []


def test_a_whole_day_without_entries_is_one_gap() -> None:
    assert found() == ["09:00-18:00 day"]


def test_work_outside_the_frame_does_not_fill_it() -> None:
    assert found(("6:00", "9:00"), ("18:00", "20:00")) == ["09:00-18:00 day"]


def test_a_day_off_has_no_gaps() -> None:
    assert gaps({}, [], [], LATER) == ()


_MINUTES = st.lists(st.tuples(st.integers(0, 3 * 1440), st.integers(1, 400)), max_size=25)


@given(_MINUTES, _MINUTES)
def test_gaps_are_what_nothing_covers(
    breaks: list[tuple[int, int]], work: list[tuple[int, int]]
) -> None:
    """Minute by minute: a gap holds no covered minute, and every long uncovered run is one."""
    start = instant(MONDAY, "0:00")

    def spans(pairs: list[tuple[int, int]]) -> list[Span]:
        return [
            Span(start + timedelta(minutes=at), start + timedelta(minutes=at + length))
            for at, length in pairs
        ]

    days = [MONDAY + timedelta(days=offset) for offset in range(3)]
    working = {day: span(day, "9:00", "18:00") for day in days}
    covered = [*spans(breaks), *spans(work)]
    found = gaps(working, spans(breaks), spans(work), instant(MONDAY, "200:00"))
    for gap in found:
        if gap.is_whole_day:
            assert not any(one.overlaps(gap.span) for one in spans(work))
        else:
            assert not any(one.overlaps(gap.span) for one in covered)
    for day in days:
        if any(gap.is_whole_day and gap.day == day for gap in found):
            continue
        open_time = [one for one in difference(working[day], covered) if one.duration >= LEAST_GAP]
        assert [gap.span for gap in found if gap.day == day] == open_time
