"""A week that has passed, planned again: with the meetings that it had, and without some of them.

Tracked meetings, messages and breaks stand where they were. The work to plan is the focus work
tracked in the week, and the remaining time of open tasks that existed by the end of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from mle_planner.core.base.frozen import replace as record_with
from mle_planner.core.base.spans import ZERO, Span
from mle_planner.core.i18n.formats import change_text, duration_text
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.model.work import ActivityId, Category, Task, TaskId
from mle_planner.core.plan.day import day_snapshots
from mle_planner.core.plan.freeze import accepted_spans
from mle_planner.core.plan.snapshots import DaySnapshot, PlannedItem, PlanSource, TrackedItem
from mle_planner.core.refs import EventRef
from mle_planner.core.scheduling.gather import planning_input
from mle_planner.core.scheduling.price.answer import PlannedRequest
from mle_planner.core.scheduling.price.week_focus import WeekFocus, week_focus
from mle_planner.core.scheduling.request.build_request import build_request
from mle_planner.core.scheduling.request.planning_request import PlanningInput, PlanningRequest
from mle_planner.core.session import Session
from mle_planner.core.tasks.views import TaskView

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class PastWeekRequest:
    """A week with and without some meetings or ad-hoc work: plain values for another process.

    ``title`` is that of the meetings left out, None for ad-hoc work.
    """

    title: str | None
    as_it_was: PlanningRequest
    without: PlanningRequest


@dataclass(frozen=True, slots=True)
class PastWeek:
    """The difference that some meetings, or ad-hoc work, made to a week, also in words.

    ``in_time`` are the tasks that are late only in the plan with them.
    """

    title: str | None
    as_it_was: WeekFocus
    without: WeekFocus
    in_time: tuple[Task, ...]
    sentences: tuple[str, ...]


def past_week_request(session: Session, day: date, title: str | None) -> PastWeekRequest:
    """Return the week of a date with and without the meetings of a title, or ad-hoc work.

    Case is ignored in titles. The rest of a week that is not over is left out. Raises
    ``PlannerError`` if nothing of the kind was tracked.
    """
    with session.store.one_reading():
        known = planning_input(session, [session.today()])
        dates = session.days.week_of(day)
        week = [
            snapshot
            for snapshot in day_snapshots(session, dates[0], dates[-1])
            if snapshot.working is not None and snapshot.working.start < session.now()
        ]
    left_out = [item for day in week for item in day.tracked if _is_left_out(item, title)]
    if not left_out:
        if title is None:
            raise planner_error("No ad-hoc work was tracked on a working day of that week.")
        raise planner_error(
            "No meeting “{title}” was tracked on a working day of that week.", title=title
        )
    known = replace(
        known,
        asked=[snapshot.day for snapshot in week],
        tasks=tuple(_work(known, week)),
        planned_elsewhere={},
        accepted_spans=accepted_spans(session, dates[0], dates[-1]),
        now=min(snapshot.working.start for snapshot in week if snapshot.working is not None),
    )
    gone = {item.entry.id for item in left_out}
    return PastWeekRequest(
        title if title is None else left_out[0].entry.title,
        build_request(_held_again(known, week, session.now(), ())),
        build_request(_held_again(known, week, session.now(), gone)),
    )


def past_week(request: PastWeekRequest) -> PastWeek:
    """Return the difference to a week, by planning it with and without what is left out."""
    first = PlannedRequest(request.as_it_was, only_asked=True)
    held = first.changed(request.as_it_was, request.as_it_was.dates)  # searched as far as `freed`
    freed = first.changed(request.without, request.without.dates)
    before, after = week_focus(request.as_it_was, held), week_focus(request.without, freed)
    still_late = freed.late()
    in_time = tuple(request.as_it_was.tasks[key] for key in held.late() if key not in still_late)
    sentences = tuple(_sentences(request.title, before, after, in_time))
    return PastWeek(request.title, before, after, in_time, sentences)


def _sentences(
    title: str | None, before: WeekFocus, after: WeekFocus, in_time: Sequence[Task]
) -> Iterator[str]:
    gone = _("ad-hoc work") if title is None else title
    if after.in_long > before.in_long:
        yield _(
            "Without {title}: {change} of focus in long blocks, {after} instead of {before}.",
            title=gone,
            change=change_text(after.in_long - before.in_long),
            before=duration_text(before.in_long),
            after=duration_text(after.in_long),
        )
    else:
        yield _("Without {title}: no extra focus in long blocks.", title=gone)
    if after.focus > before.focus:
        yield _(
            "All focus: {change}, {after} instead of {before}.",
            change=change_text(after.focus - before.focus),
            before=duration_text(before.focus),
            after=duration_text(after.focus),
        )
    if in_time:
        yield _("In time then: {titles}.", titles=", ".join(task.title for task in in_time))


def _is_left_out(item: TrackedItem, title: str | None) -> bool:
    return item.is_ad_hoc if title is None else item.is_meeting_titled(title)


def _held_again(
    known: PlanningInput, week: Iterable[DaySnapshot], now: datetime, gone: Collection[int]
) -> PlanningInput:
    """Return a week in which only tracked items stand, except those in ``gone``."""
    return replace(known, snapshots=[_day_held(day, now, known.now, gone) for day in week])


def _day_held(
    day: DaySnapshot, until: datetime, begin: datetime, gone: Collection[int]
) -> DaySnapshot:
    assert day.working is not None
    held = [item for item in day.tracked if not item.category.is_focus]
    breaks = [
        item
        for item in day.items
        if item.is_day_part
        and item.category is Category.BREAK
        and not any(item.span.overlaps(other.span) for other in day.tracked)
    ]
    return record_with(
        day,
        now=begin,
        working=Span(day.working.start, min(day.working.end, until)),
        items=(
            *(_as_planned(item) for item in held if item.entry.id not in gone),
            *(record_with(item, pinned=True) for item in breaks),
        ),
        tracked=(),
        coding=record_with(day.coding, done=ZERO),
        day_off=None,
        lunch=None,
    )


def _as_planned(item: TrackedItem) -> PlannedItem:
    return PlannedItem(
        key=EventRef(item.entry.id),
        source=PlanSource.CALENDAR,
        span=item.span,
        title=item.entry.title,
        activity=item.activity,
        pinned=True,
        movable=False,
    )


def _work(known: PlanningInput, week: Sequence[DaySnapshot]) -> Iterator[TaskView]:
    """Yield the work of a week: each task, and each title tracked without a task, with its time."""
    end = max(day.span.end for day in week if day.span is not None)
    tasks: dict[TaskId, Task] = {}
    lengths: dict[TaskId, timedelta] = {}
    for view in known.tasks:
        if view.activity.category.is_focus and view.task.created_at < end and view.remaining:
            tasks[view.task.id] = view.task
            lengths[view.task.id] = view.remaining
    for task, length in _tracked_tasks([item for day in week for item in day.tracked], known):
        tasks[task.id] = record_with(task, earliest=None)
        lengths[task.id] = lengths.get(task.id, ZERO) + length
    for key, task in tasks.items():
        sized = record_with(task, estimate_min=-(-lengths[key] // _MINUTE), done_at=None)
        project = None if task.project_id is None else known.projects.get(task.project_id)
        activity = known.activities[task.activity_id]
        yield TaskView(sized, activity, project, ZERO, (), None, is_running=False)


def _tracked_tasks(
    tracked: Sequence[TrackedItem], known: PlanningInput
) -> Iterator[tuple[Task, timedelta]]:
    """Yield the task of each stretch of focus work; stretches without a task get one per title."""
    focus = [item for item in tracked if item.category.is_focus]
    ids = [view.task.id for view in known.tasks]
    ids += [item.task.id for item in focus if item.task is not None]
    alone: dict[tuple[str, ActivityId], Task] = {}
    for item in focus:
        task = item.task
        if task is None:
            key = item.entry.title, item.activity.id
            task = alone.setdefault(
                key,
                Task(
                    id=TaskId(max(ids, default=0) + len(alone) + 1),
                    title=item.entry.title,
                    activity_id=item.activity.id,
                    created_at=item.span.start,
                    project_id=item.entry.project_id,
                ),
            )
        yield task, item.span.duration
