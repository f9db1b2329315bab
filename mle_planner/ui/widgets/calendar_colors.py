"""The colours that mark calendars, as dots."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from mle_planner.core.i18n.gettext import N_
from mle_planner.ui.widgets.painting import fill_only
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import current_theme

DOT_PX = 10
COLOR_TITLES: Mapping[str, str] = {
    "": N_("no colour"),
    "orange": N_("orange"),
    "teal": N_("teal"),
    "purple": N_("purple"),
    "blue": N_("blue"),
    "green": N_("green"),
    "red": N_("red"),
    "gray": N_("grey"),
}
_TOKENS = {
    "orange": "meeting",
    "teal": "other_focus",
    "purple": "admin",
    "blue": "coding",
    "green": "ok",
    "red": "now",
    "gray": "break",
}


def calendar_color(name: str) -> QColor:
    """Return the colour of a calendar in the theme in force; that of lines for none."""
    return current_theme().color(_TOKENS.get(name, "control_line"))


def color_icon(name: str) -> QIcon:
    picture = QPixmap(2 * DOT_PX, 2 * DOT_PX)
    picture.setDevicePixelRatio(2.0)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw_dot(painter, QPointF(DOT_PX / 2, DOT_PX / 2), name)
    painter.end()
    return QIcon(picture)


class ColorDot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self.setFixedSize(DOT_PX, DOT_PX)

    def show_color(self, name: str) -> None:
        self._name = name
        self.update()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_dot(QPainter(self), QPointF(self.width() / 2, self.height() / 2), self._name)


def draw_dot(painter: QPainter, middle: QPointF, name: str, radius: float = DOT_PX / 2) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fill_only(painter, calendar_color(name))
    painter.drawEllipse(middle, radius, radius)
    painter.restore()
