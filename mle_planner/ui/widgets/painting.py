"""How painting by hand begins."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPaintDevice, QPainter
from PySide6.QtWidgets import QWidget

from mle_planner.ui.widgets.theme import current_theme


def smooth_painter(device: QPaintDevice) -> QPainter:
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def fill_only(painter: QPainter, brush: QBrush | QColor) -> None:
    """Fill what is drawn from now on, without an outline."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)


def paint_ground(widget: QWidget, token: str = "surface") -> QPainter:
    """Fill a widget with a colour; return the painter, with the pen for the lines at its edge."""
    painter = QPainter(widget)
    painter.fillRect(widget.rect(), current_theme().color(token))
    painter.setPen(current_theme().color("line"))
    return painter
