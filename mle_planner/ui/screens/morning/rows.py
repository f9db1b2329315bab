"""The lines of the cards of the morning page."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from mle_planner.core.model.work import Category
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import current_theme

_DOT_PX = 8
_TIMES_PX = 96


class Dot(QWidget):
    """A small dot in the colour of a category."""

    def __init__(self, category: Category) -> None:
        super().__init__()
        self._token = category.value
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(_DOT_PX, _DOT_PX)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current_theme().fill(self._token))
        painter.drawEllipse(QRectF(self.rect()))


class TimedRow(QWidget):
    """Times, title, a few quiet words and a length at the end of the line."""

    def __init__(
        self, times: str, title: str, about: str, length: str, category: Category | None = None
    ) -> None:
        super().__init__()
        self.setAccessibleName(", ".join(part for part in (times, title, about, length) if part))
        clock = TextLabel(times, color="muted")
        clock.setMinimumWidth(max(_TIMES_PX, clock.sizeHint().width()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(10)
        row.addWidget(clock)
        if category is not None:
            row.addWidget(Dot(category))
        row.addWidget(TextLabel(title, role="strong", elided=True), 3)
        row.addWidget(TextLabel(about, role="secondary", color="muted", elided=True), 2)
        row.addWidget(TextLabel(length))
