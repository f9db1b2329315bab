"""Commands for tasks: add, tasks, done, reopen, delete."""

from __future__ import annotations

import argparse

from mle_planner.cli.ambiguities import ambiguities
from mle_planner.cli.arguments import argument, takes
from mle_planner.cli.columns import columns
from mle_planner.cli.context import Context
from mle_planner.cli.json_values import due_time, task_json
from mle_planner.cli.lookup import project_names, task_numbered
from mle_planner.core.i18n.formats import day_text, duration_text
from mle_planner.core.i18n.gettext import words_of
from mle_planner.core.model.work import Priority, TaskId
from mle_planner.core.planner import Planner
from mle_planner.core.tasks.views import TaskView
from mle_planner.core.tracking.timer_changes import stopped_with_tasks
from mle_planner.core.typed.quick_add.repeats import repeat_text


@takes(
    argument(
        "text",
        nargs="+",
        metavar="TEXT",
        help='one line such as "Fix drift alert paging 2h due fri #fraud @coding !high"',
    )
)
def add(context: Context, options: argparse.Namespace) -> int:
    """Add the task of a quick-add line, and note what in it could have been meant otherwise."""
    language = context.planner.settings.word("language")
    with words_of("" if language == "system" else language):
        return _add(context, " ".join(options.text))


def _add(context: Context, text: str) -> int:
    # Read before it is added: a new project is one of its names afterwards.
    line = context.planner.tasks.parse(text)
    sentences = list(dict.fromkeys(ambiguities(context.planner, text, line)))
    known = project_names(context.planner)
    task = context.planner.tasks.add(text)
    view = _view(context.planner, task.id)
    guessed = ["activity"] if line.activity is None else []
    zone = context.planner.days.zone
    where = f" on {view.project.name}" if view.project else ""
    if line.new_project and line.new_project not in known:
        where += " (new project)"
    marks = ", ".join(
        f"{part} (a guess)" if guessed and part == f"@{view.activity.name}" else part
        for part in _row(view, context.planner)[2:]
        if part and not part.startswith("#")
    )
    code = context.answer(
        lambda: {**task_json(view, zone), "doubts": sentences, "guessed": guessed},
        f"Added {task.id}: {task.title}{where} ({marks})",
    )
    for sentence in sentences:
        context.note(sentence)
    return code


@takes(argument("--all", action="store_true", help="include finished tasks"))
def list_tasks(context: Context, options: argparse.Namespace) -> int:
    """List the tasks in board order: by stage, then due, priority and age."""
    planner = context.planner
    views = planner.board(include_done=options.all).tasks
    zone = planner.days.zone
    return context.answer(
        lambda: [task_json(view, zone) for view in views],
        lambda: (
            columns(_row(view, planner) for view in views)
            or ['No open tasks. Add one: mle-planner add "Read the paper 1h"']
        ),
    )


_NUMBER = argument("id", metavar="ID", help="the task's number")


@takes(_NUMBER)
def done(context: Context, options: argparse.Namespace) -> int:
    """Mark a task as done; one that repeats is created again for its next date."""
    planner = context.planner
    number = task_numbered(planner, options.id).id
    known = {task.id for task in planner.open_tasks()}
    running = planner.running_entry()
    planner.tasks.finish(number)
    code = _answer_task(context, number, "Done")
    stopped = stopped_with_tasks(running, [number], planner.counted)
    if stopped:
        context.note(stopped)
    asked = planner.questions.last_asked()
    if asked is not None and asked.asked.task_id == number:
        context.note(f"{asked.asked.question} Answer with: mle-planner answer {number} TEXT")
    for task in planner.open_tasks():
        if task.id not in known and task.due is not None:
            context.note(f"{task.title} comes again as {task.id}, due {day_text(task.due)}.")
    return code


@takes(_NUMBER)
def reopen(context: Context, options: argparse.Namespace) -> int:
    """Reopen a finished task."""
    number = task_numbered(context.planner, options.id).id
    context.planner.tasks.reopen(number)
    return _answer_task(context, number, "Reopened")


@takes(_NUMBER)
def delete(context: Context, options: argparse.Namespace) -> int:
    """Delete a task with its planned blocks; what was tracked keeps its time and title."""
    view = _view(context.planner, task_numbered(context.planner, options.id).id)
    context.planner.tasks.delete(view.task.id)
    zone = context.planner.days.zone
    return context.answer(
        lambda: task_json(view, zone), f"Deleted {view.task.id}: {view.task.title}"
    )


def _answer_task(context: Context, number: TaskId, verb: str) -> int:
    planner = context.planner
    view = _view(planner, number)
    marks = ", ".join(part for part in _row(view, planner)[2:] if part)
    title = f"{verb} {number}: {view.task.title}" + (f" ({marks})" if marks else "")
    return context.answer(lambda: task_json(view, planner.days.zone), title)


def _view(planner: Planner, number: TaskId) -> TaskView:
    views = planner.board(include_done=True).tasks
    return next(view for view in views if view.task.id == number)


def _row(view: TaskView, planner: Planner) -> list[str]:
    task, today = view.task, planner.today()
    due = ""
    if task.due is not None:
        due = " ".join(filter(None, ("due", day_text(task.due, today=today), due_time(task))))
    start = ""
    if task.earliest is not None and task.earliest > today:
        start = f"from {day_text(task.earliest, today=today)}"
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
        repeat_text(task.repeats, planner.days.workdays) if task.repeats else "",
        start,
        f"after {', '.join(str(before.id) for before in view.predecessors)}"
        if view.predecessors
        else "",
    ]
