"""A relaxed one-day subproblem: the cheapest path at given prices, found quickly.

Events stay where they are, breaks are only allowed for, and a task may be taken again and again.
Tasks with the same cost by time of day differ only in a cost that depends on the length, so only
the best of them counts for each length: the number of tasks hardly matters.
"""

from __future__ import annotations

from typing import NamedTuple

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY
from mle_planner.core.scheduling.solver.model.draft import Draft

GRAIN = 3
"""The step between the lengths tried of a task that may be split, and between starts."""

RUN_PER_BREAK = 15
"""One slot of break is assumed for this many slots of work."""

Way = tuple[int, int, float, int]
"""A block: its length, its length with the break it needs, its cost at any place, its task."""


class Open(NamedTuple):
    """The work still to place, per task."""

    left: list[int]
    ready: list[int | None]
    """The first moment it may start, None while a predecessor is itself still to be placed."""
    share: list[float]
    """The part of the cost of being late at all that each slot in time saves."""


class BlockGroup(NamedTuple):
    """Blocks with the same cost by slot that lie between the same slots."""

    family: tuple[int, ...]
    """Groups of a family differ only in the cost of waiting, which rises from one to the next: a
    block of a later group counts only if it costs less apart from that."""
    prefix: list[int]
    since: int
    until: int
    members: list[tuple[int, list[tuple[int, float]]]]
    """Tasks, each with its lengths and the cost of a block of that length at any place."""


class RelaxedDay:
    """One day of a draft, with room beside its content; ``looked_at`` counts the blocks tried."""

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
        """Return the most that a slot of the task saves on the day, late or not; None if never."""
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
        """Return the cost of the cheapest path at prices per slot, and its slots of each task."""
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
    """Return the cheapest task for each length, if cheaper than ``cheaper``, and update that."""
    best: dict[int, tuple[float, int]] = {}
    for task, costs in group.members:
        price = prices[task]
        for length, fixed in costs:
            cost = fixed + price * length
            if cost < cheaper.get(length, 0.0):
                cheaper[length] = cost
                best[length] = (cost, task)
    return [(length, length + length // RUN_PER_BREAK, *best[length]) for length in sorted(best)]
