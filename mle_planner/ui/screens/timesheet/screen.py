"""The timesheet screen: sums that add up, the entries behind them, the rules, and the export."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QLocale, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from mle_planner.core.base.days import days_from
from mle_planner.core.base.frozen import replace
from mle_planner.core.files import write_export
from mle_planner.core.i18n.formats import minutes_text, range_text
from mle_planner.core.i18n.gettext import N_, _, joined_words, plural
from mle_planner.core.planner import Planner
from mle_planner.core.timesheet.choices import SheetChoices
from mle_planner.core.timesheet.formats.format import ExportOptions, export_options
from mle_planner.core.timesheet.formats.registry import FORMATS, preview, written_min
from mle_planner.core.timesheet.period import Period, PeriodKind, usual_periods
from mle_planner.core.timesheet.rule_words import entries_words, rule_words
from mle_planner.core.timesheet.sheet import Timesheet
from mle_planner.core.topics import PLAN_TOPICS, Topic
from mle_planner.ui.screen import Screen, ScreenContext
from mle_planner.ui.screens.timesheet.edits import SheetEdits
from mle_planner.ui.screens.timesheet.entries import EntriesTable
from mle_planner.ui.screens.timesheet.export_card import ExportCard
from mle_planner.ui.screens.timesheet.filters import FilterBar
from mle_planner.ui.screens.timesheet.fixes import Fixes
from mle_planner.ui.screens.timesheet.notices import (
    Notice,
    NoticeList,
    away_notices,
    notices,
    overlong_notices,
    untimed_notices,
)
from mle_planner.ui.screens.timesheet.rows_card import Figures, RowsCard
from mle_planner.ui.screens.timesheet.rules_card import RulesCard
from mle_planner.ui.widgets.cards import Card, TextLabel
from mle_planner.ui.widgets.direction import margins
from mle_planner.ui.widgets.layouts import STRETCH, column_of, row_of, scrolling
from mle_planner.ui.widgets.qt_override import override

if TYPE_CHECKING:
    from mle_planner.core.printing import PrintedDocument

_SIDE_PX = 372
_NARROW_SIDE_PX = 334
_NARROW_PX = 960


class TimesheetScreen(Screen):
    """Shows a `Timesheet`, corrects its entries in place, and writes it.

    ``choices`` are the boxes above it; ``file`` is the card that writes it.
    """

    topics = PLAN_TOPICS | {Topic.OTHER_SETTINGS, Topic.PIPELINE, Topic.LOCKS, Topic.AWAY}
    is_built_empty: ClassVar[bool] = True
    today_label = N_("This week")

    def __init__(self, planner: Planner, context: ScreenContext) -> None:
        super().__init__()
        self._planner = planner
        self._context = context
        self.chosen = SheetChoices(Period.week_of(planner.today(), planner.days))
        self.sheet: Timesheet
        self.filters, self.figures = FilterBar(), Figures()
        self._rows_card = RowsCard()
        self.rows = self._rows_card.table
        self.entries = EntriesTable()
        self.rules, self.notices, self.choices = RulesCard(), NoticeList(), ExportCard()
        self._edits = SheetEdits(planner, context)
        self.rule_words = TextLabel(role="secondary", color="muted", wrapped=True)
        self._fixes = Fixes(planner, context, self._edits, self)
        self._lay_out()
        self._connect()

    # -- the screen's contract ---------------------------------------------------------------

    @property
    def period(self) -> Period:
        assert self.chosen.period is not None
        return self.chosen.period

    @property
    @override
    def title(self) -> str:
        return self.period.title

    @override
    def refresh(self) -> None:
        planner, period = self._planner, self.period
        whole = planner.reviews.timesheet(period.first, period.last)
        if self.chosen.client and self.chosen.client not in whole.clients:
            self.chosen = replace(self.chosen, client="")
        self.sheet = self.chosen.of(whole)
        self._show_filters(whole)
        self.figures.show_sheet(self.sheet)
        self._rows_card.show_sheet(self.sheet, planner.days)
        projects = [one for one in self._planner.catalog.projects() if not one.archived]
        self.entries.show_lines(self.sheet.lines, projects, self._planner.days)
        self._entries_card.set_aside(entries_words(self.sheet.lines) if self.sheet.lines else "")
        named = {line.project.id: line.project for line in self.sheet.lines if line.project}
        stored = [project for project in planner.catalog.projects() if project.id in named]
        self.rules.show_rules(whole.rounding, self.sheet, stored)
        self._show_notices()
        self._show_file()
        has_lines = bool(self.sheet.lines)
        self.choices.button.setEnabled(has_lines)
        self._empty.setVisible(not has_lines)
        self.rule_words.setText(rule_words(self.sheet))
        for part in (self._entries_card, self._notice_card, self.figures, self.rule_words):
            part.setVisible(has_lines)
        is_month = self.period.kind is PeriodKind.MONTH
        self.today_label = N_("This month") if is_month else N_("This week")
        self.title_changed.emit(self.title)

    @override
    def shown_days(self) -> Sequence[date]:
        period = self.period
        return days_from(period.first, (period.last - period.first).days + 1)

    @override
    def go_to(self, day: date) -> None:
        """Show the month or the week that holds a date: a month if one is shown."""
        is_month = self.period.kind is PeriodKind.MONTH
        days = self._planner.days
        self.show_period(Period.month_of(day) if is_month else Period.week_of(day, days))

    @override
    def step(self, direction: int) -> None:
        self.show_period(self.period.stepped(direction))

    def export(self) -> None:
        form = self.choices.form
        path = self._context.ask.file_to_save(
            _("Export the timesheet"),
            self._file_name(form.ending),
            f"{_(form.title)} (*.{form.ending})",
        )
        if path is None:
            return
        sheet, options = self.sheet, self._options()
        kept = replace(self.chosen, format=form.name, options=tuple(self.choices.chosen.items()))

        def write(target: Path) -> bytes:
            content = form.write(sheet, options)
            write_export(target, content, form.ending)
            return content

        def show(content: bytes) -> None:
            self.choices.written.show_file(path, content.decode() if form.is_text else None)
            QTimer.singleShot(0, self, self._reveal_written)  # when it has its size
            total = minutes_text(written_min(form, sheet, options))
            said = [_("{total} written to {name}.", total=total, name=path.name)]
            if form.needs_email and not options.email:
                said.append(
                    _(
                        "{format} finds you by your email address: enter it in Settings, "
                        "Meetings, under My addresses.",
                        format=_(form.title),
                    )
                )
            self._context.show_message(joined_words(said, " "), False)
            self._edits.attempt(lambda: self._planner.sheet_templates.keep(self._template, kept))
            if self.choices.lock.isVisibleTo(self) and self.choices.lock.isChecked():
                self._edits.attempt(lambda: self._planner.locks.lock(sheet.first, sheet.last))
                self.choices.lock.setChecked(False)

        self._context.run_in_background(write, path, show)

    def _reveal_written(self) -> None:
        self._side.ensureWidgetVisible(self.choices.written, 0, 16)

    @override
    def own_actions(self) -> Mapping[str, Callable[[], object]]:
        period = self.period
        found: dict[str, Callable[[], object]] = {"view.export": self.export}
        locked = self._planner.locks.locked_days(period.first, period.last)
        if len(locked) < len(self.shown_days()):
            found["sheet.lock"] = lambda: self._edits.lock(period)
        if locked:
            found["sheet.unlock"] = lambda: self._edits.ask_to_unlock(period)
        if self.filters.again.text():
            found["sheet.again"] = self._show_again
        return found

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_side()

    @Slot()
    def _fit_side(self) -> None:
        """Give the cards at the side the width they need, including a visible scroll bar."""
        footer = self.choices.footer
        for part in (self.choices, footer):
            if (layout := part.layout()) is not None:
                layout.activate()  # include a text that has just changed
        wanted = _NARROW_SIDE_PX if self.width() < _NARROW_PX else _SIDE_PX
        # longer words in some languages
        width = max(wanted, *(part.minimumSizeHint().width() for part in (self._inside, footer)))
        bar = self._side.verticalScrollBar()
        self._side.setFixedWidth(width + (bar.sizeHint().width() if bar.maximum() else 0))
        footer.setFixedWidth(width)

    # -- showing -------------------------------------------------------------------------------

    def show_period(self, period: Period) -> None:
        self._choose(period=period)

    def _choose(self, **chosen: Any) -> None:
        self.chosen = replace(self.chosen, **chosen)
        self.refresh()

    def _choose_client(self, client: str) -> None:
        self.chosen = replace(self.chosen, client=client)
        kept = self._planner.sheet_templates.all().get(self._template)
        if kept is not None and kept.format in FORMATS:
            self.choices.choose(kept.format, dict(kept.options))
        self.refresh()

    @property
    def _template(self) -> str:
        """The name under which the choices for the shown client are stored."""
        return self.chosen.client or "Everything"

    def _show_filters(self, whole: Timesheet) -> None:
        planner = self._planner
        kept = planner.sheet_templates.all().get(self._template)
        again = ""
        if kept is not None and kept.period is not None:
            latest = kept.period.latest(planner.today(), planner.days)
            if latest.first >= kept.period.first:  # else that period is not over yet
                again = _("{period} again", period=latest.title)
        usual = usual_periods(planner.today(), planner.days)
        self.filters.show_choices(self.chosen, usual, whole.clients, again)

    def _show_again(self) -> None:
        """Show the latest finished period with the choices of the last export."""
        kept = self._planner.sheet_templates.find(self._template)
        if kept.period is not None:
            period = kept.period.latest(self._planner.today(), self._planner.days)
            if kept.format in FORMATS:
                self.choices.choose(kept.format, dict(kept.options))
            self._choose(period=period, grouping=kept.grouping, is_billable=kept.is_billable)

    def _show_notices(self) -> None:
        days, found = self._planner.days, self._planner.reviews.problems(self.sheet)
        shown = [
            *overlong_notices(found.overlong, days),
            *away_notices(found.unresolved, days),
            *notices(self.sheet, found.gaps, days),
            *untimed_notices(self._planner.day_totals.between(self.period.first, self.period.last)),
        ]
        self.notices.show_notices(shown)
        count = sum(notice.count for notice in shown if notice.color == "warn")
        self._notice_card.set_aside(
            plural("{count} to look at", "{count} to look at", count) if count else ""
        )

    def _show_file(self) -> None:
        form, period = self.choices.form, self.period
        shown = preview(form, self.sheet, self._options())
        self.choices.show_file(self._file_name(form.ending), shown)
        locks = self._planner.locks
        locked = [
            range_text(max(lock.first_day, period.first), min(lock.last_day, period.last))
            for lock in locks.periods()
            if lock.touches(period.first, period.last)
        ]
        days = locks.locked_days(period.first, period.last)
        is_locked = len(days) == (period.last - period.first).days + 1
        has_trail = bool(locked or locks.trail())
        self.choices.show_lock(period.title, locked, is_locked=is_locked, has_trail=has_trail)

    def _options(self) -> ExportOptions:
        return export_options(
            self.choices.chosen,
            self._planner.settings,
            self._planner.days.zone,
            has_decimal_comma=QLocale().decimalPoint() == ",",
            write_pdf=_write_pdf,
        )

    def _open_fixes(self, notice: Notice, button: QPushButton) -> None:
        self._fixes.menu_of(notice).popup(button.mapToGlobal(QPoint(0, button.height())))

    def _show_trail(self) -> None:
        from mle_planner.core.timesheet.trail_words import trail_row
        from mle_planner.ui.screens.timesheet.trail_dialog import TrailDialog

        planner = self._planner
        trail, today = planner.locks.trail(), planner.today()
        dialog = TrailDialog(self, [trail_row(line, planner.days, today) for line in trail])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _file_name(self, ending: str) -> str:
        """Return a name for the file with its content; of a client only letters and digits."""
        plain = "".join(letter if letter.isalnum() else " " for letter in self.chosen.client)
        client = "-".join(plain.split())
        period = self.period
        first, last = period.first.isoformat(), period.last.isoformat()
        days = _("{first}-to-{last}", first=first, last=last)
        if period.kind is PeriodKind.MONTH:
            days = f"{period.first:%Y-%m}"
        return "-".join(part for part in (_("timesheet"), days, client) if part) + f".{ending}"

    # -- building --------------------------------------------------------------------------------

    def _connect(self) -> None:
        filters, context = self.filters, self._context
        filters.period_chosen.connect(self.show_period)
        filters.client_chosen.connect(self._choose_client)
        filters.grouping_chosen.connect(lambda by: self._choose(grouping=by))
        filters.billable_chosen.connect(lambda is_so: self._choose(is_billable=is_so))
        filters.again_requested.connect(self._show_again)
        self.rules.rule_chosen.connect(self._edits.set_rule)
        self.rules.project_changed.connect(self._edits.change_project)
        self.rules.rate_requested.connect(self._edits.ask_for_rate)
        self.notices.day_requested.connect(lambda day: context.go_to("today", day))
        self.notices.fix_requested.connect(self._open_fixes)
        self.choices.changed.connect(self._show_file)
        self.choices.export_requested.connect(self.export)
        self.choices.written.failed.connect(context.show_error)
        self.choices.unlock_requested.connect(lambda: self._edits.ask_to_unlock(self.period))
        self.choices.trail_requested.connect(self._show_trail)
        self.entries.edited.connect(self._edits.edit_line)
        self.entries.day_requested.connect(lambda line: context.go_to("today", line.day))
        self.entries.delete_requested.connect(self._edits.delete_line)

    def _lay_out(self) -> None:
        self._entries_card = Card(_("Entries"))
        self._notice_card = Card(_("Before you send it"))
        words = _("Nothing was tracked in these days. Go back with K, or start a timer on Today.")
        self._empty = TextLabel(words, color="muted", wrapped=True)
        # Only the entries grow with the window; the rows keep their own height.
        self._rows_card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._rows_card.body.addWidget(self._empty)
        self._entries_card.body.addWidget(self.entries)
        self._entries_card.setMinimumHeight(230)
        self._notice_card.body.addWidget(self.notices)
        left = QWidget()
        column = column_of(
            self.filters,
            self.figures,
            self._rows_card,
            self.rule_words,
            (self._entries_card, 1),
            inside=left,
            spacing=12,
            margins=margins(18, 16, 6, 16),
        )
        column.addStretch(0)
        inside = QWidget()
        column_of(
            self.rules,
            self._notice_card,
            self.choices,
            STRETCH,
            inside=inside,
            spacing=12,
            margins=(0, 16, 0, 4),
        )
        self._inside = inside
        self._side = scrolling(inside)
        self._side.setFixedWidth(_SIDE_PX)
        # Queued: a change during the layout would not cause another layout.
        self._side.verticalScrollBar().rangeChanged.connect(
            self._fit_side, Qt.ConnectionType.QueuedConnection
        )
        side = column_of((self._side, 1), self.choices.footer, spacing=0)
        row_of((scrolling(left), 1), side, inside=self, spacing=8, margins=margins(0, 0, 18, 0))


def _write_pdf(document: PrintedDocument) -> bytes:
    from mle_planner.ui.pdf_process import write_pdf_beside

    return write_pdf_beside(document)
