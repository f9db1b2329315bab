"""What a PDF is made of. Qt writes it, so the window's side offers the writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.gettext import is_right_to_left, planner_error
from mle_planner.core.typed.title import harmless

PICTURE = "picture:"
"""What ``src`` of an image begins with; after it comes the name of one of the pictures."""


class PrintingError(PlannerError):
    """A document that cannot be written as a PDF."""


@dataclass(frozen=True, slots=True)
class PrintedDocument:
    """A document to print.

    ``html`` is in the subset of HTML that Qt's rich text has, with every value passed through
    ``html_text``. Rows in ``<thead>`` are repeated on each page. ``<img src="picture:NAME"
    height="40">`` shows one of ``pictures`` (SVG, drawn as vectors, PNG or JPEG); nothing else is
    ever loaded. ``title`` is the title of the file and stands at the foot of each page. A document
    that ``is_signed`` ends with two tables on one page: a sum and the lines to sign on.
    """

    title: str
    html: str
    pictures: Mapping[str, bytes] | None = None
    is_signed: bool = False


PdfWriter = Callable[[PrintedDocument], bytes]
"""Returns a document as a PDF; raises ``PrintingError``."""

PngWriter = Callable[[str], bytes]
"""Returns an SVG as a PNG."""


def needs_window(what: str) -> PlannerError:
    """Return the refusal to write what only the window's side of the planner can."""
    return planner_error(
        "{format} needs the window's part of the planner. Nothing was exported; install the whole "
        "planner.",
        format=what,
    )


def html_text(text: str) -> str:
    """Return text of any origin for HTML: it is shown as it is, and its line breaks are kept."""
    return escape(harmless(text)).replace("\n", "<br>")


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column of a printed table, with its figures at the end.

    ``width_percent`` is its share of the page; 0 for as much as it needs.
    """

    title: str
    is_figure: bool = False
    width_percent: int = 0


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of a printed table: a text for each column.

    A row that ``leads`` others is bold, as a sum is, which has a line above. The first text of a
    row is indented by its ``level``.
    """

    cells: tuple[str, ...]
    is_sum: bool = False
    leads: bool = False
    level: int = 0


_ROWS_APART = 3
"""How many rows stay together at the end of a signed table: the sum, and two rows before it."""


def table_html(
    columns: Sequence[PrintedColumn], rows: Iterable[PrintedRow], *, ends_apart: bool = False
) -> str:
    """Return a table of texts of any origin; its head is repeated on each page.

    With ``ends_apart`` its last row, with two rows before it, is a separate table. In a language
    written from right to left its first column is at the right: Qt does not turn tables by itself.
    """
    head = _cells("th", columns, [column.title for column in columns], _HEAD)
    body = [_row_html(columns, row) for row in rows]
    last = body[-_ROWS_APART:] if ends_apart else []
    first = body[: len(body) - len(last)]
    parts = (f"<thead>{head}</thead>{''.join(first)}", *filter(None, ["".join(last)]))
    return "".join(
        f'<table width="100%" cellspacing="0" cellpadding="{_PADDING_PX}">{part}</table>'
        for part in parts
    )


def muted_html(text: str) -> str:
    """Return a sentence beside what matters, smaller and quieter."""
    return f'<p style="{_QUIET}">{html_text(text)}</p>'


_QUIET = "color: #5f6368; font-size: 8pt"
_HEAD = "border-bottom: 1px solid #5f6368; color: #3c4043"
_LINE = "border-bottom: 1px solid #e0e2e5"
_SUM = "border-top: 1px solid #202124"
_PADDING_PX = 3
_INDENT_PX = 14


def _row_html(columns: Sequence[PrintedColumn], row: PrintedRow) -> str:
    tag = "th" if row.is_sum or row.leads else "td"
    return _cells(tag, columns, row.cells, _SUM if row.is_sum else _LINE, row.level)


def _cells(
    tag: str, columns: Sequence[PrintedColumn], texts: Sequence[str], style: str, level: int = 0
) -> str:
    is_turned = is_right_to_left()
    start = "right" if is_turned else "left"
    indent = f"; padding-{start}: {_PADDING_PX + level * _INDENT_PX}px" if level else ""
    cells: list[str] = []
    for column, text in zip(columns, texts, strict=True):
        side = "right" if column.is_figure is not is_turned else "left"
        width = f' width="{column.width_percent}%"' if column.width_percent else ""
        look = style if cells else style + indent
        cells.append(f'<{tag} align="{side}"{width} style="{look}">{html_text(text)}</{tag}>')
    return f"<tr>{''.join(reversed(cells) if is_turned else cells)}</tr>"
