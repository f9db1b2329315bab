"""The choices for a timesheet: period, client, grouping, and billing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDateEdit, QWidget

from mle_planner.core.i18n.gettext import N_, _, plural
from mle_planner.core.timesheet.choices import SheetChoices
from mle_planner.core.timesheet.groups import GroupBy
from mle_planner.core.timesheet.period import Period, PeriodKind
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import TextLabel
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.fields import date_field, date_in
from mle_planner.ui.widgets.layouts import fill, grid_of, row_of
from mle_planner.ui.widgets.qt_override import override

_WIDE_PX = 780
_SPRINT_WEEKS = (1, 2, 3, 4)

GROUPINGS: Sequence[tuple[str, tuple[GroupBy, ...]]] = (
    (N_("Project"), (GroupBy.PROJECT,)),
    (N_("Project, then task"), (GroupBy.PROJECT, GroupBy.TASK)),
    (N_("Client, then project"), (GroupBy.CLIENT, GroupBy.PROJECT)),
    (N_("Client, project, task"), (GroupBy.CLIENT, GroupBy.PROJECT, GroupBy.TASK)),
    (N_("Task"), (GroupBy.TASK,)),
    (N_("Activity"), (GroupBy.ACTIVITY,)),
    (N_("Day"), (GroupBy.DAY,)),
    (N_("Day, then project"), (GroupBy.DAY, GroupBy.PROJECT)),
    (N_("Person"), (GroupBy.PERSON,)),
)
_SHOWN: Sequence[tuple[str, bool | None]] = (
    (N_("Billable and not"), None),
    (N_("Billable"), True),
    (N_("Not billable"), False),
)


class FilterBar(QWidget):
    """The boxes in one row, or in two if there is little room.

    ``period_chosen``, ``client_chosen`` (empty for all), ``grouping_chosen`` and
    ``billable_chosen`` (None for both) carry the choice; ``again_requested`` asks for the client's
    stored choices, for the last period.
    """

    period_chosen = Signal(object)
    client_chosen = Signal(str)
    grouping_chosen = Signal(object)
    billable_chosen = Signal(object)
    again_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._period: Period | None = None
        self.period, self.client = ChoiceBox(_("Period")), ChoiceBox(_("Client"))
        self.grouping, self.shown = ChoiceBox(_("Group by")), ChoiceBox(_("Show"))
        self.first, self.last = _date_edit(_("From")), _date_edit(_("To"))
        self.again = word_button("", self.again_requested.emit, kind="pill")
        self._days = QWidget()
        days = row_of(inside=self._days)
        for name, field in ((_("From"), self.first), (_("To"), self.last)):
            fill(days, TextLabel(name, color="muted"), field)
        days.addStretch(1)
        self._parts: list[QWidget] = []
        for box in (self.period, self.client, self.grouping, self.shown):
            self._parts += [TextLabel(box.accessibleName(), color="muted"), box]
        self._grid = grid_of(self, across=10, down=8)
        self._columns = 0
        self._lay_out(4)
        self.period.chosen.connect(self._choose_period)
        self.first.dateChanged.connect(self._choose_first)
        self.last.dateChanged.connect(self._choose_last)
        self.client.chosen.connect(self.client_chosen.emit)
        self.grouping.chosen.connect(self.grouping_chosen)
        self.shown.chosen.connect(self.billable_chosen)

    def show_choices(
        self,
        chosen: SheetChoices,
        usual: Sequence[tuple[str, Period]],
        clients: Sequence[str],
        again: str,
    ) -> None:
        """Show the choices; ``usual`` are periods by name, ``again`` names the stored choices."""
        assert chosen.period is not None
        self._show_period(chosen.period, usual)
        names = [(name, name) for name in clients]
        self.client.show_choices([(_("All clients"), ""), *names], chosen.client)
        groupings: list[tuple[str, Any]] = [(_(title), by) for title, by in GROUPINGS]
        if chosen.grouping not in [by for _title, by in groupings]:
            titles = {by: _(title) for title, by in GROUPINGS if len(by) == 1}
            title = ", ".join(titles.get((by,), by.value) for by in chosen.grouping)
            groupings.append((title, chosen.grouping))
        self.grouping.show_choices(groupings, chosen.grouping)
        self.shown.show_choices([(_(name), is_so) for name, is_so in _SHOWN], chosen.is_billable)
        self.again.setText(again)
        self.again.setVisible(bool(again))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out(4 if event.size().width() >= _WIDE_PX else 2)

    def _lay_out(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for at, part in enumerate(self._parts):
            row, column = divmod(at, 2 * columns)
            self._grid.addWidget(part, row, column)
        for column in range(8):
            is_box = column % 2 == 1 and column < 2 * columns
            self._grid.setColumnStretch(column, 1 if is_box else 0)
        row = 8 // (2 * columns)
        self._grid.addWidget(self._days, row, 0, 1, 2 * columns - 1)
        self._grid.addWidget(self.again, row + 1, 0, 1, 2 * columns, Qt.AlignmentFlag.AlignLeft)

    def _show_period(self, period: Period, usual: Sequence[tuple[str, Period]]) -> None:
        self._period = period
        choices: list[tuple[str, object]] = list(usual)
        is_named = period.kind in (PeriodKind.WEEK, PeriodKind.MONTH)
        if is_named and period not in [each for _name, each in usual]:
            choices.insert(0, (period.title, period))
        for weeks in _SPRINT_WEEKS:
            title = plural("Sprint of {count} week", "Sprint of {count} weeks", weeks)
            choices.append((title, weeks))
        choices.append((_("Other days…"), None))
        chosen: object = period if is_named else None
        if period.kind is PeriodKind.SPRINT:
            chosen = ((period.last - period.first).days + 1) // 7
        self.period.show_choices(choices, chosen)
        for edit, day in ((self.first, period.first), (self.last, period.last)):
            edit.blockSignals(True)
            edit.setDate(QDate(day.year, day.month, day.day))
            edit.blockSignals(False)
        self._days.setVisible(not is_named)

    def _choose_period(self, chosen: Period | int | None) -> None:
        shown = self._period
        if isinstance(chosen, Period):
            self.period_chosen.emit(chosen)
        elif isinstance(chosen, int) and shown is not None:
            self.period_chosen.emit(Period.sprint_of(shown.first, shown.first, chosen))
        else:
            self._choose_days(date_in(self.first), date_in(self.last))
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_first(self) -> None:
        """Begin on another day; a sprint keeps its length, an earlier end is moved along."""
        first = date_in(self.first)
        if self._period is not None and self._period.kind is PeriodKind.SPRINT:
            length = self._period.last - self._period.first
            self.period_chosen.emit(Period(PeriodKind.SPRINT, first, first + length))
        else:
            self._choose_days(first, max(first, date_in(self.last)))

    def _choose_last(self) -> None:
        """End on another day; a later beginning is moved along."""
        last = date_in(self.last)
        self._choose_days(min(last, date_in(self.first)), last)

    def _choose_days(self, first: date, last: date) -> None:
        self.period_chosen.emit(Period(PeriodKind.CUSTOM, first, last))


def _date_edit(name: str) -> QDateEdit:
    edit = date_field(name)
    edit.setDisplayFormat(_("d MMM yyyy"))
    edit.setKeyboardTracking(False)
    return edit
