"""Sharing the review: a report as a file, and a summary for the stand-up as text."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.files import write_export
from mle_planner.core.i18n.gettext import _
from mle_planner.core.review.levels import ReportLevel, level_title
from mle_planner.core.review.report.document import ReviewReport
from mle_planner.core.review.report.formats import (
    ReportFormat,
    ReportWriters,
    format_title,
    write_report,
)
from mle_planner.ui.widgets.buttons import word_button
from mle_planner.ui.widgets.cards import Card, Form
from mle_planner.ui.widgets.choice_box import ChoiceBox
from mle_planner.ui.widgets.layouts import STRETCH, fill, row_of


@dataclass(frozen=True, slots=True)
class ReportNames:
    """What a report may name, and whether it includes the note on the week."""

    level: ReportLevel
    has_note: bool = False

    @property
    def title(self) -> str:
        return _("Everything and the note") if self.has_note else level_title(self.level)


_NAMES = (ReportNames(ReportLevel.FULL, has_note=True), *map(ReportNames, ReportLevel))


class SharingCard(Card):
    """Chooses the form of a report and what it names, and sends requests to write or copy it."""

    export_requested = Signal()
    standup_requested = Signal()

    def __init__(self) -> None:
        super().__init__(_("Share"))
        forms = [(format_title(form), form) for form in ReportFormat]
        self.forms = ChoiceBox(_("Format of the report"), forms)
        contents = [(names.title, names) for names in _NAMES]
        self.contents = ChoiceBox(_("What the report names"), contents)
        self.export = word_button(_("Export…"), self.export_requested.emit)
        self.copy = word_button(_("Copy stand-up as text"), self.standup_requested.emit)
        form = Form((_("Format"), self.forms), (_("Contents"), self.contents), across=8)
        fill(self.body, form, row_of(self.export, self.copy, STRETCH))

    @property
    def form(self) -> ReportFormat:
        form: ReportFormat = self.forms.subject
        return form

    @property
    def names(self) -> ReportNames:
        names: ReportNames = self.contents.subject
        return names


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report, its writer, and its path."""

    path: Path
    form: ReportFormat
    report: ReviewReport


def write_file(file: ReportFile) -> Path:
    """Write the report and return its path; raise ``PlannerError`` on failure."""
    from mle_planner.ui.pdf_process import write_pdf_beside
    from mle_planner.ui.png import write_png

    writers = ReportWriters(write_pdf_beside, write_png)
    write_export(file.path, write_report(file.report, file.form, writers))
    return file.path
