"""Entries of a menu that choose a date: the usual ones, and a month for any other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QApplication, QMenu, QWidgetAction

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import DAY
from mle_planner.core.i18n.gettext import _
from mle_planner.ui.widgets.month_picker import MonthPicker


def add_dates(
    menu: QMenu,
    days: PlanningDays,
    today: date,
    current: date | None,
    chosen: Callable[[date | None], object],
) -> None:
    """Add today, tomorrow, next Monday, no date, and a month that opens at ``current``."""
    next_monday = today + (7 - today.weekday()) * DAY
    for text, day in (
        (_("Today"), today),
        (_("Tomorrow"), today + DAY),
        (_("Next Monday"), next_monday),
        (_("No date"), None),
    ):
        menu.addAction(text).triggered.connect(lambda _checked=False, day=day: chosen(day))
    add_month(menu, days, today, current or today, chosen)


def add_month(
    menu: QMenu,
    days: PlanningDays,
    today: date,
    current: date,
    chosen: Callable[[date], object],
) -> None:
    """Add a month to choose any day from; it is made when the menu first opens."""

    def fill() -> None:
        menu.aboutToShow.disconnect(fill)
        picker = MonthPicker(days, today, current)
        picker.setContentsMargins(8, 4, 8, 4)
        picker.day_chosen.connect(choose)
        action = QWidgetAction(menu)
        action.setDefaultWidget(picker)
        menu.addSeparator()
        menu.addAction(action)

    def choose(day: date) -> None:
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()  # the menus that this one was opened from too
        chosen(day)

    menu.aboutToShow.connect(fill)
