"""Commands of the timer and of time that has passed: start, stop, keep, interrupt, log."""

from __future__ import annotations

import argparse
import shlex
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict

from mle_planner.cli.arguments import argument, takes
from mle_planner.cli.columns import printable
from mle_planner.cli.context import Context
from mle_planner.cli.lookup import (
    activity_named,
    booked_on,
    project_named,
    project_names,
    task_named,
)
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.spans import DAY, ZERO, Span
from mle_planner.core.i18n.formats import (
    clock_text,
    day_and_clock_range_text,
    day_and_clock_text,
    duration_text,
)
from mle_planner.core.model.tracked import TimeEntry
from mle_planner.core.model.work import ActivityId, Category, ProjectId, TaskId
from mle_planner.core.planner import Planner
from mle_planner.core.tracking.timer import Forgotten, ForgottenTimerError, TakenTimeError

if TYPE_CHECKING:
    from mle_planner.core.plan.snapshots import PlannedItem, TrackedItem

_LOOK_BACK_DAYS = 14
"""How far back the last work is looked for when a start names none."""


class _WorkArguments(TypedDict, total=False):
    """What to track, as the planner's tracking takes it."""

    title: str | None
    task_id: TaskId | None
    activity_id: ActivityId | None
    project_id: ProjectId | None
    new_project: str


_WORK = (
    argument("--project", metavar="P", help="a project; a new name creates one"),
    argument("--activity", metavar="A", help="an activity such as coding or meeting"),
)


@takes(
    argument(
        "work",
        nargs="*",
        metavar="TASK or TEXT",
        help="a task's number or title, or any text; without it what is planned now, else the "
        "last work",
    ),
    argument("--at", metavar="TIME", help="an earlier time"),
    argument(
        "--forgotten",
        metavar="stop=TIME|keep|discard",
        help="what becomes of the running timer: it stopped at a time, is kept for 7 days at most, "
        "or is discarded",
    ),
    *_WORK,
)
def start(context: Context, options: argparse.Namespace) -> int:
    """Start a timer; a running one stops at that instant."""
    planner = context.planner
    at = _instant(planner, options.at)
    text = " ".join(options.work)
    with planner.history.one_step():  # another start at the same time waits, and finds it running
        running = planner.running_entry()
        item = _planned(planner, text if options.work else None, at)
        if item is not None:
            work = _work_of_item(planner, item, options)
        elif options.work:
            work = _work(planner, text, options)
        else:
            work = _last_work(planner, at, options)
        if running is not None and options.forgotten is None and not planner.heartbeats.doubt(at):
            _refuse_same(planner, running, work)
        known = project_names(planner)
        task_id = work.get("task_id")
        task = None if task_id is None else planner.task(task_id)
        began = running.start if running is not None else None
        forgotten = _forgotten(planner, options.forgotten, began)
        try:
            if item is not None and options.project is None and options.activity is None:
                entry = planner.tracking.start_item(item.key, forgotten, at=at)
            else:
                entry = planner.tracking.start(**work, at=at, forgotten=forgotten)
        except ForgottenTimerError as error:
            raise PlannerError(
                f"{error} To answer, add --forgotten stop=TIME, --forgotten keep or "
                "--forgotten discard."
            ) from error
    planner.heartbeats.beat()
    where = booked_on(context, entry.project_id, known)
    stopped = None if running is None else planner.entry(running.id)
    lines = [_stopped_line(planner, stopped)] if stopped else []
    lines.append(f"Started {entry.title}{where} at {_since(planner, entry)}.")
    if task is not None and task.done_at is not None:
        lines.append("Its task was done and is open again.")
    if task is None and item is None:
        lines += _meant(planner, text)
    return context.answer(
        lambda: {
            **_json(planner, entry),
            "stopped": None if stopped is None else _json(planner, stopped),
        },
        lambda: map(printable, lines),
    )


@takes(
    argument(
        "--at", metavar="TIME", help="when it ended (default: now; a forgotten timer needs a time)"
    ),
    argument("--started", metavar="TIME", help="when it really started, if its start is wrong"),
)
def stop(context: Context, options: argparse.Namespace) -> int:
    """Stop the running timer."""
    planner = context.planner
    running = planner.running_entry()
    began = None if options.started is None else _instant(planner, options.started)
    after = began or (running.start if running is not None else None)
    try:
        at = None if options.at is None else _instant(planner, options.at, after)
        entry = planner.tracking.stop(at, began=began)
    except TakenTimeError as error:
        if running is None or options.at is not None or error.other.start <= running.start:
            raise
        raise _with_free_end(planner, running, error) from error
    return context.answer(lambda: _json(planner, entry), _stopped_line(planner, entry))


def keep(context: Context, _options: argparse.Namespace) -> int:
    """Let the timer run on after it was cut off or ran unseen."""
    planner = context.planner
    entry = planner.heartbeats.keep()
    if entry is None:
        raise PlannerError("No timer is running, so there is nothing to keep.")
    since = _since(planner, entry)
    return context.answer(lambda: _json(planner, entry), f"{entry.title} runs on since {since}.")


def _with_free_end(planner: Planner, running: TimeEntry, error: TakenTimeError) -> PlannerError:
    """Return the refusal to stop after the start of another entry, with the command that stops.

    The other entry was ahead of the present time: the clock was ahead when it was tracked.
    """
    zone, other = planner.days.zone, error.other
    now = planner.now()
    times = day_and_clock_range_text(other.start, other.end or now, now, zone)
    return PlannerError(
        f"{other.title} is already tracked, {times}. {running.title} is still running since "
        f"{_since(planner, running)}. To stop it before that entry: "
        f"mle-planner stop --at {other.start.astimezone(zone):%Y-%m-%dT%H:%M}."
    )


def discard(context: Context, _options: argparse.Namespace) -> int:
    """Remove the running entry as if the timer had not been started."""
    planner = context.planner
    running = planner.running_entry()
    planner.tracking.discard()
    assert running is not None
    return context.answer(lambda: _json(planner, running), f"Discarded {running.title}.")


@takes(
    argument("start", metavar="START", help="a time such as 9:30 or 'yesterday 15:00'"),
    argument("end", metavar="END", help="a time after it"),
    argument("work", nargs="+", metavar="TEXT", help="a task's number or title, or any text"),
    *_WORK,
)
def log(context: Context, options: argparse.Namespace) -> int:
    """Track time that has passed."""
    planner = context.planner
    from mle_planner.cli.moments import parse_moment

    days, now = planner.days, planner.now()
    start = parse_moment(options.start, days, now)
    end = parse_moment(options.end, days, now, after=start)
    if end <= start:
        raise PlannerError(
            f"The entry would end at {clock_text(end, days.zone)}, not after its start at "
            f"{clock_text(start, days.zone)}. Nothing was changed; choose a later end."
        )
    text = " ".join(options.work)
    item = _planned(planner, text, start)
    known = project_names(planner)
    if item is not None and options.project is None and options.activity is None:
        entry = planner.tracking.log_item(item, Span(start, end))
    else:
        entry = planner.tracking.log(Span(start, end), **_work(planner, text, options))
    where = booked_on(context, entry.project_id, known)
    times = day_and_clock_range_text(start, end, now, days.zone)
    length = duration_text(Span(start, end).shown_length)
    return context.answer(
        lambda: _json(planner, entry), f"Tracked {entry.title}{where}, {times} ({length})."
    )


@takes(argument("about", nargs="*", metavar="WHO or WHAT", help="what it is about"))
def interrupt(context: Context, options: argparse.Namespace) -> int:
    """Pause what runs for a person or a thing."""
    planner = context.planner
    paused = planner.running_entry()
    entry = planner.interruptions.begin(" ".join(options.about))
    planner.heartbeats.beat()
    assert paused is not None, "else there was nothing to interrupt"
    return context.answer(
        lambda: {"id": entry.id, "title": entry.title, "paused": paused.title},
        f"Paused {paused.title} at "
        f"{day_and_clock_text(entry.start, planner.now(), planner.days.zone)} for "
        f"{entry.title}. To go on: mle-planner resume",
    )


def resume(context: Context, _options: argparse.Namespace) -> int:
    """Resume what was interrupted."""
    planner = context.planner
    back = planner.interruptions.end()
    planner.heartbeats.beat()
    passed = duration_text(planner.counted(back.interruption))
    where = f" You were at: {back.note}" if back.note else ""
    return context.answer(
        lambda: {
            "id": back.entry.id,
            "title": back.entry.title,
            "interruption": back.interruption.title,
            "note": back.note or None,
        },
        f"Back to {back.entry.title} after {passed} of {back.interruption.title}.{where}",
    )


# -- what is meant ---------------------------------------------------------------------------


def _instant(planner: Planner, text: str | None, after: datetime | None = None) -> datetime:
    if text is None:
        return planner.now()
    from mle_planner.cli.moments import parse_moment

    return parse_moment(text, planner.days, planner.now(), after=after)


def _forgotten(
    planner: Planner, text: str | None, began: datetime | None
) -> Forgotten | datetime | None:
    """Return what ``--forgotten`` says of the entry that ``began`` then, or None without it."""
    if text is None:
        return None
    if text in ("keep", "discard"):
        return Forgotten(text)
    name, _equals, time = text.partition("=")
    if name != "stop" or not time:
        raise PlannerError(
            f"{text or 'Nothing'} is no answer for --forgotten. Nothing was changed; use "
            "stop=TIME, keep or discard."
        )
    return _instant(planner, time, began)


def _work(planner: Planner, text: str, options: argparse.Namespace) -> _WorkArguments:
    """Return the work that a task's number, its title or any other text stands for."""
    task = task_named(planner, text) if text.strip() else None
    work: _WorkArguments = {"task_id": task.id} if task else {"title": text}
    return _with_names(planner, work, options)


def _with_names(
    planner: Planner, work: _WorkArguments, options: argparse.Namespace
) -> _WorkArguments:
    if options.activity is not None:
        work["activity_id"] = activity_named(planner, options.activity).id
    if options.project is not None:
        project = project_named(planner, options.project)
        if isinstance(project, str):
            work["new_project"] = project
        else:
            work["project_id"] = project.id
    return work


def _refuse_same(planner: Planner, entry: TimeEntry, work: _WorkArguments) -> None:
    """Refuse to start the running task again: it would only split its entry."""
    task = work.get("task_id")
    is_same = (
        (entry.task_id == task if task else entry.title == work.get("title"))
        and work.get("activity_id") in (None, entry.activity_id)
        and work.get("project_id") in (None, entry.project_id)
        and not work.get("new_project")
    )
    if is_same:
        raise PlannerError(
            f"{entry.title} is already running since {_since(planner, entry)}. Nothing was "
            "changed; name other work to switch to."
        )


def _planned(planner: Planner, text: str | None, at: datetime) -> PlannedItem | None:
    """Return what is planned at an instant; for a text that names no task, what it titles."""
    if text is not None and (not text.strip() or task_named(planner, text) is not None):
        return None
    day = planner.day(planner.days.date_of(at))
    return day.work_at(at) if text is None else day.item_titled(text, at)


def _meant(planner: Planner, text: str) -> list[str]:
    """Return how to start the only open task, or work of today, whose title contains a text."""
    from mle_planner.core.typed.title import fold_text

    part = fold_text(text)
    tasks = {task.title: str(task.id) for task in planner.open_tasks()}
    work = {item.title: item.title for item in planner.day(planner.today()).items if item.is_busy}
    found = {title: name for title, name in (work | tasks).items() if part in fold_text(title)}
    if not part or len(found) != 1:
        return []
    ((title, name),) = found.items()
    return [f"To track {title} instead: mle-planner start {shlex.quote(name)}"]


def _last_work(planner: Planner, at: datetime, options: argparse.Namespace) -> _WorkArguments:
    """Return the last work before an instant whose task is not done."""
    item = _last_item(planner, at)
    if item is None:
        raise PlannerError(
            "Nothing is planned now and nothing was tracked lately. No timer was started; say "
            'what to track, as in: mle-planner start "Review the paper".'
        )
    return _work_of_item(planner, item, options)


def _work_of_item(
    planner: Planner, item: PlannedItem | TrackedItem, options: argparse.Namespace
) -> _WorkArguments:
    from mle_planner.core.plan.snapshots import PlannedItem

    work = _WorkArguments(
        title=item.title if isinstance(item, PlannedItem) else item.entry.title,
        task_id=item.task.id if item.task else None,
        activity_id=item.activity.id,
        project_id=item.project.id if item.project else None,
    )
    return _with_names(planner, work, options)


def _last_item(planner: Planner, at: datetime) -> TrackedItem | None:
    day = planner.days.date_of(at)
    for _ in range(_LOOK_BACK_DAYS):
        done = [
            item
            for item in planner.day(day).tracked
            if item.entry.start <= at
            and item.category is not Category.BREAK
            and not (item.task and item.task.done_at)
        ]
        if done:
            return done[-1]
        day -= DAY
    return None


def _json(planner: Planner, entry: TimeEntry) -> dict[str, Any]:
    from mle_planner.cli.json_values import entry_json

    activities = {found.id: found for found in planner.catalog.activities()}
    projects = {found.id: found for found in planner.catalog.projects()}
    project = None if entry.project_id is None else projects.get(entry.project_id)
    passed = max(ZERO, (entry.end or planner.now()) - entry.start)
    return entry_json(entry, activities[entry.activity_id], project, passed, planner.days.zone)


def _since(planner: Planner, entry: TimeEntry) -> str:
    return day_and_clock_text(entry.start, planner.now(), planner.days.zone)


def _stopped_line(planner: Planner, entry: TimeEntry) -> str:
    return f"Stopped {entry.title} after {duration_text(planner.counted(entry))}."
