"""The timesheet of a range of days: its lines, and the sums made of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import accumulate, chain, pairwise

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import DAY, Span, difference, sharing, union
from mle_planner.core.model.tracked import LEAST_GAP
from mle_planner.core.plan.snapshots import TrackedItem
from mle_planner.core.timesheet.groups import (
    GroupBy,
    SheetGroup,
    amounts_of,
    group_lines,
    minutes_by_day,
)
from mle_planner.core.timesheet.lines import (
    SheetLine,
    counted_minutes,
    round_minutes,
    unrounded_lines,
    with_figures,
)
from mle_planner.core.timesheet.rounding import RoundingRule
from mle_planner.core.timesheet.terms import LockedTerms


@dataclass(frozen=True, slots=True)
class Timesheet:
    """What was tracked from ``first`` through ``last``, rounded so that everything adds up.

    Every sum is a plain sum of ``lines``; see ``rounding`` for the rule. Breaks are not on the
    sheet (``breaks_s`` and ``breaks_min`` say how much that is), nor is the entry that still runs
    (``running_title``). ``rounding`` is the general rule; projects may have their own.
    ``grouping`` says in what groups the lines are to be shown. ``parts`` counts the runs of days
    that were rounded and priced separately: one for each lock, one for what is not locked.
    Units are those of ``timesheet.lines``.
    """

    first: date
    last: date
    rounding: RoundingRule
    lines: tuple[SheetLine, ...]
    breaks_s: int = 0
    breaks_min: int = 0
    running_title: str | None = None
    grouping: tuple[GroupBy, ...] = (GroupBy.PROJECT,)
    parts: int = 1

    @property
    def rounding_min(self) -> int:
        """The step of the general rule in minutes; 0 for whole minutes."""
        return self.rounding.step_min

    @property
    def days(self) -> tuple[date, ...]:
        """Every date of the range, also those on which nothing was tracked."""
        return tuple(self.first + DAY * at for at in range((self.last - self.first).days + 1))

    @property
    def rows(self) -> tuple[SheetGroup, ...]:
        """One row a project, then one a kind of time; most time first."""
        return group_lines(self.lines, [GroupBy.PROJECT])

    @property
    def people(self) -> tuple[SheetGroup, ...]:
        """One row a person, most time first, then the rest; nothing where no line names one."""
        has_people = any(line.person for line in self.lines)
        return group_lines(self.lines, [GroupBy.PERSON]) if has_people else ()

    @property
    def groups(self) -> tuple[SheetGroup, ...]:
        """The lines in the groups asked for; their sums are plain sums of the lines."""
        return group_lines(self.lines, self.grouping)

    @property
    def amounts_cents(self) -> Mapping[str, int]:
        """The prices by currency; they are never added across currencies."""
        return amounts_of(self.lines)

    @property
    def day_totals_min(self) -> tuple[int, ...]:
        """The sum of each day."""
        return minutes_by_day(self.lines, self.days)

    @property
    def total_min(self) -> int:
        """The sum of everything."""
        return sum(line.rounded_min for line in self.lines)

    @property
    def hundredths(self) -> int:
        """The decimal hours of everything, in hundredths."""
        return sum(line.hundredths for line in self.lines)

    @property
    def billable_min(self) -> int:
        """The sum of what is billed."""
        return sum(line.rounded_min for line in self.lines if line.is_billable)

    @property
    def tracked_s(self) -> int:
        """The raw seconds behind the total."""
        return sum(line.tracked_s for line in self.lines)

    @property
    def tracked_min(self) -> int:
        """The tracked time in minutes that add up."""
        return sum(line.tracked_min for line in self.lines)

    @property
    def clients(self) -> tuple[str, ...]:
        """The clients that have time on the sheet, in alphabetical order."""
        names = {line.project.client for line in self.lines if line.project}
        return tuple(sorted(names - {""}, key=str.casefold))

    @property
    def overlaps(self) -> tuple[tuple[SheetLine, SheetLine], ...]:
        """The lines that share time with the next one: the program makes none, older ones may."""
        real = sorted(
            (line for line in self.lines if not line.is_correction), key=lambda line: line.span
        )
        return tuple(
            (earlier, later)
            for earlier, later in pairwise(real)
            if later.span.start < earlier.span.end
        )

    def without_project(self) -> tuple[SheetLine, ...]:
        """Return focus time without a project, which a client may ask about."""
        return tuple(
            line for line in self.lines if line.project is None and line.activity.category.is_focus
        )


@dataclass(frozen=True, slots=True)
class UntrackedTime:
    """A stretch of working time in which nothing was tracked; or a whole day of it."""

    day: date
    span: Span
    is_whole_day: bool = False


def timesheet(
    entries: Iterable[TrackedItem],
    days: PlanningDays,
    first: date,
    last: date,
    rounding: RoundingRule | int,
    *,
    locked: Sequence[LockedTerms] = (),
) -> Timesheet:
    """Return the timesheet of the days from ``first`` through ``last``.

    ``rounding`` is the general rule, or the step of one that rounds each day to the nearest.
    Entries are clipped to the range and split at the start of each planning day. Breaks and the
    running entry are left out, and the sheet says so. What was ``locked`` is as it was sent,
    with a line for each correction since; ``entries`` hold all of it, also outside the range.
    """
    if last < first:
        raise ValueError("a timesheet ends on or after the day it begins")
    rule = RoundingRule(rounding) if isinstance(rounding, int) else rounding
    entries = sorted(entries, key=lambda item: item.span.start)
    whole = days.range(first, last)
    free = difference(whole, [span for terms in locked for span in terms.spans])
    every = unrounded_lines(entries, free, days, first, last)
    billed = [line for line in every if not line.is_break]
    lines = list(with_figures(billed, round_minutes(billed, rule)))
    breaks = [line for line in every if line.is_break]
    parts = 1
    if locked:
        of_locks = [
            [line for line in found if first <= line.day <= last]
            for found in _locked_lines(entries, locked)
        ]
        parts = sum(any(not line.is_break for line in part) for part in (every, *of_locks))
        sent = list(chain.from_iterable(of_locks))
        breaks += [line for line in sent if line.is_break]
        lines = sorted([*lines, *(line for line in sent if not line.is_break)], key=_place)
        lines = [
            line if line.tracked_min == minutes else replace(line, tracked_min=minutes)
            for line, minutes in zip(lines, counted_minutes(lines), strict=True)
        ]
    running = (item.entry for item in entries if item.entry.is_running)
    title = next((entry.title for entry in running if entry.start < whole.end), None)
    breaks.sort(key=_place)
    return Timesheet(
        first, last, rule, tuple(lines),
        sum(line.tracked_s for line in breaks), sum(counted_minutes(breaks)), title,
        parts=parts,
    )  # fmt: skip


def _locked_lines(
    entries: Sequence[TrackedItem], locked: Sequence[LockedTerms]
) -> Iterator[list[SheetLine]]:
    """Yield the lines of each lock, and its corrections; ``entries`` are by start."""
    from mle_planner.core.timesheet.locked_lines import locked_lines

    ends = list(accumulate((item.span.end for item in entries), max))
    for terms in locked:
        begun = bisect_left(entries, terms.spans[-1].end, key=lambda item: item.span.start)
        yield locked_lines(entries[bisect_right(ends, terms.spans[0].start) : begun], terms)


def _place(line: SheetLine) -> tuple[date, datetime, int, bool]:
    return line.day, line.span.start, line.entry_id, line.is_correction


def gaps(
    working: Mapping[date, Span], breaks: Iterable[Span], tracked: Iterable[Span], now: datetime
) -> tuple[UntrackedTime, ...]:
    """Return the untracked spans of at least ten minutes, in order.

    ``working`` is each day's working hours, ``breaks`` what is planned as a break, ``tracked``
    every entry, also breaks and the running one, and what was left untracked. Time after ``now``
    is not a gap. A working day that is over and holds no entry at all is one gap, not two around
    lunch: it may have been a day off.
    """
    pauses = union(breaks)
    entries = union(tracked)
    found: list[UntrackedTime] = []
    for day, hours in sorted(working.items()):
        if hours.start >= now:
            continue
        passed = Span(hours.start, min(hours.end, now))
        of_day = sharing(entries, hours)
        if hours.end <= now and not of_day:
            found.append(UntrackedTime(day, hours, is_whole_day=True))
            continue
        left = difference(passed, (*sharing(pauses, hours), *of_day))
        found.extend(UntrackedTime(day, span) for span in left if span.duration >= LEAST_GAP)
    return tuple(found)
