"""The texts on the running and next items and on reasons, as plain functions of snapshots."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.formats import clock_text, duration_text, time_left_text, time_over_text
from mle_planner.core.i18n.gettext import _, joined_words, plural
from mle_planner.core.i18n.names import stage_title
from mle_planner.core.model.tracked import EntrySource
from mle_planner.core.model.work import Category, Task
from mle_planner.core.plan.late_words import due_instant, due_words
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, PlanSource, TrackedItem
from mle_planner.core.refs import EntryRef, ItemRef, PlannedRef
from mle_planner.core.tracking.present import Present
from mle_planner.ui.timeline.model.block_words import times_text
from mle_planner.ui.timeline.model.content import AxisBlock


def holds_no_work(day: DaySnapshot) -> bool:
    """Whether nothing was planned or tracked beyond the typical day, calendars and own events."""
    blocks = [item for item in day.items if item.source is PlanSource.BLOCK]
    work = [item for item in blocks if item.category not in (Category.BREAK, Category.ADMIN)]
    return not work and not day.tracked


class NowWords(NamedTuple):
    """The words on what runs now or comes next.

    ``share`` is None if there is no progress to show. ``key`` is the item that can be started, or
    that runs.
    """

    heading: str
    aside: str
    title: str
    about: str
    category: Category
    key: ItemRef
    share: float | None = None
    left: str = ""
    right: str = ""


def now_words(
    present: Present, day: DaySnapshot, days: PlanningDays, tracked_on_task: timedelta | None
) -> NowWords | None:
    """Return the words of the card for now; None if there is nothing to show.

    A running entry comes first, then the item planned now, then the next one. ``tracked_on_task``
    is all the time tracked on the task of that item, if it has one.
    """
    if present.running is not None:
        return _running_words(present, present.running, days, tracked_on_task)
    if present.due is not None:
        return _due_words(present.due, day, days, tracked_on_task)
    following = present.following
    if following is None:
        return None
    parts = (times_text(following.span, days), about(following, present.now, days))
    return NowWords(
        heading=_("Next"),
        aside=_("in {time}", time=time_left_text(following.span.start - present.now)),
        title=following.title,
        about=joined_words(part for part in parts if part != following.title),
        category=following.category,
        key=following.key,
    )


class NextLine(NamedTuple):
    """One of the coming items: its start, its title, and its button.

    ``can_start`` is False for a break, which is not tracked, and for work that is already running.
    """

    time: str
    title: str
    key: PlannedRef
    can_start: bool


MOST_NEXT = 3


def next_lines(present: Present, day: DaySnapshot, days: PlanningDays) -> list[NextLine]:
    """Return the items of the plan after the one on the card for now.

    If another entry runs on into the item due now, that item comes first.
    """
    running, ahead = present.running, list(present.ahead)
    if running is not None and present.waiting is not None:
        ahead.insert(0, present.waiting)
    elif running is None and present.due is None:
        ahead = ahead[1:]
    return [
        NextLine(
            clock_text(item.span.start, days.zone),
            _title_ahead(day, item),
            item.key,
            item.category is not Category.BREAK and not (running and running.is_for(item)),
        )
        for item in ahead[:MOST_NEXT]
    ]


def _title_ahead(day: DaySnapshot, item: PlannedItem) -> str:
    if not item.box:
        return item.title
    count = sum(one.box == item.box and not one.is_done for one in day.items)
    return item.title if count == 1 else plural("{count} small task", "{count} small tasks", count)


def _running_words(
    present: Present, running: TrackedItem, days: PlanningDays, tracked_on_task: timedelta | None
) -> NowWords:
    entry, block, right = running.entry, present.block, ""
    aside = _("since {time}", time=clock_text(entry.start, days.zone))
    if block is not None:
        end = clock_text(block.span.end, days.zone)
        if present.has_ended:
            aside = _("block ended {time}", time=end)
            right = _("{time} over", time=time_over_text(present.over))
        else:
            aside = _("until {time}", time=end)
            right = _left_in_block(block, present.now)
    if running.span.end < present.now:  # a later entry was tracked before the clock was set back
        aside = _("counts until {time}", time=clock_text(running.span.end, days.zone))
    share, left = _task_progress(_estimate(running.task), tracked_on_task)
    if share is None and block is not None:
        share = present.share
    return NowWords(
        heading=_("Now"),
        aside=aside,
        title=entry.title or running.activity.name,
        about=about(running, present.now, days),
        category=running.category,
        key=EntryRef(entry.id),
        share=share,
        left=left or _("{time} tracked", time=duration_text(present.elapsed)),
        right=right,
    )


def _due_words(
    due: PlannedItem, day: DaySnapshot, days: PlanningDays, tracked_on_task: timedelta | None
) -> NowWords:
    now = day.now
    share, left = _task_progress(_estimate(due.task), tracked_on_task)
    if share is None:
        share = (now - due.span.start) / due.span.duration
    if not left and due.category is not Category.BREAK:
        tracked = sum((item.counted for item in day.tracked if item.is_for(due)), ZERO)
        time = duration_text(tracked)
        left = _("{time} tracked", time=time) if tracked else _("not tracked")
    return NowWords(
        heading=_("Now"),
        aside=_("until {time}", time=clock_text(due.span.end, days.zone)),
        title=due.title,
        about=about(due, now, days),
        category=due.category,
        key=due.key,
        share=share,
        left=left,
        right=_left_in_block(due, now),
    )


def _left_in_block(due: PlannedItem, now: datetime) -> str:
    """Return how long an item lasts from now.

    A block of a task says "in block": the time left of the task is shown beside it.
    """
    time = time_left_text(due.span.end - now)
    return _("{time} left in block", time=time) if due.task else _("{time} left", time=time)


def about(thing: PlannedItem | TrackedItem, now: datetime, days: PlanningDays) -> str:
    """Return task, project, stage and due date of an item in one line, without its own title."""
    task, title = thing.task, thing.entry.title if isinstance(thing, TrackedItem) else thing.title
    parts = [
        thing.task_beside,
        thing.project.name if thing.project else thing.activity.name,
        stage_title(task.stage) if task else "",
        _due(task, now, days) if task and task.due else "",
    ]
    return joined_words([part for part in parts if part != title])


def _due(task: Task, now: datetime, days: PlanningDays) -> str:
    when = due_words(days, task, days.date_of(now))
    if due_instant(days, task) <= now:
        return _("was due {when}", when=when)
    return _("due {when}", when=when)


def _estimate(task: Task | None) -> timedelta | None:
    if task is None or not task.estimate_min:
        return None
    return timedelta(minutes=task.estimate_min)


def _task_progress(
    estimate: timedelta | None, tracked: timedelta | None
) -> tuple[float | None, str]:
    if estimate is None or tracked is None:
        return None, ""
    words = _(
        "{tracked} of {estimate} done",
        tracked=duration_text(tracked),
        estimate=duration_text(estimate),
    )
    return min(1.0, tracked / estimate), words


def why_words(block: AxisBlock) -> tuple[str, str]:
    """Return heading and text about a selected block: why it is where it is."""
    if block.entry is not None:
        return _("Tracked"), _tracked_why(block.entry)
    item = block.item
    assert item is not None
    if item.reason:
        return _("Why here?"), item.reason
    words = {
        PlanSource.CALENDAR: _("It comes from a calendar and stays where it is."),
        PlanSource.RECURRING: _("It recurs: one of your own events."),
        PlanSource.DAY_PART: _("It is part of your typical day."),
        PlanSource.BLOCK: _("You put it here."),
    }[PlanSource.DAY_PART if item.is_day_part else item.source]
    if item.pinned and item.movable:
        words = f"{words} " + _("It is pinned.")
    return _("Why here?"), words


def _tracked_why(tracked: TrackedItem) -> str:
    words = {
        EntrySource.TIMER: _("Tracked with the timer."),
        EntrySource.MANUAL: _("Added by hand."),
        EntrySource.CALENDAR: _("Confirmed from a calendar."),
        EntrySource.PLAN: _("Confirmed as planned."),
        EntrySource.INTERRUPTION: _("Tracked as an interruption."),
        EntrySource.IMPORT: _("Imported from another time tracker."),
    }[tracked.entry.source]
    return f"{words} {tracked.entry.note}".strip()
