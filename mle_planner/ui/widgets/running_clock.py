"""A label that shows how long something has run, second by second."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QFontMetrics, QPainter, QPaintEvent

from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.gettext import _
from mle_planner.ui.widgets.painting import write_in
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.spoken_role import SpokenRole
from mle_planner.ui.widgets.theme import FontRole, current_theme


class RunningClock(SpokenRole):
    """Hours, minutes and seconds on a ``ground`` that it paints itself.

    A label that changes has its window laid out again, and everything behind it painted; this
    one changes every second for hours and paints nothing but its own area.
    """

    spoken_role = QAccessible.Role.StaticText

    def __init__(self, role: FontRole, ground: Callable[[], QColor]) -> None:
        super().__init__()
        self._role: FontRole = role
        self._ground = ground
        self._color = "text"
        self._metrics = QFontMetrics(current_theme().font(role))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleDescription(_("Running time"))
        self.show_time(ZERO)

    def text(self) -> str:
        return self.accessibleName()

    def show_time(self, passed: timedelta) -> None:
        seconds = max(0, int(passed.total_seconds()))
        before = len(self.text())
        self.setAccessibleName(f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}")
        if len(self.text()) != before:
            self.updateGeometry()
        self.update()

    def set_color(self, color: str) -> None:
        self._color = color
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._metrics.horizontalAdvance(self.text()) + 1, self._metrics.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._ground())
        write_in(painter, self._role, self._color)
        flags = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), flags, self.text())
