"""Writes a review as a report: what of it, as what, and where to."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mle_planner.cli.arguments import UsageError, argument
from mle_planner.cli.columns import columns
from mle_planner.cli.context import Context, say
from mle_planner.core.review.levels import ReportLevel

if TYPE_CHECKING:
    from mle_planner.core.review.report.document import ReviewReport
    from mle_planner.core.review.report.formats import ReportFormat, ReportWriters

_FORMATS = ("md", "html", "pdf", "png", "svg")
"""The formats, whose module is loaded only when a report is written."""


REPORT = (
    argument(
        "--format", choices=_FORMATS,
        help="default: by the file name, else plain text; png and svg are the charts",
    ),
    argument(
        "-o", "--output", metavar="FILE", default="-",
        help="default, or -: standard output; for pictures a folder gets one of each chart",
    ),
    argument(
        "--level", choices=[level.value for level in ReportLevel], default=ReportLevel.FULL.value,
        help="what is named: all, only projects, or nothing but sums",
    ),
    argument("--notes", action="store_true", help="with the note on the week"),
    argument("--markdown", dest="format", action="store_const", const="md", help=argparse.SUPPRESS),
)  # fmt: skip


def read_level(options: argparse.Namespace) -> ReportLevel:
    """Return the level; refuse notes, which may name anything, where a level leaves out names."""
    level = ReportLevel(options.level)
    if options.notes and level is not ReportLevel.FULL:
        raise UsageError(
            "Notes may name anything, so they go only with --level full. Leave out --notes."
        )
    return level


def wants_report(context: Context, options: argparse.Namespace) -> bool:
    """Whether a report is asked for, not just the figures as text or JSON."""
    if options.output != "-":
        return True
    return options.format is not None and not context.wants_json


def answer_report(context: Context, options: argparse.Namespace, report: ReviewReport) -> int:
    """Write a report to a file, to a folder, or to standard output."""
    from mle_planner.core.review.report.formats import ReportWriters, write_report

    form = _format(options)
    writers = ReportWriters(context.write_pdf, context.write_png)
    if options.output == "-":
        if not form.is_text and sys.stdout.isatty():
            raise UsageError(f"A terminal cannot show {form.value.upper()}. Name a file with -o.")
        content = write_report(report, form, writers)
        say(content.decode().rstrip("\n") if form.is_text else content)
        return 0
    written = _write(report, form, writers, Path(options.output))
    return context.answer(
        lambda: {
            "file": options.output,
            "format": form.value,
            "level": options.level,
            "files": [str(path) for path in written],
        },
        lambda: [f"Wrote {report.title} to {path}." for path in written],
    )


def report_lines(report: ReviewReport) -> Iterator[str]:
    """Yield a report as lines of a terminal, without its charts."""
    yield report.title
    for figure in report.figures:
        yield f"{figure.name}: {figure.text}"
    for table in (table for section in report.sections for table in section.tables):
        head = tuple(column.title for column in table.columns)
        yield from columns([head, *(row.cells for row in table.rows)], indent="  ")


def _write(
    report: ReviewReport, form: ReportFormat, writers: ReportWriters, path: Path
) -> list[Path]:
    """Write the file, or a picture of each chart into the folder, and return what was written."""
    from mle_planner.core.files import (
        ExportError,
        leaving_no_new_folder,
        refuse_other_format,
        write_export,
    )
    from mle_planner.core.review.report.formats import write_charts, write_report

    if not form.is_pictures or path.suffix.lower() == f".{form}":
        write_export(path, write_report(report, form, writers), form)
        return [path]
    refuse_other_format(path, form)
    pictures = write_charts(report, form, writers)
    try:
        with leaving_no_new_folder(path, pictures):
            path.mkdir(parents=True, exist_ok=True)
            for name, content in pictures.items():
                write_export(path / name, content)
    except OSError as error:
        raise ExportError(
            f"The folder {path} cannot be made ({error.strerror}). Nothing was exported."
        ) from error
    return [path / name for name in pictures]


def _format(options: argparse.Namespace) -> ReportFormat:
    from mle_planner.core.review.report.formats import ReportFormat, format_of_file

    if options.format is not None:
        return ReportFormat(options.format)
    found = format_of_file(options.output)
    if found is None:
        raise UsageError(
            f"The name {options.output} does not say what to write. "
            f"Add --format with one of {', '.join(_FORMATS)}."
        )
    return found
