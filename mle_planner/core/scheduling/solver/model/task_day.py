"""The constants of a task on one day: where it may be placed, and at what cost."""

from __future__ import annotations

from typing import NamedTuple

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY
from mle_planner.core.scheduling.solver.model.cost_profiles import CostProfile
from mle_planner.core.scheduling.solver.model.table_rows import DayTable, TaskTable
from mle_planner.core.scheduling.solver.model.waiting import Ranges, Waiting

Pricing = tuple[int, int, float, tuple[int, ...], tuple[tuple[bool, int, int], ...]]
"""Blocks of one length of a task on a day: the cost of one at any place, beside the day's band and
projects; the cost of its slots while they are not placed; the cost for successors of not being on
the first day; sets of starts, in each of which the earliest is the cheapest (see ``CostProfile``).
The last field groups starts by what they are in time for, the task itself and its successors: for
each group, whether the task is late, and the cost of the successors made late. If a day has both
kinds, the best of either is worth trying."""


class Costs(NamedTuple):
    """The cost of slots of a task on one day, wherever else the task is."""

    profile: CostProfile
    """The profile of the task's cost on the day."""
    flat: int
    """The cost of each slot beside the profile."""
    new_project: int
    """The cost if the task is the first of its project on the day."""


class TaskDay:
    """A task on one day."""

    __slots__ = (
        "_empty",
        "_in_one",
        "_on",
        "_pricings",
        "_waiting",
        "about",
        "day",
        "flat",
        "new_project",
        "pinned",
        "profile",
        "project",
        "ranges",
        "room",
        "task",
    )

    def __init__(
        self,
        task: int,
        day: int,
        about: TaskTable,
        on: DayTable,
        ranges: Ranges,
        costs: Costs,
        waiting: Waiting,
    ) -> None:
        self.about = about
        self._on = on
        self._waiting = waiting
        self.task = task
        self.day = day
        self.ranges = ranges
        self.profile, self.flat, self.new_project = costs
        self.project = 1 << about.project if about.project >= 0 else 0
        """The task's project as a set of one or none."""
        self.pinned = [(s, e) for s, e, owner in on.pinned if owner == task]
        self.room = SLOTS_PER_DAY
        """How many slots of the task the day may take beside the pinned ones."""
        if about.per_day is not None:
            self.room = about.per_day - about.pinned_per_day[day]
        self._pricings: dict[int, Pricing] = {}
        self._empty: dict[int, int] = {}
        self._in_one: dict[int, int] = {}

    def block_cost(self, start: int, end: int) -> int:
        """Return the cost of a movable block at its place, beside the day's band and projects."""
        prefix = self.profile.prefix
        return self.pricing(end - start)[0] + prefix[end] - prefix[start]

    def pricing(self, length: int) -> Pricing:
        """Return the costs and starts of blocks of that length."""
        known = self._pricings.get(length)
        if known is None:
            known = self._pricings[length] = self._pricing(length)
        return known

    def _pricing(self, length: int) -> Pricing:
        about = self.about
        fixed = about.block_cost + self.flat * length
        if length < about.wanted:
            fixed += about.short_cost * (about.wanted - length)
        delay = self._waiting.pull[self.task] * self.day * length
        parts = tuple(each for each in self._parts(length) if each[-1])
        return fixed, about.gain * length, delay, self.profile.rises(length), parts

    def _parts(self, length: int) -> list[tuple[bool, int, int]]:
        waiting = self._waiting
        starts = self.starts(length)
        in_time = self._ending_by(self.about.due_day, self.about.due_slot, length)
        early = self._ending_by(*divmod(waiting.latest_end[self.task], SLOTS_PER_DAY), length)
        hurry = waiting.hurry[self.task]
        return [
            (False, 0, starts & in_time & early),
            (False, hurry, starts & in_time & ~early),
            (True, 0, starts & ~in_time & early),
            (True, hurry, starts & ~in_time & ~early),
        ]

    def _ending_by(self, day: int, slot: int, length: int) -> int:
        """Return all starts of blocks of that length that end by a slot."""
        if self.day != day:
            return -1 if self.day < day else 0
        return (1 << (slot - length + 1)) - 1 if slot >= length else 0

    def starts(self, length: int) -> int:
        """Return the starts at which a block of that length lies within a range of the task."""
        starts = 0
        for start, end in self.ranges:
            if start + length <= end:
                starts |= ((1 << (end - length - start + 1)) - 1) << start
        return starts

    def starts_when_empty(self, length: int) -> int:
        """Return those of ``starts`` that are open if the day holds nothing movable."""
        known = self._empty.get(length)
        if known is None:
            free = self._on.work
            known = self.starts(length)
            for slot in range(length):
                known &= free >> slot
            self._empty[length] = known
        return known

    def starts_in_one_window(self, length: int) -> int:
        """Return those of ``starts`` at which a block stays within one working window."""
        known = self._in_one.get(length)
        if known is None:
            known = self.starts_when_empty(length)
            for border in self._on.borders:
                for start in range(max(0, border - length + 1), border):
                    known &= ~(1 << start)
            self._in_one[length] = known
        return known
