"""A report as Markdown (CommonMark with tables as in GitHub's), to paste into a wiki or a note."""

from __future__ import annotations

import re

from mle_planner.core.i18n.gettext import _
from mle_planner.core.review.report.document import ReviewReport, SectionTable


def report_markdown(report: ReviewReport) -> str:
    """Return the whole report.

    Titles and names are escaped, so that they read as they are written; the note is the user's
    own Markdown and stays as it is. Charts are left out: their figures are in the tables.
    """
    figures = "\n".join(f"- **{one.name}**: {one.text}" for one in report.figures)
    parts = [f"# {report.title}", figures]
    for section in report.sections:
        inside = [section.sentence, *map(_table, section.tables)]
        inside = [part for part in inside if part]
        if inside:
            parts.append(f"## {section.title}\n\n" + "\n\n".join(inside))
    if report.note:
        parts.append(f"## {_('Notes')}\n\n{report.note}")
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(table: SectionTable) -> str:
    head = [column.title for column in table.columns]
    marks = ["---:" if column.is_figure else "---" for column in table.columns]
    rows = [
        [cell if column.is_figure else _escape(cell)
         for column, cell in zip(table.columns, row.cells, strict=True)]
        for row in table.rows
    ]  # fmt: skip
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, marks, *rows))


def _escape(text: str) -> str:
    """Return user's words as Markdown that shows just them, on one line."""
    return re.sub(r"([\\`*_{}\[\]<>()#+\-.!|~&])", r"\\\1", " ".join(text.split()))
