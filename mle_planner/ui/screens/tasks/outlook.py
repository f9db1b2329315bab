"""Finds due dates that cannot be met, in the background while the tasks are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.topics import PLAN_TOPICS

if TYPE_CHECKING:
    from mle_planner.core.model.work import TaskId
    from mle_planner.core.plan.proposal import LateTask, Proposal
    from mle_planner.core.planner import Planner
    from mle_planner.core.tasks.views import TaskView
    from mle_planner.core.topics import Revisions
    from mle_planner.ui.screen import ScreenContext

_SETTLE_MS = 400


class Outlook(QObject):
    """Requests a plan of four weeks after each change, while the screen is visible.

    Until the answer arrives, the former result stays. ``changed`` is sent when the result differs.
    """

    changed = Signal()

    def __init__(self, planner: Planner, context: ScreenContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._screen = parent
        self._planner = planner
        self._context = context
        self._planned_from: tuple[Revisions, date] | None = None
        self._broken: dict[TaskId, LateTask] = {}
        self._pause = QTimer(
            self, singleShot=True, interval=_SETTLE_MS
        )  # several quick edits are planned once
        self._pause.timeout.connect(self._plan)

    def plan_soon(self) -> None:
        """Plan the outlook again, if anything changed since."""
        if self._present() != self._planned_from:
            self._pause.start()

    def marked(self, views: Sequence[TaskView]) -> tuple[TaskView, ...]:
        """Return tasks with the problems found with their due dates."""
        return tuple(replace(view, due_problem=self._problem(view)) for view in views)

    def _problem(self, view: TaskView) -> str:
        """Return the sentence about a due time ahead; a past one needs no outlook."""
        task, found = view.task, self._broken.get(view.task.id)
        if found is None or view.is_overdue or task.done_at is not None:
            return ""
        is_same = (found.task.due, found.task.due_min) == (task.due, task.due_min)
        return found.sentence if is_same else ""

    def _present(self) -> tuple[Revisions, date]:
        return self._planner.revisions(PLAN_TOPICS), self._planner.today()

    @Slot()
    def _plan(self) -> None:
        if not self._screen.isVisible():
            return  # the screen may be closed, and the planner with it
        present = self._present()
        if present == self._planned_from:
            return
        from mle_planner.core.scheduling.gather import outlook_dates

        try:
            request = self._planner.planning.request(outlook_dates(present[1]))
        except PlannerError:
            return  # the user did not ask for this; asking for a plan shows the error
        self._planned_from = present
        self._context.plans.ask_quietly(request, self._holds_all, self._take)

    def _holds_all(self, proposal: Proposal) -> bool:
        """Whether a plan meets every due date that a plan can meet, so no better one is needed."""
        return all(one.is_used_up for one in proposal.late)

    def _take(self, proposal: Proposal) -> None:
        self._broken = {late.task.id: late for late in proposal.late}
        self.changed.emit()
