"""The small list that gives a block or an entry to a task, found by typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.work import TaskId
from mle_planner.core.tracking.offers import WorkOffer
from mle_planner.ui.timeline.interact.task_offers import matching, offer_words
from mle_planner.ui.timeline.model.content import AxisBlock
from mle_planner.ui.timeline.model.requests import Assign
from mle_planner.ui.timeline.paint.canvas import AxisCanvas
from mle_planner.ui.widgets.fields import text_line
from mle_planner.ui.widgets.keys import ENTER, STEPS
from mle_planner.ui.widgets.layouts import column_of
from mle_planner.ui.widgets.name_list import NameList
from mle_planner.ui.widgets.popup import Popup
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import NAME_ROW_PX

WIDTH_PX = 360
ROWS = 8


class TaskPicker(Popup):
    """Typing filters, arrows choose, Enter or a click takes; Esc or a click beside it leaves all.

    ``chosen`` is called with the task, None for none.
    """

    def __init__(
        self,
        parent: QWidget,
        offers: Sequence[WorkOffer],
        *,
        has_task: bool,
        chosen: Callable[[TaskId | None], object],
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Assign to task"))
        self._offers = [one for one in offers if one.task_id is not None]
        self._has_task = has_task
        self._chosen = chosen
        self._ids: list[TaskId | None] = []
        self.line = text_line(_("Find a task"), _("Type to find a task"))
        self.rows = NameList(_("Tasks"))
        self.setFixedSize(WIDTH_PX, 58 + ROWS * NAME_ROW_PX)
        column_of(self.line, (self.rows, 1), inside=self, margins=(8, 8, 8, 8))
        self.line.textChanged.connect(self._find)
        self.rows.itemPressed.connect(lambda item: self._take(self.rows.row(item)))
        self._find("")

    def show_beside(self, place: QPoint) -> None:
        """Open it with its corner at a point of the screen, kept on that screen."""
        self.show_at(place)
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in STEPS and self.rows.count():
            self.rows.step(STEPS[Qt.Key(event.key())])
        elif event.key() in ENTER:
            self._take(self.rows.currentRow())
        else:
            super().keyPressEvent(event)

    def _find(self, typed: str) -> None:
        found = matching(typed, self._offers)
        self._ids = [one.task_id for one in found]
        self.rows.clear()
        self.rows.addItems([offer_words(one) for one in found])
        if self._has_task and not typed.strip():
            self._ids.append(None)
            self.rows.addItem(_("No task"))
        self.rows.setCurrentRow(0)

    def _take(self, row: int) -> None:
        if not 0 <= row < len(self._ids):
            return
        task_id = self._ids[row]
        self.close()
        self._chosen(task_id)


def pick_task(surface: AxisCanvas, block: AxisBlock, offers: Sequence[WorkOffer]) -> TaskPicker:
    """Open the list beside a block; the task that is chosen takes all that is selected."""
    area, keys = surface.area_of(block.key), tuple(sorted(surface.selection.keys))
    about = block.item or block.entry
    picker = TaskPicker(
        surface,
        offers,
        has_task=about is not None and about.task is not None,
        chosen=lambda task_id: surface.ask(Assign(keys or (block.key,), task_id)),
    )
    corner = area.topLeft().toPoint() + QPoint(24, 24) if area else QPoint()
    picker.show_beside(surface.mapToGlobal(corner))
    return picker
