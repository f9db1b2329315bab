"""The timesheet of a range of days: its lines, and the sums made of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import DAY, Span
from mle_planner.core.i18n.gettext import N_
from mle_planner.core.model.pipeline import Person
from mle_planner.core.model.tracked import EntryId, EntrySource, TimeEntry
from mle_planner.core.model.work import Activity, Category, Project
from mle_planner.core.plan.snapshots import TrackedItem
from mle_planner.core.timesheet.rounding import rounded_seconds

GROUP_NAMES: Mapping[Category, str] = {
    Category.CODING: N_("Coding"),
    Category.OTHER_FOCUS: N_("Other focus"),
    Category.MEETING: N_("Meetings"),
    Category.ADMIN: N_("Email and ad hoc"),
    Category.BREAK: N_("Breaks"),
}
"""What a row of entries without a project is called."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One entry's part of one day: when it was, what for and with whom, tracked and rounded.

    An entry that crosses the start of a planning day has a line on each day.
    """

    day: date
    span: Span
    entry_id: EntryId
    title: str
    activity: Activity
    project: Project | None
    source: EntrySource
    rounded_min: int
    person: Person | None = None

    @property
    def tracked_s(self) -> int:
        """The tracked seconds: the raw time, whatever the rounding."""
        return int(self.span.duration.total_seconds())

    @property
    def group(self) -> str:
        """The name of the row it counts to: its project, else its kind of time."""
        return self.project.name if self.project else GROUP_NAMES[self.activity.category]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """The time of one project, or of one kind of time without a project, day by day.

    ``minutes`` has one figure for each day of the sheet. ``category`` is the kind of time the
    row holds most of.
    """

    name: str
    project: Project | None
    category: Category
    minutes: tuple[int, ...]
    tracked_s: int

    @property
    def client(self) -> str:
        """The project's client; empty without one."""
        return self.project.client if self.project else ""

    @property
    def total_min(self) -> int:
        """The sum of its days."""
        return sum(self.minutes)

    @property
    def amount_cents(self) -> int | None:
        """What the row costs at its project's rate; None where that is not billed or has none."""
        if self.project is None or not self.project.billable or self.project.rate_cents is None:
            return None
        return (self.project.rate_cents * self.total_min + 30) // 60


@dataclass(frozen=True, slots=True)
class PersonRow:
    """The time with one person, or with nobody named where that is None, day by day."""

    person: Person | None
    minutes: tuple[int, ...]
    tracked_s: int

    @property
    def total_min(self) -> int:
        """The sum of its days."""
        return sum(self.minutes)


@dataclass(frozen=True, slots=True)
class Timesheet:
    """What was tracked from ``first`` through ``last``, rounded so that everything adds up.

    Every sum is a plain sum of ``lines``; see ``rounding`` for the rule. Breaks are not on the
    sheet (``breaks_s`` says how much that is), nor is the entry that still runs
    (``running_title``). ``rounding_min`` of 0 means whole minutes.
    """

    first: date
    last: date
    rounding_min: int
    lines: tuple[SheetLine, ...]
    breaks_s: int = 0
    running_title: str | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """Every date of the range, also those on which nothing was tracked."""
        return tuple(self.first + DAY * at for at in range((self.last - self.first).days + 1))

    @property
    def rows(self) -> tuple[SheetRow, ...]:
        """One row a project, then one a kind of time; most time first."""
        return _rows(self.lines, self.days)

    @property
    def people_rows(self) -> tuple[PersonRow, ...]:
        """One row a person, most time first, then the rest; nothing where nobody is named."""
        return _people_rows(self.lines, self.days)

    @property
    def amounts_cents(self) -> Mapping[str, int]:
        """The sum of the rows' amounts by currency."""
        sums: dict[str, int] = {}
        for row in self.rows:
            if row.project is not None and row.amount_cents is not None:
                currency = row.project.currency
                sums[currency] = sums.get(currency, 0) + row.amount_cents
        return sums

    @property
    def day_totals_min(self) -> tuple[int, ...]:
        """The sum of each day."""
        by_day = dict.fromkeys(self.days, 0)
        for line in self.lines:
            by_day[line.day] += line.rounded_min
        return tuple(by_day.values())

    @property
    def total_min(self) -> int:
        """The sum of everything."""
        return sum(line.rounded_min for line in self.lines)

    @property
    def tracked_s(self) -> int:
        """The raw seconds behind the total."""
        return sum(line.tracked_s for line in self.lines)

    @property
    def rounding_adds(self) -> timedelta:
        """What the rounding adds to the raw time; negative where it takes some away."""
        return timedelta(minutes=self.total_min) - timedelta(seconds=self.tracked_s)

    @property
    def clients(self) -> tuple[str, ...]:
        """The clients that have time on the sheet, in alphabetical order."""
        names = {line.project.client for line in self.lines if line.project}
        return tuple(sorted(names - {""}, key=str.casefold))

    def for_client(self, client: str) -> Timesheet:
        """Return the lines of one client alone, with the same figures as on the whole sheet.

        Nothing is rounded again, so the sheets of all clients and of the rest add up to the
        whole one.
        """
        lines = tuple(line for line in self.lines if line.project and line.project.client == client)
        return replace(self, lines=lines)

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
    rounding_min: int,
) -> Timesheet:
    """Return the timesheet of the days from ``first`` through ``last``.

    Entries are clipped to the range and split at the start of each planning day. Breaks and the
    running entry are left out, and the sheet says so.
    """
    if last < first:
        raise ValueError("a timesheet ends on or after the day it begins")
    whole, boundaries = days.range(first, last), days.boundaries(first, last)
    running: TimeEntry | None = None
    breaks_s = 0
    lines: list[SheetLine] = []
    for item in sorted(entries, key=lambda item: (item.span, item.entry.id)):
        span = item.span.intersection(whole)
        if span is None:
            continue
        if item.entry.is_running:
            running = item.entry
        elif item.category is Category.BREAK:
            breaks_s += int(span.duration.total_seconds())
        else:
            lines.extend(_lines(item, span, first, boundaries))
    lines.sort(key=lambda line: (line.span, line.entry_id))
    return Timesheet(
        first,
        last,
        rounding_min,
        _with_rounding(lines, rounding_min),
        breaks_s,
        running.title if running else None,
    )


def _lines(
    item: TrackedItem, span: Span, first: date, boundaries: Sequence[datetime]
) -> Iterator[SheetLine]:
    """Yield a line for the part of an entry on each day, found by halving."""
    entry = item.entry
    at = bisect_right(boundaries, span.start) - 1
    while at < len(boundaries) - 1 and boundaries[at] < span.end:
        start, end = max(span.start, boundaries[at]), min(span.end, boundaries[at + 1])
        if start < end:  # no part is on a date that the zone skipped
            part = span if (start, end) == (span.start, span.end) else Span(start, end)
            yield SheetLine(
                first + DAY * at, part, entry.id, entry.title, item.activity, item.project,
                entry.source, 0, item.person,
            )  # fmt: skip
        at += 1


def _with_rounding(lines: Sequence[SheetLine], rounding_min: int) -> tuple[SheetLine, ...]:
    step_s = max(1, rounding_min) * 60
    result: list[SheetLine] = []
    for _, group in groupby(lines, key=lambda line: line.day):
        of_day = list(group)
        rounded = rounded_seconds([line.tracked_s for line in of_day], step_s)
        result.extend(
            replace(line, rounded_min=seconds // 60)
            for line, seconds in zip(of_day, rounded, strict=True)
        )
    return tuple(result)


def _rows(lines: Sequence[SheetLine], days: Sequence[date]) -> tuple[SheetRow, ...]:
    column = {day: at for at, day in enumerate(days)}
    groups: dict[tuple[bool, int | str], list[SheetLine]] = {}
    for line in lines:
        key = line.project.id if line.project else str(line.activity.category)
        groups.setdefault((line.project is None, key), []).append(line)
    rows = []
    for of_row in groups.values():
        minutes = [0] * len(days)
        for line in of_row:
            minutes[column[line.day]] += line.rounded_min
        tracked_s = sum(line.tracked_s for line in of_row)
        rows.append(
            SheetRow(of_row[0].group, of_row[0].project, _most(of_row), tuple(minutes), tracked_s)
        )
    rows.sort(key=lambda row: (row.project is None, -row.tracked_s, row.name.casefold()))
    return tuple(rows)


def _people_rows(lines: Sequence[SheetLine], days: Sequence[date]) -> tuple[PersonRow, ...]:
    column = {day: at for at, day in enumerate(days)}
    people: dict[Person | None, list[SheetLine]] = {}
    for line in lines:
        people.setdefault(line.person, []).append(line)
    rows = []
    for person, of_person in people.items():
        minutes = [0] * len(days)
        for line in of_person:
            minutes[column[line.day]] += line.rounded_min
        rows.append(PersonRow(person, tuple(minutes), sum(line.tracked_s for line in of_person)))
    rows.sort(key=lambda row: (row.person is None, -row.tracked_s))
    return tuple(rows) if set(people) - {None} else ()


def _most(lines: Sequence[SheetLine]) -> Category:
    """Return the category with the most tracked time, the first of them in a tie."""
    by_category = dict.fromkeys(Category, 0)
    for line in lines:
        by_category[line.activity.category] += line.tracked_s
    return max(by_category, key=lambda category: by_category[category])
