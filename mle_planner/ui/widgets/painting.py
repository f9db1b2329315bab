"""Painters for widgets that draw themselves."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPaintDevice, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from mle_planner.core.model.work import Category
from mle_planner.ui.widgets.direction import at_beginning, own_direction
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.text_lines import elided_text
from mle_planner.ui.widgets.theme import CARD_RADIUS_PX, FontRole, current_theme

_DOT_PX = 8


def smooth_painter(device: QPaintDevice) -> QPainter:
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


class Painted(QWidget):
    """A small picture of a fixed size that a function draws, each time in the theme in use."""

    def __init__(self, width: int, height: int, draw: Callable[[QPainter, QRectF], object]) -> None:
        super().__init__()
        self._draw = draw
        self.setFixedSize(width, height)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        self._draw(smooth_painter(self), QRectF(self.rect()))


def dot(category: Category) -> Painted:
    """Return a small dot that tells the kind of work."""
    return Painted(_DOT_PX, _DOT_PX, lambda painter, area: fill_disc(painter, area, category.value))


def fill_disc(painter: QPainter, area: QRectF, token: str) -> None:
    """Fill a circle or an ellipse with a colour of the theme."""
    fill_only(painter, current_theme().color(token))
    painter.drawEllipse(area)


def fill_only(painter: QPainter, brush: QBrush | QColor) -> None:
    """Fill what is drawn from now on, without an outline."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)


def fill_round(
    painter: QPainter, area: QRectF | QRect, radius: float, brush: QBrush | QColor
) -> None:
    """Fill an area with round corners, without an outline."""
    fill_only(painter, brush)
    painter.drawRoundedRect(area, radius, radius)


def draw_surface(
    widget: QWidget, fill: str, border: str, width: float = 1.0, radius: float = CARD_RADIUS_PX
) -> QPainter:
    """Draw a rounded surface with its border over a widget; return the painter."""
    painter = smooth_painter(widget)
    painter.setPen(QPen(current_theme().color(border), width))
    painter.setBrush(current_theme().color(fill))
    inset = width / 2
    area = QRectF(widget.rect()).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(area, radius, radius)
    return painter


def outline_only(painter: QPainter, pen: QPen | QColor) -> None:
    """Draw what comes from now on as an outline, without filling it."""
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def write_in(painter: QPainter, role: FontRole, token: str) -> None:
    """Write words from now on in a role and a colour of the theme."""
    painter.setFont(current_theme().font(role))
    painter.setPen(current_theme().color(token))


def draw_line(
    painter: QPainter,
    area: QRectF,
    text: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    *,
    part_of: str = "",
) -> None:
    """Draw a line of text in the painter's font and pen, cut to the width of its area.

    ``side`` is mirrored as the window is; the text itself is read in its own direction, or in that
    of the text which it is ``part_of``.
    """
    before = painter.layoutDirection()
    painter.setLayoutDirection(own_direction(part_of or text))
    cut = elided_text(text, painter.fontMetrics(), int(area.width()))
    flags = at_beginning(side) | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(area, flags.value | Qt.TextFlag.TextSingleLine.value, cut)
    painter.setLayoutDirection(before)


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
