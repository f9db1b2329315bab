"""Clockify: the detailed report as CSV, which its import reads.

Its import takes dates, times and durations only as the reader's profile there shows them. Times are
local, every cell is quoted, and rates and amounts have a pair of columns for each currency.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from mle_planner.core.base.shares import share_out
from mle_planner.core.i18n.gettext import N_
from mle_planner.core.timesheet.formats.cells import clock_seconds, csv_writer, hundredths_text
from mle_planner.core.timesheet.formats.format import (
    DURATIONS,
    FORMULAS,
    ExportOptions,
    Format,
    Option,
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
from mle_planner.core.timesheet.lines import SheetLine
from mle_planner.core.timesheet.sheet import Timesheet

_COLUMNS = (
    "Project", "Client", "Description", "Task", "User", "Group", "Email", "Tags", "Billable",
    "Start Date", "Start Time", "End Date", "End Time", "Duration (h)", "Duration (decimal)",
)  # fmt: skip
_USUAL_CURRENCY = "USD"
_DATES = Option(
    "dates", N_("Dates"),
    (("ymd", "2026-11-27"), ("dmy", "27/11/2026"), ("mdy", "11/27/2026")),
)  # fmt: skip
_CLOCK = Option("clock", N_("Clock"), (("24", N_("24 hours")), ("12", N_("12 hours"))))
_DATE_FORMS = {"ymd": "%Y-%m-%d", "dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}
_CLOCK_FORMS = {"24": "%H:%M:%S", "12": "%I:%M:%S %p"}


def _table(sheet: Timesheet, options: ExportOptions) -> Table:
    kinds = currencies(sheet, _USUAL_CURRENCY)
    heads = (
        priced(what, currency)
        for currency in kinds
        for what in ("Billable Rate", "Billable Amount")
    )
    return Table((*_COLUMNS, *heads), _rows(sheet, options, kinds))


def _rows(sheet: Timesheet, options: ExportOptions, kinds: list[str]) -> Iterator[Row]:
    counted = counted_lines(sheet, options)
    hours, cell = _decimal_hours(counted, options), cells_of(options)
    dates, clock = _DATE_FORMS[options.choice(_DATES)], _CLOCK_FORMS[options.choice(_CLOCK)]
    for (line, seconds), hundredths in zip(counted, hours, strict=True):
        start, end = local_times(line, seconds, options)
        prices: list[str] = []
        for currency in kinds:
            is_of_it = line.currency == currency
            prices += (
                hundredths_text(line.rate_cents if is_of_it else None),
                hundredths_text(line.amount_cents if is_of_it else None),
            )
        yield (
            cell(project_of(line)), cell(line.client), cell(line.title), cell(task_of(line)),
            cell(options.name), "", cell(options.email), cell(tag_of(line)),
            "Yes" if line.is_billable else "No",
            *_date_and_time(start, dates, clock), *_date_and_time(end, dates, clock),
            clock_seconds(seconds), hundredths_text(hundredths), *prices,
        )  # fmt: skip


def _decimal_hours(counted: Sequence[tuple[SheetLine, int]], options: ExportOptions) -> list[int]:
    """Return hundredths of hours that add up: the sheet's own, or shares of the tracked time."""
    if options.choice(DURATIONS) == "rounded":
        return [line.hundredths for line, _seconds in counted]
    return share_out([seconds for _line, seconds in counted], 36)


def _date_and_time(instant: datetime, dates: str, clock: str) -> tuple[str, str]:
    return instant.strftime(dates), instant.strftime(clock)


FORMAT = Format(
    "clockify", "Clockify", "csv", (_DATES, _CLOCK, DURATIONS, FORMULAS),
    csv_writer(_table, quotes_all=True), _table, needs_email=True,
)  # fmt: skip
