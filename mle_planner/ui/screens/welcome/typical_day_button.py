"""A ready-made typical day as a button."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from mle_planner.core.i18n.gettext import N_, _
from mle_planner.ui.widgets.buttons import PressedByEnter
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.direction import margins, visual
from mle_planner.ui.widgets.icons import pixmap
from mle_planner.ui.widgets.layouts import column_of
from mle_planner.ui.widgets.painting import outline_only, smooth_painter
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import CARD_RADIUS_PX, current_theme

_ABOUT = {
    N_("Individual contributor"): N_("Meetings before half past ten, then two long focus blocks."),
    N_("Senior"): N_("More meetings in the morning, and some on two afternoons."),
    N_("Manager"): N_("Mostly meetings, with one focus block kept free."),
}


class ReadyMadeButton(PressedByEnter, QAbstractButton):
    def __init__(self, name: str) -> None:
        super().__init__()
        about_it = _(_ABOUT.get(name, ""))
        self.setText(_(name))
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(_(name))
        self.setAccessibleDescription(about_it)
        self.setMinimumSize(150, 84)
        title = TextLabel(_(name), role="strong", wrapped=True)
        title.setContentsMargins(*margins(0, 0, 18, 0))  # beside the check mark of the chosen day
        self._labels = (title, TextLabel(about_it, role="secondary", color="muted", wrapped=True))
        layout = column_of(inside=self, spacing=3, margins=(12, 10, 12, 10))
        for label in self._labels:
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)
        layout.addStretch(1)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        theme = current_theme()
        line, width = ("accent", 2.0) if self.isChecked() else ("control_line", 1.0)
        ground = "accent_tint" if self.isChecked() else "hover" if self.underMouse() else "surface"
        painter.setPen(QPen(theme.color(line), width))
        painter.setBrush(theme.color(ground))
        inset = width / 2
        area = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(area, CARD_RADIUS_PX, CARD_RADIUS_PX)
        if self.isChecked():
            place = visual(QRectF(self.width() - 28, 10, 18, 18), self.rect())
            painter.drawPixmap(place.topLeft(), pixmap("done", "accent"))
        if self.hasFocus():
            outline_only(painter, QPen(theme.color("text"), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(area.adjusted(4, 4, -4, -4), 7, 7)
