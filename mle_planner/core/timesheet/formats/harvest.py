"""Harvest: the eight columns that its import of time reads.

It has decimal hours and no times; hours add up to the sheet's, and the activity is the task there.
Reading a file twice there doubles the time.
"""

from __future__ import annotations

from collections.abc import Iterator

from mle_planner.core.timesheet.formats.cells import csv_writer, hundredths_text
from mle_planner.core.timesheet.formats.format import FORMULAS, ExportOptions, Format, Row, Table
from mle_planner.core.timesheet.formats.trackers import cells_of, full_name, settled_lines
from mle_planner.core.timesheet.groups import NO_CLIENT
from mle_planner.core.timesheet.sheet import Timesheet

_COLUMNS = ("Date", "Client", "Project", "Task", "Notes", "Hours", "First name", "Last name")


def _table(sheet: Timesheet, options: ExportOptions) -> Table:
    return Table(_COLUMNS, _rows(sheet, options))


def _rows(sheet: Timesheet, options: ExportOptions) -> Iterator[Row]:
    (first, last), cell = full_name(options), cells_of(options)
    for line in settled_lines(sheet.lines):
        if not line.hundredths:
            continue
        yield (
            line.day.isoformat(), cell(line.client or NO_CLIENT), cell(line.group),
            cell(line.activity.name), cell(line.title), hundredths_text(line.hundredths),
            cell(first), cell(last),
        )  # fmt: skip


FORMAT = Format("harvest", "Harvest", "csv", (FORMULAS,), csv_writer(_table), _table)
