"""PDF: the timesheet to sign, under the user's letterhead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from mle_planner.core.base.days import month_end
from mle_planner.core.base.paths import named_path
from mle_planner.core.files import is_database
from mle_planner.core.i18n.formats import (
    clock_range_text,
    day_text,
    minutes_text,
    month_text,
    range_text,
)
from mle_planner.core.i18n.gettext import N_, _, is_right_to_left, joined_words, planner_error
from mle_planner.core.printing import (
    PICTURE,
    PrintedColumn,
    PrintedDocument,
    PrintedRow,
    html_text,
    muted_html,
    needs_window,
    table_html,
)
from mle_planner.core.timesheet.formats.cells import hundredths_text
from mle_planner.core.timesheet.formats.format import ExportOptions, FileColumn, Format, Option
from mle_planner.core.timesheet.groups import GroupBy, SheetGroup
from mle_planner.core.timesheet.lines import SheetLine
from mle_planner.core.timesheet.rule_words import rule_words
from mle_planner.core.timesheet.sheet import Timesheet

_ENTRIES = Option("entries", N_("Entries"), (("list", N_("Listed")), ("none", N_("Left out"))))
_ENTRY_COLUMNS = (
    FileColumn("date", N_("Date")),
    FileColumn("time", N_("Time")),
    FileColumn("project", N_("Project")),
    FileColumn("what", N_("What"), is_kept=True),
    FileColumn("rounded", N_("Rounded")),
    FileColumn("hours", N_("Hours"), is_kept=True),
)
_SIGNATURE = Option("signature", N_("Signature line"), (("yes", N_("Yes")), ("no", N_("No"))))
_LOGO_PX = 48
_LOGO = "logo"
_MOST_LOGO_BYTES = 5_000_000
_SWAPPED = str.maketrans(",.", ".,")


def _write(sheet: Timesheet, options: ExportOptions) -> bytes:
    """Return the PDF. Raises ``PlannerError`` where nothing can write one."""
    if options.write_pdf is None:
        raise needs_window("PDF")
    return options.write_pdf(timesheet_document(sheet, options))


def timesheet_document(sheet: Timesheet, options: ExportOptions) -> PrintedDocument:
    """Return the timesheet as a document: letterhead, sums by group, entries, signatures."""
    mark = "," if options.has_decimal_comma else "."
    lists_entries = options.choice(_ENTRIES) == "list"
    is_signed = options.choice(_SIGNATURE) == "yes"
    ends_apart = is_signed and not lists_entries
    parts = [
        _letterhead(options),
        f"<h1>{html_text(_('Timesheet'))}</h1>",
        _facts(sheet, options),
        table_html(_sum_columns(sheet), _sum_rows(sheet, mark), ends_apart=ends_apart),
        muted_html(rule_words(sheet)) if sheet.lines else "",
    ]
    if lists_entries:
        parts += [
            f"<h2>{html_text(_('Entries'))}</h2>",
            _entries(sheet, options, mark, ends_apart=is_signed),
        ]
    if is_signed:
        parts.append(_signatures(options))
    pictures = {_LOGO: _logo(options.logo)} if options.logo else {}
    clients = _clients(sheet)
    title = _("Timesheet") + "".join(f", {text}" for text in (_period(sheet), clients) if text)
    return PrintedDocument(title, "".join(parts), pictures, is_signed)


def _letterhead(options: ExportOptions) -> str:
    """Return logo and letterhead, each where there is one, above the rest."""
    logo = f'<img src="{PICTURE}{_LOGO}" height="{_LOGO_PX}">' if options.logo else ""
    if not logo and not options.letterhead.strip():
        return ""
    text = html_text(options.letterhead.strip())
    start, end = ("right", "left") if is_right_to_left() else ("left", "right")
    cells = [f'<td align="{start}">{logo}</td>', f'<td align="{end}">{text}</td>']
    row = "".join(reversed(cells) if is_right_to_left() else cells)
    return f'<table width="100%" cellspacing="0" cellpadding="0"><tr>{row}</tr></table>'


def _logo(place: str) -> bytes:
    """Return the bytes of an image; raises ``PlannerError`` where it cannot be read."""
    path = named_path(place)
    try:
        is_small = path.is_file() and path.stat().st_size <= _MOST_LOGO_BYTES
        if is_small and not is_database(path):
            return path.read_bytes()
    except OSError:
        pass
    raise planner_error(
        "The image of the letterhead, {name}, cannot be read. Nothing was exported; choose a "
        "PNG, JPEG or SVG file under 5 MB in the settings.",
        name=path.name,
    )


def _facts(sheet: Timesheet, options: ExportOptions) -> str:
    facts = (
        (_("Period"), _period(sheet)), (_("Client"), _clients(sheet)), (_("Name"), options.name),
    )  # fmt: skip
    lines = [f"<b>{html_text(name)}:</b> {html_text(text)}" for name, text in facts if text]
    return f'<p>{"<br>".join(lines)}</p><p style="font-size: 4pt">&nbsp;</p>'


def _period(sheet: Timesheet) -> str:
    """Return the days: a month by its name, otherwise the range with its year."""
    first, last = sheet.first, sheet.last
    if first == last.replace(day=1) and last == month_end(last):
        return month_text(first)
    days = range_text(first, last)
    return days if first.year != last.year else _("{days} {year}", days=days, year=last.year)


def _clients(sheet: Timesheet) -> str:
    """Return the client, where the whole sheet is one client's."""
    clients = {line.client for line in sheet.lines}
    return clients.pop() if len(clients) == 1 else ""


def _sum_columns(sheet: Timesheet) -> list[PrintedColumn]:
    columns = [
        PrintedColumn(" / ".join(_(_GROUP_TITLES[by]) for by in sheet.grouping)),
        PrintedColumn(_("Time"), is_figure=True, width_percent=12),
        PrintedColumn(_("Hours"), is_figure=True, width_percent=12),
    ]
    if sheet.amounts_cents:
        columns.append(PrintedColumn(_("Amount"), is_figure=True, width_percent=22))
    return columns


def _sum_rows(sheet: Timesheet, mark: str) -> Iterator[PrintedRow]:
    """Yield the groups with those inside them, then the total."""
    has_amounts = bool(sheet.amounts_cents)
    for level, group in _groups(sheet.groups):
        cells = (
            _group_name(group), minutes_text(group.rounded_min),
            _hours_text(group.hundredths, mark),
            *([_amounts_text(group.amounts_cents, mark)] if has_amounts else []),
        )  # fmt: skip
        yield PrintedRow(cells, leads=bool(group.children), level=level)
    yield PrintedRow(
        (
            _("Total"), minutes_text(sheet.total_min), _hours_text(sheet.hundredths, mark),
            *([_amounts_text(sheet.amounts_cents, mark)] if has_amounts else []),
        ),
        is_sum=True,
    )  # fmt: skip


def _groups(groups: Sequence[SheetGroup], level: int = 0) -> Iterator[tuple[int, SheetGroup]]:
    for group in groups:
        yield level, group
        yield from _groups(group.children, level + 1)


def _group_name(group: SheetGroup) -> str:
    if group.by is GroupBy.DAY:
        return day_text(group.lines[0].day)
    return group.name if group.is_own else _(group.name)


def _hours_text(hundredths: int, mark: str) -> str:
    """Return decimal hours with the minus sign of the minutes beside them."""
    return hundredths_text(hundredths, mark).replace("-", "−")


def _amounts_text(amounts: Mapping[str, int], mark: str) -> str:
    """Return prices, one a line; figures and currency keep their order among Hebrew letters."""
    order = "\N{LEFT-TO-RIGHT MARK}" if is_right_to_left() else ""
    return "\n".join(
        f"{order}{_figure(cents, mark)} {currency}{order}"
        for currency, cents in sorted(amounts.items())
    )


def _figure(cents: int, mark: str) -> str:
    """Return an amount with its thousands apart, such as "3,566.80" or "3.566,80"."""
    text = f"{cents // 100:,}.{cents % 100:02}" if cents >= 0 else f"−{_figure(-cents, '.')}"
    return text.translate(_SWAPPED) if mark == "," else text


def _entries(sheet: Timesheet, options: ExportOptions, mark: str, *, ends_apart: bool) -> str:
    """Return the lines as a table of the columns that are shown; of several years, one each.

    Days are named without a year.
    """
    if sheet.first.year == sheet.last.year:
        return _table(sheet.lines, options, mark, ends_apart=ends_apart)
    years = groupby(sheet.lines, key=lambda line: line.day.year)
    return "".join(
        f"<h3>{year}</h3>{_table(list(of_year), options, mark, ends_apart=ends_apart)}"
        for year, of_year in years
    )


def _table(
    lines: Sequence[SheetLine], options: ExportOptions, mark: str, *, ends_apart: bool
) -> str:
    shown = options.shown(_ENTRY_COLUMNS)
    columns = _entry_columns()
    rows = (
        PrintedRow(tuple(row.cells[place] for place in shown), is_sum=row.is_sum)
        for row in _entry_rows(lines, options, mark)
    )
    return table_html([columns[place] for place in shown], rows, ends_apart=ends_apart)


def _entry_columns() -> list[PrintedColumn]:
    widths = {"date": 14, "time": 14, "project": 20, "rounded": 10, "hours": 10}
    return [
        PrintedColumn(
            _(column.title),
            is_figure=column.name in ("rounded", "hours"),
            width_percent=widths.get(column.name, 0),
        )
        for column in _ENTRY_COLUMNS
    ]


def _entry_rows(
    lines: Sequence[SheetLine], options: ExportOptions, mark: str
) -> Iterator[PrintedRow]:
    """Yield the lines, each with its day, as a page may begin anywhere, and their sum."""
    for line in lines:
        yield PrintedRow((
            day_text(line.day), clock_range_text(line.span.start, line.span.end, options.zone),
            line.project.name if line.project else _(line.group), _what(line),
            minutes_text(line.rounded_min), _hours_text(line.hundredths, mark),
        ))  # fmt: skip
    minutes = sum(line.rounded_min for line in lines)
    hundredths = sum(line.hundredths for line in lines)
    words = ["", "", "", "", minutes_text(minutes), _hours_text(hundredths, mark)]
    words[options.shown(_ENTRY_COLUMNS)[0]] = _("Total")
    yield PrintedRow(tuple(words), is_sum=True)


def _what(line: SheetLine) -> str:
    title = joined_words((line.title, line.task_beside))
    return _("Correction: {title}", title=title) if line.is_correction else title


def _signatures(options: ExportOptions) -> str:
    """Return two lines to sign on: the user's and the receiver's."""
    own = f"{_('Date, signature')}: {options.name}" if options.name else _("Date, signature")
    texts = [own, "", _("Date, signature of the client")]
    line = 'style="border-top: 1px solid #202124"'
    cells = [
        f'<td width="{"46" if text else "8"}%" {line if text else ""}>{html_text(text)}</td>'
        for text in texts
    ]
    row = "".join(reversed(cells) if is_right_to_left() else cells)
    space = '<p style="margin-top: 56px"></p>'
    return f'{space}<table width="100%" cellspacing="0" cellpadding="3"><tr>{row}</tr></table>'


_GROUP_TITLES: Mapping[GroupBy, str] = {
    GroupBy.CLIENT: N_("Client"),
    GroupBy.PROJECT: N_("Project"),
    GroupBy.TASK: N_("Task"),
    GroupBy.ACTIVITY: N_("Activity"),
    GroupBy.DAY: N_("Day"),
    GroupBy.PERSON: N_("Person"),
}

FORMAT = Format("pdf", "PDF", "pdf", (_ENTRIES, _SIGNATURE), _write, is_text=False,
                columns=_ENTRY_COLUMNS)  # fmt: skip
