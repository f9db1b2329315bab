"""A month with its name and the arrows that turn it, to choose a day from."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import YEARS
from mle_planner.core.i18n.formats import month_name, month_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.tasks.month import month_page
from mle_planner.core.typed.calendar_date import DueError
from mle_planner.core.typed.date import parse_day, parse_due
from mle_planner.ui.widgets.buttons import IconButton
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.fields import text_line
from mle_planner.ui.widgets.layouts import column_of, row_of
from mle_planner.ui.widgets.month_grid import DayMark, MonthGrid, month_beside
from mle_planner.ui.widgets.qt_override import override

_HELD = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
Marks = Callable[[date], Mapping[date, DayMark]]


class MonthPicker(QWidget):
    """``day_chosen`` carries the day of a click or of Enter, on the month or after a typed date.

    What is typed on the month goes into the line under it. ``shown`` are days that are marked as
    those in sight; ``marks`` returns the marks of a month. With ``takes_time`` a time may be typed
    after the day; ``day_chosen`` then carries its minute too, else None. ``height_changed`` says
    that it needs more or less room than before.
    """

    day_chosen = Signal(date, object)
    height_changed = Signal()

    def __init__(
        self,
        days: PlanningDays,
        today: date,
        current: date,
        shown: Sequence[date] = (),
        marks: Marks = lambda _month: {},
        *,
        takes_time: bool = False,
    ) -> None:
        super().__init__()
        self._days, self._today = days, today
        self._takes_time = takes_time
        self._marks = marks
        self.month = current
        self.title = TextLabel("", role="strong")
        self.grid = MonthGrid(month_page(current, days), days.weekdays, today)
        self.grid.show_days(shown, current)
        self.grid.day_chosen.connect(lambda day: self.day_chosen.emit(day, None))
        self.grid.current_changed.connect(self._follow)
        self.setFocusProxy(self.grid)
        head = row_of(
            (self.title, 1),
            _button("previous", _("Previous month"), lambda: self.turn(-1)),
            _button("next", _("Next month"), lambda: self.turn(1)),
        )
        self.line = text_line(_("Date"), _("Such as “fri” or “12 march”"))
        self.line.returnPressed.connect(self._take_line)
        self.problem = TextLabel("", role="secondary", color="error", wrapped=True)
        self.problem.setMaximumWidth(self.grid.width())
        self.problem.hide()
        self.line.textEdited.connect(lambda: self._tell(""))
        column_of(
            head,
            (self.grid, 0, Qt.AlignmentFlag.AlignHCenter),
            self.line,
            self.problem,
            inside=self,
            spacing=6,
        )
        self.grid.installEventFilter(self)
        self._show_month(current)

    def turn(self, by: int) -> None:
        self._show_month(month_beside(self.month, by))

    @override
    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Type a letter or digit into the line, whatever has the keyboard."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        is_typed = event.text().isalnum() and not event.modifiers() & ~_HELD
        if is_typed:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.line.insert(event.text())
        return is_typed

    def _take_line(self) -> None:
        typed = self.line.text().strip()
        if not typed:
            return
        try:
            day, minute = self._read(typed)
        except DueError as error:
            self._tell(str(error))
        else:
            self.day_chosen.emit(day, minute)

    def _tell(self, problem: str) -> None:
        if problem != self.problem.text():
            self.problem.show_text(problem)
            self.height_changed.emit()

    def _read(self, typed: str) -> tuple[date | None, int | None]:
        if typed.isdecimal():
            return self._day_of_month(typed), None
        if self._takes_time:
            return parse_due(typed, self._today)
        return parse_day(typed, self._today), None

    def _day_of_month(self, typed: str) -> date:
        last = monthrange(self.month.year, self.month.month)[1]
        if len(typed) > 2 or not 1 <= int(typed) <= last:
            name = month_name(self.month.month)
            raise DueError(_("{month} has no day {number}.", month=name, number=typed))
        return self.month.replace(day=int(typed))

    @Slot(date)
    def _follow(self, day: date) -> None:
        if (day.year, day.month) != (self.month.year, self.month.month):
            self._show_month(day)

    def _show_month(self, month: date) -> None:
        if month.year in YEARS:
            self.month = month
            self.title.setText(month_text(month))
            self.grid.show_month(month, month_page(month, self._days), self._marks(month))


def _button(picture: str, name: str, act: Callable[[], None]) -> IconButton:
    button = IconButton(picture, name, act, kind="icon")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys on the days
    return button
