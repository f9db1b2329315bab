"""``timesheet --check``: what to check before a timesheet is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mle_planner.cli.columns import printable
from mle_planner.cli.context import Context
from mle_planner.cli.json_values import span_json
from mle_planner.core.i18n.formats import clock_range_text, minutes_text, short_day_text

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from mle_planner.core.review.reviews import SheetProblems
    from mle_planner.core.timesheet.lines import SheetLine
    from mle_planner.core.timesheet.sheet import Timesheet


def answer_check(context: Context, sheet: Timesheet) -> int:
    """List the problems of a sheet; nothing is written."""
    planner = context.planner
    found, zone = planner.reviews.problems(sheet), planner.days.zone
    return context.answer(
        lambda: _document(found, sheet, zone),
        lambda: [printable(line) for line in _lines(found, context)] or ["Nothing to look at."],
    )


def _document(found: SheetProblems, sheet: Timesheet, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "first": sheet.first.isoformat(),
        "last": sheet.last.isoformat(),
        "count": found.count,
        "gaps": [
            {"date": gap.day.isoformat(), **span_json(gap.span, zone),
             "whole_day": gap.is_whole_day}
            for gap in found.gaps
        ],
        "overlaps": [[_line(line, zone) for line in pair] for pair in found.overlaps],
        "unresolved": [
            {"id": each.id, "title": each.title, **span_json(each.span, zone)}
            for each in found.unresolved
        ],
        "without_project": [_line(line, zone) for line in found.without_project],
        "overlong": [
            {"id": entry.id, "title": entry.title, **span_json(entry, zone)}
            for entry in found.overlong
        ],
        "running": found.running_title,
    }  # fmt: skip


def _line(line: SheetLine, zone: ZoneInfo) -> dict[str, Any]:
    return {"id": line.entry_id, "title": line.title, "date": line.day.isoformat(),
            **span_json(line.span, zone), "tracked_s": line.tracked_s}  # fmt: skip


def _lines(found: SheetProblems, context: Context) -> Iterator[str]:
    days = context.planner.days
    zone = days.zone
    for gap in found.gaps:
        hours = "" if gap.is_whole_day else " " + clock_range_text(
            gap.span.start, gap.span.end, zone
        )  # fmt: skip
        yield f"{short_day_text(gap.day)}{hours}: nothing tracked"
    for earlier, later in found.overlaps:
        at = clock_range_text(later.span.start, later.span.end, zone)
        yield f"{short_day_text(later.day)} {at}: {later.title} overlaps {earlier.title}"
    for each in found.unresolved:
        at = clock_range_text(each.span.start, each.span.end, zone)
        day = short_day_text(days.date_of(each.span.start))
        yield f"{day} {at}: away during {each.title}, unresolved (#{each.id})"
    for entry in found.overlong:
        yield f"{short_day_text(days.date_of(entry.start))}: {entry.title} lasts too long"
    if found.without_project:
        minutes = sum(line.tracked_min for line in found.without_project)
        yield f"{minutes_text(minutes)} of focus has no project"
    if found.running_title is not None:
        yield f"{found.running_title} is not on the sheet until it stops"
