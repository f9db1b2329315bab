"""Which stretches of a working day are pointed out before a timesheet is sent."""

from __future__ import annotations

from mle_planner.core.timesheet.gaps import gaps
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
