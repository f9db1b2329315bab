"""The head of the lanes of Today: their names, and the button that shows the cards."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mle_planner.core.i18n.gettext import _, is_right_to_left
from mle_planner.ui.timeline.interact.surface import AxisSurface
from mle_planner.ui.timeline.model.evidence_words import legend_words
from mle_planner.ui.widgets.buttons import WordButton
from mle_planner.ui.widgets.cards import as_plain_tooltip
from mle_planner.ui.widgets.direction import margins, visual
from mle_planner.ui.widgets.layouts import STRETCH, row_of
from mle_planner.ui.widgets.painting import write_in
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import current_theme

HEAD_PX = 42


class LaneHead(QWidget):
    def __init__(self, surface: AxisSurface) -> None:
        super().__init__()
        self._surface = surface
        self.setFixedHeight(HEAD_PX)
        self.fold_button = WordButton(_("Cards"))
        self.fold_button.setProperty("kind", "plain")
        self.fold_button.setAccessibleName(_("Show or hide the side panel"))
        self.fold_button.setCheckable(True)
        row_of(STRETCH, self.fold_button, inside=self, margins=margins(0, 0, 18, 0))
        self.fold_button.hide()
        self.hint = ""
        surface.layout_changed.connect(self._follow)

    def _follow(self) -> None:
        words = "" if self._surface.axis.strip is None else legend_words()
        self.setToolTip(as_plain_tooltip(words))
        self.setAccessibleDescription(words)
        self.update()

    def show_hint(self, hint: str) -> None:
        """Show beside the actual lane's name how to start it; nothing once it has begun."""
        self.hint = hint
        self.update()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current_theme().color("surface"))
        write_in(painter, "label", "muted")
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        area: QRectF | None = None
        for place, name in zip(self._surface.axis.places, (_("Plan"), _("Actual")), strict=False):
            area = QRectF(round(place.left) + 2, 8, place.width - 4, self.height() - 8)
            painter.drawText(area, left, name)
        strip = self._surface.axis.strip
        if strip is not None:
            name_area = QRectF(strip.left(), 8, 160, self.height() - 8)
            if is_right_to_left():
                name_area.moveRight(strip.right())
            is_machine = self._surface.content.evidence is None
            painter.drawText(name_area, left, _("Machine") if is_machine else _("Evidence"))
        if self.hint and area is not None:
            beside = painter.fontMetrics().horizontalAdvance(f"{name}  ")
            write_in(painter, "secondary", "faint")
            painter.drawText(visual(area.adjusted(beside, 0, 0, 0), area), left, self.hint)
