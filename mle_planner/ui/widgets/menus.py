"""Entries of menus: what is done, what is chosen, and dates; and the button beside a date field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QToolButton, QWidgetAction

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import DAY
from mle_planner.core.i18n.gettext import _
from mle_planner.ui.widgets.cards import as_plain_label
from mle_planner.ui.widgets.icons import icon
from mle_planner.ui.widgets.month_picker import MonthPicker


def add_entry(menu: QMenu, title: str, act: Callable[[], object], *, key: str = "") -> QAction:
    """Add an entry; its key, as it is shown, stands at the right and is no shortcut of the menu."""
    action = menu.addAction(f"{title}\t{key}" if key else title)
    action.triggered.connect(lambda _checked: act())
    return action


def add_choice(menu: QMenu, name: str, act: Callable[[], object], *, is_chosen: bool) -> QAction:
    """Add an entry that is marked where it is what holds now."""
    action = add_entry(menu, as_plain_label(name), act)
    action.setCheckable(True)
    action.setChecked(is_chosen)
    return action


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
        add_entry(menu, text, partial(chosen, day))
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
        menu.installEventFilter(picker)  # a menu itself would choose by the first letter
        action = QWidgetAction(menu)
        action.setDefaultWidget(picker)
        menu.addSeparator()
        menu.addAction(action)

    def choose(day: date) -> None:
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()  # the menus that this one was opened from too
        chosen(day)

    menu.aboutToShow.connect(fill)


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
