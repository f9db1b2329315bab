"""The preview of an import of time from another tracker, and what can be chosen in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from mle_planner.core.i18n.gettext import N_, _
from mle_planner.ui.shell import time_import_words as words
from mle_planner.ui.shell.time_import_choices import ColumnChoices, ProjectChoices
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import Form, TextLabel
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.layouts import STRETCH, column_of, dialog_column, foot_row, scrolling
from mle_planner.ui.widgets.qt_override import override
from mle_planner.ui.widgets.tables import QuietTable

if TYPE_CHECKING:
    from mle_planner.core.base.errors import PlannerError
    from mle_planner.core.planner import Planner
    from mle_planner.core.tracking.importing.store import TimeImportReport
    from mle_planner.core.tracking.importing.tables import TableHead

RunJob = Callable[
    [
        "Callable[[Planner, Callable[[], bool]], Any]",
        Callable[[Any], None],
        "Callable[[PlannerError], None]",
    ],
    None,
]
"""Runs a job beside the window with its own planner."""

_NAMES = {
    "toggl": "Toggl", "clockify": "Clockify", "harvest": "Harvest", "kimai": "Kimai",
    "timewarrior": "Timewarrior", "watson": "Watson", "hamster": "Hamster",
    "gtimelog": "GTimeLog", "org": "Org", "superproductivity": "Super Productivity",
    "csv": N_("Any CSV"),
}  # fmt: skip
_ORDERS = {
    "dmy": N_("Day, month, year"), "mdy": N_("Month, day, year"), "ymd": N_("Year, month, day"),
}  # fmt: skip
_OVERLAPS = {
    "skip": N_("Leave these rows out"),
    "cut": N_("Add the rest of these rows"),
    "theirs": N_("Cut what is tracked here"),
}


class TimeImportDialog(QDialog):
    """Shows what a file would add; Import adds it. Everything is read beside the window."""

    def __init__(
        self,
        window: QWidget,
        planner: Planner,
        path: Path,
        run: RunJob,
        done: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Import time"))
        self.resize(640, 560)
        self._planner, self._path, self._run, self._done = planner, path, run, done
        self._asked = 0
        self._is_closed = False
        self.format = ChoiceBox(_("Format"))
        self.dates = ChoiceBox(_("Dates"))
        self.overlaps = ChoiceBox(_("Tracked already"))
        self.columns = ColumnChoices()
        self.projects = ProjectChoices(planner)
        self.summary = TextLabel("", wrapped=True)
        self.table = QuietTable(_("First rows"), fits=True)
        self.table.horizontalHeader().hide()
        self.remarks = TextLabel("", color="muted", wrapped=True)
        self.import_button = word_button(_("Import"), self._import, kind="primary")
        self.import_button.setDefault(True)
        self._lay_out()
        found = [("", _("As recognized")), *((key, _(name)) for key, name in _NAMES.items())]
        self.format.show_choices([(name, key) for key, name in found], "")
        self.overlaps.show_choices([(_(name), key) for key, name in _OVERLAPS.items()], "skip")
        for box in (self.format, self.dates, self.overlaps):
            box.chosen.connect(self.refresh)
        self.columns.changed.connect(self.refresh)
        self.projects.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read what would be added; an answer that is no longer asked for is not shown."""
        self._asked += 1
        asked = self._asked
        self.import_button.setEnabled(False)
        self.summary.setText(_("Reading…"))

        def show(report: TimeImportReport) -> None:
            if asked == self._asked and not self._is_closed:
                self._show(report)

        def refused(error: PlannerError) -> None:
            if asked == self._asked and not self._is_closed:
                self._show_refusal(error)

        self._run(self._job(dry_run=True), show, refused)

    def _job(self, *, dry_run: bool) -> Callable[[Planner, Callable[[], bool]], TimeImportReport]:
        from mle_planner.core.tracking.importing.overlaps import OverlapChoice
        from mle_planner.core.tracking.importing.reading import ReadChoices
        from mle_planner.core.tracking.importing.store import ImportChoices

        path = self._path
        reading = ReadChoices(
            self.format.subject or "", self.dates.subject or "", self.columns.chosen()
        )
        choices = ImportChoices(self.projects.chosen(), OverlapChoice(self.overlaps.subject))

        def job(planner: Planner, _is_stopped: Callable[[], bool]) -> TimeImportReport:
            file = planner.time_imports.read_file(path, reading)
            return planner.time_imports.import_file(file, choices, dry_run=dry_run)

        return job

    def _show(self, report: TimeImportReport) -> None:
        zone = self._planner.days.zone
        self.summary.setText(words.summary(report))
        today, first = self._planner.today(), report.new[: words.FIRST_ROWS]
        self.table.show_rows(words.COLUMNS, [words.row_of_time(one, zone, today) for one in first])
        self.remarks.setText("\n".join(words.remarks(report, zone)))
        self.projects.show_lines(report.projects)
        self._show_row(self.overlaps, bool(report.overlaps) or self.overlaps.currentIndex() > 0)
        self._inside.show()
        if report.format == "csv":
            self._offer_columns()
        self.import_button.setEnabled(report.added > 0)

    def _show_refusal(self, error: PlannerError) -> None:
        from mle_planner.core.tracking.importing.cells import DateOrderError

        self._inside.hide()
        self.summary.setText(str(error))
        if isinstance(error, DateOrderError):
            self.summary.setText(
                _("Choose how dates such as {date} are written.", date=error.example)
            )
            orders = [(_(_ORDERS[order]), order) for order in error.orders]
            self.dates.show_choices([(_("Choose"), ""), *orders], "")
            self._show_row(self.dates, True)
            self.dates.setFocus()
        else:
            self._offer_columns(_("Choose the columns of the table, or the format."))

    @override
    def done(self, result: int) -> None:
        self._is_closed = True
        super().done(result)

    def _offer_columns(self, words: str = "") -> None:
        """Let the columns of a table be chosen; ``words`` then take the place of the summary."""

        def show(head: TableHead) -> None:
            if len(head.columns) > 1 and not self._is_closed:
                self.columns.show_columns(head)
                self.columns.show()
                self.summary.setText(words or self.summary.text())

        if not self.columns.is_shown:
            path = self._path
            self._run(
                lambda planner, _stop: planner.time_imports.head_of(path), show, lambda _error: None
            )

    def _import(self) -> None:
        self._asked += 1
        self.import_button.setEnabled(False)

        def imported(report: TimeImportReport) -> None:
            self._done(words.done_text(report))
            if not self._is_closed:
                self.accept()

        def refused(error: PlannerError) -> None:
            if not self._is_closed:
                self.summary.setText(str(error))
                self.import_button.setEnabled(True)

        self._run(self._job(dry_run=False), imported, refused)

    def _show_row(self, box: ChoiceBox, is_shown: bool) -> None:
        self._labels[box].setVisible(is_shown)
        box.setVisible(is_shown)

    def _lay_out(self) -> None:
        boxes = (self.format, self.dates, self.overlaps)
        form = Form(*((box.accessibleName(), box) for box in boxes))
        self._labels = dict(zip(boxes, form.labels, strict=True))
        self._show_row(self.dates, False)
        self._show_row(self.overlaps, False)
        self.columns.hide()
        self._inside = QWidget()
        column_of(self.table, self.remarks, self.projects, STRETCH, inside=self._inside, spacing=10)
        self.body = scrolling(self._inside, takes_keys=True)
        layout = dialog_column(self)
        title = _("Import time from {name}", name=self._path.name)
        layout.addWidget(TextLabel(title, role="title", elided=True))
        layout.addLayout(form)
        layout.addWidget(self.columns)
        layout.addWidget(self.summary)
        layout.addWidget(self.body, 1)
        layout.addLayout(foot_row(word_button(_("Cancel"), self.reject), self.import_button))
