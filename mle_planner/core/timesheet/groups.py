"""The lines of a timesheet in groups: by client, project, task, activity, day or person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.i18n.gettext import N_
from mle_planner.core.i18n.names import GROUP_NAMES
from mle_planner.core.model.work import Category
from mle_planner.core.timesheet.lines import SheetLine


class GroupBy(StrEnum):
    """What lines of a group have in common."""

    CLIENT = "client"
    PROJECT = "project"
    TASK = "task"
    ACTIVITY = "activity"
    DAY = "day"
    PERSON = "person"


NO_CLIENT, NO_PERSON = N_("No client"), N_("No person")


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """The lines that share a client, project, task, activity, day or person, and their sums.

    ``name`` is the user's text or an ISO date where ``is_own``, else a text to translate.
    ``children`` are the same lines grouped further; empty at the last level.
    """

    by: GroupBy
    name: str
    is_own: bool
    lines: tuple[SheetLine, ...]
    children: tuple[SheetGroup, ...] = ()

    @property
    def tracked_s(self) -> int:
        """The raw seconds."""
        return sum(line.tracked_s for line in self.lines)

    @property
    def rounded_min(self) -> int:
        """The rounded minutes."""
        return sum(line.rounded_min for line in self.lines)

    @property
    def tracked_min(self) -> int:
        """The tracked time in minutes that add up."""
        return sum(line.tracked_min for line in self.lines)

    @property
    def delta_s(self) -> int:
        """What the rounding adds; negative where it takes some away."""
        return (self.rounded_min - self.tracked_min) * 60

    @property
    def hundredths(self) -> int:
        """The decimal hours in hundredths."""
        return sum(line.hundredths for line in self.lines)

    @property
    def amounts_cents(self) -> Mapping[str, int]:
        """The prices by currency; they are never added across currencies."""
        return amounts_of(self.lines)

    @property
    def is_billable(self) -> bool:
        """Whether any of it is billed."""
        return any(line.is_billable for line in self.lines)

    @property
    def category(self) -> Category:
        """The kind of time it holds most of."""
        by_category = dict.fromkeys(Category, 0)
        for line in self.lines:
            by_category[line.activity.category] += line.tracked_s
        return max(by_category, key=lambda category: by_category[category])

    def minutes_on(self, days: Sequence[date]) -> tuple[int, ...]:
        """Return the rounded minutes of each of these days."""
        return minutes_by_day(self.lines, days)


def group_lines(lines: Sequence[SheetLine], by: Sequence[GroupBy]) -> tuple[SheetGroup, ...]:
    """Return lines grouped by the first of ``by``, each group by the next, and so on.

    Days come in order; of the rest what has most time first, and what is not named last.
    """
    if not by:
        return ()
    first, *further = by
    found: dict[object, list[SheetLine]] = {}
    for line in lines:
        found.setdefault(_KEYS[first](line), []).append(line)
    groups = [
        SheetGroup(first, *_name(first, of_group[0]), tuple(of_group),
                   group_lines(of_group, further))
        for of_group in found.values()
    ]  # fmt: skip
    if first is GroupBy.DAY:
        return tuple(sorted(groups, key=lambda group: group.name))
    order = [(not group.is_own, -group.tracked_s, group.name.casefold()) for group in groups]
    return tuple(groups[at] for at in sorted(range(len(groups)), key=lambda at: (order[at], at)))


def amounts_of(lines: Sequence[SheetLine]) -> dict[str, int]:
    """Return the prices of lines by currency."""
    sums: dict[str, int] = {}
    for line in lines:
        if line.amount_cents is not None:
            sums[line.currency] = sums.get(line.currency, 0) + line.amount_cents
    return sums


def minutes_by_day(lines: Sequence[SheetLine], days: Sequence[date]) -> tuple[int, ...]:
    """Return the rounded minutes of each day."""
    minutes = dict.fromkeys(days, 0)
    for line in lines:
        minutes[line.day] += line.rounded_min
    return tuple(minutes.values())


_KEYS: Mapping[GroupBy, Callable[[SheetLine], Any]] = {
    GroupBy.CLIENT: lambda line: line.client,
    GroupBy.PROJECT: lambda line: line.group_key,
    GroupBy.TASK: lambda line: line.task.id if line.task else line.title.casefold(),
    GroupBy.ACTIVITY: lambda line: line.activity.id,
    GroupBy.DAY: lambda line: line.day,
    GroupBy.PERSON: lambda line: line.person.id if line.person else None,
}


def _name(by: GroupBy, line: SheetLine) -> tuple[str, bool]:
    """Return the name of a line's group, and whether it is the user's own."""
    if by is GroupBy.CLIENT:
        return (line.client, True) if line.client else (NO_CLIENT, False)
    if by is GroupBy.PROJECT:
        if line.project:
            return line.project.name, True
        return GROUP_NAMES[line.activity.category], False
    if by is GroupBy.PERSON:
        return (line.person.name, True) if line.person else (NO_PERSON, False)
    names = {
        GroupBy.TASK: line.task_title,
        GroupBy.ACTIVITY: line.activity.name,
        GroupBy.DAY: line.day.isoformat(),
    }
    return names[by], True
