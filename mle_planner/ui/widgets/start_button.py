"""The round buttons of a card: one starts the timer or stops it, one marks a task as done."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QWidget

from mle_planner.core.i18n.gettext import _
from mle_planner.ui.widgets.buttons import PressedByEnter
from mle_planner.ui.widgets.painting import fill_only, outline_only, smooth_painter
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import current_theme

SIZE_PX = 26
SMALL_PX = 20
"""Of a button that is as high as a line of text."""


def draw_start(
    painter: QPainter, area: QRectF, *, is_running: bool = False, is_filled: bool = True
) -> None:
    """Draw the button: a triangle that starts, or a square that stops, in a disc."""
    theme = current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("surface"), 1.0))
    painter.setBrush(theme.color("accent" if is_filled else "accent_tint"))
    painter.drawEllipse(area)
    fill_only(painter, theme.color("on_accent" if is_filled else "accent"))
    middle, reach = area.center(), area.width() / 2
    if is_running:
        side = reach * 0.72
        painter.drawRect(QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side))
        return
    left, height = middle.x() - reach * 0.28, reach * 0.46
    tip = QPointF(middle.x() + reach * 0.48, middle.y())
    corners = [QPointF(left, middle.y() - height), tip, QPointF(left, middle.y() + height)]
    painter.drawPolygon(QPolygonF(corners))


class RoundButton(PressedByEnter, QAbstractButton):
    """A round button; a subclass draws it, filled under the pointer and in focus."""

    def __init__(self, size_px: int = SIZE_PX, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(size_px, size_px)

    def draw(self, painter: QPainter, area: QRectF, *, is_filled: bool) -> None:
        raise NotImplementedError

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        area = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        self.draw(painter, area, is_filled=self.underMouse() or self.hasFocus())
        if self.hasFocus():
            outline_only(painter, QPen(current_theme().color("text"), 1.5))
            painter.drawEllipse(area)


class StartButton(RoundButton):
    """Tinted at rest; its name says what it starts."""

    _is_running = False

    def show_for(self, title: str, *, is_running: bool) -> None:
        """Say what it starts, or that it stops what runs."""
        self._is_running = is_running
        words = _("Stop the timer") if is_running else _("Start {title}", title=title)
        self.setAccessibleName(words)
        self.setToolTip(words if is_running else _("Start the timer"))
        self.update()

    @override
    def draw(self, painter: QPainter, area: QRectF, *, is_filled: bool) -> None:
        draw_start(painter, area, is_running=self._is_running, is_filled=is_filled)


class DoneButton(RoundButton):
    def __init__(self, size_px: int, parent: QWidget) -> None:
        super().__init__(size_px, parent)
        self.setAccessibleName(_("Mark done"))
        self.setToolTip(_("Mark done"))

    @override
    def draw(self, painter: QPainter, area: QRectF, *, is_filled: bool) -> None:
        theme, middle, reach = current_theme(), area.center(), area.width() / 2
        painter.setPen(QPen(theme.color("ok"), 1.5))
        painter.setBrush(theme.color("ok" if is_filled else "surface"))
        painter.drawEllipse(area)
        painter.setPen(QPen(theme.color("surface" if is_filled else "ok"), 2.0))
        painter.drawPolyline(
            [
                middle + QPointF(-0.42 * reach, 0.02 * reach),
                middle + QPointF(-0.1 * reach, 0.34 * reach),
                middle + QPointF(0.46 * reach, -0.32 * reach),
            ]
        )
