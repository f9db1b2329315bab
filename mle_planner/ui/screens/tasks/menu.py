"""The context menus of a task and of several."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from PySide6.QtWidgets import QMenu, QWidget

from mle_planner.core.i18n.gettext import _
from mle_planner.core.i18n.names import stage_title
from mle_planner.core.model.work import Stage
from mle_planner.core.tasks.views import TaskView
from mle_planner.ui.actions.shortcuts import shown_keys


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
        menu.addAction(f"{words}\t{shown_keys(item.strip())}").triggered.connect(
            _caller(calls[item])
        )
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
    done = menu.addAction(_("Done") + f"\t{shown_keys(Item.DONE)}")
    done.triggered.connect(_caller(calls[Item.DONE]))
    menu.addSeparator()
    add_edits(menu)
    _add_stages(menu, move, None)
    _add_delete(menu, calls[Item.DELETE])
    return menu


def _add_stages(menu: QMenu, move: Callable[[Stage], object], present: Stage | None) -> None:
    stages = menu.addMenu(_("Move to"))
    for stage in Stage:
        action = stages.addAction(stage_title(stage))
        action.setEnabled(stage is not present)
        action.triggered.connect(_mover(move, stage))


def _add_delete(menu: QMenu, delete: Callable[[], object]) -> None:
    menu.addSeparator()
    action = menu.addAction(_("Delete") + f"\t{shown_keys(Item.DELETE)}")
    action.triggered.connect(_caller(delete))


def _caller(call: Callable[[], object]) -> Callable[[], None]:
    """Return a slot that ignores the action's "checked" argument."""

    def slot() -> None:
        call()

    return slot


def _mover(move: Callable[[Stage], object], stage: Stage) -> Callable[[], None]:
    def slot() -> None:
        move(stage)

    return slot
