"""Commands for tasks: add, tasks, done, reopen, delete."""

from __future__ import annotations

import argparse
from datetime import date

from mle_planner.cli.choosing import task_numbered
from mle_planner.cli.columns import columns, shown
from mle_planner.cli.context import Context, note
from mle_planner.cli.doubts import doubts
from mle_planner.cli.shapes import due_time, task_shape
from mle_planner.core.i18n.formats import day_text, duration_text
from mle_planner.core.model.records import Priority, TaskId
from mle_planner.core.planner import Planner
from mle_planner.core.snapshots import TaskView


def declare_add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``add``."""
    parser.add_argument(
        "text",
        nargs="+",
        metavar="TEXT",
        help='one line such as "Fix drift alert paging 2h due fri #fraud @coding !high"',
    )


def add(context: Context, options: argparse.Namespace) -> int:
    """Add the task of a quick-add line, and note what in it could have been meant otherwise."""
    text = " ".join(options.text)
    # Read before it is added: a new project is one of its names afterwards.
    line = context.planner.tasks.parse(text)
    sentences = () if context.wants_json else tuple(doubts(context.planner, text, line))
    task = context.planner.tasks.add(text)
    code = _answer_task(context, task.id, "Added")
    for sentence in sentences:
        note(shown(sentence))
    return code


def declare_list_tasks(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``tasks``."""
    parser.add_argument("--all", action="store_true", help="list the tasks that are done too")


def list_tasks(context: Context, options: argparse.Namespace) -> int:
    """List the tasks in board order: by stage, then due, priority and age."""
    planner = context.planner
    views = planner.board(include_done=options.all).tasks
    zone, today = planner.days.zone, planner.today()
    return context.answer(
        lambda: [task_shape(view, zone) for view in views],
        lambda: (
            columns([_row(view, today) for view in views])
            if views
            else ['No open tasks. Add one: mle-planner add "Read the paper 1h"']
        ),
    )


def declare_done(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``done``."""
    parser.add_argument("id", metavar="ID", help="the task's number")


def done(context: Context, options: argparse.Namespace) -> int:
    """Mark a task as done."""
    number = task_numbered(context.planner, options.id).id
    context.planner.tasks.finish(number)
    return _answer_task(context, number, "Done")


declare_reopen = declare_done


def reopen(context: Context, options: argparse.Namespace) -> int:
    """Take back that a task is done."""
    number = task_numbered(context.planner, options.id).id
    context.planner.tasks.reopen(number)
    return _answer_task(context, number, "Reopened")


declare_delete = declare_done


def delete(context: Context, options: argparse.Namespace) -> int:
    """Delete a task with its planned blocks; what was tracked keeps its time and title."""
    view = _view(context.planner, task_numbered(context.planner, options.id).id)
    context.planner.tasks.delete(view.task.id)
    zone = context.planner.days.zone
    return context.answer(
        lambda: task_shape(view, zone),
        lambda: [shown(f"Deleted {view.task.id}: {view.task.title}")],
    )


def _answer_task(context: Context, number: TaskId, verb: str) -> int:
    planner = context.planner
    view = _view(planner, number)
    marks = ", ".join(part for part in _row(view, planner.today())[2:] if part)
    title = f"{verb} {number}: {view.task.title}" + (f" ({marks})" if marks else "")
    return context.answer(
        lambda: task_shape(view, planner.days.zone),
        lambda: [shown(title)],
    )


def _view(planner: Planner, number: TaskId) -> TaskView:
    """Return what is known of a task that is there."""
    views = planner.board(include_done=True).tasks
    return next(view for view in views if view.task.id == number)


def _row(view: TaskView, today: date) -> list[str]:
    task = view.task
    due = ""
    if task.due is not None:
        due = " ".join(filter(None, ("due", day_text(task.due, today=today), due_time(task))))
    left = "" if view.remaining is None else f"{duration_text(view.remaining)} left"
    if task.done_at is not None:
        left = "done"
    priority = "" if task.priority is Priority.NORMAL else task.priority.name.lower()
    return [
        str(task.id),
        task.title,
        left,
        due,
        priority,
        f"#{view.project.name}" if view.project else "",
        f"@{view.activity.name}",
        task.stage.value,
    ]
