"""Toggl Track: the detailed report as CSV, which its import reads.

Its import finds the user by ``Email`` and needs ``Start date``, ``Start time`` and ``Duration``.
Times are local, amounts have a column for each currency, and a byte order mark comes first, as
Toggl writes it.
"""

from __future__ import annotations

from collections.abc import Iterator

from mle_planner.core.timesheet.formats.cells import clock_seconds, csv_writer, hundredths_text
from mle_planner.core.timesheet.formats.format import (
    DURATIONS,
    FORMULAS,
    ExportOptions,
    Format,
    Row,
    Table,
)
from mle_planner.core.timesheet.formats.trackers import (
    cells_of,
    counted_lines,
    currencies,
    local_times,
    priced,
    project_of,
    tag_of,
    task_of,
)
from mle_planner.core.timesheet.sheet import Timesheet

_COLUMNS = (
    "User", "Email", "Client", "Project", "Task", "Description", "Billable", "Start date",
    "Start time", "End date", "End time", "Duration", "Tags",
)  # fmt: skip
_USUAL_CURRENCY = "EUR"


def _table(sheet: Timesheet, options: ExportOptions) -> Table:
    kinds = currencies(sheet, _USUAL_CURRENCY)
    columns = (*_COLUMNS, *(priced("Amount", currency) for currency in kinds))
    return Table(columns, _rows(sheet, options, kinds))


def _rows(sheet: Timesheet, options: ExportOptions, kinds: list[str]) -> Iterator[Row]:
    cell = cells_of(options)
    for line, seconds in counted_lines(sheet, options):
        start, end = local_times(line, seconds, options)
        yield (
            cell(options.name), cell(options.email), cell(line.client), cell(project_of(line)),
            cell(task_of(line)), cell(line.title), "Yes" if line.is_billable else "No",
            start.date().isoformat(), f"{start:%H:%M:%S}",
            end.date().isoformat(), f"{end:%H:%M:%S}",
            clock_seconds(seconds), cell(tag_of(line)),
            *(
                hundredths_text(line.amount_cents) if line.currency == currency else ""
                for currency in kinds
            ),
        )  # fmt: skip


FORMAT = Format(
    "toggl", "Toggl", "csv", (DURATIONS, FORMULAS), csv_writer(_table, has_mark=True), _table,
    needs_email=True,
)  # fmt: skip
