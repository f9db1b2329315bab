"""A month with its name and the arrows that turn it, to choose a day from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.formats import month_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.tasks.month import month_page
from mle_planner.ui.widgets.buttons import IconButton
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.layouts import column_of, row_of
from mle_planner.ui.widgets.month_grid import DayMark, MonthGrid, month_beside

LEAST_YEAR, MOST_YEAR = 1900, 2200
"""Between these a month is shown; nothing is planned or tracked beyond them."""

Marks = Callable[[date], Mapping[date, DayMark]]


def _no_marks(_month: date) -> Mapping[date, DayMark]:
    return {}


class MonthPicker(QWidget):
    """``day_chosen`` carries the day of a click or of Enter.

    ``shown`` are days that are marked as those in sight; ``marks`` returns the marks of a month.
    """

    day_chosen = Signal(date)

    def __init__(
        self,
        days: PlanningDays,
        today: date,
        current: date,
        shown: Sequence[date] = (),
        marks: Marks = _no_marks,
    ) -> None:
        super().__init__()
        self._days = days
        self._marks = marks
        self.month = current
        self.title = TextLabel("", role="strong")
        self.grid = MonthGrid(month_page(current, days), days.weekdays, today)
        self.grid.show_days(shown, current)
        self.grid.day_chosen.connect(self.day_chosen)
        self.grid.current_changed.connect(self._follow)
        self.setFocusProxy(self.grid)
        head = row_of(
            (self.title, 1),
            _button("previous", _("Previous month"), lambda: self.turn(-1)),
            _button("next", _("Next month"), lambda: self.turn(1)),
        )
        column_of(head, (self.grid, 0, Qt.AlignmentFlag.AlignHCenter), inside=self, spacing=6)
        self._show_month(current)

    def turn(self, by: int) -> None:
        self._show_month(month_beside(self.month, by))

    @Slot(date)
    def _follow(self, day: date) -> None:
        """Show the month of the day that the keys are on."""
        if (day.year, day.month) != (self.month.year, self.month.month):
            self._show_month(day)

    def _show_month(self, month: date) -> None:
        if LEAST_YEAR <= month.year <= MOST_YEAR:
            self.month = month
            self.title.setText(month_text(month))
            self.grid.show_month(month, month_page(month, self._days), self._marks(month))


def _button(picture: str, name: str, act: Callable[[], None]) -> IconButton:
    button = IconButton(picture, name, act)
    button.setProperty("kind", "icon")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys on the days
    return button
