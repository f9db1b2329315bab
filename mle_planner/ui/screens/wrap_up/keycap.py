"""A key drawn as a cap, beside the words for what it does."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import current_theme

_HEIGHT_PX = 20


class Keycap(QWidget):
    """The cap of one key."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.text = key
        self._metrics = QFontMetrics(current_theme().font("secondary"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(max(_HEIGHT_PX, self._metrics.horizontalAdvance(self.text) + 14), _HEIGHT_PX)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("control_line"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setFont(theme.font("secondary"))
        painter.setPen(theme.color("muted"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text)
