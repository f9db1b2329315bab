"""Toggl Track: the detailed report as CSV, which its import reads.

Its import finds the user by ``Email`` and needs ``Start date``, ``Start time`` and ``Duration``.
"""

from __future__ import annotations

from collections.abc import Iterator

from mle_planner.core.timesheet.formats.cells import clock_seconds, csv_bytes, hundredths_text
from mle_planner.core.timesheet.formats.format import (
    DURATIONS,
    FORMULAS,
    ExportOptions,
    Format,
    Row,
    Table,
)
from mle_planner.core.timesheet.formats.trackers import (
    LineTexts,
    counted_lines,
    currencies,
    local_times,
    priced,
)
from mle_planner.core.timesheet.sheet import Timesheet

_COLUMNS = (
    "User", "Email", "Client", "Project", "Task", "Description", "Billable", "Start date",
    "Start time", "End date", "End time", "Duration", "Tags",
)  # fmt: skip
_USUAL_CURRENCY = "EUR"


def _write(sheet: Timesheet, options: ExportOptions) -> bytes:
    """Return the lines in local times; UTF-8 with a byte order mark, as Toggl writes it.

    Amounts have a column for each currency.
    """
    return csv_bytes(_table(sheet, options), has_mark=True)


def _table(sheet: Timesheet, options: ExportOptions) -> Table:
    kinds = currencies(sheet, _USUAL_CURRENCY)
    columns = (*_COLUMNS, *(priced("Amount", currency) for currency in kinds))
    return Table(columns, _rows(sheet, options, kinds))


def _rows(sheet: Timesheet, options: ExportOptions, kinds: list[str]) -> Iterator[Row]:
    for line, seconds in counted_lines(sheet, options):
        texts = LineTexts(line, options)
        start, end = local_times(line, seconds, options)
        yield (
            texts.cell(options.name), texts.cell(options.email), texts.client, texts.project,
            texts.task, texts.title, "Yes" if line.is_billable else "No",
            start.date().isoformat(), f"{start:%H:%M:%S}",
            end.date().isoformat(), f"{end:%H:%M:%S}",
            clock_seconds(seconds), texts.tag,
            *(
                hundredths_text(line.amount_cents) if line.currency == currency else ""
                for currency in kinds
            ),
        )  # fmt: skip


FORMAT = Format("toggl", "Toggl", "csv", (DURATIONS, FORMULAS), _write, _table, needs_email=True)
