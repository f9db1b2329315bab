"""The title in the top bar; where a screen has dates, it opens a month calendar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from mle_planner.core.i18n.gettext import _
from mle_planner.ui.widgets.buttons import PressedByEnter
from mle_planner.ui.widgets.direction import visual
from mle_planner.ui.widgets.painting import draw_chevron, smooth_painter, write_in
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.text_lines import elided_text
from mle_planner.ui.widgets.theme import CONTROL_RADIUS_PX, current_theme

PADDING_PX = 8
SIGN_PX = 16
HEIGHT_PX = 32


class DateTitle(PressedByEnter, QAbstractButton):
    """A heading that can be pressed where it is a date, with a sign that says so."""

    def __init__(self) -> None:
        super().__init__()
        self._opens = False
        self._is_short = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_opens(False)

    def set_opens(self, opens: bool, key: str = "") -> None:
        self._opens = opens
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if opens else Qt.FocusPolicy.NoFocus)
        self.setEnabled(opens)
        words = _("Go to a date…")
        self.setToolTip((f"{words}  {key}" if key else words) if opens else "")
        self.updateGeometry()
        self.update()

    def shorten(self, is_short: bool) -> None:
        """Ask for the room of the dates alone, or of the whole heading."""
        if is_short != self._is_short:
            self._is_short = is_short
            self.updateGeometry()

    def text_in(self, room_px: int) -> str:
        """Return the heading cut to its room; of "Week 48 · 23–27 November" the dates stay."""
        metrics, text = QFontMetrics(current_theme().font("title")), self.text()
        if metrics.horizontalAdvance(text) > room_px:
            text = _dates(text)
        return elided_text(text, metrics, room_px)

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(current_theme().font("title"))
        sign = SIGN_PX + 4 + 2 * PADDING_PX if self._opens else 1
        text = _dates(self.text()) if self._is_short else self.text()
        width = metrics.horizontalAdvance(text) + 1  # it is rounded down
        return QSize(width + sign, HEIGHT_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, HEIGHT_PX)  # the bar says how much of it is kept

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = smooth_painter(self), current_theme()
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._opens and (self.underMouse() or self.hasFocus()):
            painter.setPen(QPen(theme.color("accent"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(area, CONTROL_RADIUS_PX, CONTROL_RADIUS_PX)
        write_in(painter, "title", "text")
        left = PADDING_PX if self._opens else 0
        room = self.width() - left - (SIGN_PX + 4 + PADDING_PX if self._opens else 0)
        words = visual(QRectF(left, 0, room, self.height()), self.rect())
        begin = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, begin, self.text_in(room))
        if self._opens:
            at = self.width() - SIGN_PX - PADDING_PX
            top = (self.height() - SIGN_PX) / 2
            draw_chevron(painter, visual(QRectF(at, top, SIGN_PX, SIGN_PX), self.rect()))


def _dates(heading: str) -> str:
    return heading.rpartition(" · ")[2]
