"""What to say at a standup, from what was done and what is planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from mle_planner.core.base.spans import ZERO
from mle_planner.core.model.work import Activity, ActivityId, Category, Task, TaskId
from mle_planner.core.review.standup import standup, standup_text
from mle_planner.core.tasks.views import TaskView
from tests.support.tracked_time import (
    CODING,
    EMAIL,
    FRAUD,
    LUNCH,
    MONDAY,
    TUESDAY,
    instant,
    planned,
    span,
    tracked,
    week,
)

STANDUP = Activity(ActivityId(3), "Standup", Category.MEETING, key="standup")
NOW = instant(TUESDAY, "8:55")


def task(number: int, title: str, due: date | None = None) -> Task:
    return Task(TaskId(number), title, CODING.id, datetime(2026, 11, 1, tzinfo=UTC), due=due)


def view(one: Task, *, waits_for: tuple[Task, ...] = (), at: datetime | None = None) -> TaskView:
    return TaskView(one, CODING, FRAUD, ZERO, waits_for, at, False)


def test_a_standup_tells_what_was_done_what_is_planned_and_what_waits() -> None:
    paging, audit, ship, late = (
        task(1, "Paging"), task(2, "Label audit"), task(3, "Ship", TUESDAY), task(4, "Old", MONDAY),
    )  # fmt: skip
    entries = [
        tracked(1, span(MONDAY, "9:00", "9:30"), STANDUP, title="Standup"),
        replace(tracked(2, span(MONDAY, "10:00", "11:00"), CODING, FRAUD), task=paging),
        tracked(3, span(MONDAY, "12:00", "13:00"), LUNCH, title="Lunch"),
        replace(tracked(4, span(MONDAY, "14:00", "15:30"), CODING, FRAUD), task=paging),
        tracked(5, span(MONDAY, "16:00", "16:20"), EMAIL, title="Mail"),
    ]
    items = [
        planned(span(TUESDAY, "9:00", "9:30"), STANDUP, title="Standup"),
        planned(span(TUESDAY, "10:00", "12:00"), CODING, FRAUD, "Evals"),
        planned(span(TUESDAY, "13:00", "14:00"), CODING, FRAUD, "Evals"),
        replace(planned(span(TUESDAY, "17:45", "18:00"), EMAIL, title="Wrap up"), is_day_part=True),
    ]
    days = week(items, entries, now=NOW).days
    views = [view(audit), view(ship, waits_for=(audit,)), view(late)]
    found = standup(
        days[0], days[1], views, [replace(one, done_at=NOW) for one in (paging, task(9, "Tidied"))]
    )
    assert standup_text(found, ZoneInfo("UTC")) == (
        """Yesterday (Mon 23 Nov):
- Paging (Fraud scoring), 2:30, done
- Mail, 0:20
- Tidied, done

Today (Tue 24 Nov):
- Evals (Fraud scoring), 10:00, 3:00

Blocked:
- Ship (Fraud scoring): waits for Label audit

Overdue:
- Old (Fraud scoring): was due Mon 23 Nov"""
    )


def test_a_task_whose_turn_comes_after_another_in_the_plan_is_not_blocked() -> None:
    first, then = task(1, "First"), task(2, "Then", TUESDAY)
    days = week(now=NOW).days
    noon = instant(TUESDAY, "12:00")
    views = [view(first, at=noon - timedelta(hours=2)), view(then, waits_for=(first,), at=noon)]
    assert standup(days[0], days[1], views, []).blocked == ()


def test_nothing_to_say_is_said() -> None:
    days = week(now=NOW).days
    text = standup_text(standup(days[0], days[1], [], []), ZoneInfo("UTC"))
    assert text.count("- Nothing") == 3
