"""A button beside a date field that opens a menu to choose the date from."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton

from mle_planner.core.base.days import PlanningDays
from mle_planner.ui.widgets.date_menu import add_dates
from mle_planner.ui.widgets.icons import icon


class DateButton(QToolButton):
    """Opens a menu with the usual dates and a month; ``chosen`` carries a date or None."""

    chosen = Signal(object)

    def __init__(self, name: str, days: PlanningDays) -> None:
        super().__init__()
        self._days = days
        self._today = date.min
        self._day: date | None = None
        self.setIcon(icon("today", "muted"))
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setProperty("kind", "icon")
        self.clicked.connect(self._open)

    def show_day(self, day: date | None, today: date) -> None:
        """Choose the date that the month opens at."""
        self._today, self._day = today, day

    def menu_of_dates(self) -> QMenu:
        """Return the menu as it opens now."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add_dates(menu, self._days, self._today, self._day, self.chosen.emit)
        return menu

    def _open(self) -> None:
        self.menu_of_dates().popup(self.mapToGlobal(self.rect().bottomLeft()))
