"""Joins the backlog's panel to the axis beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.i18n.gettext import _, joined_words
from mle_planner.core.model.work import TaskId
from mle_planner.core.plan.free_time import first_open, open_spans
from mle_planner.core.plan.snapshots import DaySnapshot
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.services.timer import Timer
from mle_planner.ui.timeline.backlog.panel import BacklogPanel
from mle_planner.ui.timeline.backlog.words import due_line
from mle_planner.ui.timeline.interact.surface import AxisSurface
from mle_planner.ui.timeline.model.content import LaneKind
from mle_planner.ui.timeline.model.preview import TaskDraft

if TYPE_CHECKING:
    from mle_planner.core.planner import Planner
    from mle_planner.ui.timeline.task_menu import TaskMenu


class BacklogSide(QObject):
    """Reads the backlog for its panel, and carries its tasks onto the axis."""

    def __init__(
        self,
        planner: Planner,
        context: ScreenContext,
        surface: AxisSurface,
        screen: QWidget,
        task_menu: TaskMenu,
    ) -> None:
        super().__init__(screen)
        self._screen = screen
        self._planner = planner
        self._context = context
        self._surface = surface
        self._timer = Timer(planner, context.ask, context.show_message)
        self.panel = BacklogPanel(task_menu.add_to)
        self.panel.timer_requested.connect(self._start_or_stop)
        self.panel.done_requested.connect(self._finish)
        self.panel.carry_requested.connect(self._carry)
        self.panel.opened.connect(context.open_task)
        self.panel.left.connect(surface.setFocus)

    def refresh(self) -> None:
        """Read the tasks again, where they are part of what the screen shows."""
        if self.panel.isVisibleTo(self._screen):
            self.read()

    def read(self) -> None:
        planner = self._planner
        self.panel.show_backlog(planner.tasks.backlog(), planner.now(), planner.days)

    def startable(self) -> TaskId | None:
        """Return the task whose card has the focus; None where the timer is on it already."""
        task_id = self.panel.focused_task()
        return None if task_id is None or self._timer.is_on(task_id) else task_id

    def start_focused(self) -> None:
        """Start the timer on the task whose card has the focus."""
        task_id = self.panel.focused_task()
        if task_id is not None:
            self._timer.start_task(task_id)

    @Slot(object)
    def _start_or_stop(self, task_id: TaskId) -> None:
        self._context.attempt(lambda: self._timer.toggle_task(task_id))

    @Slot(object)
    def _finish(self, task_id: TaskId) -> None:
        self._context.attempt(lambda: self._timer.finish(task_id))

    @Slot(object)
    def _carry(self, task_id: TaskId) -> None:
        """Show a task where it first fits on the days in sight, for keys to move it."""
        draft = draft_of_task(self._planner, task_id)
        if draft is None:
            self._context.show_error(_("That task is gone. Nothing was changed."))
            return
        place = self._first_place(draft.length)
        if place is None:
            words = _("The days shown are over. Go to a day from today on to plan the task.")
            self._context.show_error(words)
            return
        self._surface.carrying.begin(task_id, draft, place, lambda: self.panel.focus_task(task_id))

    def _first_place(self, length: timedelta) -> tuple[int, datetime] | None:
        days = self._open_days()
        if not days:
            return None
        fitting = (
            pair for pair in days if any(span.duration >= length for span in open_spans(pair[1]))
        )
        lane, day = next(fitting, days[0])
        return lane, first_open(day, length, self._planner.days.zone)

    def _open_days(self) -> Sequence[tuple[int, DaySnapshot]]:
        """Return the plan lanes of days that are not over, with what their days hold."""
        content = self._surface.content
        return [
            (number, self._planner.day(lane.day))
            for number, lane in enumerate(content.lanes)
            if lane.kind is not LaneKind.ACTUAL and lane.span.end > content.now
        ]


def draft_of_task(planner: Planner, task_id: TaskId) -> TaskDraft | None:
    """Return a task as it is shown while it is held over the axis; None for one that is gone."""
    found = (
        view
        for section in planner.tasks.backlog().sections
        for view in section.tasks
        if view.task.id == task_id
    )
    view = next(found, None)
    if view is None:
        return None
    try:
        length = planner.blocks.length_of(task_id)
    except PlannerError:  # it has gone since
        return None
    project = view.project.name if view.project else ""
    details = joined_words((project, due_line(view, planner.now(), planner.days)))
    return TaskDraft(view.task.title, details, view.activity.category, length)
