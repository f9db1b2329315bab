"""What the layouts of other programs, such as Toggl and Kimai, have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from mle_planner.core.base.frozen import replace
from mle_planner.core.timesheet.formats.cells import cell_text
from mle_planner.core.timesheet.formats.format import DURATIONS, FORMULAS, ExportOptions
from mle_planner.core.timesheet.groups import NO_CLIENT
from mle_planner.core.timesheet.lines import SheetLine, price_group
from mle_planner.core.timesheet.sheet import Timesheet


class LineTexts:
    """The texts of a line, as cells. Names of what has none are English: programs read them."""

    def __init__(self, line: SheetLine, options: ExportOptions) -> None:
        self._line = line
        self._guard = options.choice(FORMULAS) == "guard"

    def cell(self, text: str) -> str:
        """Return a text as a cell."""
        return cell_text(text, self._guard)

    @property
    def client(self) -> str:
        """The client; empty without one."""
        return self.cell(self._line.client)

    @property
    def project(self) -> str:
        """The project; empty without one."""
        return self.cell(self._line.project.name if self._line.project else "")

    @property
    def needed_client(self) -> str:
        """The client, for readers that refuse a row without one."""
        return self.cell(self._line.client or NO_CLIENT)

    @property
    def needed_project(self) -> str:
        """The project, else the kind of time, for readers that refuse a row without one."""
        return self.cell(self._line.group)

    @property
    def task(self) -> str:
        """The title of the task; empty for work that has none."""
        return self.cell(self._line.task.title if self._line.task else "")

    @property
    def title(self) -> str:
        """What was done."""
        return self.cell(self._line.title)

    @property
    def activity(self) -> str:
        """The activity."""
        return self.cell(self._line.activity.name)

    @property
    def tag(self) -> str:
        """The activity as a tag: a comma would make two of it."""
        return self.cell(" ".join(self._line.activity.name.replace(",", " ").split()))


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

    No time has no minutes, no minutes have no decimal hours and no price, and none is negative.
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
    """Return the currencies of a sheet, each for a column of its own; the usual one without any."""
    return sorted(sheet.amounts_cents) or [usual]


def priced(what: str, currency: str) -> str:
    """Return the head of a column of prices, such as "Amount (EUR)"; some name no currency."""
    return f"{what} ({currency})" if currency else what


def full_name(options: ExportOptions) -> tuple[str, str]:
    """Return the user's first name and last name: the first word, and the rest."""
    first, _space, last = options.name.strip().partition(" ")
    return first, last.strip()
