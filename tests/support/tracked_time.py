"""Short ways to say what was planned and tracked in the week of Monday, 23 November 2026."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from mle_planner.core.base.days import PlanningDays, days_from
from mle_planner.core.base.spans import Span
from mle_planner.core.model.plan import BlockId
from mle_planner.core.model.tracked import EntryId, EntrySource, TimeEntry
from mle_planner.core.model.work import Activity, ActivityId, Category, Project, ProjectId
from mle_planner.core.plan.snapshots import (
    CodingDay,
    DaySnapshot,
    PlannedItem,
    PlanSource,
    TrackedItem,
    WeekSnapshot,
)
from mle_planner.core.plan.sums import counted_sums
from mle_planner.core.plan.tracked_parts import tracked_parts
from mle_planner.core.refs import BlockRef

MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)
FRIDAY = date(2026, 11, 27)
UTC_DAYS = PlanningDays(ZoneInfo("UTC"))

CODING = Activity(ActivityId(1), "coding", Category.CODING)
ANALYSIS = Activity(ActivityId(2), "analysis", Category.OTHER_FOCUS)
STANDUP = Activity(ActivityId(3), "standup", Category.MEETING)
EMAIL = Activity(ActivityId(4), "email", Category.ADMIN)
LUNCH = Activity(ActivityId(5), "lunch", Category.BREAK)

FRAUD = Project(ProjectId(1), "Fraud scoring", "Northbank")
ROUTING = Project(ProjectId(2), "Routing", "Northbank")
PLATFORM = Project(ProjectId(3), "Platform", billable=False)


def instant(day: date, clock: str) -> datetime:
    """The time on a clock in UTC; "25:00" is one o'clock on the next day."""
    hour, minute, *second = (int(part) for part in clock.split(":"))
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return midnight + timedelta(hours=hour, minutes=minute, seconds=sum(second))


def span(day: date, start: str, end: str) -> Span:
    return Span(instant(day, start), instant(day, end))


def tracked(
    number: int,
    when: Span,
    activity: Activity = CODING,
    project: Project | None = None,
    title: str = "Drift monitor",
    *,
    is_running: bool = False,
) -> TrackedItem:
    entry = TimeEntry(
        EntryId(number),
        when.start,
        None if is_running else when.end,
        "UTC",
        title,
        activity.id,
        project_id=project.id if project else None,
        source=EntrySource.TIMER,
    )
    return TrackedItem(entry, when, activity, project)


def planned(
    when: Span, activity: Activity = CODING, project: Project | None = None, title: str = "Planned"
) -> PlannedItem:
    key = BlockRef(BlockId(int(when.start.timestamp())))
    return PlannedItem(key, PlanSource.BLOCK, when, title, activity, project)


def week(
    items: Iterable[PlannedItem] = (),
    tracked: Iterable[TrackedItem] = (),
    *,
    now: datetime,
    monday: date = MONDAY,
    days: PlanningDays = UTC_DAYS,
) -> WeekSnapshot:
    """A week whose working days last from 9:00 to 18:00, with items put into their days.

    The band of coding is 3:00 to 4:00.
    """
    planned_items, tracked_items = list(items), list(tracked)
    return WeekSnapshot(
        monday,
        tuple(_day(day, planned_items, tracked_items, now, days) for day in days_from(monday, 7)),
    )


def _day(
    day: date,
    items: list[PlannedItem],
    tracked: list[TrackedItem],
    now: datetime,
    days: PlanningDays,
) -> DaySnapshot:
    whole = days.span(day)
    of_day = tuple(item for item in items if whole and item.span.overlaps(whole))
    by_id = {item.entry.id: item for item in tracked}
    categories = {item.activity.id: item.category for item in tracked}
    entries = [item.entry for item in tracked]
    done = tuple(
        replace(by_id[part.entry.id], span=part.span, counted=part.counted)
        for part in (tracked_parts(entries, categories, whole, now) if whole else ())
    )
    is_working = day.weekday() < 5
    working = Span(days.instant(day, 9 * 60), days.instant(day, 18 * 60)) if is_working else None
    hours = [timedelta(hours=hours) for hours in (3, 4)]
    return DaySnapshot(
        day,
        now,
        whole,
        working,
        of_day,
        done,
        (),
        CodingDay(hours[0], hours[1], timedelta(hours=3, minutes=30)),
        counted_sums((item.category, item.counted) for item in done),
    )
