"""What a report can be written as."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.gettext import N_, _, planner_error
from mle_planner.core.printing import PdfWriter, PngWriter, needs_window
from mle_planner.core.review.report.document import TITLE_PX, ReportChart, ReviewReport
from mle_planner.core.review.report.html import report_document, report_html
from mle_planner.core.review.report.markdown import report_markdown
from mle_planner.core.review.report.svg import picture, text


class ReportFormat(StrEnum):
    """The formats; the value is what is typed, and the ending of the file."""

    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"
    PNG = "png"
    SVG = "svg"

    @property
    def is_text(self) -> bool:
        """Whether a terminal can show it."""
        return self in (ReportFormat.MARKDOWN, ReportFormat.HTML)

    @property
    def is_pictures(self) -> bool:
        """Whether it is a folder with a picture of each chart."""
        return self in (ReportFormat.PNG, ReportFormat.SVG)


_TITLES = {
    ReportFormat.MARKDOWN: N_("Markdown"),
    ReportFormat.HTML: N_("Web page"),
    ReportFormat.PDF: N_("PDF"),
    ReportFormat.PNG: N_("Pictures of the charts (PNG)"),
    ReportFormat.SVG: N_("Pictures of the charts (SVG)"),
}


def format_title(form: ReportFormat) -> str:
    """Return a format as it is shown."""
    return _(_TITLES[form])


@dataclass(frozen=True, slots=True)
class ReportWriters:
    """What the window's side of the planner writes; None where it is not there."""

    pdf: PdfWriter | None = None
    png: PngWriter | None = None


def write_report(report: ReviewReport, form: ReportFormat, writers: ReportWriters) -> bytes:
    """Return the report as one file; as a picture it is a sheet of all charts.

    Raises ``PlannerError`` where nothing can write the format, or where there is no chart.
    """
    if form is ReportFormat.MARKDOWN:
        return report_markdown(report).encode("utf-8", "replace")
    if form is ReportFormat.HTML:
        return report_html(report).encode("utf-8", "replace")
    if form is ReportFormat.PDF:
        if writers.pdf is None:
            raise needs_window("PDF")
        return writers.pdf(report_document(report))
    return _picture(_sheet(report), form, writers)


def write_charts(
    report: ReviewReport, form: ReportFormat, writers: ReportWriters
) -> Mapping[str, bytes]:
    """Return a picture of each chart by the name of its file."""
    charts = _charts(report)
    return {f"{chart.name}.{form}": _picture(chart.svg, form, writers) for chart in charts}


def _charts(report: ReviewReport) -> tuple[ReportChart, ...]:
    if not report.charts:
        raise planner_error("There is no chart to export yet. Nothing was exported.")
    return report.charts


def format_of_file(name: str) -> ReportFormat | None:
    """Return the format that the ending of a file name stands for; None for another."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    endings = {"markdown": ReportFormat.MARKDOWN, "htm": ReportFormat.HTML}
    return endings.get(ending) or next((form for form in ReportFormat if form == ending), None)


def _picture(svg: str, form: ReportFormat, writers: ReportWriters) -> bytes:
    if form is ReportFormat.SVG:
        return svg.encode("utf-8", "replace")
    if writers.png is None:
        raise needs_window("PNG")
    return writers.png(svg)


_EDGE_PX = 20.0


def _sheet(report: ReviewReport) -> str:
    """Return all charts one below the other."""
    charts, y = _charts(report), _EDGE_PX + 48
    parts = [text(_EDGE_PX, _EDGE_PX + 20, report.title, "#1f2328", size=17, is_bold=True)]
    for chart in charts:
        parts += chart.parts(_EDGE_PX, y)
        y += TITLE_PX + chart.height + _EDGE_PX
    width = max(chart.width for chart in charts) + 2 * _EDGE_PX
    return picture(width, y, parts, "; ".join(f"{chart.title}: {chart.words}" for chart in charts))
