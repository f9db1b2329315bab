"""Entries of menus: what is done, what is chosen, and dates; and the button beside a date field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QWidgetAction

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import DAY
from mle_planner.core.i18n.gettext import _
from mle_planner.ui.widgets.buttons import IconButton
from mle_planner.ui.widgets.cards import as_plain_label


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
    chosen: Callable[[date | None, int | None], object],
    *,
    takes_time: bool = False,
) -> None:
    """Add today, tomorrow, next Monday, no date, and a month that opens at ``current``.

    ``chosen`` gets a day, or None for no date, and the minute typed after it, else None.
    """
    next_monday = today + (7 - today.weekday()) * DAY
    for text, day in (
        (_("Today"), today),
        (_("Tomorrow"), today + DAY),
        (_("Next Monday"), next_monday),
        (_("No date"), None),
    ):
        add_entry(menu, text, partial(chosen, day, None))
    add_month(menu, days, today, current or today, chosen, takes_time=takes_time)


def add_month(
    menu: QMenu,
    days: PlanningDays,
    today: date,
    current: date,
    chosen: Callable[[date, int | None], object],
    *,
    takes_time: bool = False,
) -> None:
    """Add a month to choose any day from; it is made when the menu first opens.

    ``takes_time``: a time may be typed after the day, and ``chosen`` gets its minute.
    """

    def fill() -> None:
        from mle_planner.ui.widgets.month_picker import MonthPicker

        menu.aboutToShow.disconnect(fill)
        picker = MonthPicker(days, today, current, takes_time=takes_time)
        picker.setContentsMargins(8, 4, 8, 4)
        picker.day_chosen.connect(choose)
        menu.installEventFilter(picker)  # a menu itself would choose by the first letter
        action = QWidgetAction(menu)
        action.setDefaultWidget(picker)
        # Changing the action makes the menu recompute its size.
        picker.height_changed.connect(lambda: action.setData(picker.problem.text()))
        menu.addSeparator()
        menu.addAction(action)

    def choose(day: date, minute: int | None) -> None:
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()  # the menus that this one was opened from too
        chosen(day, minute)

    menu.aboutToShow.connect(fill)


class DateButton(IconButton):
    """Opens a menu with the usual dates and a month.

    ``chosen`` carries a date or None, and with ``takes_time`` the minute typed after it, else None.
    """

    chosen = Signal(object, object)

    def __init__(self, name: str, days: PlanningDays, *, takes_time: bool = False) -> None:
        super().__init__("today", name, self._open, kind="icon")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._takes_time = takes_time
        self._days = days
        self._today = date.min
        self._day: date | None = None

    def show_day(self, day: date | None, today: date) -> None:
        """Choose the date that the month opens at."""
        self._today, self._day = today, day

    def menu_of_dates(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add_dates(
            menu, self._days, self._today, self._day, self.chosen.emit, takes_time=self._takes_time
        )
        return menu

    def _open(self) -> None:
        self.menu_of_dates().popup(self.mapToGlobal(self.rect().bottomLeft()))
