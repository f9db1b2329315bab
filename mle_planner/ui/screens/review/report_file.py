"""Writes a report to a file, beside the window."""

from __future__ import annotations

from pathlib import Path

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.files import write_export
from mle_planner.core.review.report.document import ReviewReport
from mle_planner.core.review.report.formats import ReportFormat, ReportWriters, write_report


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report with what to write it as, and where to."""

    path: Path
    form: ReportFormat
    report: ReviewReport


def write_file(file: ReportFile) -> Path:
    """Write the report and return its path; raises ``PlannerError``."""
    from mle_planner.ui.pdf_process import write_pdf_beside
    from mle_planner.ui.png import write_png

    writers = ReportWriters(write_pdf_beside, write_png)
    write_export(file.path, write_report(file.report, file.form, writers))
    return file.path
