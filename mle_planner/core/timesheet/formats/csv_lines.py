"""CSV: one record for each line of the sheet, in the generic layout of time trackers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mle_planner.core.i18n.gettext import N_
from mle_planner.core.model.work import Project
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
    FileColumn,
    Format,
    Option,
    Row,
    Table,
)
from mle_planner.core.timesheet.sheet import Timesheet

_COLUMNS = tuple(
    FileColumn(name, name, is_kept=name == "hours")
    for name in (
        "description", "billable", "client", "project", "tags", "start", "end",
        "date", "activity", "tracked_s", "tracked_min", "rounded_min",
        "task", "with", "note", "hours", "rate", "amount", "currency",
    )
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

    ``tracked_min``, ``rounded_min``, ``hours`` and ``amount`` of all rows add up to the
    sheet's totals. ``tags`` is the activity.
    """
    return csv_bytes(
        _table(sheet, options),
        separator=_separator(options),
        has_mark=options.choice(_BOM) == "yes",
    )


def _table(sheet: Timesheet, options: ExportOptions) -> Table:
    rows, shown = _rows(sheet, options), options.shown(_COLUMNS)
    if len(shown) < len(_COLUMNS):
        rows = (tuple(row[place] for place in shown) for row in rows)
    return Table(tuple(_COLUMNS[place].name for place in shown), rows)


def _rows(sheet: Timesheet, options: ExportOptions) -> Iterator[Row]:
    guard = options.choice(FORMULAS) == "guard"
    mark = "," if _has_comma(options) else "."
    is_local = options.choice(_TIMES) == "local"

    def time_text(instant: datetime) -> str:
        return local_text(instant, options.zone) if is_local else utc_text(instant)

    terms: dict[int, tuple[str, ...]] = {}  # once for each project: ten years have many lines
    for line in sheet.lines:
        project, span = line.project, line.span
        if id(project) not in terms:
            terms[id(project)] = _terms(project, guard, mark)
        billable, client, name, rate, currency = terms[id(project)]
        activity = cell_text(line.activity.name, guard)
        yield (
            cell_text(line.title, guard), billable, client, name, activity,
            time_text(span.start), time_text(span.end),
            line.day.isoformat(), activity, line.tracked_s, line.tracked_min,
            line.rounded_min,
            cell_text(line.task.title, guard) if line.task else "",
            cell_text(line.person.name, guard) if line.person else "",
            cell_text(line.note, guard) if line.note else "",
            hundredths_text(line.hundredths, mark), rate,
            hundredths_text(line.amount_cents, mark), currency,
        )  # fmt: skip


def _terms(project: Project | None, guard: bool, mark: str) -> tuple[str, ...]:
    """Return what each line of a project says: billable, client, name, rate and currency."""
    if project is None:
        return "false", "", "", "", ""
    rate = project.rate_cents if project.billable else None
    return (
        "true" if project.billable else "false",
        cell_text(project.client, guard),
        cell_text(project.name, guard),
        hundredths_text(rate, mark),
        "" if rate is None else cell_text(project.currency, guard),
    )


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
    "csv", "CSV", "csv", (_TIMES, _SEPARATOR, _DECIMALS, _BOM, FORMULAS), _write, _table,
    columns=_COLUMNS,
)  # fmt: skip
