"""The lines of a timesheet, and the figures that add up over them.

Units: ``_s`` is seconds, ``_min`` minutes, ``_cents`` hundredths of a currency, and ``hundredths``
hundredths of an hour: 1:20 is 133 of them and is written 1.33.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.shares import nearest_s, share_out
from mle_planner.core.base.spans import DAY, Span, sharing
from mle_planner.core.i18n.names import GROUP_NAMES
from mle_planner.core.model.pipeline import Person
from mle_planner.core.model.tracked import EntryId, EntrySource
from mle_planner.core.model.work import Activity, Category, Project, ProjectId, RoundingUnit, Task
from mle_planner.core.plan.snapshots import TrackedItem
from mle_planner.core.timesheet.rounding import RoundingRule, rule_of


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One entry's part of one day: when it was, what for and with whom, tracked and rounded.

    An entry that crosses the start of a planning day has a line on each day. ``hundredths`` are
    the decimal hours of the rounded time, ``amount_cents`` its price; None where it is not billed
    or has no rate. A correction of a locked day is a separate line: ``corrected_at`` says when
    it was made, ``correction_s`` what it adds to the tracked time, and its figures may be
    negative; ``span`` is then when the entry is now, or was before it was deleted.
    ``tracked_min`` are the minutes that the tracked seconds count for (``core.base.shares``).
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
    task: Task | None = None
    note: str = ""
    hundredths: int = 0
    amount_cents: int | None = None
    corrected_at: datetime | None = None
    correction_s: int = 0
    tracked_min: int = 0

    @property
    def tracked_s(self) -> int:
        """The tracked seconds: the raw time, whatever the rounding."""
        if self.corrected_at is not None:
            return self.correction_s
        span = self.span
        return int((span.end - span.start).total_seconds())

    @property
    def rounded_s(self) -> int:
        """The rounded time in seconds."""
        return self.rounded_min * 60

    @property
    def counted_s(self) -> int:
        """The seconds of the tracked minutes: what it counts for on every screen."""
        return self.tracked_min * 60

    @property
    def delta_s(self) -> int:
        """What the rounding adds to the tracked minutes; negative where it takes some away."""
        return self.rounded_s - self.counted_s

    @property
    def group(self) -> str:
        """The name of the row it counts to: its project, else its kind of time."""
        return self.project.name if self.project else GROUP_NAMES[self.activity.category]

    @property
    def group_key(self) -> ProjectId | Category:
        """The key of the row it counts to: its project, else its kind of time."""
        return self.project.id if self.project else self.activity.category

    @property
    def client(self) -> str:
        """The project's client; empty without one."""
        return self.project.client if self.project else ""

    @property
    def task_title(self) -> str:
        """The title of its task, else its own."""
        return self.task.title if self.task else self.title

    @property
    def task_beside(self) -> str:
        """The title of its task if that is not its own title; else empty."""
        return self.task.title_beside(self.title) if self.task else ""

    @property
    def is_billable(self) -> bool:
        """Whether its project is billed."""
        return self.project is not None and self.project.billable

    @property
    def rate_cents(self) -> int | None:
        """The price of an hour; None where it is not billed or has no rate."""
        return self.project.rate_cents if self.project and self.project.billable else None

    @property
    def currency(self) -> str:
        """The currency of rate and amount; empty without one."""
        return self.project.currency if self.project else ""

    @property
    def is_break(self) -> bool:
        """Whether it is a break, which is on no sheet."""
        return self.activity.category is Category.BREAK

    @property
    def is_correction(self) -> bool:
        """Whether it corrects a day after that was locked."""
        return self.corrected_at is not None


def split_into_lines(
    item: TrackedItem, span: Span, first: date, boundaries: Sequence[datetime]
) -> Iterator[SheetLine]:
    """Yield a line without figures for the part of an entry on each day, found by halving."""
    at = bisect_right(boundaries, span.start) - 1
    if at < len(boundaries) - 1 and span.end <= boundaries[at + 1]:  # nearly every entry
        yield _line(item, span, first + DAY * at)
        return
    while at < len(boundaries) - 1 and boundaries[at] < span.end:
        start, end = max(span.start, boundaries[at]), min(span.end, boundaries[at + 1])
        if start < end:  # no part is on a date that the zone skipped
            part = span if (start, end) == (span.start, span.end) else Span(start, end)
            yield _line(item, part, first + DAY * at)
        at += 1


def _line(item: TrackedItem, part: Span, day: date) -> SheetLine:
    entry = item.entry
    return SheetLine(
        day, part, entry.id, entry.title, item.activity, item.project, entry.source, 0,
        item.person, item.task, entry.note,
    )  # fmt: skip


def unrounded_lines(
    entries: Iterable[TrackedItem],
    free: Sequence[Span],
    days: PlanningDays,
    first: date,
    last: date,
) -> list[SheetLine]:
    """Return the lines of what entries have in ``free``, in order and without figures.

    ``free`` are disjoint spans, in order, on the days from ``first`` through ``last``. Breaks have
    lines too; a running entry has none.
    """
    boundaries = days.boundaries(first, last)
    lines: list[SheetLine] = []
    for item in entries:
        if not item.entry.is_running:
            for span in sharing(free, item.span):
                part = item.span.intersection(span)
                if part is not None:
                    lines.extend(split_into_lines(item, part, first, boundaries))
    lines.sort(key=lambda line: (line.span.start, line.entry_id))
    return lines


def round_minutes(lines: Sequence[SheetLine], general: RoundingRule) -> list[int]:
    """Return the rounded minutes of lines that are in order.

    A project's own rule rounds its time; everything else is rounded together by the general rule.
    A rule that only counts in minutes leaves the tracked ones.
    """
    minutes = counted_minutes(lines)
    units: dict[object, tuple[RoundingRule, list[int]]] = {}
    rules: dict[int, RoundingRule | None] = {}  # asked once for each project, not for each line
    for at, line in enumerate(lines):
        project = line.project
        if id(project) not in rules:
            rules[id(project)] = rule_of(project)
        own = rules[id(project)]
        rule = own or general
        whose = None if own is None or project is None else (own, project.id)
        key = whose, _unit_of(line, rule.unit)
        if key not in units:
            units[key] = rule, []
        units[key][1].append(at)
    for rule, places in units.values():
        if rule.is_plain:
            continue
        rounded = rule.round_lines([lines[at].tracked_s for at in places])
        for at, seconds in zip(places, rounded, strict=True):
            minutes[at] = seconds // 60
    return minutes


def with_figures(lines: Sequence[SheetLine], minutes: Sequence[int]) -> tuple[SheetLine, ...]:
    """Return lines in order with their rounded minutes, and what follows from them."""
    hours, amounts, tracked = (
        _decimal_hours(lines, minutes), _amounts(lines, minutes), counted_minutes(lines)
    )  # fmt: skip
    return tuple(
        SheetLine(  # all values in their order: ten years have twenty thousand lines
            line.day, line.span, line.entry_id, line.title, line.activity, line.project,
            line.source, minutes[at], line.person, line.task, line.note, hours[at], amounts[at],
            line.corrected_at, line.correction_s, tracked[at],
        )
        for at, line in enumerate(lines)
    )  # fmt: skip


def _unit_of(line: SheetLine, unit: RoundingUnit) -> object:
    if unit is RoundingUnit.ENTRY:
        return line.entry_id
    return line.day if unit is RoundingUnit.DAY else None


def counted_minutes(lines: Sequence[SheetLine]) -> list[int]:
    """Return what each line's tracked seconds count for in minutes; lines are in order of days.

    What was corrected after a day was locked changes no line of the day but its own.
    """
    minutes: list[int] = []
    for _day, lines_of_day in groupby(lines, key=lambda line: line.day):
        of_day = list(lines_of_day)
        counts = dict.fromkeys(range(len(of_day)), 0)
        kept = [at for at in counts if not of_day[at].is_correction]
        shares = share_out([of_day[at].tracked_s for at in kept], 60)
        counts.update(zip(kept, shares, strict=True))
        passed = sum(of_day[at].tracked_s for at in kept)
        for at in sorted(counts.keys() - set(kept), key=lambda at: (of_day[at].corrected_at, at)):
            before, passed = nearest_s(passed, 60), passed + of_day[at].tracked_s
            counts[at] = (nearest_s(passed, 60) - before) // 60
        minutes += counts.values()
    return minutes


def _decimal_hours(lines: Sequence[SheetLine], minutes: Sequence[int]) -> list[int]:
    """Return the hundredths of an hour of each line.

    All together are the nearest hundredth of the whole. Each day gets its share of that, and of
    its lines those of the projects that lost most so far are rounded up, so that no project
    gains or loses from day to day; at the end each project has its share of the whole, too.
    A minute is five thirds of a hundredth.
    """
    thirds = [5 * minute for minute in minutes]
    hours = [third // 3 for third in thirds]
    lost: dict[object, int] = {}
    exact = given = 0
    for _day, places in groupby(range(len(lines)), key=lambda at: lines[at].day):
        of_day = list(places)
        open_places = []
        for at in of_day:
            exact += thirds[at]
            given += hours[at]
            if thirds[at] % 3:
                open_places.append(at)
                whose = lines[at].group_key
                lost[whose] = lost.get(whose, 0) + thirds[at] % 3
        while given < nearest_s(exact, 3) // 3:
            at = max(open_places, key=lambda at: (lost[lines[at].group_key], thirds[at] % 3, -at))
            open_places.remove(at)
            hours[at] += 1
            given += 1
            lost[lines[at].group_key] -= 3
    _settle_projects(lines, thirds, hours)
    return hours


def _settle_projects(lines: Sequence[SheetLine], thirds: Sequence[int], hours: list[int]) -> None:
    """Move hundredths between lines of a day until each project has its nearest ones.

    Days keep theirs, and a line stays off by less than one. A few sheets have no such figures.
    """
    exact, over = Counter[object](), Counter[object]()
    for line, third, given in zip(lines, thirds, hours, strict=True):
        exact[line.group_key] += third
        over[line.group_key] += given
    for whose, share in zip(exact, share_out(list(exact.values()), 3), strict=True):
        over[whose] -= share
    while any(over.values()):
        open_lines = [
            (line.day, line.group_key, at, hours[at] > thirds[at] // 3)
            for at, line in enumerate(lines)
            if thirds[at] % 3
        ]
        chain = _chain(open_lines, over)
        if not chain:
            return
        for high, low in chain:
            hours[high] -= 1
            hours[low] += 1
        over[lines[chain[0][0]].group_key] -= 1
        over[lines[chain[-1][1]].group_key] += 1


def _chain(
    open_lines: Iterable[tuple[date, object, int, bool]], over: Mapping[object, int]
) -> list[tuple[int, int]]:
    """Return lines to round down, each with one of its day to round up; the shortest such chain.

    It begins at a project with a hundredth too many, each step starts at the project that the
    one before ended at, and the last ends at one with too few. Lines are a day, whose, the line's
    place and whether it is rounded up.
    """
    ups: dict[object, dict[date, int]] = {}
    downs: dict[date, dict[object, int]] = {}
    for day, whose, at, is_up in open_lines:
        if is_up:
            ups.setdefault(whose, {})[day] = at
        else:
            downs.setdefault(day, {})[whose] = at
    chains: dict[object, list[tuple[int, int]]] = {
        whose: [] for whose, count in over.items() if count > 0
    }
    reached = list(chains)
    for giver in reached:
        steps = (
            (taker, high, low)
            for day, high in ups.get(giver, {}).items()
            for taker, low in downs.get(day, {}).items()
        )
        for taker, high, low in steps:
            if taker in chains:
                continue
            chains[taker] = [*chains[giver], (high, low)]
            if over[taker] < 0:
                return chains[taker]
            reached.append(taker)
    return []


def _amounts(lines: Sequence[SheetLine], minutes: Sequence[int]) -> list[int | None]:
    """Return the prices: those of one project at one rate add up to that of its whole time."""
    billed: dict[object, list[int]] = {}
    for at, line in enumerate(lines):
        group = price_group(line)
        if group is not None:
            billed.setdefault(group, []).append(at)
    amounts: list[int | None] = [None] * len(lines)
    for places in billed.values():
        rate = lines[places[0]].rate_cents or 0
        cents = share_out([rate * minutes[at] for at in places], 60)
        for at, amount in zip(places, cents, strict=True):
            amounts[at] = amount
    return amounts


def price_group(line: SheetLine) -> tuple[object, ...] | None:
    """Return the key of the lines whose prices are shares of one: of a project at one rate."""
    if line.project is None or line.rate_cents is None:
        return None
    return line.project.id, line.rate_cents, line.currency
