"""The rules of a task: its values, its predecessors, its repetition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import replace
from mle_planner.core.base.spans import DAY, MINUTES_PER_DAY
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.work import Task, TaskId
from mle_planner.core.typed.title import lines, one_line
from mle_planner.core.typical_day.parts import occurs_on

_MOST_DAYS_AHEAD = 366 * 100  # no rule of quick add waits as long


class TaskError(PlannerError):
    """A task that cannot be added or changed as requested."""


def check_task(task: Task) -> Task:
    """Return a task with its texts cleaned; raise ``TaskError`` for invalid values."""
    from mle_planner.core.typed.duration import MOST_ESTIMATE_MIN

    title = one_line(task.title)
    if not title:
        raise TaskError(_("A task needs a title. Nothing was changed; type a few words."))
    if task.estimate_min is not None and not 0 < task.estimate_min <= MOST_ESTIMATE_MIN:
        raise TaskError(
            _("An estimate is between a minute and 1000 hours. Nothing was changed; correct it.")
        )
    low, high = task.min_chunk_min, task.max_chunk_min
    if low is not None and high is not None and low > high:
        raise TaskError(
            _("The shortest block is longer than the longest. Nothing was changed; correct one.")
        )
    if task.due_min is not None and not (task.due and 0 < task.due_min <= MINUTES_PER_DAY):
        raise TaskError(_("A due time needs a due day. Nothing was changed; correct it."))
    if any(limit is not None and not 0 < limit <= MINUTES_PER_DAY for limit in (low, high)):
        raise TaskError(_("A block lasts from a minute to a day. Nothing was changed; correct it."))
    return replace(task, title=title, note=lines(task.note))


def next_due(task: Task, today: date) -> date:
    """Return the next due date of a repeating task: after its due date, not before today."""
    first = task.due or today
    day = max(first + DAY, today)
    for _day in range(_MOST_DAYS_AHEAD):
        if occurs_on(task.repeats, first, day):
            break
        day += DAY
    return day


def predecessor_path(
    start: TaskId, goal: TaskId, links: Mapping[TaskId, Sequence[TaskId]]
) -> list[TaskId]:
    """Return the chain of predecessors from one task to another; empty if there is none."""
    paths = [[start]]
    seen = {start}
    while paths:
        path = paths.pop()
        if path[-1] == goal:
            return path
        for following in links.get(path[-1], []):
            if following not in seen:
                seen.add(following)
                paths.append([*path, following])
    return []
