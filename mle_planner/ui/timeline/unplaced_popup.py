"""The list of what is late or does not fit, opened from the bar where no card shows it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mle_planner.core.plan.proposal import Remedy, UnplacedTask
from mle_planner.ui.timeline.unplaced_card import UnplacedCard
from mle_planner.ui.widgets.layouts import column_of, scrolling
from mle_planner.ui.widgets.popup import Popup
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import current_theme

WIDTH_PX = 380
LEAST_HEIGHT_PX = 260
MOST_HEIGHT_PX = 440


class UnplacedPopup(Popup):
    def __init__(
        self,
        parent: QWidget,
        unplaced: tuple[UnplacedTask, ...],
        title: str,
        can_carry_out: Callable[[Remedy], bool],
    ) -> None:
        super().__init__(parent)
        self.card = UnplacedCard()
        self.card.remedy_requested.connect(self.close)
        area = scrolling(self.card)
        self.card.show_unplaced(unplaced, title, can_carry_out=can_carry_out)
        column_of(area, inside=self, margins=(1, 1, 1, 1))
        self.setAccessibleName(self.card.accessibleName())

    def show_under(self, corner: QPoint) -> None:
        """Show the list with its upper right corner at a point of the screen."""
        wanted = self.card.heightForWidth(WIDTH_PX - 2) + 2  # one that is opened can scroll
        self.setFixedSize(WIDTH_PX, min(max(wanted, LEAST_HEIGHT_PX), MOST_HEIGHT_PX))
        self.show_at(QPoint(corner.x() - WIDTH_PX, corner.y()))
        first = next((row for row in self.card.rows if row.one.remedies), None)
        (first or self).setFocus()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current_theme().color("surface"))
        painter.setPen(current_theme().color("control_line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
