"""What the layouts of other programs, such as Toggl and Kimai, have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from mle_planner.core.base.frozen import replace
from mle_planner.core.timesheet.formats.cells import cell_text
from mle_planner.core.timesheet.formats.format import DURATIONS, FORMULAS, ExportOptions
from mle_planner.core.timesheet.lines import SheetLine, price_group
from mle_planner.core.timesheet.sheet import Timesheet


def cells_of(options: ExportOptions) -> Callable[[str], str]:
    """Return what makes a cell of a text."""
    return partial(cell_text, guard=options.choice(FORMULAS) == "guard")


def project_of(line: SheetLine) -> str:
    """Return the name of a line's project; empty without one."""
    return line.project.name if line.project else ""


def task_of(line: SheetLine) -> str:
    """Return the title of a line's task; empty for work that has none."""
    return line.task.title if line.task else ""


def tag_of(line: SheetLine) -> str:
    """Return a line's activity as a tag: a comma would make two of it."""
    return " ".join(line.activity.name.replace(",", " ").split())


def counted_lines(sheet: Timesheet, options: ExportOptions) -> list[tuple[SheetLine, int]]:
    """Return the lines with their seconds, tracked or rounded as chosen.

    Lines of neither time nor price are left out. Corrections of locked days are settled: other
    programs know no negative time.
    """
    is_rounded = options.choice(DURATIONS) == "rounded"
    counted = [
        (line, line.rounded_s if is_rounded else line.counted_s)
        for line in settled_lines(sheet.lines)
    ]
    return [(line, seconds) for line, seconds in counted if seconds > 0 or line.amount_cents]


def settled_lines(lines: Sequence[SheetLine]) -> Sequence[SheetLine]:
    """Return one line for the lines of an entry, a day and the same work, with their sums.

    What a correction took away whole is left with nothing.
    """
    if not any(line.is_correction for line in lines):
        return lines
    found: dict[tuple[object, ...], SheetLine] = {}
    for line in lines:
        key = (line.entry_id, line.day, line.title, line.activity.id, line.project, line.task)
        before = found.get(key)
        found[key] = line if before is None else _added_up(before, line)
    settled = list(found.values())
    for at in range(len(settled)):
        if settled[at].is_correction:
            _give_up_remainders(settled, at)
    return settled


def _give_up_remainders(lines: list[SheetLine], at: int) -> None:
    """Move what rounding leaves on a corrected line to the longest line of the same sum.

    A line without time gets no minutes; one without minutes gets no hours and no price. No figure
    becomes negative.
    """
    for name, sum_of in _SUMS.items():
        line = lines[at]
        time = line.rounded_min if name in ("hundredths", "amount_cents") else line.tracked_s
        left = getattr(line, name) or 0
        others = [
            other
            for other, its in enumerate(lines)
            if other != at and sum_of(its) == sum_of(line) and getattr(its, name)
        ]
        if left and others and (not time or left < 0):
            longest = max(others, key=lambda other: lines[other].tracked_s)
            for place, figure in ((longest, getattr(lines[longest], name) + left), (at, 0)):
                changed: dict[str, Any] = {name: figure}
                lines[place] = replace(lines[place], **changed)


_SUMS: Mapping[str, Callable[[SheetLine], object]] = {
    "tracked_min": lambda line: line.day,
    "rounded_min": lambda line: line.day,
    "hundredths": lambda _line: None,
    "amount_cents": price_group,
}
"""The figures of a line, and the key of the lines with which each adds up."""


def _added_up(before: SheetLine, line: SheetLine) -> SheetLine:
    amounts = [each.amount_cents for each in (before, line) if each.amount_cents is not None]
    return replace(
        line,
        correction_s=before.tracked_s + line.tracked_s,
        rounded_min=before.rounded_min + line.rounded_min,
        tracked_min=before.tracked_min + line.tracked_min,
        hundredths=before.hundredths + line.hundredths,
        amount_cents=sum(amounts) if amounts else None,
    )


def local_times(line: SheetLine, seconds: int, options: ExportOptions) -> tuple[datetime, datetime]:
    """Return the start on the wall, and the end that many seconds later."""
    start = line.span.start.astimezone(options.zone)
    return start, (line.span.start + timedelta(seconds=seconds)).astimezone(options.zone)


def currencies(sheet: Timesheet, usual: str) -> list[str]:
    """Return the currencies of a sheet, each for a separate column; the usual one without any."""
    return sorted(sheet.amounts_cents) or [usual]


def priced(what: str, currency: str) -> str:
    """Return the head of a column of prices, such as "Amount (EUR)"; some name no currency."""
    return f"{what} ({currency})" if currency else what


def full_name(options: ExportOptions) -> tuple[str, str]:
    """Return the user's first name and last name: the first word, and the rest."""
    first, _space, last = options.name.strip().partition(" ")
    return first, last.strip()
