"""How the axis words a block: the line under its title, and what a screen reader says."""

from __future__ import annotations

from datetime import date

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import Span
from mle_planner.core.i18n.formats import (
    clock_range_text,
    clock_text,
    day_text,
    duration_text,
    lasting_day_text,
    near_day_text,
    weekday_text,
)
from mle_planner.core.i18n.gettext import _, joined_words
from mle_planner.core.i18n.names import stage_title
from mle_planner.core.plan.proposal import ProposedItem
from mle_planner.core.plan.snapshots import PlannedItem, PlanSource, TrackedItem


def times_text(span: Span, days: PlanningDays) -> str:
    """Return a stretch on the wall clock, such as "10:30–13:00"."""
    return clock_range_text(span.start, span.end, days.zone)


def length_text(span: Span, tracked: TrackedItem | None) -> str:
    """Return how long a stretch is; what was tracked on one day as it counts there."""
    is_whole = tracked is not None and tracked.span == span
    return duration_text(tracked.counted if tracked and is_whole else span.shown_length)


def planned_details(item: PlannedItem, days: PlanningDays, today: date, *, with_times: bool) -> str:
    """Return the line under a planned block's title.

    A block of another day than today names the due date of its task, not "tomorrow".
    """
    where = item.project.name if item.project else ""
    if where and item.task is not None and with_times:
        where = joined_words((where, stage_title(item.task.stage)), ", ")
    parts = [item.task_beside, where, item.details]
    if with_times:
        due = item.task.due if item.task else None
        is_today = days.date_of(item.span.start) == today
        words = near_day_text if is_today else lasting_day_text
        parts = [
            times_text(item.span, days),
            *parts,
            _("done") if item.is_done else _("due {when}", when=words(due, today)) if due else "",
        ]
    return joined_words(parts)


def spoken_planned(item: PlannedItem, days: PlanningDays) -> str:
    title = joined_words((item.title, item.task_beside), ", ")
    words = [title, item.activity.name.lower(), spoken_times(item.span, days), _("planned")]
    if item.source is PlanSource.CALENDAR:
        words.append(_("from a calendar"))
    elif item.is_day_part:
        words.append(_("typical day"))
    if item.pinned:
        words.append(_("pinned"))
    if item.box:
        words.append(_("together with other small tasks"))
    if item.is_done:
        words.append(_("done"))
    return ", ".join(words)


def spoken_tracked(tracked: TrackedItem, days: PlanningDays) -> str:
    title = joined_words((tracked.entry.title or tracked.activity.name, tracked.task_beside), ", ")
    if tracked.entry.is_running:
        since = _("since {time}", time=clock_text(tracked.span.start, days.zone))
        return ", ".join([title, tracked.activity.name.lower(), since, _("running")])
    times = spoken_times(tracked.span, days)
    return ", ".join([title, tracked.activity.name.lower(), times, _("tracked")])


def spoken_proposed(item: ProposedItem, origin: str, days: PlanningDays) -> str:
    words = [item.title, item.activity.name.lower(), spoken_times(item.span, days), origin]
    return ", ".join([*(word for word in words if word), _("proposed")])


def origin_text(item: ProposedItem, planned_before: PlannedItem | None, days: PlanningDays) -> str:
    """Return where a proposed block comes from: "from 14:00", "from Mon 14:00"; empty if new.

    One that keeps its start and changes its length says its earlier times.
    """
    if planned_before is None:
        return ""
    if planned_before.span.start == item.span.start:
        return _("was {times}", times=times_text(planned_before.span, days))
    day = days.date_of(planned_before.span.start)
    away = abs((day - days.date_of(item.span.start)).days)
    when = clock_text(planned_before.span.start, days.zone)
    if away:
        when = f"{weekday_text(day) if away < 7 else day_text(day)} {when}"
    return _("from {when}", when=when)


def spoken_times(span: Span, days: PlanningDays) -> str:
    """Return a stretch as a screen reader says it, such as "10:30 to 13:00"."""
    return _(
        "{start} to {end}",
        start=clock_text(span.start, days.zone),
        end=clock_text(span.end, days.zone),
    )
