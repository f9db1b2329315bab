"""The column beside the axis of Today: the cards about the day, or the backlog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QStackedWidget, QWidget

from mle_planner.core.i18n.gettext import _
from mle_planner.ui.widgets.buttons import PressedByEnter
from mle_planner.ui.widgets.layouts import column_of, row_of
from mle_planner.ui.widgets.painting import draw_surface, smooth_painter, write_in
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import CONTROL_RADIUS_PX, current_theme

SWITCH_PX = 30


class SideColumn(QWidget):
    """Shows the cards of the day, or the backlog from ``make_backlog``, chosen by a switch.

    ``backlog_shown`` is sent when the backlog becomes visible.
    """

    backlog_shown = Signal()

    def __init__(self, cards: QWidget, make_backlog: Callable[[], QWidget]) -> None:
        super().__init__()
        self._make_backlog = make_backlog
        self.day_button = _Segment(_("Day"))
        self.backlog_button = _Segment(_("Backlog"))
        self.day_button.setChecked(True)
        group = QButtonGroup(self)
        for button in (self.day_button, self.backlog_button):
            group.addButton(button)
        group.buttonToggled.connect(self._turn)
        self._stack = QStackedWidget()
        self._stack.addWidget(cards)
        column_of(self._switch(), (self._stack, 1), inside=self, spacing=0, margins=(0, 12, 0, 0))

    @property
    def has_backlog(self) -> bool:
        """Whether the backlog is shown, and not the day."""
        return self._stack.currentIndex() == 1

    def open_backlog(self) -> None:
        self.backlog_button.setChecked(True)

    def _turn(self) -> None:
        is_backlog = self.backlog_button.isChecked()
        if is_backlog and self._stack.count() == 1:
            self._stack.addWidget(self._make_backlog())
        if is_backlog == self.has_backlog:
            return
        self._stack.setCurrentIndex(int(is_backlog))
        if is_backlog:
            self.backlog_shown.emit()

    def _switch(self) -> QWidget:
        frame = _Track()
        row_of(
            (self.day_button, 1),
            (self.backlog_button, 1),
            inside=frame,
            spacing=2,
            margins=(2, 2, 2, 2),
        )
        outer = QWidget()
        row_of(frame, inside=outer, margins=(14, 0, 14, 0))
        return outer


class _Track(QWidget):
    """The background of the two halves of the switch."""

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        draw_surface(self, "hover", "line", radius=CONTROL_RADIUS_PX)


class _Segment(PressedByEnter, QAbstractButton):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(current_theme().font("strong"))
        return QSize(metrics.horizontalAdvance(self.text()) + 16, SWITCH_PX - 4)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = smooth_painter(self), current_theme()
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked() or self.hasFocus():
            painter.setPen(
                QPen(theme.color("accent"), 2) if self.hasFocus() else theme.color("line")
            )
            painter.setBrush(theme.color("surface" if self.isChecked() else "hover"))
            painter.drawRoundedRect(area, CONTROL_RADIUS_PX - 1, CONTROL_RADIUS_PX - 1)
        write_in(painter, *(("strong", "text") if self.isChecked() else ("base", "muted")))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
