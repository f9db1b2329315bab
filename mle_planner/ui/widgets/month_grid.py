"""A month as a grid of days that can be chosen by mouse and keys; it knows nothing of planning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from mle_planner.core.base.spans import YEARS
from mle_planner.core.i18n.formats import two_letters, whole_day_text
from mle_planner.ui.widgets.cards import show_place_tip
from mle_planner.ui.widgets.direction import visual
from mle_planner.ui.widgets.keys import PRESSING, sideways
from mle_planner.ui.widgets.painting import fill_round, outline_only, smooth_painter, write_in
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import current_theme

CELL_PX = (37, 35)
HEAD_PX = 24
BAR_PX = QSize(18, 3)
DOT_PX = 5.0
ROUND_PX = 6

_DAYS = {Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
_MONTHS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class DayMark(NamedTuple):
    """What marks a day: a bar of a share of its full length, a dot, and both in words."""

    share: float
    has_dot: bool
    words: str


class MonthGrid(QWidget):
    """Whole weeks of a month. Arrows move the day, Page Up and Page Down the month.

    ``day_chosen`` carries the day of a click or of Enter; ``current_changed`` the day that the
    keys are on, which may lie in another month.
    """

    day_chosen = Signal(date)
    current_changed = Signal(date)

    def __init__(self, page: Sequence[date], weekdays: Sequence[int], today: date) -> None:
        super().__init__()
        self.page = page
        self._weekdays = weekdays
        self._today = today
        self._month = self.current = page[len(page) // 2]
        self._shown: frozenset[date] = frozenset()
        self._marks: Mapping[date, DayMark] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        rows = len(page) // 7
        self.setFixedSize(7 * CELL_PX[0], HEAD_PX + rows * CELL_PX[1])

    def show_month(self, month: date, page: Sequence[date], marks: Mapping[date, DayMark]) -> None:
        self._month, self.page, self._marks = month, page, marks
        self._speak()
        self.update()

    def show_days(self, shown: Sequence[date], current: date) -> None:
        """Mark the days that the window shows, and put the keys on one."""
        self._shown, self.current = frozenset(shown), current
        self._speak()
        self.update()

    def area_of(self, day: date) -> QRectF | None:
        if day not in self.page:
            return None
        row, column = divmod(self.page.index(day), 7)
        width, height = CELL_PX
        return visual(QRectF(column * width, HEAD_PX + row * height, width, height), self.rect())

    def _day_at(self, point: QPointF) -> date | None:
        return next((day for day in self.page if self.area_of(day).contains(point)), None)  # type: ignore[union-attr]

    def _speak(self) -> None:
        mark = self._marks.get(self.current)
        words = whole_day_text(self.current)
        self.setAccessibleName(f"{words}, {mark.words}" if mark and mark.words else words)

    # -- painting ----------------------------------------------------------------------------

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        write_in(painter, "secondary", "muted")
        for column, weekday in enumerate(self._weekdays):
            cell = visual(QRectF(column * CELL_PX[0], 0, CELL_PX[0], HEAD_PX), self.rect())
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, two_letters(weekday))
        for day in self.page:
            self._draw_day(painter, day)

    def _draw_day(self, painter: QPainter, day: date) -> None:
        theme, cell, mark = current_theme(), self.area_of(day), self._marks.get(day)
        assert cell is not None
        box = cell.adjusted(1, 1, -1, -1)
        is_shown = day in self._shown
        ink = "text" if day.month == self._month.month else "faint"
        if is_shown:
            fill_round(painter, box, ROUND_PX, theme.color("accent"))
            ink = "on_accent"
        elif day == self._today:
            ink = "accent"
        if day == self.current and self.hasFocus():
            outline_only(painter, QPen(theme.color("text" if is_shown else "accent"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), ROUND_PX, ROUND_PX)
        is_strong = is_shown or day == self._today
        write_in(painter, "strong" if is_strong else "base", ink)
        painter.drawText(cell.adjusted(0, 0, 0, -6), Qt.AlignmentFlag.AlignCenter, str(day.day))
        if mark is not None:
            self._draw_mark(painter, cell, mark, is_shown=is_shown)

    def _draw_mark(self, painter: QPainter, cell: QRectF, mark: DayMark, *, is_shown: bool) -> None:
        theme = current_theme()
        painter.setPen(Qt.PenStyle.NoPen)
        if mark.share > 0:
            width = max(BAR_PX.height(), BAR_PX.width() * mark.share)
            left = cell.center().x() - BAR_PX.width() / 2
            whole = QRectF(left, cell.bottom() - 8, BAR_PX.width(), BAR_PX.height())
            bar = visual(QRectF(left, whole.top(), width, whole.height()), whole)
            painter.setBrush(theme.color("on_accent" if is_shown else "coding"))
            painter.drawRoundedRect(bar, 1.5, 1.5)
        if mark.has_dot:
            dot = QRectF(cell.width() - DOT_PX - 6, 6, DOT_PX, DOT_PX)
            place = visual(dot, QRectF(0, 0, cell.width(), 1)).translated(cell.topLeft())
            painter.setBrush(theme.color("on_accent" if is_shown else "now"))
            painter.drawEllipse(place)

    # -- mouse and keys ----------------------------------------------------------------------

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        day = self._day_at(event.position())
        if day is not None and event.button() == Qt.MouseButton.LeftButton:
            self.day_chosen.emit(day)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        by = _DAYS.get(key, 0) or sideways(key) or 0
        if by:
            self._go_to(self.current, timedelta(days=by))
        elif key in _MONTHS:
            self._go_to(month_beside(self.current, _MONTHS[key]), timedelta(0))
        elif key in PRESSING:
            self.day_chosen.emit(self.current)
        else:
            super().keyPressEvent(event)

    def _go_to(self, day: date, by: timedelta) -> None:
        try:
            self.current = day + by
        except OverflowError:
            return
        self._speak()
        self.update()
        self.current_changed.emit(self.current)

    @override
    def event(self, event: QEvent) -> bool:
        return show_place_tip(self, event, self._words_at) or super().event(event)

    def _words_at(self, point: QPointF) -> str:
        day = self._day_at(point)
        mark = self._marks.get(day) if day is not None else None
        return f"{whole_day_text(day)}\n{mark.words}" if day and mark else ""


def month_beside(day: date, by: int) -> date:
    """Return the same day of a month before or after, or the last one that it has.

    At the ends of the calendar it is the day itself.
    """
    beside = day + relativedelta(months=by)
    return beside if beside.year in YEARS else day
