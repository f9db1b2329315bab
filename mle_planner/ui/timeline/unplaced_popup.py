"""The list of what is late, does not fit or needs an estimate, where no card shows it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mle_planner.core.i18n.gettext import _
from mle_planner.core.plan.proposal import Proposal, Remedy
from mle_planner.ui.timeline.unplaced_card import UnplacedCard
from mle_planner.ui.widgets.layouts import column_of, scrolling
from mle_planner.ui.widgets.popup import Popup
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import current_theme

WIDTH_PX = 380
LEAST_HEIGHT_PX = 260
MOST_HEIGHT_PX = 440


class UnplacedPopup(Popup):
    """The list of a proposal that is shown, opened from the bar over the axis."""

    def __init__(
        self,
        parent: QWidget,
        proposal: Proposal,
        title: str,
        can_carry_out: Callable[[Remedy], bool],
    ) -> None:
        super().__init__(parent)
        self.card, self.to_estimate_card = UnplacedCard(), UnplacedCard()
        self.card.remedy_requested.connect(self.close)
        self._cards = QWidget()
        column_of(self.card, self.to_estimate_card, inside=self._cards)
        column_of(scrolling(self._cards), inside=self, margins=(1, 1, 1, 1))
        self.card.show_unplaced(proposal.late_or_unplaced, title, can_carry_out=can_carry_out)
        self.to_estimate_card.show_unplaced(proposal.to_estimate, _("Needs an estimate"))
        self.setAccessibleName(title)

    def show_under(self, corner: QPoint) -> None:
        """Show the list with its upper right corner at a point of the screen."""
        self.setFixedSize(WIDTH_PX, MOST_HEIGHT_PX)
        self.show_at(QPoint(corner.x() - WIDTH_PX, corner.y()))
        # How high the cards are is known when they are shown; one that is opened can scroll.
        wanted = self._cards.heightForWidth(WIDTH_PX - 2) + 2
        self.setFixedSize(WIDTH_PX, min(max(wanted, LEAST_HEIGHT_PX), MOST_HEIGHT_PX))
        first = next((row for row in self.card.rows if row.one.remedies), None)
        (first or self).setFocus()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current_theme().color("surface"))
        painter.setPen(current_theme().color("control_line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
