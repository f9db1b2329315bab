"""CSV: one record a line of the sheet, in the generic layout of time trackers."""

from __future__ import annotations

from collections.abc import Iterator

from mle_planner.core.i18n.gettext import N_
from mle_planner.core.timesheet.formats.cells import (
    cell_text,
    csv_bytes,
    hundredths_text,
    local_text,
    utc_text,
)
from mle_planner.core.timesheet.formats.format import (
    FORMULAS,
    ExportOptions,
    Format,
    Option,
    Row,
    Table,
)
from mle_planner.core.timesheet.lines import SheetLine
from mle_planner.core.timesheet.sheet import Timesheet

_COLUMNS = (
    "description", "billable", "client", "project", "tags", "start", "end",
    "date", "activity", "tracked_s", "rounded_min",
    "task", "with", "note", "hours", "rate", "amount", "currency",
)  # fmt: skip
"""The generic layout's seven columns, then what makes the rows add up to the sheet's totals."""

_TIMES = Option("times", N_("Times"), (("utc", N_("In UTC")), ("local", N_("Local"))))
_SEPARATOR = Option(
    "separator", N_("Separator"),
    (
        ("comma", N_("Comma")), ("semicolon", N_("Semicolon")), ("tab", N_("Tab")),
        ("system", N_("As on this computer")),
    ),
)  # fmt: skip
_DECIMALS = Option(
    "decimals", N_("Decimals"),
    (
        ("point", N_("1.25, with a point")), ("comma", N_("1,25, with a comma")),
        ("system", N_("As on this computer")),
    ),
)  # fmt: skip
_BOM = Option("bom", N_("Byte order mark"), (("no", N_("No")), ("yes", N_("Yes, for Excel"))))
_SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t"}


def _write(sheet: Timesheet, options: ExportOptions) -> bytes:
    """Return the lines as CSV (RFC 4180: CRLF line ends, UTF-8).

    ``rounded_min``, ``hours`` and ``amount`` of all rows add up to the sheet's totals. ``tags``
    is the activity.
    """
    return csv_bytes(
        _table(sheet, options),
        separator=_separator(options),
        has_mark=options.choice(_BOM) == "yes",
    )


def _table(sheet: Timesheet, options: ExportOptions) -> Table:
    return Table(_COLUMNS, _rows(sheet, options))


def _rows(sheet: Timesheet, options: ExportOptions) -> Iterator[Row]:
    guard = options.choice(FORMULAS) == "guard"
    mark = "," if _has_comma(options) else "."
    is_local = options.choice(_TIMES) == "local"

    def text(value: str) -> str:
        return cell_text(value, guard)

    def times(line: SheetLine) -> tuple[str, str]:
        if is_local:
            zone = options.zone
            return local_text(line.span.start, zone), local_text(line.span.end, zone)
        return utc_text(line.span.start), utc_text(line.span.end)

    for line in sheet.lines:
        activity = text(line.activity.name)
        yield (
            text(line.title), "true" if line.is_billable else "false", text(line.client),
            text(line.project.name if line.project else ""), activity, *times(line),
            line.day.isoformat(), activity, line.tracked_s, line.rounded_min,
            text(line.task.title if line.task else ""),
            text(line.person.name if line.person else ""), text(line.note),
            hundredths_text(line.hundredths, mark), hundredths_text(line.rate_cents, mark),
            hundredths_text(line.amount_cents, mark),
            text(line.currency if line.rate_cents is not None else ""),
        )  # fmt: skip


def _has_comma(options: ExportOptions) -> bool:
    chosen = options.choice(_DECIMALS)
    return options.has_decimal_comma if chosen == "system" else chosen == "comma"


def _separator(options: ExportOptions) -> str:
    """Return the separator; where figures have a comma, spreadsheets expect a semicolon."""
    chosen = options.choice(_SEPARATOR)
    if chosen == "system":
        return ";" if options.has_decimal_comma else ","
    return _SIGNS[chosen]


FORMAT = Format(
    "csv", "CSV", "csv", (_TIMES, _SEPARATOR, _DECIMALS, _BOM, FORMULAS), _write, _table
)
