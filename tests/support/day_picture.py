"""Days as text, one line a block, so that a failure shows two days side by side."""

from __future__ import annotations

from datetime import date, datetime

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import Span
from mle_planner.core.model.calendar import CalendarEvent
from mle_planner.core.plan.proposal import Proposal
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem
from mle_planner.core.planner import Planner


def plan_picture(planner: Planner, day: date) -> str:
    """What is planned on a day, such as "09:00-09:30 Standup · series"."""
    return _planned(planner.day(day), planner.days)


def tracked_picture(planner: Planner, day: date) -> str:
    """What was tracked on a day, such as "10:00-11:15 Drift alert" or "11:15-… Email"."""
    snapshot, days = planner.day(day), planner.days
    return "\n".join(
        f"{_time(item.span.start, day, days)}-… {item.entry.title}"
        if item.entry.is_running
        else f"{_stretch(item.span, day, days)} {item.entry.title}"
        for item in snapshot.tracked
    )


def proposal_picture(planner: Planner, proposal: Proposal) -> str:
    """What a plan proposes, its days one after the other, then what it has no place for."""
    lines = []
    for item in proposal.items:
        day = planner.days.date_of(item.span.start)
        lines.append(f"{day:%a} {_stretch(item.span, day, planner.days)} {item.title}")
    lines += [f"no place: {left.task.title}, {left.minutes} min" for left in proposal.unplaced]
    return "\n".join(lines)


def whole_picture(planner: Planner, days: list[date]) -> str:
    """Everything that some days show: plan, tracked time, all-day events, band and version."""
    return "\n".join(_day(planner.day(day), planner.days) for day in days)


def _day(snapshot: DaySnapshot, days: PlanningDays) -> str:
    tracked = [
        f"  {_stretch(item.span, snapshot.day, days)} {item.entry.title} "
        f"{item.category} {item.entry.source} {item.entry.note!r} running={item.entry.is_running}"
        for item in snapshot.tracked
    ]
    return "\n".join(
        [
            f"{snapshot.day:%a %d %b} version {snapshot.version} coding {snapshot.coding.done} "
            f"+ {snapshot.coding.planned}",
            " planned",
            _planned(snapshot, days),
            " tracked",
            *tracked,
            *(f" all day {_all_day(event)}" for event in snapshot.all_day),
        ]
    )


def _planned(snapshot: DaySnapshot, days: PlanningDays) -> str:
    return "\n".join(
        f"{_stretch(item.span, snapshot.day, days)} {item.title}{_words(item)}"
        for item in snapshot.items
    )


def _words(item: PlannedItem) -> str:
    words = [] if item.source == "block" else [str(item.source)]
    words += ["frame"] if item.is_day_part and item.source == "block" else []
    words += ["pinned"] if item.pinned and item.movable else []
    words += [] if item.is_busy else ["free"]
    return "".join(f" · {word}" for word in words)


def _all_day(event: CalendarEvent) -> str:
    return f"{event.first_day} to {event.last_day} {event.summary}"


def _stretch(span: Span, day: date, days: PlanningDays) -> str:
    return f"{_time(span.start, day, days)}-{_time(span.end, day, days)}"


def _time(instant: datetime, day: date, days: PlanningDays) -> str:
    minute = days.minute_of(instant, day)
    seconds = f":{instant.second:02}" if instant.second else ""
    return f"{minute // 60:02}:{minute % 60:02}{seconds}"
