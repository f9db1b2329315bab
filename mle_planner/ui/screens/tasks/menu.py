"""The context menus of a task and of several."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from mle_planner.core.i18n.gettext import _
from mle_planner.core.i18n.names import stage_title
from mle_planner.core.model.work import Stage
from mle_planner.core.tasks.views import TaskView
from mle_planner.ui.widgets.keys import shown_keys
from mle_planner.ui.widgets.menus import add_entry


class Item(StrEnum):
    """The entries of the menu; the value is the shortcut of the same action."""

    EDIT = "Enter"
    START = "S"
    STOP = "S "  # one key for both, depending on the timer
    DONE = "D"
    DELETE = "Del"


def task_menu(
    parent: QWidget,
    view: TaskView,
    calls: Mapping[Item, Callable[[], object]],
    move: Callable[[Stage], object],
    add_edits: Callable[[QMenu], object],
    add_people: Callable[[QMenu, TaskView], object],
) -> QMenu:
    """Return the menu of one task in its present state: a running one can be stopped, and so on.

    ``add_edits`` adds the edits that several tasks allow too, ``add_people`` the entries for the
    people of its project.
    """
    menu = QMenu(parent)
    is_done = view.task.done_at is not None
    items = [(Item.EDIT, _("Edit"))]
    if view.is_running:
        items.append((Item.STOP, _("Stop the timer")))
    elif not is_done:
        items.append((Item.START, _("Start the timer")))
    items.append((Item.DONE, _("Reopen") if is_done else _("Done")))
    for item, words in items:
        add_entry(menu, words, calls[item], key=shown_keys(item.strip()))
    menu.addSeparator()
    add_edits(menu)
    _add_stages(menu, move, view.task.stage)
    add_people(menu, view)
    _add_delete(menu, calls[Item.DELETE])
    return menu


def tasks_menu(
    parent: QWidget,
    calls: Mapping[Item, Callable[[], object]],
    move: Callable[[Stage], object],
    add_edits: Callable[[QMenu], object],
) -> QMenu:
    """Return the menu of several open tasks; see ``task_menu``."""
    menu = QMenu(parent)
    add_entry(menu, _("Done"), calls[Item.DONE], key=shown_keys(Item.DONE))
    menu.addSeparator()
    add_edits(menu)
    _add_stages(menu, move, None)
    _add_delete(menu, calls[Item.DELETE])
    return menu


def _add_stages(menu: QMenu, move: Callable[[Stage], object], present: Stage | None) -> None:
    stages = menu.addMenu(_("Move to"))
    for stage in Stage:
        action = add_entry(stages, stage_title(stage), partial(move, stage))
        action.setEnabled(stage is not present)


def _add_delete(menu: QMenu, delete: Callable[[], object]) -> None:
    menu.addSeparator()
    add_entry(menu, _("Delete"), delete, key=shown_keys(Item.DELETE))
