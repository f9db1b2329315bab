"""A line to type into under a gap: where to split it, or what its time was spent on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from mle_planner.core.tracking.offers import WorkOffer
from mle_planner.ui.timeline.interact.task_offers import TaskOffers
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.keys import ENTER
from mle_planner.ui.widgets.layouts import row_of
from mle_planner.ui.widgets.qt_override import override


class GapField(QWidget):
    """A label and a line; Enter accepts the text, Esc closes the line.

    With ``offers``, matching tasks are listed under it while the user types.
    """

    def __init__(
        self,
        label: str,
        text: str,
        accept: Callable[[str], object],
        cancel: Callable[[], object],
        offers: Sequence[WorkOffer] = (),
        accept_offer: Callable[[WorkOffer], None] | None = None,
    ) -> None:
        super().__init__()
        self._accept, self._cancel = accept, cancel
        self.line = QLineEdit(text)
        self.line.setAccessibleName(label)
        if not offers:
            self.line.setMaximumWidth(120)
        self._offers, self._accept_offer = offers, accept_offer
        row = row_of(
            TextLabel(label, role="label", color="muted"),
            (self.line, 1 if offers else 0),
            inside=self,
            spacing=8,
            margins=(0, 2, 0, 2),
        )
        if not offers:
            row.addStretch(1)

    def begin(self) -> None:
        """Focus the line, with its text selected."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()
        if self._accept_offer is not None:  # they open below the line, which has no position yet
            offers = TaskOffers(self.line, self._offers, self._accept_offer)
            QTimer.singleShot(0, offers, lambda: offers.offer_for(self.line.text()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle the keys that the line ignores."""
        if event.key() == Qt.Key.Key_Escape:
            self._cancel()
        elif event.key() in ENTER:
            self._accept(self.line.text())
        else:
            super().keyPressEvent(event)
