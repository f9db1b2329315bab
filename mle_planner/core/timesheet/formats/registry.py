"""Every format a timesheet can be written in. The window and the command line offer this list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.formats import day_text
from mle_planner.core.i18n.gettext import _, planner_error
from mle_planner.core.timesheet.formats import (
    clockify,
    csv_lines,
    harvest,
    ics,
    json_document,
    kimai,
    pdf,
    toggl,
    xlsx,
)
from mle_planner.core.timesheet.formats.cells import hundredths_text
from mle_planner.core.timesheet.formats.format import COLUMNS, DURATIONS, ExportOptions, Format, Row
from mle_planner.core.timesheet.formats.trackers import counted_lines
from mle_planner.core.timesheet.sheet import Timesheet

FORMATS: Mapping[str, Format] = {
    module.FORMAT.name: module.FORMAT
    for module in (
        xlsx, pdf, csv_lines, toggl, clockify, harvest, kimai, ics, json_document,
    )
}  # fmt: skip
"""In the order in which they are offered."""

_BY_ENDING = {form.ending: form for form in reversed(tuple(FORMATS.values()))}
"""The first format offered with each ending of a file's name."""


def format_of_file(name: str) -> Format:
    """Return the format that goes with the ending of a file's name; CSV for any other."""
    return _BY_ENDING.get(name.rpartition(".")[2].lower(), FORMATS["csv"])


def checked_choices(form: Format, chosen: Mapping[str, str]) -> dict[str, str]:
    """Return what was chosen for a format.

    Raises:
        PlannerError: The format has no such option or choice; the sentence lists what
            there is.
    """
    options = {option.name: option for option in form.options}
    for name, value in chosen.items():
        if name == COLUMNS and form.columns:
            _check_columns(form, value)
            continue
        allowed = [] if name not in options else [each for each, _title in options[name].choices]
        if value not in allowed:
            there_are = "; ".join(
                f"{option.name}={'|'.join(each for each, _title in option.choices)}"
                for option in form.options
            )
            if form.columns:
                there_are += f"; {COLUMNS}={','.join(column.name for column in form.columns)}"
            raise planner_error(
                "{format} has no option {name}={value}. Nothing was exported; choose from: "
                "{options}.",
                format=_(form.title),
                name=name,
                value=value,
                options=there_are or _("none"),
            )
    return dict(chosen)


def written_min(form: Format, sheet: Timesheet, options: ExportOptions) -> int:
    """Return the minutes that a file adds up to: tracked or rounded where that can be chosen."""
    if DURATIONS not in form.options:
        return sheet.total_min
    return sum(seconds for _line, seconds in counted_lines(sheet, options)) // 60


def _check_columns(form: Format, value: str) -> None:
    known = [column.name for column in form.columns]
    missing = [name for name in value.split(",") if name not in known]
    if missing:
        raise planner_error(
            "{format} has no column {name}. Nothing was exported; choose from: {columns}.",
            format=_(form.title),
            name=missing[0],
            columns=",".join(known),
        )


@dataclass(frozen=True, slots=True)
class FilePreview:
    """The first rows of a file; of a format without columns, what is in it."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    count: int


def preview(form: Format, sheet: Timesheet, options: ExportOptions, most: int = 3) -> FilePreview:
    """Return the head and at most ``most`` rows of what would be written."""
    if form.table is not None:
        table = form.table(sheet, options)
        return FilePreview(table.columns, tuple(islice(table.rows, most)), len(sheet.lines))
    names = {form.columns[place].name for place in options.shown(form.columns)}
    plain = {"date": _("Date"), "project": _("Project"), "what": _("What"), "hours": _("Hours")}
    shown = [place for place, name in enumerate(plain) if name in names or not form.columns]
    columns, rows = tuple(plain.values()), islice(_plain_rows(sheet, options), most)
    return FilePreview(
        tuple(columns[place] for place in shown),
        tuple(tuple(row[place] for place in shown) for row in rows),
        len(sheet.lines),
    )


def _plain_rows(sheet: Timesheet, options: ExportOptions) -> Iterator[Row]:
    mark = "," if options.has_decimal_comma else "."
    for line in sheet.lines:
        yield (
            day_text(line.day), line.project.name if line.project else _(line.group), line.title,
            hundredths_text(line.hundredths, mark),
        )  # fmt: skip
