"""The timesheet screen: rows that add up, the entries behind them, and the export."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from mle_planner.core.base.days import days_from
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.files import write_atomically
from mle_planner.core.i18n.formats import minutes_text, range_text
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.planner import Planner
from mle_planner.core.timesheet.corrections import with_end, with_start
from mle_planner.core.timesheet.formats.from_settings import export_options
from mle_planner.core.timesheet.lines import SheetLine
from mle_planner.core.timesheet.period import Period, PeriodKind, usual_periods
from mle_planner.core.timesheet.sheet import Timesheet
from mle_planner.core.topics import PLAN_TOPICS, Topic
from mle_planner.ui.screen import Screen, ScreenContext
from mle_planner.ui.screens.timesheet.entries import END, START, TITLE, EntriesTable
from mle_planner.ui.screens.timesheet.export_card import ExportCard
from mle_planner.ui.screens.timesheet.notices import NoticeList, notices, overlong_notices
from mle_planner.ui.screens.timesheet.rows_card import RowsCard
from mle_planner.ui.widgets.cards import Card, TextLabel
from mle_planner.ui.widgets.direction import margins
from mle_planner.ui.widgets.qt_override import override

_SIDE_PX = 290
_NARROW_SIDE_PX = 236
_NARROW_PX = 960


class TimesheetScreen(Screen):
    """Shows a `Timesheet`, corrects its entries in place, and writes it."""

    topics = PLAN_TOPICS | {Topic.OTHER_SETTINGS, Topic.PIPELINE}
    today_label: ClassVar[str] = N_("This week")

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__()
        self._planner = planner
        self._context = context
        self.period = Period.week_of(planner.today(), planner.days)
        self.client = ""
        self.sheet: Timesheet
        self._rows_card = RowsCard()
        self.rows = self._rows_card.table
        self.entries = EntriesTable()
        self.choices = ExportCard()
        self.notices = NoticeList()
        self._lay_out()
        self.choices.period_chosen.connect(self.show_period)
        self.choices.client_chosen.connect(self._choose_client)
        self.choices.rounding_chosen.connect(self._choose_rounding)
        self.choices.export_requested.connect(self.export)
        self.notices.day_requested.connect(lambda day: context.go_to("today", day))
        self.entries.edited.connect(self._edit)
        self.entries.day_requested.connect(lambda line: context.go_to("today", line.day))
        self.entries.delete_requested.connect(self._delete)
        self.refresh()

    # -- the screen's contract ---------------------------------------------------------------

    @property
    @override
    def title(self) -> str:
        period = self.period
        if period.kind is not PeriodKind.WEEK:
            return period.title
        totals = zip(self.sheet.days, self.sheet.day_totals_min, strict=True)
        worth = [day for day, minutes in totals if day.weekday() < 5 or minutes]
        return range_text(worth[0], worth[-1])

    @override
    def refresh(self) -> None:
        whole = self._read()
        if self.client and self.client not in whole.clients:
            self.client = ""
        self.sheet = whole.for_client(self.client) if self.client else whole
        self._rows_card.show_sheet(self.sheet, self._planner.days)
        self._show_entries(self.sheet)
        days = self._planner.days
        overlong = overlong_notices(self._planner.tracking.overlong(), days)
        gaps = self._planner.reviews.untracked(self.period.first, self.period.last)
        self.notices.show_notices([*overlong, *notices(self.sheet, gaps, days)])
        self.choices.show_choices(
            self.period,
            usual_periods(self._planner.today(), self._planner.days),
            whole.clients,
            self.client,
            whole.rounding_min,
        )
        self.choices.button.setEnabled(bool(self.sheet.lines))
        self._empty.setVisible(not self.sheet.lines)
        self._entries_card.setVisible(bool(self.sheet.lines))
        self._notice_card.setVisible(bool(self.sheet.lines))
        self.title_changed.emit(self.title)

    @override
    def shown_days(self) -> Sequence[date]:
        period = self.period
        return days_from(period.first, (period.last - period.first).days + 1)

    @override
    def go_to(self, day: date) -> None:
        self.show_period(Period.week_of(day, self._planner.days))

    @override
    def step(self, direction: int) -> None:
        self.show_period(self.period.stepped(direction))

    @override
    def export(self) -> None:
        form = self.choices.form
        path = self._context.ask.file_to_save(
            _("Export the timesheet"),
            self._file_name(form.ending),
            f"{_(form.title)} (*.{form.ending})",
        )
        if path is None:
            return
        sheet, settings, zone = self.sheet, self._planner.settings, self._planner.days.zone
        has_comma = QLocale().decimalPoint() == ","

        def write(target: Path) -> bytes:
            from mle_planner.ui.pdf import write_pdf

            options = export_options(
                form, {}, settings, zone, has_decimal_comma=has_comma, write_pdf=write_pdf
            )
            content = form.write(sheet, options)
            write_atomically(target, content)
            return content

        def show(content: bytes) -> None:
            self.choices.show_written(path, content.decode() if form.is_text else None)
            total = minutes_text(sheet.total_min)
            self._context.show_message(
                _("{total} were written to {name}.", total=total, name=path.name), False
            )

        self._context.run_in_background(write, path, show)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = event.size().width() < _NARROW_PX
        cards = self.choices.layout()
        if cards is not None:
            cards.activate()  # a text that has just changed counts
        least = self._inside.minimumSizeHint().width()  # longer words in some languages
        self._side.setFixedWidth(max(least, _NARROW_SIDE_PX if is_narrow else _SIDE_PX))

    # -- showing -------------------------------------------------------------------------------

    def show_period(self, period: Period) -> None:
        """Show other days."""
        self.period = period
        self.refresh()

    def _read(self) -> Timesheet:
        return self._planner.reviews.timesheet(self.period.first, self.period.last)

    def _show_entries(self, sheet: Timesheet) -> None:
        projects = [one for one in self._planner.catalog.projects() if not one.archived]
        self.entries.show_lines(sheet.lines, projects, self._planner.days)
        self._entries_card.set_aside(str(len(sheet.lines)))

    def _edit(self, line: SheetLine, column: int, value: Any) -> None:
        """Change one thing of an entry, as it was typed or chosen in its cell."""
        entry, days = self._planner.entry(line.entry_id), self._planner.days
        change = self._planner.tracking.change
        try:
            if entry is None:
                raise PlannerError(_("That entry is gone. Nothing was changed."))
            if column == START:
                change(entry.id, span=with_start(line, entry, value, days))
            elif column == END:
                change(entry.id, span=with_end(line, entry, value, days))
            elif column == TITLE:
                change(entry.id, title=value)
            else:
                change(entry.id, project_id=value)
        except PlannerError as error:
            self._context.show_error(str(error))

    def _delete(self, line: SheetLine) -> None:
        try:
            self._planner.tracking.delete([line.entry_id])
        except PlannerError as error:
            self._context.show_error(str(error))
        else:
            self._context.show_message(_("Deleted: {title}", title=line.title), True)

    def _choose_client(self, client: str) -> None:
        self.client = client
        self.refresh()

    def _choose_rounding(self, minutes: int) -> None:
        try:
            self._planner.set("rounding_min", minutes)
        except PlannerError as error:
            self._context.show_error(str(error))
        self.refresh()

    def _file_name(self, ending: str) -> str:
        """Return a name that says what is in the file; a client's letters and digits only."""
        client = "".join(letter if letter.isalnum() else "-" for letter in self.client)
        days = f"{self.period.first.isoformat()}-to-{self.period.last.isoformat()}"
        return "-".join(part for part in ("timesheet", days, client) if part) + f".{ending}"

    # -- building --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._entries_card = Card(_("Entries"))
        self._notice_card = Card(_("Before you send it"))
        words = _("Nothing was tracked in these days. Go back with K, or start a timer on Today.")
        self._empty = TextLabel(words, color="muted", wrapped=True)
        # Only the entries grow with the window; the rows are as high as they are.
        self._rows_card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._rows_card.body.addWidget(self._empty)
        self._entries_card.body.addWidget(self.entries)
        self._entries_card.setMinimumHeight(230)
        self._notice_card.body.addWidget(self.notices)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(*margins(18, 16, 6, 16))
        column.setSpacing(12)
        column.addWidget(self._rows_card)
        column.addWidget(self._entries_card, 1)
        column.addStretch(0)
        inside = QWidget()
        side = QVBoxLayout(inside)
        side.setContentsMargins(0, 16, 0, 16)
        side.setSpacing(12)
        side.addWidget(self.choices)
        side.addWidget(self._notice_card)
        side.addStretch(1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(*margins(0, 0, 18, 0))
        outer.setSpacing(8)
        outer.addWidget(_scrolling(left), 1)
        self._inside = inside
        self._side = _scrolling(inside)
        self._side.setFixedWidth(_SIDE_PX)
        outer.addWidget(self._side)


def _scrolling(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    return area
