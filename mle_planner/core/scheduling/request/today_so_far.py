"""Today so far: what was tracked, and what was planned earlier and not done."""

from __future__ import annotations

from datetime import datetime, timedelta

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import ZERO, Span
from mle_planner.core.model.work import Category
from mle_planner.core.plan.snapshots import DaySnapshot, PlanSource
from mle_planner.core.scheduling.problem import SLOT, SLOT_MIN, Moment, Weights


def work_before(snapshot: DaySnapshot, days: PlanningDays, now: Moment) -> tuple[int, int]:
    """Return the slots of the work tracked today before ``now`` since the last break.

    Empty if the work ended a break ago. Meetings are breaks.
    """
    at = since = days.instant(now.date, now.slot * SLOT_MIN)
    pause = SLOT * Weights().break_slots
    until: datetime | None = None
    for item in sorted(snapshot.tracked, key=lambda item: item.span.end, reverse=True):
        if item.category in (Category.BREAK, Category.MEETING):
            continue
        if since - item.span.end >= pause:
            break
        until = until or item.span.end
        since = min(since, item.span.start)
    return now.slot + (since - at) // SLOT, now.slot - (at - (until or at)) // SLOT


def coding_slots_done(snapshot: DaySnapshot) -> int:
    """Return the coding done on a day, in slots, rounded."""
    return round(snapshot.coding.done / SLOT)


def missed_slots(snapshot: DaySnapshot, since: datetime | None, now: datetime) -> dict[str, int]:
    """Return for each task the slots planned earlier on the day without tracked time.

    A negative number is work tracked ahead of a block later that day. Only what is ``since`` a
    plan of the day was accepted counts: that plan knew the time before.
    """
    if snapshot.span is None:
        return {}
    start = max(snapshot.span.start, since or snapshot.span.start)
    if start >= now:
        return {}
    passed = Span(start, now)
    planned: dict[str, timedelta] = {}
    for item in snapshot.items:
        part = item.span.intersection(passed)
        if item.source is PlanSource.BLOCK and item.task is not None:
            key = str(item.task.id)
            planned[key] = planned.get(key, ZERO) + (ZERO if part is None else part.duration)
    for done in snapshot.tracked:
        key = "" if done.task is None else str(done.task.id)
        part = done.span.intersection(passed)
        if key in planned and part is not None:
            planned[key] -= part.duration
    slots = {key: -(-missed // SLOT) for key, missed in planned.items()}
    return {key: missed for key, missed in slots.items() if missed}
