"""What the layouts of other programs, such as Toggl and Kimai, have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from mle_planner.core.base.frozen import replace
from mle_planner.core.timesheet.formats.cells import cell_text
from mle_planner.core.timesheet.formats.format import DURATIONS, FORMULAS, ExportOptions
from mle_planner.core.timesheet.lines import SheetLine
from mle_planner.core.timesheet.sheet import Timesheet


def cells_of(options: ExportOptions) -> Callable[[str], str]:
    """Return what makes a cell of a text.

    The names of what has none are English, because programs read them.
    """
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
    programs know no negative time. A minute that is then missing is taken from the day's longest
    line.
    """
    is_rounded = options.choice(DURATIONS) == "rounded"
    lines = settled_lines(sheet.lines)
    counted = [line.rounded_s if is_rounded else line.counted_s for line in lines]
    for at, seconds in enumerate(counted):
        if seconds < 0:
            of_day = [other for other, line in enumerate(lines) if line.day == lines[at].day]
            longest = max(of_day, key=counted.__getitem__)
            counted[at], counted[longest] = 0, counted[longest] + seconds
    return [
        (line, max(0, seconds))
        for line, seconds in zip(lines, counted, strict=True)
        if seconds > 0 or line.amount_cents
    ]


def settled_lines(lines: Sequence[SheetLine]) -> Sequence[SheetLine]:
    """Return one line for the lines of an entry, a day and the same work, with their sums.

    What a correction took away whole is left with no time.
    """
    if not any(line.is_correction for line in lines):
        return lines
    found: dict[tuple[object, ...], SheetLine] = {}
    for line in lines:
        key = (line.entry_id, line.day, line.title, line.activity.id, line.project, line.task)
        before = found.get(key)
        found[key] = line if before is None else _added_up(before, line)
    return list(found.values())


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
    """Return the currencies of a sheet, each for a column of its own; the usual one without any."""
    return sorted(sheet.amounts_cents) or [usual]


def priced(what: str, currency: str) -> str:
    """Return the head of a column of prices, such as "Amount (EUR)"; some name no currency."""
    return f"{what} ({currency})" if currency else what


def full_name(options: ExportOptions) -> tuple[str, str]:
    """Return the user's first name and last name: the first word, and the rest."""
    first, _space, last = options.name.strip().partition(" ")
    return first, last.strip()
