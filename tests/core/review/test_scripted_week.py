"""One scripted week, its figures worked out by hand.

Monday: a standup planned 9:00-9:30 that ends at 9:45, into the coding planned 9:30-12:00; coding
9:45-11:00; an incident review 11:00-12:00 that the plan did not know. Tuesday: standup 9:00-9:30;
coding 9:30-10:00; mail 10:00-10:10; coding on the same 10:10-12:00; lunch; analysis 13:00-14:30.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.formats import change_text, duration_text
from mle_planner.core.model.work import Activity, ActivityId, Category, Stage, Task, TaskId
from mle_planner.core.review.estimates import estimates
from mle_planner.core.review.week import WeekReview, week_review
from mle_planner.core.review.words import meeting_cost_sentence, meeting_rows, shape_rows
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

EMAIL = Activity(ActivityId(4), "email", Category.ADMIN, key="chat")


def scripted_week() -> WeekReview:
    items = [
        item
        for day in (MONDAY, TUESDAY)
        for item in (
            planned(span(day, "9:00", "9:30"), STANDUP, title="Standup"),
            planned(span(day, "9:30", "12:00"), CODING, FRAUD, "Paging"),
        )
    ]
    entries = [
        tracked(1, span(MONDAY, "9:00", "9:45"), STANDUP, title="standup"),
        tracked(2, span(MONDAY, "9:45", "11:00"), CODING, FRAUD, "Paging"),
        tracked(3, span(MONDAY, "11:00", "12:00"), STANDUP, title="Incident review"),
        tracked(4, span(TUESDAY, "9:00", "9:30"), STANDUP, title="Standup"),
        tracked(5, span(TUESDAY, "9:30", "10:00"), CODING, FRAUD, "Paging"),
        tracked(6, span(TUESDAY, "10:00", "10:10"), EMAIL, title="Mail"),
        tracked(7, span(TUESDAY, "10:10", "12:00"), CODING, FRAUD, "Paging"),
        tracked(8, span(TUESDAY, "12:00", "13:00"), LUNCH, title="Lunch"),
        tracked(9, span(TUESDAY, "13:00", "14:30"), ANALYSIS, ROUTING, "Routes"),
    ]
    return week_review(week(items, entries, now=instant(FRIDAY, "71:00")), UTC_DAYS)


def test_meetings_cost_what_the_ledger_lost_to_them() -> None:
    review = scripted_week()
    assert meeting_rows(review) == [
        # 2:15 of meetings in 7:30 of work
        # Without the incident Monday is open from 9:45 on, 1:00 more. Without the standups it is
        # open from 9:00 on, 0:45 more; Tuesday from 9:00 to the mail at 10:00, which is an hour
        # where 9:30-10:00 was too short: 1:00 more.
        ["Incident review", "1", "0:00", "1:00", "+1:00", "13%", "1:00", "+1:00"],
        ["standup", "2", "1:00", "1:15", "+0:15", "17%", "0:15", "+1:45"],
        ["Total", "3", "1:00", "2:15", "+1:15", "30%", "1:15", ""],
    ]
    assert meeting_cost_sentence(review) == "focus cost 1:15 = added 1:00 + overrun 0:15"


def test_a_line_adds_up_in_the_minutes_that_it_shows() -> None:
    """Both were stopped half a minute before the full one: 59 of 60 minutes are 1 fewer."""
    items = [
        planned(span(MONDAY, "9:00", "10:00"), STANDUP, title="Demo"),
        planned(span(TUESDAY, "10:00", "11:00"), CODING, project=FRAUD),
    ]
    half = timedelta(seconds=30)
    entries = []
    for number, (day, hour, kind) in enumerate(
        ((MONDAY, "9", STANDUP), (TUESDAY, "10", CODING)), 1
    ):
        whole = span(day, f"{hour}:00", f"{hour}:59")
        title, project = ("Demo", None) if kind is STANDUP else ("Paging", FRAUD)
        entries.append(tracked(number, Span(whole.start, whole.end - half), kind, project, title))
    review = week_review(week(items, entries, now=instant(FRIDAY, "71:00")), UTC_DAYS)
    assert meeting_rows(review)[0][2:5] == ["1:00", "0:59", "−0:01"]
    (fraud,) = [line for line in review.variances if line.name == FRAUD.name]
    assert [duration_text(part) for part in (fraud.planned, fraud.tracked)] == ["1:00", "0:59"]
    assert change_text(fraud.difference) == "−0:01"


def test_a_meeting_that_was_moved_is_scheduled_once() -> None:
    """Given an entry that knows its meeting's hours, then the hour of the old plan is not added."""
    item = tracked(1, span(MONDAY, "14:00", "15:00"), STANDUP, title="Demo")
    start, end = instant(MONDAY, "14:00"), instant(MONDAY, "15:00")
    moved = replace(item, entry=replace(item.entry, scheduled_start=start, scheduled_end=end))
    items = [planned(span(MONDAY, "10:00", "11:00"), STANDUP, title="Demo")]
    review = week_review(week(items, [moved], now=instant(FRIDAY, "71:00")), UTC_DAYS)
    (demo,) = [cost for cost in review.meeting_costs if cost.title == "Demo"]
    assert (demo.count, demo.scheduled, demo.real) == (1, timedelta(hours=1), timedelta(hours=1))


def test_the_shape_of_focus() -> None:
    assert shape_rows(scripted_week()) == [
        ("Stretches of focus", "4"),  # 1:15, 0:30, 1:50 and 1:30
        ("Longest focus", "1:50"),
        ("Median stretch", "1:22"),
        ("Focus in stretches of an hour or more", "4:35"),
        ("Focus in shorter stretches", "0:30"),
        ("Switches between tasks", "6"),  # 2 on Monday, 4 on Tuesday: lunch is none
        ("Switches on a day", "3.0"),
        # Without the mail 9:30-12:00 on Tuesday is one stretch: 0:30 too short, and 0:10.
        ("More long focus without ad-hoc work", "+0:40"),
    ]


def test_plan_against_actual_by_activity() -> None:
    found = [
        (line.name, duration_text(line.planned), duration_text(line.tracked))
        for line in scripted_week().activities
    ]
    assert found == [
        ("coding", "5:00", "3:35"),
        ("standup", "1:00", "2:15"),
        ("analysis", "0:00", "1:30"),
        ("email", "0:00", "0:10"),
    ]


def test_estimates_name_a_factor_from_three_tasks_on() -> None:
    """Took 1.0, 1.4, 1.5 and 3.0 times: half took 1.4 or less, four of five 3.0 or less."""
    created = datetime(2026, 11, 1, tzinfo=UTC)
    task = Task(TaskId(1), "x", CODING.id, created, stage=Stage.SHIP, estimate_min=60)
    tasks = [replace(task, id=TaskId(number)) for number in range(1, 5)]
    tasks.append(replace(task, id=TaskId(5), activity_id=ANALYSIS.id, stage=Stage.ANALYSIS))
    tasks.append(replace(task, id=TaskId(6), estimate_min=None))
    took = {
        TaskId(at): timedelta(minutes=minutes)
        for at, minutes in enumerate((90, 60, 180, 84, 120, 60), 1)
    }
    kinds = {ActivityId(kind.id): kind for kind in (CODING, ANALYSIS)}
    found = estimates(tasks, took, kinds)
    coding, analysis = found.activities
    assert (coding.name, coding.count, coding.p50, coding.p80) == ("coding", 4, 1.4, 3.0)
    assert coding.advice == "estimate this kind at 1.4×"
    assert (analysis.p50, analysis.factor, analysis.advice) == (2.0, None, "")
    assert [line.name for line in found.stages] == ["Ship", "Analysis"]
    three = estimates(tasks[1:4], took, kinds).activities[0]
    assert (three.count, three.advice) == (3, "estimate this kind at 1.4×")
