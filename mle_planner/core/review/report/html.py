"""A report as one HTML file with its charts inside, or as the document that a PDF is made of."""

from __future__ import annotations

from collections.abc import Callable

from mle_planner.core.i18n.gettext import _, is_right_to_left, locale_style
from mle_planner.core.printing import PICTURE, PrintedDocument, html_text, table_html
from mle_planner.core.review.report.document import ReportChart, ReviewReport

_STYLE = (
    "body{font:15px/1.45 Inter,'Segoe UI',sans-serif;color:#1f2328;max-width:760px;"
    "margin:32px auto;padding:0 20px}h1{font-size:24px}h2{font-size:17px;margin-top:32px}"
    "table{border-collapse:collapse;margin:12px 0}svg{max-width:100%;height:auto}"
    "figure{margin:12px 0}"
)
_CHART_WIDTH_PX = 600
_GAP = '<p style="margin: 0; font-size: 6pt">&nbsp;</p>'
"""The space below a table; Qt has no margin there."""


def report_html(report: ReviewReport) -> str:
    """Return a whole page that loads nothing from anywhere."""
    direction = "rtl" if is_right_to_left() else "ltr"
    body = _body(report, lambda chart: f"<figure>{chart.svg}</figure>")
    return (
        f'<!DOCTYPE html>\n<html lang="{locale_style().language}" dir="{direction}"><head>'
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{html_text(report.title)}</title><style>{_STYLE}</style></head>"
        f"<body>{body}</body></html>\n"
    )


def report_document(report: ReviewReport) -> PrintedDocument:
    """Return what a PDF is made of; the charts are vectors in it."""
    pictures = {chart.name: chart.svg.encode() for chart in report.charts}
    place = f'<p><img src="{PICTURE}{{}}" width="{_CHART_WIDTH_PX}"></p>'
    body = _body(report, lambda chart: place.format(chart.name))
    return PrintedDocument(report.title, body, pictures)


def _body(report: ReviewReport, draw: Callable[[ReportChart], str]) -> str:
    parts = [f"<h1>{html_text(report.title)}</h1>", "<p>"]
    figures = (f"<b>{html_text(one.name)}</b>: {html_text(one.text)}" for one in report.figures)
    parts.append("<br>".join(figures))
    parts.append("</p>")
    for at, section in enumerate(report.sections):
        style = "page-break-before: always" if at and section.charts else "margin-top: 16px"
        parts.append(f'<h2 style="{style}">{html_text(section.title)}</h2>')
        if section.sentence:
            parts.append(f"<p>{html_text(section.sentence)}</p>")
        parts += [draw(chart) for chart in section.charts]
        parts += [table_html(table.columns, table.rows) + _GAP for table in section.tables]
    if report.note:
        parts.append(f"<h2>{html_text(_('Notes'))}</h2><p>{html_text(report.note)}</p>")
    return "".join(parts)
