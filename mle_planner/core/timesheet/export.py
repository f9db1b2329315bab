"""Timesheets as files: CSV in the generic layout of time trackers, and JSON.

Both hold one record a line of the sheet, with the raw start and end in UTC and the rounded
minutes beside them, so that the receiver can check the sum.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from mle_planner.core.timesheet.lines import SheetLine
from mle_planner.core.timesheet.sheet import PersonRow, SheetRow, Timesheet
from mle_planner.core.typed.title import harmless, harmless_json

CSV_COLUMNS = (
    "description", "billable", "client", "project", "tags", "start", "end",
    "date", "activity", "tracked_s", "rounded_min",
)  # fmt: skip
"""The generic layout's seven columns, then what makes the rows add up to the sheet's total."""

_UNSEEN = " \xa0\u00ad\u061c\u200c\u200d\u200e\u200f\ufe0f"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(sheet: Timesheet) -> bytes:
    """Return the lines as CSV (RFC 4180: CRLF line ends, UTF-8, no byte order mark).

    ``rounded_min`` of all rows adds up to the sheet's total. ``tags`` is the activity. Text
    that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV
    injection"), and control and bidirectional characters are replaced. Figures and
    times are never changed.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    writer.writerows(_csv_row(line) for line in sheet.lines)
    return text.getvalue().encode()


def as_json(sheet: Timesheet) -> bytes:
    """Return rows, days, lines and totals as one JSON object (UTF-8), in minutes.

    ``rows[].minutes`` has one figure for each of ``days``; each sum in the file equals the sum
    of the figures it stands for. ``people`` is the same time by whom it was spent with, ``null``
    for time with nobody named, and empty where nobody is; ``amount`` is the price of billed rows.
    """
    document: dict[str, Any] = {
        "kind": "timesheet",
        "version": 1,
        "first": sheet.first.isoformat(),
        "last": sheet.last.isoformat(),
        "rounding_min": sheet.rounding_min,
        "days": [
            {"date": day.isoformat(), "rounded_min": minutes}
            for day, minutes in zip(sheet.days, sheet.day_totals_min, strict=True)
        ],
        "rows": [_json_row(row) for row in sheet.rows],
        "people": [
            {"name": row.person.name if row.person else None, **_json_times(row)}
            for row in sheet.people_rows
        ],
        "lines": [_json_line(line) for line in sheet.lines],
        "rounded_min": sheet.total_min,
        "tracked_s": sheet.tracked_s,
        "amounts": {currency: _amount(cents) for currency, cents in sheet.amounts_cents.items()},
        "left_out": {"breaks_s": sheet.breaks_s, "running": sheet.running_title},
    }
    return harmless_json(json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


FORMATS: Mapping[str, Callable[[Timesheet], bytes]] = {"csv": as_csv, "json": as_json}
"""Every format a timesheet can be written in, by the ending of the file's name."""


def _amount(cents: int | None) -> float | None:
    return None if cents is None else cents / 100


def _csv_row(line: SheetLine) -> list[str | int]:
    project = line.project
    return [
        _cell(line.title),
        _yes(project is not None and project.billable),
        _cell(project.client if project else ""),
        _cell(project.name if project else ""),
        _cell(line.activity.name),
        _utc(line.span.start),
        _utc(line.span.end),
        line.day.isoformat(),
        _cell(line.activity.name),
        line.tracked_s,
        line.rounded_min,
    ]


def _json_row(row: SheetRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "project": row.project.name if row.project else None,
        "client": row.client or None,
        "billable": row.project.billable if row.project else False,
        "category": row.category.value,
        "amount": _amount(row.amount_cents),
        "currency": (row.project.currency or None) if row.project else None,
        **_json_times(row),
    }


def _json_times(row: SheetRow | PersonRow) -> dict[str, Any]:
    return {
        "minutes": list(row.minutes),
        "rounded_min": row.total_min,
        "tracked_s": row.tracked_s,
    }


def _json_line(line: SheetLine) -> dict[str, Any]:
    return {
        "date": line.day.isoformat(),
        "start": _utc(line.span.start),
        "end": _utc(line.span.end),
        "description": line.title,
        "project": line.project.name if line.project else None,
        "client": (line.project.client or None) if line.project else None,
        "billable": line.project.billable if line.project else False,
        "activity": line.activity.name,
        "category": line.activity.category.value,
        "with": line.person.name if line.person else None,
        "source": line.source.value,
        "tracked_s": line.tracked_s,
        "rounded_min": line.rounded_min,
    }


@lru_cache(maxsize=4096)
def _cell(text: str) -> str:
    """Return text for a cell; invisible characters may come before the start of a formula."""
    cell = harmless(text)
    return "'" + cell if text.lstrip(_UNSEEN).startswith(_FORMULA_STARTS) else cell


def _yes(is_so: bool) -> str:
    return "true" if is_so else "false"


def _utc(instant: datetime) -> str:
    return f"{instant.isoformat()[:19]}Z"  # spans are kept in UTC
