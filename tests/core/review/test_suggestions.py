"""What is proposed for next week, and that nothing is proposed without a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.formats import change_text
from mle_planner.core.model.typical_day import RecurringEvent, RecurringEventId
from mle_planner.core.model.work import Project, Task, TaskId
from mle_planner.core.plan.snapshots import PlannedItem
from mle_planner.core.review.suggestions import (
    estimate_suggestions,
    hold_suggestions,
    length_suggestions,
)
from mle_planner.core.review.week import week_review
from mle_planner.core.tasks.views import TaskView
from tests.support.tracked_time import (
    CODING,
    FRAUD,
    FRIDAY,
    MONDAY,
    ROUTING,
    STANDUP,
    UTC_DAYS,
    instant,
    planned,
    span,
    tracked,
    week,
)

OVER = instant(FRIDAY, "71:00")
NEXT_MONDAY = MONDAY + timedelta(days=7)


def view(
    number: int,
    title: str,
    estimate_min: int | None,
    tracked_min: int,
    project: Project | None = None,
) -> TaskView:
    created = datetime(2026, 11, 1, tzinfo=UTC)
    task = Task(
        TaskId(number),
        title,
        CODING.id,
        created,
        project_id=project.id if project else None,
        estimate_min=estimate_min,
    )
    return TaskView(task, CODING, project, timedelta(minutes=tracked_min), (), None, False)


def test_only_tasks_that_outran_their_estimate_get_a_new_one() -> None:
    tasks = [
        view(1, "Exactly used up", 60, 60),
        view(2, "A bit over", 60, 61),
        view(3, "Mentoring", 180, 252),
        view(4, "Never estimated", None, 500),
        view(5, "On a half hour", 60, 120),
    ]
    assert [found.text for found in estimate_suggestions(tasks)] == [
        "Estimate Mentoring at 4:30 h, not 3:00 h",
        "Estimate On a half hour at 2:30 h, not 1:00 h",
        "Estimate A bit over at 1:30 h, not 1:00 h",
    ]


def holds(next_items: list[PlannedItem], *, missed_end: str = "12:10") -> list[str]:
    items = [
        planned(span(MONDAY, "10:00", missed_end), CODING, ROUTING),
        planned(span(MONDAY, "14:00", "15:00"), CODING, FRAUD),
    ]
    entries = [tracked(1, span(MONDAY, "14:00", "15:00"), CODING, FRAUD)]
    review = week_review(week(items, entries, now=OVER), UTC_DAYS)
    tasks = [view(1, "Alerts", 60, 0, FRAUD), view(2, "Warm start", 360, 0, ROUTING)]
    following = week(next_items, [], now=OVER, monday=NEXT_MONDAY)
    return [found.text for found in hold_suggestions(review, tasks, following, UTC_DAYS)]


def busy(day_offset: int, start: str, end: str) -> PlannedItem:
    return planned(span(NEXT_MONDAY + timedelta(days=day_offset), start, end), STANDUP)


def test_the_longest_open_stretch_is_held_for_what_was_missed() -> None:
    """2:10 were missed: 2:30 are held, in the only long stretch left."""
    items = [busy(day, "9:00", "18:00") for day in (0, 1, 2, 4)] + [busy(3, "9:00", "14:00")]
    assert holds(items) == ["Hold Thursday 14:00–16:30 for Routing"]


def test_no_time_is_held_for_two_projects() -> None:
    items = [
        planned(span(MONDAY, "10:00", "12:00"), CODING, ROUTING),
        planned(span(MONDAY, "14:00", "15:00"), CODING, FRAUD),
    ]
    review = week_review(week(items, now=OVER), UTC_DAYS)
    tasks = [view(1, "Alerts", 60, 0, FRAUD), view(2, "Warm start", 360, 0, ROUTING)]
    only_monday = [busy(day, "9:00", "18:00") for day in (1, 2, 3, 4)]
    following = week(only_monday, now=OVER, monday=NEXT_MONDAY)
    found = hold_suggestions(review, tasks, following, UTC_DAYS)
    assert [one.text for one in found] == [
        "Hold Monday 09:00–11:00 for Routing", "Hold Monday 11:00–12:00 for Fraud scoring"
    ]  # fmt: skip


def test_nothing_is_held_in_time_that_has_passed() -> None:
    now = instant(NEXT_MONDAY, "14:00")
    items = [planned(span(MONDAY, "10:00", "12:00"), CODING, ROUTING)]
    review = week_review(week(items, now=now), UTC_DAYS)
    taken = [busy(day, "9:00", "18:00") for day in (1, 2, 3, 4)]
    following = week(taken, now=now, monday=NEXT_MONDAY)
    (found,) = hold_suggestions(review, [view(2, "Warm", 360, 0, ROUTING)], following, UTC_DAYS)
    assert found.text == "Hold Monday 14:00–16:00 for Routing"


def test_an_hour_that_was_missed_is_held_to_the_minute() -> None:
    assert holds([], missed_end="11:00") == ["Hold Monday 09:00–10:00 for Routing"]


def test_nothing_is_held_where_less_than_an_hour_was_missed_or_is_open() -> None:
    assert holds([], missed_end="10:59") == []
    assert holds([busy(day, "9:00", "17:01") for day in range(5)]) == []


def test_time_is_held_where_meetings_were_added() -> None:
    """2:00 were missed; a meeting added on Thursday took 14:20 to 15:40 of them."""
    thursday = MONDAY + timedelta(days=3)
    items = [planned(span(thursday, "14:00", "16:00"), CODING, ROUTING)]
    entries = [tracked(1, span(thursday, "14:20", "15:40"), STANDUP, title="Sync")]
    review = week_review(week(items, entries, now=OVER), UTC_DAYS)
    tasks = [view(2, "Warm start", 360, 0, ROUTING)]
    following = week([busy(3, "9:00", "13:00")], [], now=OVER, monday=NEXT_MONDAY)
    (found,) = hold_suggestions(review, tasks, following, UTC_DAYS)
    assert found.text == "Hold Thursday 14:20–16:20 for Routing"
    assert found.why == "of time for Routing; meetings added there took 1:20 of focus"
    late = week([busy(3, "9:00", "13:00"), busy(3, "16:00", "18:00")], monday=NEXT_MONDAY, now=OVER)
    (found,) = hold_suggestions(review, tasks, late, UTC_DAYS)
    assert found.text == "Hold Thursday 14:00–16:00 for Routing"


def test_what_takes_no_time_leaves_the_stretch_open() -> None:
    free = replace(busy(0, "9:00", "18:00"), is_busy=False)
    taken = [busy(day, "9:00", "18:00") for day in (1, 2, 3, 4)]
    assert holds([free, *taken]) == ["Hold Monday 09:00–11:30 for Routing"]


def test_nothing_is_held_for_a_project_that_has_a_block_already() -> None:
    block = planned(span(NEXT_MONDAY, "9:00", "9:30"), CODING, ROUTING)
    assert holds([block]) == []


def test_nothing_is_proposed_while_the_week_runs() -> None:
    now = instant(MONDAY, "20:00")
    review = week_review(
        week([planned(span(MONDAY, "10:00", "12:00"), CODING, ROUTING)], now=now), UTC_DAYS
    )
    tasks = [view(2, "Warm start", 360, 0, ROUTING)]
    following = week(now=now, monday=NEXT_MONDAY)
    assert hold_suggestions(review, tasks, following, UTC_DAYS) == ()


def lengths(
    *lengths_min: int, planned_min: int = 30, events: int = 1, own_min: int = 30
) -> list[tuple[str, ...]]:
    """What is suggested after a standup on some days, at 9:00, that took these minutes."""
    items, entries = [], []
    for number, length in enumerate(lengths_min):
        start = instant(MONDAY + timedelta(days=number), "9:00")
        at = Span(start, start + timedelta(minutes=length))
        scheduled = Span(start, start + timedelta(minutes=planned_min))
        items.append(planned(scheduled, STANDUP, title="Standup"))
        entries.append(tracked(number + 1, at, STANDUP, title="standup"))
    review = week_review(week(items, entries, now=OVER), UTC_DAYS)
    own = [
        RecurringEvent(RecurringEventId(each), "Standup", STANDUP.id, "FREQ=DAILY", MONDAY, 540,
                       own_min)
        for each in range(events)
    ]  # fmt: skip
    found = length_suggestions(review.meeting_costs, own)
    return [(one.text, change_text(one.gain), one.why) for one in found]


def test_a_recurring_event_is_planned_at_what_it_takes() -> None:
    """3:01 for five is 36 minutes each, 6 more than planned: 0:30 a week."""
    assert lengths(36, 36, 37, 36, 36) == [
        ("Plan Standup at 0:36, not 0:30", "+0:30", "5 meetings took 3:01")
    ]
    assert lengths(20, 25, 20) == [
        ("Plan Standup at 0:22, not 0:30", "−0:24", "3 meetings took 1:05")
    ]


def test_a_recurring_event_keeps_its_length_where_too_little_is_known() -> None:
    assert lengths(34, 34, 34) == []  # four minutes off
    assert lengths(60, 60) == []  # twice only
    assert lengths(60, 60, 60, events=2) == []  # two of that title
    assert lengths(60, 60, 60, events=0) == []  # a meeting of a calendar
    assert lengths(17, 17, 17, planned_min=15) == []  # a calendar's of that title in its place
