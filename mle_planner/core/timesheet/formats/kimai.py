"""Kimai: the CSV of a timesheet, which its import reads.

Times are local, durations in seconds, every cell is quoted. Kimai has one currency a customer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mle_planner.core.timesheet.formats.cells import csv_writer, hundredths_text
from mle_planner.core.timesheet.formats.format import (
    DURATIONS,
    FORMULAS,
    ExportOptions,
    Format,
    Row,
    Table,
)
from mle_planner.core.timesheet.formats.trackers import cells_of, counted_lines, local_times
from mle_planner.core.timesheet.groups import NO_CLIENT
from mle_planner.core.timesheet.sheet import Timesheet

_COLUMNS = (
    "Date", "From", "To", "Duration", "Rate", "User", "Customer", "Project", "Activity",
    "Description", "Exported", "Tags", "Hourly rate", "Fixed rate",
)  # fmt: skip


def _table(sheet: Timesheet, options: ExportOptions) -> Table:
    return Table(_COLUMNS, _rows(sheet, options))


def _rows(sheet: Timesheet, options: ExportOptions) -> Iterator[Row]:
    cell = cells_of(options)
    for line, seconds in counted_lines(sheet, options):
        start, end = local_times(line, seconds, options)
        yield (
            start.date().isoformat(), _clock(start), _clock(end), seconds,
            hundredths_text(line.amount_cents or 0), cell(options.name or options.email),
            cell(line.client or NO_CLIENT), cell(line.group), cell(line.activity.name),
            cell(line.title), 0, "",
            hundredths_text(line.rate_cents), "",
        )  # fmt: skip


def _clock(instant: datetime) -> str:
    """Return a time as Kimai writes it, with the seconds where there are any."""
    return f"{instant:%H:%M:%S}" if instant.second else f"{instant:%H:%M}"


FORMAT = Format(
    "kimai", "Kimai", "csv", (DURATIONS, FORMULAS), csv_writer(_table, quotes_all=True), _table
)
