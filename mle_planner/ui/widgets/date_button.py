"""A button beside a date field that opens a calendar to choose the date from."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QMenu, QToolButton, QWidgetAction

from mle_planner.core.i18n.gettext import _
from mle_planner.ui.widgets.icons import icon
from mle_planner.ui.widgets.theme import current_theme


class DateButton(QToolButton):
    """Opens a menu with the usual dates and a calendar; ``chosen`` carries a date or None."""

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._today = self._day = date.min
        self.setIcon(icon("today", "muted"))
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setProperty("kind", "icon")
        self.clicked.connect(self._open)

    def show_day(self, day: date | None, today: date) -> None:
        """Choose the date that the calendar opens at."""
        self._today = today
        self._day = day or today

    def menu_of_dates(self) -> QMenu:
        """Return the menu as it opens now."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        next_monday = self._today + timedelta(days=7 - self._today.weekday())
        for text, day in (
            (_("Today"), self._today),
            (_("Tomorrow"), self._today + timedelta(days=1)),
            (_("Next Monday"), next_monday),
            (_("No date"), None),
        ):
            menu.addAction(text).triggered.connect(
                lambda _checked=False, day=day: self.chosen.emit(day)
            )
        menu.addSeparator()
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setSelectedDate(QDate(self._day.year, self._day.month, self._day.day))
        weekend = QTextCharFormat()
        weekend.setForeground(current_theme().color("muted"))
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(weekday, weekend)
        for step in ("prev", "next"):
            arrow = calendar.findChild(QToolButton, f"qt_calendar_{step}month")
            if arrow is not None:
                arrow.setIcon(icon("previous" if step == "prev" else "next", "muted"))
        calendar.setAccessibleName(self.accessibleName())
        for signal in (calendar.clicked, calendar.activated):
            signal.connect(lambda day, menu=menu: self._choose(day, menu))
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        return menu

    def _open(self) -> None:
        self.menu_of_dates().popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _choose(self, day: QDate, menu: QMenu) -> None:
        if menu.isVisible():  # a double click emits two signals
            menu.close()
            self.chosen.emit(date(day.year(), day.month(), day.day()))
