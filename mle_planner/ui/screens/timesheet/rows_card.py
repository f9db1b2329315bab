"""The rows of a timesheet: by project, with what they cost, or by person."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.formats import minutes_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.timesheet.period import DayColumn, day_columns
from mle_planner.core.timesheet.sheet import Timesheet
from mle_planner.core.typed.rate import money_text
from mle_planner.ui.widgets.cards import Card, PillButton
from mle_planner.ui.widgets.tables import Cell, Column, QuietTable


class RowsCard(Card):
    """Shows a sheet by project; where time was spent with people, a button turns to them."""

    def __init__(self) -> None:
        super().__init__()
        self.table = QuietTable(_("Time by project and day"), fits=True)
        self.switch = PillButton("")
        self.switch.clicked.connect(self._turn)
        self.body.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignRight)
        self.body.addWidget(self.table)
        self._is_by_person = False
        self._shown: tuple[Timesheet, PlanningDays] | None = None

    def show_sheet(self, sheet: Timesheet, days: PlanningDays) -> None:
        """Show the rows of a sheet."""
        self._shown = sheet, days
        self._is_by_person = self._is_by_person and bool(sheet.people_rows)
        self.switch.setVisible(bool(sheet.people_rows))
        self.switch.setText(_("By project") if self._is_by_person else _("By person"))
        self.table.setVisible(bool(sheet.lines))
        columns = day_columns(sheet.days, sheet.day_totals_min, days)
        if self._is_by_person:
            self._show_people(sheet, columns)
        else:
            self._show_projects(sheet, columns)

    def _turn(self) -> None:
        self._is_by_person = not self._is_by_person
        if self._shown is not None:
            self.show_sheet(*self._shown)

    def _show_projects(self, sheet: Timesheet, columns: Sequence[DayColumn]) -> None:
        amounts = sheet.amounts_cents
        titles = [
            Column(_("Project"), stretches=True),
            Column(_("Client"), drop=1),
            *(Column(column.title, is_figure=True) for column in columns),
            Column(_("Total"), is_figure=True),
        ]
        cells = [
            [
                Cell(row.name if row.project else _(row.name), dot=row.category),
                Cell(row.client, "muted"),
                *_day_cells(row.minutes, columns),
                Cell(minutes_text(row.total_min), is_strong=True),
            ]
            for row in sheet.rows
        ]
        cells.append([Cell(_("Total"), is_strong=True), Cell(), *_total_cells(sheet, columns)])
        if amounts:
            titles.append(Column(_("Amount"), is_figure=True))
            for row, line in zip(sheet.rows, cells, strict=False):
                cost = row.amount_cents
                currency = row.project.currency if row.project else ""
                line.append(Cell("" if cost is None else money_text(cost, currency)))
            sums = ", ".join(money_text(cents, currency) for currency, cents in amounts.items())
            cells[-1].append(Cell(sums, is_strong=True))
        self.table.show_rows(titles, cells)

    def _show_people(self, sheet: Timesheet, columns: Sequence[DayColumn]) -> None:
        titles = [
            Column(_("With"), stretches=True),
            *(Column(column.title, is_figure=True) for column in columns),
            Column(_("Total"), is_figure=True),
        ]
        cells = [
            [
                Cell(row.person.name) if row.person else Cell(_("nobody named"), "muted"),
                *_day_cells(row.minutes, columns),
                Cell(minutes_text(row.total_min), is_strong=True),
            ]
            for row in sheet.people_rows
        ]
        cells.append([Cell(_("Total"), is_strong=True), *_total_cells(sheet, columns)])
        self.table.show_rows(titles, cells)


def _day_cells(minutes: tuple[int, ...], columns: Sequence[DayColumn]) -> list[Cell]:
    return [Cell(_sum(minutes, column.places)) for column in columns]


def _total_cells(sheet: Timesheet, columns: Sequence[DayColumn]) -> list[Cell]:
    totals = sheet.day_totals_min
    return [
        *(Cell(_sum(totals, column.places), is_strong=True) for column in columns),
        Cell(minutes_text(sheet.total_min), is_strong=True),
    ]


def _sum(minutes: tuple[int, ...], places: tuple[int, ...]) -> str:
    """Return the sum of some days; nothing rather than a row of zeros."""
    found = sum(minutes[place] for place in places)
    return minutes_text(found) if found else ""
