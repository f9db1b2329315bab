"""Painters for widgets that draw themselves."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPaintDevice, QPainter, QPen
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


def outline_only(painter: QPainter, pen: QPen | QColor) -> None:
    """Draw what comes from now on as an outline, without filling it."""
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_ground(widget: QWidget, token: str = "surface") -> QPainter:
    """Fill a widget with a colour; return the painter, with the pen for the lines at its edge."""
    painter = QPainter(widget)
    painter.fillRect(widget.rect(), current_theme().color(token))
    painter.setPen(current_theme().color("line"))
    return painter


def draw_chevron(painter: QPainter, area: QRectF) -> None:
    """Draw the sign of what opens downwards."""
    painter.setPen(QPen(current_theme().color("muted"), 1.5))
    middle, reach = area.center(), 3.5
    left, right = middle.x() - reach, middle.x() + reach
    top, bottom = middle.y() - reach / 2, middle.y() + reach / 2
    painter.drawPolyline([QPointF(left, top), QPointF(middle.x(), bottom), QPointF(right, top)])
