"""The sums of a timesheet: three figures over a table of its groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.i18n.formats import (
    decimal_text,
    difference_text,
    minutes_text,
    short_day_text,
)
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.timesheet.groups import GroupBy, SheetGroup
from mle_planner.core.timesheet.period import DayColumn, day_columns
from mle_planner.core.timesheet.sheet import Timesheet
from mle_planner.core.typed.rate import money_text
from mle_planner.ui.screens.timesheet.filters import GROUPINGS
from mle_planner.ui.widgets.cards import CARD_PADDING, Card, TextLabel
from mle_planner.ui.widgets.layouts import row_of
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.table_rows import Cell, Column
from mle_planner.ui.widgets.tables import QuietTable

_WORDS_GAP_PX = 8
_HEADS: Mapping[GroupBy, str] = {
    GroupBy.CLIENT: N_("Client"),
    GroupBy.PROJECT: N_("Project"),
    GroupBy.TASK: N_("Task"),
    GroupBy.ACTIVITY: N_("Activity"),
    GroupBy.DAY: N_("Day"),
    GroupBy.PERSON: N_("With"),
}


class Figure(Card):
    """A name, a large figure, and beside it a word if there is room for it."""

    def __init__(self, name: str, color: str = "text") -> None:
        super().__init__(name)
        self.figure = TextLabel(role="figure", color=color)
        self.words = TextLabel(role="secondary", color="muted", elided=True)
        row = row_of(self.figure, (self.words, 1), spacing=_WORDS_GAP_PX)
        row.addStretch(0)
        self.body.addLayout(row)

    def show_figure(self, figure: str, words: str) -> None:
        self.figure.setText(figure)
        self.words.setText(words)
        self._fit_words()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    def _fit_words(self) -> None:
        needed = self.figure.sizeHint().width() + _WORDS_GAP_PX + self.words.sizeHint().width()
        self.words.setVisible(needed <= self.width() - 2 * CARD_PADDING)


class Figures(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.tracked = Figure(_("Tracked"))
        self.rounded = Figure(_("Rounded"), "accent")
        self.difference = Figure(_("Difference"))
        row = row_of(inside=self, spacing=12)
        for figure in (self.tracked, self.rounded, self.difference):
            row.addWidget(figure, 1)

    def show_sheet(self, sheet: Timesheet) -> None:
        tracked, rounded = sheet.tracked_min, sheet.total_min
        self.tracked.show_figure(minutes_text(tracked), _("as recorded"))
        self.rounded.show_figure(minutes_text(rounded), _("to send"))
        share = ""
        if tracked > 0 and rounded != tracked:
            share = _("{percent}%", percent=decimal_text(100 * abs(rounded - tracked) / tracked))
        self.difference.show_figure(difference_text(rounded - tracked), share)


class RowsCard(Card):
    """The groups of a sheet with their figures by column; nested groups are indented."""

    def __init__(self) -> None:
        super().__init__()
        self.table = QuietTable(_("Time by group and day"), fits=True)
        self.body.addWidget(self.table)

    def show_sheet(self, sheet: Timesheet, days: PlanningDays) -> None:
        self.table.setVisible(bool(sheet.lines))
        columns = () if GroupBy.DAY in sheet.grouping else day_columns(
            sheet.days, sheet.day_totals_min, days
        )  # fmt: skip
        has_amounts = bool(sheet.amounts_cents)
        titles = [
            Column(_head(sheet.grouping), stretches=True),
            *([Column(_("Client"), drop=5)] if _has_clients(sheet) else []),
            *(Column(column.title, is_figure=True, drop=2) for column in columns),
            Column(_("Tracked"), is_figure=True, drop=1),
            Column(_("Rounded"), is_figure=True),
            Column(_("Difference"), is_figure=True, drop=3),
            *([Column(_("Amount"), is_figure=True, drop=4)] if has_amounts else []),
        ]
        cells = [
            row for group in sheet.groups for row in _rows(group, sheet, columns, has_amounts, 0)
        ]
        cells.append(_total(sheet, columns, has_amounts))
        self.table.show_rows(titles, cells)


def _has_clients(sheet: Timesheet) -> bool:
    """Whether each row has one client, which can be named beside it."""
    return sheet.grouping == (GroupBy.PROJECT,)


def _head(grouping: Sequence[GroupBy]) -> str:
    known = {by: title for title, by in GROUPINGS}
    if len(grouping) == 1 or tuple(grouping) not in known:
        return ", ".join(_(_HEADS[by]) for by in grouping)
    return _(known[tuple(grouping)])


def _rows(
    group: SheetGroup, sheet: Timesheet, columns: Sequence[DayColumn], has_amounts: bool, level: int
) -> Iterator[list[Cell]]:
    minutes = group.minutes_on(sheet.days)
    is_strong = bool(group.children)
    color = "text" if not level else "muted"
    has_dot = group.by in (GroupBy.PROJECT, GroupBy.ACTIVITY) and not level
    is_project = group.by is GroupBy.PROJECT and group.is_own
    name = Cell(
        _name(group),
        color,
        is_strong,
        dot=("project" if is_project else group.category) if has_dot else None,
        indent=0 if has_dot or not level else level,
        tag=_tag(group) if group.by is GroupBy.PROJECT else "",
    )
    yield [
        name,
        *([Cell(group.lines[0].client, "muted")] if _has_clients(sheet) else []),
        *(Cell(_sum(minutes, column.places), color, is_strong) for column in columns),
        Cell(minutes_text(group.tracked_min), color, is_strong),
        Cell(
            minutes_text(group.rounded_min),
            "text",
            is_strong,
            tooltip=amounts_text(group.amounts_cents),
        ),
        Cell(difference_text(group.rounded_min - group.tracked_min), "muted"),
        *([Cell(amounts_text(group.amounts_cents), color, is_strong)] if has_amounts else []),
    ]
    for child in group.children:
        yield from _rows(child, sheet, columns, has_amounts, level + 1)


def _tag(group: SheetGroup) -> str:
    if not group.is_own:
        return _("no project")
    return "" if group.is_billable else _("not billable")


def _total(sheet: Timesheet, columns: Sequence[DayColumn], has_amounts: bool) -> list[Cell]:
    totals = sheet.day_totals_min
    texts = [
        _("Total"),
        *([""] if _has_clients(sheet) else []),
        *(_sum(totals, column.places) for column in columns),
        minutes_text(sheet.tracked_min),
        minutes_text(sheet.total_min),
        difference_text(sheet.total_min - sheet.tracked_min),
        *([amounts_text(sheet.amounts_cents)] if has_amounts else []),
    ]
    return [Cell(text, is_strong=True) for text in texts]


def amounts_text(amounts: Mapping[str, int]) -> str:
    """Return prices by currency; different currencies are never added."""
    return ", ".join(money_text(cents, currency) for currency, cents in amounts.items())


def _name(group: SheetGroup) -> str:
    if group.by is GroupBy.DAY:
        return short_day_text(group.lines[0].day)
    return group.name if group.is_own else _(group.name)


def _sum(minutes: Sequence[int], places: Sequence[int]) -> str:
    found = sum(minutes[place] for place in places)
    return minutes_text(found) if found else ""
