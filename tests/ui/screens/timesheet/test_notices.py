"""The lines under "Before you send it"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from mle_planner.core.timesheet.sheet import Timesheet, UntrackedTime, timesheet
from mle_planner.ui.screens.timesheet.notices import notices
from tests.support.tracked_time import CODING, FRAUD, MONDAY, UTC_DAYS, span, tracked


def sheet(days: int = 5, rounding_min: int = 0) -> Timesheet:
    last = MONDAY + timedelta(days=days - 1)
    entries = [tracked(1, span(MONDAY, "9:00", "9:52"), CODING, FRAUD)]
    return timesheet(entries, UTC_DAYS, MONDAY, last, rounding_min)


def lines(made: Timesheet, gaps: Sequence[UntrackedTime] = ()) -> list[str]:
    return [f"{one.subject} {one.words}".strip() for one in notices(made, gaps, UTC_DAYS)]


def day(offset: int) -> date:
    return MONDAY + timedelta(days=offset)


def whole(offset: int) -> UntrackedTime:
    return UntrackedTime(day(offset), span(day(offset), "9:00", "18:00"), is_whole_day=True)


def part(offset: int, start: str, end: str) -> UntrackedTime:
    return UntrackedTime(day(offset), span(day(offset), start, end))


def test_days_off_in_a_row_are_one_line_also_over_a_weekend() -> None:
    gaps = [
        whole(1),
        whole(2),
        part(3, "9:00", "10:00"),
        part(3, "13:00", "14:00"),
        whole(4),
        whole(7),
    ]
    assert lines(sheet(8), gaps)[:-1] == [
        "24–25 November nothing tracked",
        "Thu 26 09:00–10:00 nothing tracked",
        "Thu 26 13:00–14:00 nothing tracked",
        "27–30 November nothing tracked",
    ]


def test_in_one_week_the_weekday_is_enough() -> None:
    assert lines(sheet(), [part(3, "13:10", "14:00"), whole(4)])[:-1] == [
        "Thu 13:10–14:00 nothing tracked",
        "Fri 27 nothing tracked",
    ]


def test_many_gaps_are_counted() -> None:
    gaps = [part(0, f"{hour}:00", f"{hour}:30") for hour in range(9, 18)]
    found = notices(sheet(), gaps, UTC_DAYS)
    assert [notice.subject for notice in found][5:7] == ["Mon 14:00–14:30", "3 more"]
    assert found[6].day == MONDAY
    assert sum(notice.count for notice in found if notice.color == "warn") == 9


def test_what_is_in_order_is_said_last() -> None:
    assert lines(sheet()) == ["No overlaps. Rows, days and total agree."]
    assert lines(sheet(30)) == ["No overlaps. Rows, weeks and total agree."]
    assert lines(sheet(100)) == ["No overlaps. Rows, months and total agree."]
