"""The review of a week: every figure on it from what was planned and tracked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.formats import change_text, duration_text
from mle_planner.core.model.pipeline import Person
from mle_planner.core.model.work import Activity, Category, PersonId, Stage, Task, TaskId
from mle_planner.core.plan.snapshots import PlannedItem, TrackedItem
from mle_planner.core.plan.sums import CategorySums, Stretch
from mle_planner.core.review.days import BandState, counting_days, days_inside_band
from mle_planner.core.review.ledger import PlanRecord
from mle_planner.core.review.variances import PlannedPart, people_times
from mle_planner.core.review.week import WeekReview, week_review
from tests.support.tracked_time import (
    ANALYSIS,
    CODING,
    FRAUD,
    FRIDAY,
    LUNCH,
    MONDAY,
    ROUTING,
    STANDUP,
    TUESDAY,
    UTC_DAYS,
    instant,
    planned,
    span,
    tracked,
    week,
)

SUNDAY_NIGHT = instant(FRIDAY, "71:00")


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def reviewed(
    items: list[PlannedItem],
    entries: list[TrackedItem],
    *,
    now: datetime = SUNDAY_NIGHT,
    frozen: dict[date, list[PlannedPart]] | None = None,
    earlier: list[CategorySums] | None = None,
) -> WeekReview:
    records = {
        day: [PlanRecord(instant(day, "0:00"), tuple(parts))]
        for day, parts in (frozen or {}).items()
    }
    return week_review(
        week(items, entries, now=now), UTC_DAYS, frozen=records, earlier=earlier or []
    )


def test_working_time_with_people_is_summed_and_breaks_are_not() -> None:
    ana, bo = Person(PersonId(1), "Ana"), Person(PersonId(2), "Bo")
    entries = [
        replace(tracked(1, span(MONDAY, "9:00", "9:30"), STANDUP), person=bo),
        replace(tracked(2, span(MONDAY, "10:00", "11:00")), person=ana),
        replace(tracked(3, span(MONDAY, "12:00", "13:00"), LUNCH), person=bo),
        tracked(4, span(MONDAY, "14:00", "17:00")),
    ]
    assert people_times(entries[2:]) == ()
    review = reviewed([], entries)
    assert review.people == ((ana, hours(1)), (bo, hours(0.5)), (None, hours(3)))


def test_a_day_is_under_inside_or_over_the_band() -> None:
    lengths = ["12:59:29", "12:59:30", "14:00:29", "14:00:30"]
    entries = [
        tracked(at, span(MONDAY + timedelta(days=at), "10:00", end))
        for at, end in enumerate(lengths)
    ]
    review = reviewed([], entries)
    assert [day.band for day in review.days[:5]] == [
        BandState.UNDER,
        BandState.INSIDE,
        BandState.INSIDE,
        BandState.OVER,
        BandState.UNDER,
    ]
    assert days_inside_band(review.days) == 2
    assert review.coding_a_day == timedelta(hours=14) / 4


def test_averages_count_working_days_that_are_over_and_were_worked_on() -> None:
    """Monday counts; Tuesday has not ended, Wednesday held nothing, Saturday is a day off."""
    entries = [
        tracked(1, span(MONDAY, "10:00", "13:30")),
        tracked(2, span(TUESDAY, "10:00", "11:00")),
    ]
    review = reviewed([], entries, now=instant(TUESDAY, "12:00"))
    assert [day.day for day in counting_days(review.days)] == [MONDAY]
    assert review.coding_a_day == hours(3.5)
    assert not review.is_over
    saturday = tracked(3, span(date(2026, 11, 28), "10:00", "11:00"))
    assert reviewed([], [*entries, saturday]).coding_a_day == hours(2.25)


def test_an_average_is_its_nearest_minute() -> None:
    """Given 2:00, 2:00 and 2:02: the mean is 2:00:40."""
    ends = ("12:00", "12:00", "12:02")
    entries = [
        tracked(at, span(MONDAY + timedelta(days=at), "10:00", end)) for at, end in enumerate(ends)
    ]
    assert reviewed([], entries).coding_a_day == timedelta(hours=2, minutes=1)


def test_the_longest_focus_stretch_runs_on_through_a_switch_of_tasks() -> None:
    entries = [
        tracked(1, span(MONDAY, "10:00", "11:00")),
        tracked(2, span(MONDAY, "11:00", "12:25"), ANALYSIS),
        tracked(3, span(MONDAY, "12:25", "16:00"), STANDUP),
        tracked(4, span(TUESDAY, "10:00", "12:00")),
    ]
    assert reviewed([], entries).longest == Stretch(
        instant(MONDAY, "10:00"), instant(MONDAY, "12:25"), timedelta(hours=2, minutes=25)
    )
    assert reviewed([], []).longest is None


@pytest.mark.parametrize(("planned_as", "tracked_as"), [(CODING, ANALYSIS), (ANALYSIS, CODING)])
def test_planned_focus_is_kept_by_focus_of_any_kind(
    planned_as: Activity, tracked_as: Activity
) -> None:
    """Analysis in the time of coding is no loss; a meeting in it is."""
    entries = [
        tracked(1, span(MONDAY, "10:00", "11:30"), tracked_as),
        tracked(2, span(MONDAY, "11:30", "12:00"), STANDUP, title="Standup"),
    ]
    review = reviewed([planned(span(MONDAY, "10:00", "12:00"), planned_as)], entries)
    assert (review.ledger.done, review.ledger.lost) == (hours(1.5), hours(0.5))


def test_focus_planned_twice_at_one_time_counts_once() -> None:
    items = [
        planned(span(MONDAY, "10:00", "12:00"), CODING, FRAUD),
        planned(span(MONDAY, "11:00", "13:00"), CODING, ROUTING),
    ]
    ledger = reviewed(items, [tracked(1, span(MONDAY, "10:00", "11:30"))]).ledger
    assert (ledger.planned, ledger.done, ledger.lost) == (hours(3), hours(1.5), hours(1.5))


def test_one_cause_on_several_days_is_one_line() -> None:
    days = [MONDAY, TUESDAY, FRIDAY]
    items = [planned(span(day, "9:30", "11:00")) for day in days]
    entries = [
        tracked(at, span(day, "9:00", "9:40"), STANDUP, title="Standup")
        for at, day in enumerate(days)
    ] + [tracked(9 + at, span(day, "9:40", "11:00")) for at, day in enumerate(days)]
    ledger = reviewed(items, entries).ledger
    (line,) = ledger.causes
    assert [(one.text, one.lost) for one in line.examples] == [("Standup on 3 days", hours(0.5))]
    assert [len(ledger.of(day).causes) for day in (MONDAY, TUESDAY, FRIDAY)] == [1, 1, 1]
    assert ledger.of(FRIDAY).planned == hours(1.5)


def test_plan_that_lies_ahead_is_not_lost_yet() -> None:
    items = [planned(span(MONDAY, "10:00", "12:00"), project=FRAUD)]
    entries = [tracked(1, span(MONDAY, "10:00", "11:00"), CODING, FRAUD)]
    review = reviewed(items, entries, now=instant(MONDAY, "11:00"))
    assert (review.ledger.planned, review.ledger.share) == (hours(1), 1.0)
    assert [duration_text(line.planned) for line in review.variances] == ["1:00"]
    assert review.days[0].planned.coding == hours(2)
    assert review.days[0].planned_rest.coding == hours(1)


def test_without_planned_focus_nothing_was_kept_or_lost() -> None:
    review = reviewed([], [tracked(1, span(MONDAY, "10:00", "11:00"))])
    assert review.ledger.planned == ZERO
    assert review.ledger.causes == ()


def test_a_frozen_plan_stands_in_for_the_one_that_was_moved_later() -> None:
    """Moving a block to where the work happened cannot make the plan look kept."""
    moved = [planned(span(MONDAY, "15:00", "16:00"))]
    entries = [tracked(1, span(MONDAY, "15:00", "16:00"))]
    frozen = {MONDAY: [PlannedPart(span(MONDAY, "10:00", "11:00"), Category.CODING)]}
    now, then = reviewed(moved, entries), reviewed(moved, entries, frozen=frozen)
    assert (now.ledger.share, then.ledger.share) == (1.0, 0.0)
    assert then.ledger.frozen_days == 1
    ahead = {**frozen, TUESDAY: frozen[MONDAY]}
    for now_at in instant(MONDAY, "12:00"), instant(TUESDAY, "08:52"):
        early = reviewed(moved, entries, frozen=ahead, now=now_at)
        assert early.ledger.frozen_days == 1, "no block of Tuesday has begun"
        assert early.ledger.days[1].is_frozen == (now_at >= instant(TUESDAY, "0:00"))
    assert [day.is_frozen for day in then.ledger.days[:2]] == [True, False]


def test_planned_against_actual_by_project_and_kind_of_time() -> None:
    items = [
        planned(span(MONDAY, "10:00", "12:00"), CODING, FRAUD),
        planned(span(MONDAY, "14:00", "15:00"), ANALYSIS, FRAUD),
        planned(span(MONDAY, "9:00", "9:30"), STANDUP),
        planned(span(MONDAY, "13:00", "14:00"), LUNCH),
        planned(span(TUESDAY, "9:00", "10:00"), STANDUP),
        planned(span(TUESDAY, "9:30", "10:00"), STANDUP, title="At the same time"),
    ]
    entries = [
        tracked(1, span(MONDAY, "10:00", "13:30"), CODING, FRAUD),
        tracked(2, span(MONDAY, "14:00", "14:20"), CODING, ROUTING),
        tracked(3, span(MONDAY, "9:00", "9:20"), STANDUP),
        tracked(4, span(MONDAY, "13:30", "14:00"), LUNCH),
    ]
    lines = [
        " ".join(
            (
                line.name,
                duration_text(line.planned),
                duration_text(line.tracked),
                change_text(line.difference),
            )
        )
        for line in reviewed(items, entries).variances
    ]
    assert lines == [
        "Fraud scoring 3:00 3:30 +0:30",
        "Routing 0:00 0:20 +0:20",
        "Meetings 1:30 0:20 −1:10",
    ]


def test_focus_by_stage_of_the_pipeline() -> None:
    def task(number: int, stage: Stage) -> Task:
        return Task(TaskId(number), stage.value, CODING.id, SUNDAY_NIGHT, stage=stage)

    data, ship = task(1, Stage.DATA), task(2, Stage.SHIP)
    items = [
        replace(planned(span(MONDAY, "14:00", "16:00"), CODING), task=ship),
        replace(planned(span(MONDAY, "10:00", "12:00"), ANALYSIS), task=data),
        planned(span(MONDAY, "9:00", "9:30"), STANDUP),
    ]
    entries = [
        replace(tracked(1, span(MONDAY, "10:00", "13:00"), ANALYSIS), task=data),
        tracked(2, span(MONDAY, "14:00", "14:20"), CODING),
    ]
    review = reviewed(items, entries)
    assert [
        (line.name, duration_text(line.planned), duration_text(line.tracked))
        for line in review.stages
    ] == [("Data", "2:00", "3:00"), ("Ship", "2:00", "0:00"), ("Without a task", "0:00", "0:20")]


def test_the_weeks_before_are_averaged_over_those_with_tracked_time() -> None:
    weeks = [
        CategorySums(other_focus=hours(8), meeting=hours(2)),
        CategorySums(),
        CategorySums(other_focus=hours(2), meeting=hours(8)),
    ]
    earlier = reviewed([], [], earlier=weeks).earlier
    assert earlier is not None
    assert (earlier.count, earlier.average.other_focus) == (2, hours(5))
    assert earlier.meeting_share == 0.5
    assert reviewed([], [], earlier=[CategorySums(pause=hours(1))]).earlier is None


def test_the_grid_says_how_much_of_each_half_hour_was_coding() -> None:
    entries = [
        tracked(1, span(MONDAY, "9:45", "10:30")),
        tracked(2, span(MONDAY, "10:30", "11:00"), ANALYSIS),
    ]
    grid = reviewed([], entries).grid
    assert grid.first_min == 9 * 60
    assert [day for day, _ in grid.rows] == [MONDAY + timedelta(days=at) for at in range(5)]
    assert grid.rows[0][1][:5] == (0.0, 0.5, 1.0, 0.0, 0.0)
    assert len(grid.rows[0][1]) == 18


def test_the_grid_reaches_to_late_and_weekend_coding() -> None:
    sunday = date(2026, 11, 29)
    grid = reviewed([], [tracked(1, span(sunday, "7:10", "22:10"))]).grid
    assert grid.first_min == 7 * 60
    assert grid.rows[-1][0] == sunday
    assert len(grid.rows[-1][1]) == 32


def test_the_grid_holds_on_the_day_the_clocks_change() -> None:
    days = PlanningDays(ZoneInfo("Europe/Berlin"))
    sunday = date(2026, 3, 29)
    whole = days.span(sunday)
    assert whole is not None
    found = week([], [tracked(1, whole)], now=whole.end, monday=date(2026, 3, 23), days=days)
    review = week_review(found, days)
    cells = dict(review.grid.rows)[sunday]
    assert review.days[6].tracked.coding == hours(23)
    assert sum(cells) == pytest.approx(46)
    assert cells[4:6] == (0.0, 0.0)


def test_a_week_of_nothing() -> None:
    review = reviewed([], [])
    assert review.is_empty
    assert review.tracked.meeting_share is None
    assert review.coding_a_day is None
    assert review.is_over
