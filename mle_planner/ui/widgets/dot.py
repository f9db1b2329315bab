"""A small dot that tells the kind of work."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mle_planner.core.model.work import Category
from mle_planner.ui.widgets.painting import fill_only, smooth_painter
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import current_theme

_DOT_PX = 8


class Dot(QWidget):
    def __init__(self, category: Category) -> None:
        super().__init__()
        self._token = category.value
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(_DOT_PX, _DOT_PX)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        fill_only(painter, current_theme().fill(self._token))
        painter.drawEllipse(QRectF(self.rect()))
