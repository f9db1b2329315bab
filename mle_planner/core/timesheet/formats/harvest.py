"""Harvest: the eight columns that its import of time reads.

It has decimal hours and no times. Reading a file twice there doubles the time.
"""

from __future__ import annotations

from collections.abc import Iterator

from mle_planner.core.timesheet.formats.cells import csv_bytes, hundredths_text
from mle_planner.core.timesheet.formats.format import FORMULAS, ExportOptions, Format, Row, Table
from mle_planner.core.timesheet.formats.trackers import LineTexts, full_name, settled_lines
from mle_planner.core.timesheet.sheet import Timesheet

_COLUMNS = ("Date", "Client", "Project", "Task", "Notes", "Hours", "First name", "Last name")


def _write(sheet: Timesheet, options: ExportOptions) -> bytes:
    """Return the lines; hours add up to the sheet's. The activity is the task there."""
    return csv_bytes(_table(sheet, options))


def _table(sheet: Timesheet, options: ExportOptions) -> Table:
    return Table(_COLUMNS, _rows(sheet, options))


def _rows(sheet: Timesheet, options: ExportOptions) -> Iterator[Row]:
    first, last = full_name(options)
    for line in settled_lines(sheet.lines):
        if not line.hundredths:
            continue
        texts = LineTexts(line, options)
        yield (
            line.day.isoformat(), texts.needed_client, texts.needed_project, texts.activity,
            texts.title, hundredths_text(line.hundredths), texts.cell(first), texts.cell(last),
        )  # fmt: skip


FORMAT = Format("harvest", "Harvest", "csv", (FORMULAS,), _write, _table)
