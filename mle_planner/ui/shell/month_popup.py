"""The month calendar under the date title: days with their coding and deadlines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.formats import duration_text
from mle_planner.core.i18n.gettext import _, is_right_to_left, joined_words, plural
from mle_planner.core.planner import Planner
from mle_planner.core.tasks.month import DayMarks
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.layouts import STRETCH, column_of, row_of
from mle_planner.ui.widgets.month_grid import BAR_PX, DOT_PX, DayMark
from mle_planner.ui.widgets.month_picker import MonthPicker
from mle_planner.ui.widgets.painting import fill_only, smooth_painter
from mle_planner.ui.widgets.popup import Popup
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.theme import current_theme


class MonthPopup(Popup):
    """A month over the screen; a click or Enter goes to a day, Esc or a click beside closes it."""

    day_chosen = Signal(date)

    def __init__(self, parent: QWidget, planner: Planner, shown: Sequence[date]) -> None:
        super().__init__(parent)
        today = planner.today()
        current = today if today in shown else shown[0]
        self.picker = MonthPicker(
            planner.days, today, current, shown, lambda month: day_marks(planner.tasks.month(month))
        )
        self.picker.day_chosen.connect(self._choose)
        self.picker.height_changed.connect(self._fit)
        self.present = word_button(
            _("Go to today"), lambda: self._choose(planner.today()), kind="pill"
        )
        self._lay_out()
        self.setAccessibleName(_("Month calendar"))

    def open_under(self, anchor: QWidget) -> None:
        self.show_under(anchor, gap=4)
        self.picker.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def _fit(self) -> None:
        self.adjustSize()
        self.show_at(self.pos())

    @Slot(date)
    def _choose(self, day: date) -> None:
        self.close()
        self.day_chosen.emit(day)

    def _lay_out(self) -> None:
        line = QFrame()
        line.setProperty("kind", "line")
        foot = row_of(
            _Legend(_("deadline"), is_dot=True),
            _Legend(_("coding"), is_dot=False),
            STRETCH,
            self.present,
            spacing=14,
        )
        column_of(self.picker, line, foot, inside=self, spacing=6, margins=(12, 10, 12, 8))


class _Legend(QWidget):
    def __init__(self, words: str, *, is_dot: bool) -> None:
        super().__init__()
        self._is_dot = is_dot
        self._width = DOT_PX if is_dot else BAR_PX.width()
        row_of(
            round(self._width) + 6, TextLabel(words, role="secondary", color="muted"), inside=self
        )

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = smooth_painter(self), current_theme()
        fill_only(painter, theme.color("now" if self._is_dot else "coding"))
        height = DOT_PX if self._is_dot else BAR_PX.height()
        left = self.width() - self._width if is_right_to_left() else 0.0
        area = QRectF(left, (self.height() - height) / 2, self._width, height)
        painter.drawRoundedRect(area, height / 2, height / 2)


def day_marks(found: Mapping[date, DayMarks]) -> dict[date, DayMark]:
    """Return the marks of days as the grid draws and says them."""
    return {
        day: DayMark(marks.share if marks.coding > ZERO else 0.0, marks.due > 0, mark_words(marks))
        for day, marks in found.items()
    }


def mark_words(marks: DayMarks) -> str:
    """Return what a day's marks mean, such as "coding 2:15 · 1 task due"."""
    parts = []
    if marks.coding >= timedelta(minutes=1):
        parts.append(_("coding {time}", time=duration_text(marks.coding)))
    if marks.due:
        parts.append(plural("{count} task due", "{count} tasks due", marks.due))
    return joined_words(parts)
