"""The options of a timesheet: period, client, rounding, format."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QDateEdit, QGridLayout, QPushButton, QWidget

from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.timesheet.formats.format import Format
from mle_planner.core.timesheet.formats.registry import FORMATS
from mle_planner.core.timesheet.period import Period, PeriodKind
from mle_planner.ui.screens.timesheet.written_file import WrittenFile
from mle_planner.ui.widgets.cards import Card, TextLabel
from mle_planner.ui.widgets.choice_box import ChoiceBox

_ROUNDINGS_MIN = (0, 5, 6, 10, 15, 30, 60)
_ROUNDING_TIP = N_(
    "Each day is rounded to the nearest step; its entries share the "
    "difference, so that rows, days and the total always add up."
)


class ExportCard(Card):
    """The choices and the one button that writes the file.

    ``period_chosen``, ``client_chosen`` (empty for all) and ``rounding_chosen`` (minutes) carry
    what was chosen; ``export_requested`` nothing.
    """

    period_chosen = Signal(object)
    client_chosen = Signal(str)
    rounding_chosen = Signal(int)
    export_requested = Signal()

    def __init__(self) -> None:
        super().__init__(_("Export"))
        self._usual: Sequence[tuple[str, Period]] = ()
        self._labels: list[TextLabel] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(9)
        self._grid.setColumnStretch(1, 1)
        self.period = self._combo(_("Period"))
        self.first, self.last = self._date(_("From")), self._date(_("To"))
        self.client = self._combo(_("Client"))
        self.rounding = self._combo(_("Round"))
        self.rounding.setToolTip(_(_ROUNDING_TIP))
        self.format = self._combo(_("Format"))
        for form in FORMATS.values():
            self.format.addItem(_(form.title), form.name)
        self.button = QPushButton(_("Export timesheet"))
        self.button.setProperty("kind", "primary")
        self.body.addLayout(self._grid)
        self.body.addSpacing(4)
        self.body.addWidget(self.button)
        self.written = WrittenFile()
        self.body.addWidget(self.written)
        self.period.activated.connect(self._choose_period)
        self.first.dateChanged.connect(self._choose_first)
        self.last.dateChanged.connect(self._choose_last)
        self.client.activated.connect(
            lambda _at: self.client_chosen.emit(self.client.currentData())
        )
        self.rounding.activated.connect(
            lambda _at: self.rounding_chosen.emit(self.rounding.currentData())
        )
        self.button.clicked.connect(self.export_requested)

    @property
    def form(self) -> Format:
        """The chosen format."""
        return FORMATS[self.format.currentData()]

    def show_written(self, path: Path, text: str | None) -> None:
        """Offer what can be done with the file that was written."""
        self.written.show_file(path, text)

    def show_choices(
        self,
        period: Period,
        usual: Sequence[tuple[str, Period]],
        clients: Sequence[str],
        client: str,
        rounding_min: int,
    ) -> None:
        """Show what is chosen; ``usual`` are the periods to choose from, by name."""
        self._usual = usual
        self._show_period(period)
        self.client.show_choices(
            [(_("Everything"), ""), *((name, name) for name in clients)],
            client,
        )
        steps = sorted({*_ROUNDINGS_MIN, rounding_min})
        self.rounding.show_choices([(_rounding_text(step), step) for step in steps], rounding_min)

    def _show_period(self, period: Period) -> None:
        choices: list[tuple[str, Period | None]] = list(self._usual)
        if period.kind is not PeriodKind.CUSTOM and period not in [one for _name, one in choices]:
            choices.insert(0, (period.title, period))
        choices.append((_("Other days…"), None))
        is_custom = period.kind is PeriodKind.CUSTOM
        self.period.show_choices(choices, None if is_custom else period)
        for edit, day in ((self.first, period.first), (self.last, period.last)):
            edit.blockSignals(True)
            edit.setDate(QDate(day.year, day.month, day.day))
            edit.blockSignals(False)
        for row in (1, 2):
            for column in (0, 1):
                item = self._grid.itemAtPosition(row, column)
                widget = item.widget() if item is not None else None
                if widget is not None:
                    widget.setVisible(is_custom)

    def _choose_period(self, _at: int) -> None:
        chosen = self.period.currentData()
        if isinstance(chosen, Period):
            self.period_chosen.emit(chosen)
        else:
            self._choose_days(_date_of(self.first), _date_of(self.last))
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_first(self) -> None:
        """Begin on another day; an end before it moves along."""
        first = _date_of(self.first)
        self._choose_days(first, max(first, _date_of(self.last)))

    def _choose_last(self) -> None:
        """End on another day; a beginning after it moves along."""
        last = _date_of(self.last)
        self._choose_days(min(last, _date_of(self.first)), last)

    def _choose_days(self, first: date, last: date) -> None:
        self.period_chosen.emit(Period(PeriodKind.CUSTOM, first, last))

    def _combo(self, name: str) -> ChoiceBox:
        box = ChoiceBox(name)
        self._add(name, box)
        return box

    def _date(self, name: str) -> QDateEdit:
        edit = QDateEdit()
        edit.setAccessibleName(name)
        edit.setCalendarPopup(True)
        edit.setDisplayFormat(_("d MMM yyyy"))
        edit.setKeyboardTracking(False)
        self._add(name, edit)
        return edit

    def _add(self, name: str, field: QWidget) -> None:
        label = TextLabel(name, color="muted")
        self._labels.append(label)
        row = len(self._labels) - 1
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(field, row, 1)


def _rounding_text(minutes: int) -> str:
    return _("nearest {minutes} min", minutes=minutes) if minutes else _("to the minute")


def _date_of(edit: QDateEdit) -> date:
    chosen = edit.date()
    return date(chosen.year(), chosen.month(), chosen.day())
