"""Excel: the lines with real durations, and sums as formulas."""

from __future__ import annotations

import io
from collections.abc import Container, Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from itertools import count
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.gettext import N_, _, is_right_to_left
from mle_planner.core.timesheet.formats.format import ExportOptions, FileColumn, Format, Option, Row
from mle_planner.core.timesheet.groups import amounts_of
from mle_planner.core.timesheet.lines import SheetLine
from mle_planner.core.timesheet.sheet import Timesheet
from mle_planner.core.typed.title import harmless

_SHEETS = Option(
    "sheets", N_("Sheets"), (("one", N_("All in one")), ("project", N_("One for each project")))
)
_MOST_LETTERS = 32_767
"""What a cell holds, in units of UTF-16."""
_MOST_NAME_LETTERS = 31
_NOT_IN_NAMES = str.maketrans("[]:*?/\\", "-------")
_DAY_S = 86_400
_A4 = 9
_DAY_BEFORE_FIRST = date(1899, 12, 30).toordinal()
"""Excel counts dates from here on; it takes 1900 for a leap year."""
_LOCAL_DATE = 14
"""Excel's built-in format of dates, shown as the reader's computer writes them."""


@dataclass(frozen=True, slots=True)
class _SheetColumn:
    title: str
    width: int
    form: str | int = ""


_COLUMNS = (
    _SheetColumn(N_("Date"), 11, _LOCAL_DATE),
    _SheetColumn(N_("From"), 7, "hh:mm"),
    _SheetColumn(N_("To"), 7, "hh:mm"),
    _SheetColumn(N_("Client"), 18),
    _SheetColumn(N_("Project"), 20),
    _SheetColumn(N_("Task"), 26),
    _SheetColumn(N_("Activity"), 13),
    _SheetColumn(N_("What"), 36),
    _SheetColumn(N_("Tracked"), 10, "[h]:mm"),
    _SheetColumn(N_("Rounded"), 10, "[h]:mm"),
    _SheetColumn(N_("Hours"), 9, "0.00"),
    _SheetColumn(N_("Billable"), 9),
    _SheetColumn(N_("Rate"), 10, "#,##0.00"),
    _SheetColumn(N_("Amount"), 12, "#,##0.00"),
    _SheetColumn(N_("Currency"), 10),
)
_CLIENT, _PROJECT, _HOURS, _AMOUNT, _CURRENCY = 3, 4, 10, 13, 14
_FIGURES = (8, 9, _HOURS)
_NAMES = (_CLIENT, _PROJECT, _CURRENCY)
_OF_SUMMARY = (_CLIENT, _PROJECT, *_FIGURES, _AMOUNT, _CURRENCY)
_EMPTY = '""'

_FILE_COLUMNS = tuple(
    FileColumn(column.title.lower(), column.title, is_kept=place in (_CLIENT, _PROJECT, _HOURS))
    for place, column in enumerate(_COLUMNS)
)
"""The summary is made from those that are kept. An amount goes with its currency."""

_Key = tuple[str, str, str]
"""Client, project and currency of a part of the lines, as they stand in cells."""


class _Source(NamedTuple):
    """A sheet with a number of lines, and their sums below; of one project, or of all."""

    name: str
    lines: int
    is_of_one_project: bool


def _write(sheet: Timesheet, options: ExportOptions) -> bytes:
    """Return a workbook: the lines, or a sheet for each project, then a summary.

    Durations are numbers of days shown as hours; text is always written as text. The same sheet
    gives the same bytes.
    """
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"title": _("Timesheet"), "created": datetime.combine(sheet.last, time())})
    shown = options.shown(_FILE_COLUMNS)
    if not {_AMOUNT, _CURRENCY} <= set(shown):
        shown = [place for place in shown if place not in (_AMOUNT, _CURRENCY)]
    is_by_project = options.choice(_SHEETS) == "project"
    _Book(book, options.zone, shown).fill(sheet.lines, is_by_project)
    book.close()
    return file.getvalue()


class _Book:
    """A workbook being filled with the columns that are shown."""

    def __init__(self, book: Any, zone: ZoneInfo, shown: Sequence[int]) -> None:
        self._book = book
        self._shown = shown
        self._zone = zone
        self._names = {"history"}  # which Excel keeps for itself
        side = "right" if is_right_to_left() else "left"
        text = {"num_format": "@", "align": side, "indent": 1}  # away from the figure before it
        self._head = book.add_format({**text, "bold": True, "bottom": 1})
        self._figure_head = book.add_format({"bold": True, "bottom": 1, "align": "right"})
        forms = {
            column.form: {"num_format": column.form} if column.form else text for column in _COLUMNS
        }
        self._plain = {form: book.add_format(kept) for form, kept in forms.items()}
        self._bold = {
            form: book.add_format({**kept, "bold": True, "top": 1}) for form, kept in forms.items()
        }

    def fill(self, lines: Sequence[SheetLine], is_by_project: bool) -> None:
        """Write every sheet, the summary last."""
        parts = _parts(lines, has_amounts=_AMOUNT in self._shown)
        if is_by_project:
            sources = {
                key: _Source(self._add_lines(key[1] or _("No project"), part), len(part), True)
                for key, part in parts.items()
            }
        else:
            name = self._add_lines(_("Timesheet"), lines)
            sources = dict.fromkeys(parts, _Source(name, len(lines), False))
        self._add_summary(parts, sources)

    def _add_lines(self, wanted: str, lines: Sequence[SheetLine]) -> str:
        """Write lines and their sums; return the name of the sheet."""
        sheet, name = self._add_sheet(wanted, self._shown)
        places = [(at, kind, self._plain[_COLUMNS[kind].form])
                  for at, kind in enumerate(self._shown)]  # fmt: skip
        write_text, write_number = sheet.write_string, sheet.write_number
        for row, line in enumerate(lines, 1):
            cells = _cells(line, self._zone)
            for column, kind, form in places:
                value = cells[kind]
                if not isinstance(value, str):
                    write_number(row, column, value, form)
                elif value:
                    write_text(row, column, value, form)
        self._add_totals(sheet, self._shown, len(lines), lines)
        return name

    def _add_sheet(self, wanted: str, kinds: Sequence[int]) -> tuple[Any, str]:
        name = _sheet_name(wanted, self._names)
        self._names.add(name.casefold())
        sheet = self._book.add_worksheet(name)
        if is_right_to_left():
            sheet.right_to_left()
        for at, column in enumerate(_COLUMNS[kind] for kind in kinds):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, _(column.title),
                               self._figure_head if column.form else self._head)  # fmt: skip
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet, name

    def _add_totals(
        self, sheet: Any, kinds: Sequence[int], count: int, lines: Sequence[SheetLine]
    ) -> None:
        """Write the sums under ``count`` rows; amounts have a row for each currency."""
        if not count:
            return
        row, bold = count + 1, self._bold
        sheet.write_string(row, 0, _("Total"), bold[""])
        for kind, value in zip(_FIGURES, _sums(lines), strict=True):
            if kind in kinds:
                column = kinds.index(kind)
                formula = f"=SUM({_cells_of(column, count)})"
                sheet.write_formula(row, column, formula, bold[_COLUMNS[kind].form], value)
        if _AMOUNT not in kinds:
            return
        column = kinds.index(_AMOUNT)
        for at, (currency, cents) in enumerate(sorted(amounts_of(lines).items()), row):
            its_currency = f"{_letter(column + 1)}{at + 1}"
            formula = (
                f"=SUMPRODUCT(EXACT({_cells_of(column + 1, count)},{its_currency})"
                f"*{_cells_of(column, count)})"
            )
            sheet.write_formula(at, column, formula, bold[_COLUMNS[_AMOUNT].form], cents / 100)
            sheet.write_string(at, column + 1, _text(currency), bold[""])

    def _add_summary(
        self, parts: Mapping[_Key, Sequence[SheetLine]], sources: Mapping[_Key, _Source]
    ) -> None:
        """Write a row for each project, made from the other sheets, and the sums of the rows."""
        kinds = [kind for kind in _OF_SUMMARY if kind in self._shown]
        sheet, _name = self._add_sheet(_("Summary"), kinds)
        for row, (key, lines) in enumerate(parts.items(), 1):
            client, project, currency = key
            names = {_CLIENT: client, _PROJECT: project or _("No project"), _CURRENCY: currency}
            figures = dict(zip(_FIGURES, _sums(lines), strict=True))
            for column, kind in enumerate(kinds):
                form = self._plain[_COLUMNS[kind].form]
                if kind in names:
                    if names[kind]:
                        sheet.write_string(row, column, names[kind], form)
                elif kind != _AMOUNT or currency:
                    value = figures.get(kind, sum(amounts_of(lines).values()) / 100)
                    formula = self._formula(sources[key], kinds, kind, row, key)
                    sheet.write_formula(row, column, formula, form, value)
        every = [line for lines in parts.values() for line in lines]
        self._add_totals(sheet, kinds, len(parts), every)

    def _formula(
        self, source: _Source, kinds: Sequence[int], kind: int, row: int, key: _Key
    ) -> str:
        """Return the formula of a project's sum of a column, in a row of the summary.

        ``kinds`` are the columns of the summary.
        """
        sheet, shown = _quoted(source.name), self._shown
        if source.is_of_one_project:
            return f"={sheet}!{_letter(shown.index(kind))}{source.lines + 2}"
        tests = [
            f"EXACT({sheet}!{_cells_of(shown.index(name), source.lines)},"
            f"{f'{_letter(kinds.index(name))}{row + 1}' if text else _EMPTY})"
            for name, text in zip(_NAMES, key, strict=True)
            if name in shown
        ]
        figures = f"{sheet}!{_cells_of(shown.index(kind), source.lines)}"
        return f"=SUMPRODUCT({'*'.join([*tests, figures])})"


def _parts(lines: Sequence[SheetLine], *, has_amounts: bool) -> dict[_Key, list[SheetLine]]:
    """Return the lines by client, project and currency, in alphabetical order."""
    parts: dict[_Key, list[SheetLine]] = {}
    for line in lines:
        currency = _currency(line) if has_amounts else ""
        project = _text(line.project.name) if line.project else ""
        parts.setdefault((_text(line.client), project, currency), []).append(line)
    return dict(sorted(parts.items(), key=lambda part: (not part[0][1], part[0])))


def _cells(line: SheetLine, zone: ZoneInfo) -> Row:
    start, end = line.span.start.astimezone(zone), line.span.end.astimezone(zone)
    return (
        line.day.toordinal() - _DAY_BEFORE_FIRST, _share_of_day(start), _share_of_day(end),
        _text(line.client), _text(line.project.name) if line.project else "",
        _text(line.task.title) if line.task else "", _text(line.activity.name),
        _text(line.title), line.counted_s / _DAY_S, line.rounded_s / _DAY_S,
        line.hundredths / 100, _("yes") if line.is_billable else _("no"),
        "" if line.rate_cents is None else line.rate_cents / 100,
        "" if line.amount_cents is None else line.amount_cents / 100, _currency(line),
    )  # fmt: skip


def _currency(line: SheetLine) -> str:
    return _text(line.currency) if line.rate_cents is not None else ""


def _share_of_day(local: datetime) -> float:
    return (local.hour * 3600 + local.minute * 60 + local.second) / _DAY_S


def _sums(lines: Sequence[SheetLine]) -> tuple[float, float, float]:
    """Return tracked and rounded time in days, and decimal hours."""
    return (
        sum(line.counted_s for line in lines) / _DAY_S,
        sum(line.rounded_s for line in lines) / _DAY_S,
        sum(line.hundredths for line in lines) / 100,
    )


@lru_cache(maxsize=4096)
def _text(text: str) -> str:
    """Return text that fits a cell: without control characters, cut with a mark where too long."""
    text = harmless(text)
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _MOST_LETTERS:
        return text
    return units[: 2 * (_MOST_LETTERS - 1)].decode("utf-16-le", "ignore") + "…"


def _sheet_name(wanted: str, taken: Container[str]) -> str:
    """Return a name that Excel takes for a sheet and no other sheet has."""
    plain = " ".join(harmless(wanted).translate(_NOT_IN_NAMES).split()).strip("' ") or "-"
    for number in count(1):
        mark = f" {number}" if number > 1 else ""
        room = 2 * (_MOST_NAME_LETTERS - len(mark))
        name = plain.encode("utf-16-le")[:room].decode("utf-16-le", "ignore").strip("' ") + mark
        if name.casefold() not in taken:
            return name
    raise AssertionError("numbers never end")


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _letter(column: int) -> str:
    return chr(ord("A") + column)


def _cells_of(column: int, count: int) -> str:
    """Return the cells of a column in the given number of rows under the head."""
    return f"${_letter(column)}$2:${_letter(column)}${count + 1}"


FORMAT = Format("xlsx", N_("Excel"), "xlsx", (_SHEETS,), _write, is_text=False,
                columns=_FILE_COLUMNS)  # fmt: skip
