"""Text, times and figures as they stand in the cells of a file, and files of such cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from mle_planner.core.timesheet.formats.format import ExportOptions, Table
from mle_planner.core.timesheet.sheet import Timesheet
from mle_planner.core.typed.title import harmless

_UNSEEN = " \xa0\u00ad\u061c\u200c\u200d\u200e\u200f\ufe0f"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@lru_cache(maxsize=4096)
def cell_text(text: str, guard: bool) -> str:
    """Return text for a cell that a spreadsheet reads from a text file.

    Text that it would run as a formula gets an apostrophe in front (OWASP, "CSV injection");
    invisible characters may come before its start. Control and bidirectional characters are
    replaced. Figures and times are not text and never pass through here.
    """
    cell = harmless(text)
    if guard and text.lstrip(_UNSEEN).startswith(_FORMULA_STARTS):
        return "'" + cell
    return cell


def utc_text(instant: datetime) -> str:
    """Return an instant in UTC, such as "2026-11-23T09:00:00Z"."""
    return f"{instant.isoformat()[:19]}Z"  # spans are kept in UTC


def local_text(instant: datetime, zone: ZoneInfo) -> str:
    """Return an instant on the wall, with its offset, such as "2026-11-23T10:00:00+01:00"."""
    return instant.astimezone(zone).isoformat(timespec="seconds")


def clock_seconds(seconds: int) -> str:
    """Return a duration as hours, minutes and seconds, such as "01:05:00" or "-00:30:00"."""
    hours, rest = divmod(abs(seconds), 3600)
    sign = "-" if seconds < 0 else ""
    return f"{sign}{hours:02}:{rest // 60:02}:{rest % 60:02}"


@lru_cache(maxsize=4096)
def hundredths_text(hundredths: int | None, mark: str = ".") -> str:
    """Return hundredths as a decimal figure, such as "1.33"; empty for None."""
    if hundredths is None:
        return ""
    whole, rest = divmod(abs(hundredths), 100)
    return f"{'-' if hundredths < 0 else ''}{whole}{mark}{rest:02}"


def csv_bytes(
    table: Table, *, separator: str = ",", has_mark: bool = False, quotes_all: bool = False
) -> bytes:
    """Return a table as CSV with CRLF line ends in UTF-8, with a byte order mark where asked."""
    text = io.StringIO(newline="")
    writer = csv.writer(
        text,
        delimiter=separator,
        lineterminator="\r\n",
        quoting=csv.QUOTE_ALL if quotes_all else csv.QUOTE_MINIMAL,
    )
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    return text.getvalue().encode("utf-8-sig" if has_mark else "utf-8")


def csv_writer(
    table: Callable[[Timesheet, ExportOptions], Table],
    *,
    has_mark: bool = False,
    quotes_all: bool = False,
) -> Callable[[Timesheet, ExportOptions], bytes]:
    """Return what writes a table of a timesheet; see ``csv_bytes``."""
    return lambda sheet, options: csv_bytes(
        table(sheet, options), has_mark=has_mark, quotes_all=quotes_all
    )
