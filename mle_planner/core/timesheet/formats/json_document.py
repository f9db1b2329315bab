"""JSON: rows, days, groups, lines and totals as one object."""

from __future__ import annotations

import json
from typing import Any

from mle_planner.core.timesheet.formats.cells import utc_text
from mle_planner.core.timesheet.formats.format import ExportOptions, Format
from mle_planner.core.timesheet.groups import SheetGroup
from mle_planner.core.timesheet.lines import SheetLine
from mle_planner.core.timesheet.sheet import Timesheet
from mle_planner.core.typed.title import harmless_json


def _write(sheet: Timesheet, _options: ExportOptions) -> bytes:
    """Return rows, days, groups, lines and totals as one JSON object (UTF-8).

    Units are in the names: ``_s`` seconds, ``_min`` minutes; ``hours`` are decimal hours, amounts
    are in units of their currency. ``rows[].minutes`` has one figure for each of ``days``. Each
    sum equals the sum of the figures it stands for. ``people`` is the same time by whom it was
    spent with, ``null`` for time without a person, and empty where no line names one.
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
        "rows": [_row(row, sheet) for row in sheet.rows],
        "people": [
            {"name": row.name if row.is_own else None, **_times(row, sheet)} for row in sheet.people
        ],
        "groups": [_group(group) for group in sheet.groups],
        "lines": [_line(line) for line in sheet.lines],
        "rounded_min": sheet.total_min,
        "tracked_s": sheet.tracked_s,
        "tracked_min": sheet.tracked_min,
        "hours": sheet.hundredths / 100,
        "billable_min": sheet.billable_min,
        "amounts": _amounts(sheet),
        "left_out": {
            "breaks_s": sheet.breaks_s,
            "breaks_min": sheet.breaks_min,
            "running": sheet.running_title,
        },
    }
    return harmless_json(_as_text(document)).encode()


def _as_text(document: dict[str, Any]) -> str:
    """Return the object with a line for each value, and for each of those in its lists."""
    values = (
        f"  {_compact(name)}: {_lines(value) if isinstance(value, list) else _compact(value)}"
        for name, value in document.items()
    )
    return "{\n" + ",\n".join(values) + "\n}\n"


def _lines(values: list[Any]) -> str:
    return "[" + ",".join(f"\n    {_compact(value)}" for value in values) + "\n  ]"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _in_units(cents: int | None) -> float | None:
    return None if cents is None else cents / 100


def _amounts(summed: Timesheet | SheetGroup) -> dict[str, float | None]:
    return {currency: _in_units(cents) for currency, cents in summed.amounts_cents.items()}


def _row(row: SheetGroup, sheet: Timesheet) -> dict[str, Any]:
    first, amounts = row.lines[0], row.amounts_cents
    return {
        "name": row.name,
        "project": row.name if row.is_own else None,
        "client": first.client or None,
        "billable": first.is_billable,
        "category": row.category.value,
        "amount": _in_units(sum(amounts.values()) if amounts else None),
        "currency": first.currency or None,
        "hours": row.hundredths / 100,
        **_times(row, sheet),
    }


def _times(row: SheetGroup, sheet: Timesheet) -> dict[str, Any]:
    return {
        "minutes": list(row.minutes_on(sheet.days)),
        "rounded_min": row.rounded_min,
        "tracked_s": row.tracked_s,
        "tracked_min": row.tracked_min,
    }


def _group(group: SheetGroup) -> dict[str, Any]:
    return {
        "by": group.by.value,
        "name": group.name if group.is_own else None,
        "tracked_s": group.tracked_s,
        "tracked_min": group.tracked_min,
        "rounded_min": group.rounded_min,
        "delta_s": group.delta_s,
        "hours": group.hundredths / 100,
        "amounts": _amounts(group),
        "groups": [_group(child) for child in group.children],
    }


def _line(line: SheetLine) -> dict[str, Any]:
    return {
        "date": line.day.isoformat(),
        "start": utc_text(line.span.start),
        "end": utc_text(line.span.end),
        "description": line.title,
        "project": line.project.name if line.project else None,
        "client": line.client or None,
        "task": line.task.title if line.task else None,
        "billable": line.is_billable,
        "activity": line.activity.name,
        "category": line.activity.category.value,
        "with": line.person.name if line.person else None,
        "note": line.note,
        "source": line.source.value,
        "tracked_s": line.tracked_s,
        "tracked_min": line.tracked_min,
        "rounded_min": line.rounded_min,
        "delta_s": line.delta_s,
        "hours": line.hundredths / 100,
        "rate": _in_units(line.rate_cents),
        "amount": _in_units(line.amount_cents),
        "currency": line.currency or None,
        "correction": line.is_correction,
    }


FORMAT = Format("json", "JSON", "json", (), _write)
