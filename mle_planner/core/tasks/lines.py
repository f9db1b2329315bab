"""Turns a quick-add line into a task, its predecessors and learned words.

All functions are called inside an intention and write nothing themselves.
"""

from __future__ import annotations

from datetime import datetime

from mle_planner.core.base.frozen import replace
from mle_planner.core.edits import Change, add_records, replace_record
from mle_planner.core.model.work import (
    Activity,
    LearnedWord,
    Predecessor,
    Priority,
    Project,
    ProjectId,
    Stage,
    Task,
    TaskId,
)
from mle_planner.core.session import Session
from mle_planner.core.tasks.rules import check_task
from mle_planner.core.typed.quick_add.kinds import guess_activity, word_to_learn
from mle_planner.core.typed.quick_add.line import LineContext, QuickAdd
from mle_planner.core.typed.title import title_key

_STAGE_OF = {
    "data": Stage.DATA,
    "research": Stage.RESEARCH,
    "learning": Stage.RESEARCH,
    "analysis": Stage.ANALYSIS,
    "writing": Stage.ANALYSIS,
    "presentation": Stage.ANALYSIS,
}
"""The stage of a new task if its line gives none, by its activity's key; ship for all others."""


def line_context(session: Session) -> LineContext:
    """Return the context for reading a line."""
    store = session.store
    return LineContext(
        today=session.today(),
        activities=store.all(Activity),
        projects=store.all(Project),
        workdays=session.workdays,
        day_min=session.settings.number("coding_aim_min"),
        learned=session.learned_words(),
        task_title=lambda number: _open_title(session, number),
        task_named=lambda title: _open_number(session, title),
    )


def _open_title(session: Session, number: int) -> str | None:
    task = session.store.get(Task, number)
    return task.title if task is not None and task.done_at is None else None


def _open_number(session: Session, title: str) -> TaskId | None:
    wanted = title_key(title)
    found = [task.id for task in session.store.open_tasks() if title_key(task.title) == wanted]
    return found[0] if len(found) == 1 else None


def task_of_line(
    session: Session, line: QuickAdd, project_id: ProjectId | None
) -> tuple[Task, tuple[Change, ...]]:
    """Return the task of a parsed line, and the changes that add it."""
    task = new_task(session, line, project_id)
    links = [Predecessor(session.store.new_id(Predecessor), task.id, found) for found in line.after]
    learned = learn_activity(session, task.title, line.activity) if line.activity else ()
    return task, (*add_records(task, *links), *learned)


def new_task(session: Session, line: QuickAdd, project_id: ProjectId | None) -> Task:
    """Return the task of a parsed line, with a new id."""
    return unsaved_task(line, project_id, TaskId(session.store.new_id(Task)), session.now())


def unsaved_task(
    line: QuickAdd, project_id: ProjectId | None, task_id: TaskId, now: datetime
) -> Task:
    """Return the task that a line would become."""
    activity = line.activity or line.guess
    assert activity is not None  # an activity is always in use, so a title suggests one
    return check_task(
        Task(
            id=task_id,
            title=line.title,
            activity_id=activity.id,
            created_at=now,
            project_id=project_id,
            stage=line.stage or _STAGE_OF.get(activity.key, Stage.SHIP),
            estimate_min=line.estimate_min,
            due=line.due or line.first_day,
            due_min=line.due_min,
            earliest=line.earliest,
            priority=line.priority or Priority.NORMAL,
            repeats=line.repeats,
        )
    )


def learn_activity(session: Session, title: str, activity: Activity) -> tuple[Change, ...]:
    """Return the changes that learn an activity for a title's word; none if it was guessed."""
    store = session.store
    words = {found.word: found for found in store.all(LearnedWord)}
    activities = store.all(Activity)
    chosen = {word: found.activity_id for word, found in words.items()}
    guess = guess_activity(title, activities, chosen)
    word = word_to_learn(title, guess)
    if not word or (guess is not None and guess.activity.id == activity.id):
        return ()
    if word in words:
        return replace_record(words[word], replace(words[word], activity_id=activity.id))
    return add_records(LearnedWord(store.new_id(LearnedWord), word, activity.id))
