"""The menu of listed tasks: plan today, due date, priority, project."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from mle_planner.core.i18n.formats import clock_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.i18n.names import priority_title, titles_text
from mle_planner.core.model.work import Priority, Task, TaskId
from mle_planner.core.planner import Planner
from mle_planner.core.refs import BlockRef
from mle_planner.ui.actions.shortcuts import Shortcuts
from mle_planner.ui.screen import ScreenContext
from mle_planner.ui.widgets.cards import as_plain_label
from mle_planner.ui.widgets.menus import add_choice, add_dates, add_entry


class TaskMenu:
    """Offers the edits of one or several tasks; each is one step and says what it did."""

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        self._planner = planner
        self._context = context
        self._fill: Mapping[str, Callable[[QMenu, Sequence[Task]], None]] = {
            "tasks.due": self._add_dates,
            "tasks.priority": self._add_priorities,
            "tasks.project": self._add_projects,
        }

    def add_to(self, menu: QMenu, ids: Sequence[TaskId]) -> None:
        """Add the entries for these tasks, which are open."""
        tasks = self._tasks(ids)
        if not tasks:
            return
        key = Shortcuts(self._planner.settings.word("shortcuts")).shown("tasks.plan_today")
        add_entry(menu, _("Plan today"), partial(self.plan_today, ids), key=key)
        for action_id, title in (
            ("tasks.due", _("Due")),
            ("tasks.priority", _("Priority")),
            ("tasks.project", _("Project")),
        ):
            self._fill[action_id](menu.addMenu(title), tasks)

    def open(self, action_id: str, ids: Sequence[TaskId], parent: QWidget) -> None:
        """Carry out an action on tasks, or open the menu of its choices in a widget's middle."""
        tasks = self._tasks(ids)
        if not tasks:
            return
        if action_id == "tasks.plan_today":
            self.plan_today(ids)
            return
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(as_plain_label(titles_text(tasks))).setEnabled(False)
        self._fill[action_id](menu, tasks)
        menu.popup(parent.mapToGlobal(QPoint(parent.width() // 4, parent.height() // 2)))

    def actions(self, ids: Sequence[TaskId], parent: QWidget) -> Mapping[str, Callable[[], object]]:
        """Return the edits of tasks as actions, by their ids; a menu opens over ``parent``."""
        named = ("tasks.plan_today", *self._fill)
        return {action_id: partial(self.open, action_id, ids, parent) for action_id in named}

    def plan_today(self, ids: Sequence[TaskId]) -> None:
        """Plan tasks where they first fit today."""
        planner, today = self._planner, self._planner.today()
        made: list[Any] = []
        if self._context.attempt(lambda: made.extend(planner.batch.plan_tasks(ids, today))):
            keys = {item.key: item for item in planner.day(today).items}
            first = keys[BlockRef(made[0])]
            words = _(
                "Planned for today at {time}: {title}",
                time=clock_text(first.span.start, planner.days.zone),
                title=titles_text(self._tasks(ids)),
            )
            self._context.show_message(words, True)

    def change(self, ids: Sequence[TaskId], **fields: Any) -> None:
        if self._context.attempt(lambda: self._planner.batch.change_tasks(ids, **fields)):
            title = titles_text(self._tasks(ids))
            self._context.show_message(_("Changed: {title}", title=title), True)

    # -- inside ------------------------------------------------------------------------------

    def _tasks(self, ids: Sequence[TaskId]) -> list[Task]:
        found = map(self._planner.task, ids)
        return [task for task in found if task is not None and task.done_at is None]

    def _add_dates(self, menu: QMenu, tasks: Sequence[Task]) -> None:
        planner = self._planner
        ids, dates = [task.id for task in tasks], {task.due for task in tasks}
        due = dates.pop() if len(dates) == 1 else None

        def set_due(day: date | None, minute: int | None) -> None:
            time = {} if minute is None else {"due_min": minute}
            self.change(ids, due=day, **time)

        add_dates(menu, planner.days, planner.today(), due, set_due, takes_time=True)

    def _add_priorities(self, menu: QMenu, tasks: Sequence[Task]) -> None:
        choices = [(priority_title(each), each) for each in Priority]
        self._add_choices(menu, tasks, "priority", choices)

    def _add_projects(self, menu: QMenu, tasks: Sequence[Task]) -> None:
        projects = [one for one in self._planner.catalog.projects() if not one.archived]
        choices = [(_("No project"), None), *((one.name, one.id) for one in projects)]
        self._add_choices(menu, tasks, "project_id", choices)

    def _add_choices(
        self, menu: QMenu, tasks: Sequence[Task], field: str, choices: Sequence[tuple[str, Any]]
    ) -> None:
        values = {getattr(task, field) for task in tasks}
        ids = [task.id for task in tasks]
        for name, value in choices:
            change = partial(self.change, ids, **{field: value})
            add_choice(menu, name, change, is_chosen=values == {value})
