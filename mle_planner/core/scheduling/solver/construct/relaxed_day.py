"""A relaxed day among several: its cheapest path at given prices, found quickly.

Events stand where they are, breaks are only allowed for, and a task may be taken again and
again. Tasks of the same cost by time of day differ in what depends on the length alone, so for
each length only the best of them counts: the number of tasks hardly matters.
"""

from __future__ import annotations

from typing import NamedTuple

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY
from mle_planner.core.scheduling.solver.model.draft import Draft

GRAIN = 3
"""The step between the lengths tried of a task that may be split, and between starts."""

RUN_PER_BREAK = 15
"""So many slots of work are thought to need one of break."""

Way = tuple[int, int, float, int]
"""A block: its length, that with the break it needs, its cost wherever it is, its task."""


class Open(NamedTuple):
    """What is still to be placed, per task."""

    left: list[int]
    ready: list[int | None]
    """The first moment it may start, None while it waits for what is itself to be placed."""
    share: list[float]
    """What a slot of it that is in time saves of the cost of being late at all."""


class BlockGroup(NamedTuple):
    """Blocks of the same cost by slot that lie between the same slots."""

    family: tuple[int, ...]
    """Groups of one family differ in nothing but what waiting costs, which rises from one to the
    next: a later one's block counts only where it costs less beside that."""
    prefix: list[int]
    since: int
    until: int
    members: list[tuple[int, list[tuple[int, float]]]]
    """Tasks, each with its lengths and what a block of that length costs wherever it is."""


class RelaxedDay:
    """One day of a draft, with room beside what it holds; ``looked_at`` counts blocks tried."""

    def __init__(self, draft: Draft, day: int, todo: Open, grain: int = GRAIN) -> None:
        self._tables = draft.tables
        self._day = day
        self._todo = todo
        self._grain = grain
        self.caps = [self._cap(task) for task in range(len(todo.left))]
        """How much of each task the day may take; 0 if nothing."""
        self.looked_at = 0
        self._room = [0] * (SLOTS_PER_DAY + 1)
        for gap in draft.days[day].gaps:
            for slot in range(gap.start, gap.end):
                self._room[slot] = gap.end - slot
        self.slots = sum(1 for room in self._room if room)
        self._groups = self._group_blocks()

    def _cap(self, task: int) -> int:
        about = self._tables.tasks[task]
        left, ready = self._todo.left[task], self._todo.ready[task]
        if not left or not self._tables.ranges[task][self._day]:
            return 0
        if ready is not None and ready >= (self._day + 1) * SLOTS_PER_DAY:
            return 0
        cap = min(left, self._tables.weights.blocks_per_task_day * about.longest)
        if about.per_day is not None:
            cap = min(cap, about.per_day - about.pinned_per_day[self._day])
        return cap if cap >= max(1, about.least) else 0

    def _group_blocks(self) -> list[BlockGroup]:
        day = self._day
        found: dict[tuple[int, int, int], BlockGroup] = {}
        costs_of = self._tables.slot_costs
        for task, about in enumerate(self._tables.tasks):
            if not self.caps[task]:
                continue
            on_day = self._tables.on_day(task, day)
            lengths = self._lengths(task)
            ready = max(0, (self._todo.ready[task] or 0) - day * SLOTS_PER_DAY)
            share = self._todo.share[task] if day <= about.due_day else 0.0
            kind = self._tables.problem.tasks[task].kind
            is_shared = on_day.profile is costs_of.profile(kind, about.pace, day)
            for begins, until in on_day.ranges:
                since = max(begins, ready)
                parts = [(until, share)]
                if day == about.due_day and about.due_slot < until:
                    parts = [(about.due_slot, share), (until, 0.0)]
                for end, saved in parts:
                    if end - since < about.least:
                        continue
                    key = (id(on_day.profile), since, end)
                    if key not in found:
                        family = (-1, task, end, 0)
                        if is_shared:
                            family = (costs_of.same_energy(kind), since, end, about.pace)
                        found[key] = BlockGroup(family, on_day.profile.prefix, since, end, [])
                    costs = [
                        (length, on_day.pricing(length)[0] - (about.gain + saved) * length)
                        for length in lengths
                    ]
                    found[key].members.append((task, costs))
        return sorted(found.values(), key=lambda group: group.family)

    def _lengths(self, task: int) -> list[int]:
        about, left = self._tables.tasks[task], self._todo.left[task]
        least, most = max(1, about.least), min(self.caps[task], about.longest)
        lengths = {most, least, left - most, left - least, left // 2}
        if left > most or left >= 2 * least:
            lengths.update(range(least, most, self._grain))
        return sorted(
            length
            for length in lengths
            if least <= length <= most and (length == left or left - length >= least)
        )

    def best_saving(self, task: int) -> float | None:
        """What a slot of the task saves at most on the day, in time or not; None if never."""
        about = self._tables.tasks[task]
        most = min(self.caps[task], about.longest)
        on_day = self._tables.on_day(task, self._day)
        cheapest = on_day.profile.least(most) if most else None
        if cheapest is None:
            return None
        saved = about.gain - (on_day.pricing(most)[0] + cheapest) / most
        return saved + self._todo.share[task] if self._day <= about.due_day else saved

    def _price_groups(self, prices: list[float]) -> list[tuple[list[int], int, int, list[Way]]]:
        """The blocks worth considering at the prices, by group: costs, bounds, ways."""
        found = []
        family: tuple[int, ...] = ()
        cheaper: dict[int, float] = {}
        for group in self._groups:
            if group.family[:-1] != family:
                family, cheaper = group.family[:-1], {}
            ways = _ways(group, prices, cheaper)
            if ways:
                found.append((group.prefix, group.since, group.until, ways))
        return found

    def cheapest(self, prices: list[float]) -> tuple[float, list[int]]:
        """The cost of the cheapest path at prices per slot, and how much it takes of each task."""
        room = self._room
        groups = self._price_groups(prices)
        grain = self._grain
        first, last = self._tables.first_slot, self._tables.last_slot
        height = [0.0] * (SLOTS_PER_DAY + 1)
        steps: list[tuple[int, int, int] | None] = [None] * (last + 1)
        for slot in range(last - 1, first - 1, -1):
            best = height[slot + 1]
            longest = room[slot]
            if longest and (slot % grain == 0 or not room[slot - 1]):
                for prefix, since, until, ways in groups:
                    if slot < since:
                        continue
                    most = min(until - slot, longest)
                    base = prefix[slot]
                    for length, taken, cost, task in ways:
                        if length > most:
                            break
                        then = slot + (longest if length < longest < taken else taken)
                        rest = cost + prefix[slot + length] - base + height[then]
                        if rest < best:
                            best = rest
                            steps[slot] = (task, length, then)
                    self.looked_at += len(ways)
            height[slot] = best
        used = [0] * len(prices)
        slot = first
        while slot < last:
            step = steps[slot]
            if step is None:
                slot += 1
            else:
                task, length, slot = step
                used[task] += length
        return height[first], used


def _ways(group: BlockGroup, prices: list[float], cheaper: dict[int, float]) -> list[Way]:
    """For each length the task that costs least, where it beats ``cheaper``, which is updated."""
    best: dict[int, tuple[float, int]] = {}
    for task, costs in group.members:
        price = prices[task]
        for length, fixed in costs:
            cost = fixed + price * length
            if cost < cheaper.get(length, 0.0):
                cheaper[length] = cost
                best[length] = (cost, task)
    return [(length, length + length // RUN_PER_BREAK, *best[length]) for length in sorted(best)]
