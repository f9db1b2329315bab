"""Edits of tasks on the tasks screen; a refusal is shown in the message bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mle_planner.core.i18n.gettext import _
from mle_planner.core.i18n.names import titles_text
from mle_planner.core.model.work import Stage, Task, TaskId
from mle_planner.core.planner import Planner
from mle_planner.core.tasks.views import TaskView
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.services.timer import Timer


class TaskEdits:
    """Starts, finishes, moves and deletes the tasks that ``view_of`` returns.

    The planner's notice of each edit refreshes the screen.
    """

    def __init__(
        self, planner: Planner, context: ScreenContext, view_of: Callable[[TaskId], TaskView | None]
    ) -> None:
        self._planner = planner
        self._context = context
        self._view_of = view_of
        self._timer = Timer(planner, context.ask, context.show_message)

    def start(self, task_id: TaskId) -> None:
        self._context.attempt(lambda: self._timer.start_task(task_id))

    def stop(self) -> None:
        self._context.attempt(self._timer.stop)

    def start_or_stop(self, task_id: TaskId) -> None:
        self._context.attempt(lambda: self._timer.toggle_task(task_id))

    def finish_or_reopen(self, task_ids: Sequence[TaskId]) -> None:
        """Mark tasks as done in one step, or reopen the only one where that is done."""
        tasks = self._tasks(task_ids)
        if len(tasks) == 1 and tasks[0].done_at is not None:
            self._context.attempt(lambda: self._planner.tasks.reopen(tasks[0].id))
        elif tasks:
            self._context.attempt(lambda: self._timer.finish(*task_ids))

    def delete(self, task_ids: Sequence[TaskId]) -> bool:
        """Delete tasks, in one step; return whether they were deleted."""
        titles = titles_text(self._tasks(task_ids))
        if not titles or not self._context.attempt(lambda: self._planner.tasks.delete(*task_ids)):
            return False
        self._context.show_message(_("Deleted: {title}", title=titles), True)
        return True

    def move(self, task_ids: Sequence[TaskId], stage: Stage) -> None:
        """Move tasks to a stage, in one step."""
        self._context.attempt(lambda: self._planner.tasks.move(task_ids, stage))

    def _tasks(self, task_ids: Sequence[TaskId]) -> list[Task]:
        views = map(self._view_of, task_ids)
        return [view.task for view in views if view is not None]
