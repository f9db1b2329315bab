"""The context menu of a task."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from PySide6.QtWidgets import QMenu, QWidget

from mle_planner.core.i18n.gettext import _
from mle_planner.core.i18n.names import stage_title
from mle_planner.core.model.work import Stage
from mle_planner.core.tasks.views import TaskView


class Item(StrEnum):
    """The entries of the menu; the value is the key of the same action."""

    EDIT = "Enter"
    START = "S"
    STOP = "S "  # the same key: which of the two is meant depends on the timer
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

    ``add_edits`` adds what can be asked of several tasks too, ``add_people`` what can be done with
    the people of its project.
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
        menu.addAction(f"{words}\t{item.strip()}").triggered.connect(_caller(calls[item]))
    menu.addSeparator()
    add_edits(menu)
    stages = menu.addMenu(_("Move to"))
    for stage in Stage:
        action = stages.addAction(stage_title(stage))
        action.setEnabled(stage is not view.task.stage)
        action.triggered.connect(_mover(move, stage))
    add_people(menu, view)
    menu.addSeparator()
    delete = menu.addAction(_("Delete") + f"\t{Item.DELETE}")
    delete.triggered.connect(_caller(calls[Item.DELETE]))
    return menu


def _caller(call: Callable[[], object]) -> Callable[[], None]:
    """Return a slot that takes no "checked" from the action."""

    def slot() -> None:
        call()

    return slot


def _mover(move: Callable[[Stage], object], stage: Stage) -> Callable[[], None]:
    def slot() -> None:
        move(stage)

    return slot
