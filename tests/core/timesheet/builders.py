"""Short ways to say what was tracked on Monday, 23 November 2026, and the days after it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from mle_planner.core.model import (
    Activity,
    ActivityId,
    Category,
    EntryId,
    EntrySource,
    Project,
    ProjectId,
    TimeEntry,
)
from mle_planner.core.snapshots import TrackedItem
from mle_planner.core.timespan import PlanningDays, Span

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
