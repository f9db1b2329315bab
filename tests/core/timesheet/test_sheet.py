"""What a timesheet shows of what was tracked."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import Span
from mle_planner.core.model.work import Category
from mle_planner.core.plan.snapshots import TrackedItem
from mle_planner.core.timesheet.choices import SheetChoices
from mle_planner.core.timesheet.sheet import Timesheet, timesheet
from tests.support.tracked_time import (
    ANALYSIS,
    CODING,
    EMAIL,
    FRAUD,
    FRIDAY,
    LUNCH,
    MONDAY,
    PLATFORM,
    ROUTING,
    STANDUP,
    TUESDAY,
    UTC_DAYS,
    instant,
    span,
    tracked,
)

WEEK = [
    tracked(1, span(MONDAY, "9:00", "9:36"), STANDUP, title="Standup"),
    tracked(2, span(MONDAY, "10:42", "11:54"), CODING, FRAUD),
    tracked(3, span(MONDAY, "11:55", "12:09"), EMAIL, title="Incident"),
    tracked(4, span(MONDAY, "13:00", "14:00"), LUNCH, title="Lunch"),
    tracked(5, span(MONDAY, "14:01", "15:58"), ANALYSIS, FRAUD, "Holdout analysis"),
    tracked(6, span(TUESDAY, "9:00", "10:00"), CODING, ROUTING, "Optimiser"),
    tracked(7, span(TUESDAY, "10:00", "10:50"), CODING, PLATFORM, "Retries"),
    tracked(8, span(TUESDAY, "11:00", "11:10"), CODING, title="Something"),
]


def sheet(entries: list[TrackedItem], rounding_min: int = 0) -> Timesheet:
    return timesheet(entries, UTC_DAYS, MONDAY, FRIDAY, rounding_min)


def pictured(made: Timesheet) -> list[str]:
    """The sheet as lines of text: name, minutes of each day, total."""
    lines = [
        f"{row.name}: {' '.join(map(str, row.minutes_on(made.days)))} = {row.rounded_min}"
        for row in made.rows
    ]
    return [*lines, f"Total: {' '.join(map(str, made.day_totals_min))} = {made.total_min}"]


def test_a_week_in_exact_minutes() -> None:
    assert pictured(sheet(WEEK)) == [
        "Fraud scoring: 189 0 0 0 0 = 189",
        "Routing: 0 60 0 0 0 = 60",
        "Platform: 0 50 0 0 0 = 50",
        "Meetings: 36 0 0 0 0 = 36",
        "Email and ad hoc: 14 0 0 0 0 = 14",
        "Coding: 0 10 0 0 0 = 10",
        "Total: 239 120 0 0 0 = 359",
    ]


def test_a_week_in_quarters_still_adds_up() -> None:
    assert pictured(sheet(WEEK, 15)) == [
        "Fraud scoring: 195 0 0 0 0 = 195",
        "Routing: 0 60 0 0 0 = 60",
        "Platform: 0 45 0 0 0 = 45",
        "Meetings: 30 0 0 0 0 = 30",
        "Email and ad hoc: 15 0 0 0 0 = 15",
        "Coding: 0 15 0 0 0 = 15",
        "Total: 240 120 0 0 0 = 360",
    ]
    assert sheet(WEEK, 15).total_min - sheet(WEEK, 15).tracked_min == 1


def test_a_row_takes_the_colour_of_what_it_holds_most_of() -> None:
    assert [row.category for row in sheet(WEEK).rows][:3] == [
        Category.OTHER_FOCUS,
        Category.CODING,
        Category.CODING,
    ]


def test_projects_stand_above_time_without_one_however_long_that_was() -> None:
    entries = [
        tracked(1, span(MONDAY, "9:00", "12:00"), STANDUP),
        tracked(2, span(MONDAY, "13:00", "13:30"), CODING, PLATFORM),
        tracked(3, span(MONDAY, "14:00", "15:00"), CODING, ROUTING),
    ]
    assert [row.name for row in sheet(entries).rows] == ["Routing", "Platform", "Meetings"]


def test_breaks_are_left_out_and_said() -> None:
    made = sheet(WEEK)
    assert made.breaks_s == 3600
    assert all(line.title != "Lunch" for line in made.lines)


def test_a_break_that_reaches_into_the_range_counts_with_its_part() -> None:
    before = Span(instant(MONDAY, "0:00") - timedelta(hours=2), instant(MONDAY, "0:25"))
    after = Span(instant(FRIDAY, "23:50"), instant(FRIDAY, "25:00"))
    outside = span(date(2026, 11, 30), "12:00", "13:00")
    breaks = [tracked(at, when, LUNCH) for at, when in enumerate((before, after, outside))]
    made = sheet(breaks)
    assert (made.breaks_s, made.lines) == ((25 + 10) * 60, ())


def test_the_running_entry_is_left_out_and_said() -> None:
    running = tracked(9, span(TUESDAY, "14:00", "15:00"), CODING, FRAUD, "Alerts", is_running=True)
    made = sheet([*WEEK, running])
    assert made.running_title == "Alerts"
    assert made.total_min == sheet(WEEK).total_min


def test_a_running_entry_outside_the_range_is_not_mentioned() -> None:
    later = date(2026, 12, 1)
    running = tracked(9, span(later, "14:00", "15:00"), is_running=True)
    assert sheet([running]).running_title is None


def test_an_entry_over_midnight_is_a_line_on_either_day() -> None:
    made = sheet([tracked(1, span(MONDAY, "23:30", "25:15"), CODING, FRAUD)])
    assert made.day_totals_min == (30, 75, 0, 0, 0)
    assert [line.entry_id for line in made.lines] == [1, 1]


def test_the_border_of_the_day_decides_where_night_work_counts() -> None:
    nights = PlanningDays(ZoneInfo("UTC"), day_start_min=4 * 60)
    entry = tracked(1, span(MONDAY, "23:30", "25:15"), CODING, FRAUD)
    made = timesheet([entry], nights, MONDAY, FRIDAY, 0)
    assert made.day_totals_min == (105, 0, 0, 0, 0)


def test_entries_that_reach_over_the_range_are_clipped() -> None:
    before = Span(instant(MONDAY, "0:00") - timedelta(hours=2), instant(MONDAY, "1:00"))
    after = Span(instant(FRIDAY, "23:00"), instant(FRIDAY, "30:00"))
    outside = span(date(2026, 11, 30), "9:00", "10:00")
    made = sheet([tracked(1, before), tracked(2, after), tracked(3, outside)])
    assert made.day_totals_min == (60, 0, 0, 0, 60)


def test_the_day_the_clocks_go_back_has_its_real_length() -> None:
    days = PlanningDays(ZoneInfo("America/New_York"))
    sunday = date(2026, 11, 1)
    whole = days.span(sunday)
    assert whole is not None
    made = timesheet([tracked(1, whole)], days, sunday, sunday, 15)
    assert made.total_min == 25 * 60


def test_a_client_keeps_the_figures_of_the_whole_sheet() -> None:
    made = sheet(WEEK, 15)
    northbank = SheetChoices(client="Northbank").of(made)
    assert made.clients == ("Northbank",)
    assert pictured(northbank) == [
        "Fraud scoring: 195 0 0 0 0 = 195",
        "Routing: 0 60 0 0 0 = 60",
        "Total: 195 60 0 0 0 = 255",
    ]


def test_what_is_billed_and_what_is_not_are_the_whole_sheet() -> None:
    made = sheet(WEEK, 15)
    billed, unbilled = (SheetChoices(is_billable=one).of(made) for one in (True, False))
    assert billed.total_min == made.billable_min
    assert unbilled.total_min == made.total_min - made.billable_min
    assert 0 < billed.total_min < made.total_min


def test_focus_without_a_project_is_pointed_out() -> None:
    assert [line.title for line in sheet(WEEK).without_project()] == ["Something"]


def test_an_empty_range_is_an_empty_sheet() -> None:
    made = sheet([])
    assert (made.rows, made.total_min, made.day_totals_min) == ((), 0, (0, 0, 0, 0, 0))


def test_a_range_that_ends_before_it_begins_is_a_bug() -> None:
    with pytest.raises(ValueError, match="ends on or after"):
        timesheet([], UTC_DAYS, FRIDAY, MONDAY, 0)


@st.composite
def _tracked_weeks(draw: st.DrawFn) -> list[TrackedItem]:
    """Entries in a row, some over midnight, that never overlap."""
    activities = st.sampled_from([CODING, ANALYSIS, STANDUP, EMAIL, LUNCH])
    projects = st.sampled_from([None, FRAUD, ROUTING, PLATFORM])
    lengths = draw(st.lists(st.tuples(st.integers(0, 20_000), st.integers(1, 20_000)), max_size=40))
    at = instant(MONDAY, "0:00") - timedelta(hours=3)
    entries = []
    for number, (pause_s, length_s) in enumerate(lengths):
        start = at + timedelta(seconds=pause_s)
        at = start + timedelta(seconds=length_s)
        entries.append(tracked(number, Span(start, at), draw(activities), draw(projects)))
    return entries


@pytest.mark.slow
@given(
    _tracked_weeks(),
    st.sampled_from([0, 5, 6, 10, 15, 30, 60]),
    st.sampled_from(["UTC", "Asia/Kolkata", "America/St_Johns", "Australia/Lord_Howe"]),
    st.sampled_from([0, 240]),
)
def test_rows_days_lines_and_total_always_add_up(
    entries: list[TrackedItem], rounding_min: int, zone: str, day_start_min: int
) -> None:
    days = PlanningDays(ZoneInfo(zone), day_start_min)
    made = timesheet(entries, days, MONDAY, FRIDAY, rounding_min)
    assert sum(row.rounded_min for row in made.rows) == made.total_min
    assert sum(made.day_totals_min) == made.total_min
    for at, day in enumerate(made.days):
        of_day = [line for line in made.lines if line.day == day]
        assert sum(row.minutes_on(made.days)[at] for row in made.rows) == made.day_totals_min[at]
        assert sum(line.rounded_min for line in of_day) == made.day_totals_min[at]
        step_s = max(1, rounding_min) * 60
        raw_s = sum(line.tracked_s for line in of_day)
        assert abs(made.day_totals_min[at] * 60 - raw_s) * 2 <= step_s
        assert made.day_totals_min[at] * 60 % step_s == 0
    by_client = [SheetChoices(client=client).of(made) for client in made.clients]
    rest = [line for line in made.lines if line.project is None or not line.project.client]
    assert (
        sum(part.total_min for part in by_client) + sum(line.rounded_min for line in rest)
        == made.total_min
    )


def test_billed_rows_cost_their_rate_and_the_amounts_add_up() -> None:
    fraud = replace(FRAUD, billable=True, rate_cents=12_050, currency="EUR")
    routing = replace(ROUTING, billable=True, rate_cents=9_000, currency="EUR")
    platform = replace(PLATFORM, billable=False, rate_cents=9_000, currency="EUR")
    made = sheet(
        [
            tracked(1, span(MONDAY, "9:00", "9:36"), CODING, fraud),
            tracked(2, span(MONDAY, "10:00", "11:00"), CODING, routing),
            tracked(3, span(MONDAY, "11:00", "12:00"), CODING, platform),
        ]
    )
    amounts = {row.name: row.amounts_cents for row in made.rows}
    assert amounts == {fraud.name: {"EUR": 7_230}, routing.name: {"EUR": 9_000}, platform.name: {}}
    assert made.amounts_cents == {"EUR": 16_230}
