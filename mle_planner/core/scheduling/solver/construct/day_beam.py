"""Builds a day from first slot to last, with many partial plans in parallel (a beam search).

Partial plans that reach the same slot compete by their cost so far and the estimated cost of the
rest of the day, by prices (``arc_prices``) and by room (``lower_bounds``).
"""

from __future__ import annotations

from typing import NamedTuple

from mle_planner.core.scheduling.problem import FREE_BLOCKS, SLOTS_PER_DAY
from mle_planner.core.scheduling.solver.construct.arc_prices import CostToGo, Prices
from mle_planner.core.scheduling.solver.construct.day_arcs import (
    AMOUNT,
    BLOCK,
    BLOCK_BITS,
    FIELD,
    MOST_BLOCKS,
    DayArcs,
)
from mle_planner.core.scheduling.solver.construct.lower_bounds import LowerBounds
from mle_planner.core.scheduling.solver.model.gaps import FAR
from mle_planner.core.scheduling.solver.model.tables import Tables

OVERFULL = 3
"""A slot's partial plans are cut to the beam's width when they exceed it this many times."""

SECOND = 0.25
"""The weight of the smaller of the two estimates in the rank of a partial plan."""

EACH = 3
"""How many plans to take from each pass through the day."""

Choice = tuple[float, int, int, int, float, float]
"""An arc: its priced cost with the cost to go, item, amount, end, its priced cost, extra."""


class Partial(NamedTuple):
    """A plan of the day up to some slot."""

    rank: float
    placed: int
    """How much of each item is placed, and in how many blocks, ``FIELD`` bits each."""
    run_start: int
    run_end: int
    coding: int
    projects: int
    pin: int
    """The number of pinned blocks passed."""
    mask: int
    """The flexible events that are placed or gone, as bits."""
    priced: float
    """The cost so far at the prices."""
    extra: float
    """The cost so far beyond the cheapest places of its items."""
    used: int
    """The slots of work placed."""
    before: Partial | None
    item: int
    """What was placed last, -1 for nothing."""
    start: int
    end: int


class DayBeam:
    """One pass through the day at given prices; ``made`` counts the partial plans made.

    ``width`` is how many partial plans continue from each slot.
    """

    def __init__(
        self, arcs: DayArcs, prices: Prices, bounds: LowerBounds, to_go: CostToGo, width: int
    ) -> None:
        self._width = width
        self._arcs = arcs
        self._bounds = bounds
        self._to_go = to_go
        self._prices = prices.of_slots()
        self._begin = prices.constant - sum(prices.whole)
        self._coding_price = prices.coding
        self._ideal = prices.constant - sum(arcs.value)
        most = arcs.tables.days[arcs.day].coding_done + SLOTS_PER_DAY
        self._bands = [arcs.tables.band_cost(arcs.day, coding) for coding in range(most + 1)]
        self._rest_priced = _least_from(
            [cost - prices.coding * coding for coding, cost in enumerate(self._bands)]
        )
        self._rest_band = _least_from([float(cost) for cost in self._bands])
        self._pins = _pinned_runs(arcs.tables, arcs.day)
        self._choices: dict[tuple[int, int, int], list[Choice]] = {}
        self._waiting: list[dict[int, Partial]] = [{} for _ in range(arcs.last + 1)]
        self._worst = [float("inf")] * (arcs.last + 1)
        self.made = 0

    def through(self, coding: int) -> list[Partial]:
        """Return the best few different days; ``coding`` is the coding the day begins with."""
        arcs = self._arcs
        first, last = arcs.first, arcs.last
        gone = arcs.gone[first]
        priced = self._begin + self._coding_price * coding + self._rest_priced[coding]
        extra = self._ideal + self._rest_band[coding]
        self._waiting[first][0] = Partial(
            0.0, 0, -FAR, -FAR, coding, 0, 0, gone, priced, extra, 0, None, -1, first, first
        )
        for slot in range(first, last):
            waiting = sorted(self._waiting[slot].values(), key=_rank)
            self._waiting[slot] = {}
            for partial in waiting[: self._width]:
                self._add_continuations(partial, slot)
        ends = [
            (self.cost_of(each), at, each) for at, each in enumerate(self._waiting[last].values())
        ]
        return [each for _, _, each in sorted(ends)[:EACH]]

    def cost_of(self, partial: Partial) -> float:
        """Return the cost of the day for a plan of all of it."""
        lost = self._bounds.after(self._arcs.last, partial.placed, partial.mask, partial.used)
        band = self._bands[partial.coding] - self._rest_band[partial.coding]
        return partial.extra + lost + band

    def _add_continuations(self, partial: Partial, slot: int) -> None:
        """Add all continuations of a partial plan: wait a slot, or begin something."""
        arcs = self._arcs
        weights = arcs.tables.weights
        partial = self._past_pins(partial, slot)
        (_, placed, run_start, run_end, _, _, pin, mask, priced, extra, used, *_) = partial
        idle = slot - run_end
        begun = run_start if idle < weights.break_slots else slot
        run = min(arcs.class_of[slot - begun], arcs.top_class[slot])
        after = mask | arcs.gone[slot + 1]
        waits = run if idle + 1 < weights.break_slots else 0
        waits = min(waits, arcs.top_class[slot + 1])
        expected = priced + self._to_go[after][waits][slot + 1]
        worst = self._worst
        rank = self._rank_of(expected, extra, slot + 1, placed, after, used)
        if rank < worst[slot + 1]:
            self._add(
                partial._replace(
                    rank=rank, mask=after, before=partial, item=-1, start=slot, end=slot + 1
                )
            )
        longest = weights.longest_run_slots - (slot - begun)
        if pin < len(self._pins):
            pinned, run_to = self._pins[pin]
            if run_to - begun > weights.longest_run_slots:
                longest = min(longest, pinned - weights.break_slots - slot)
        for choice in self._choices_at(slot, mask, run):
            _, item, amount, _, _, _ = choice
            there = placed >> FIELD * item & AMOUNT
            left = arcs.open[item] - there - amount
            if left < 0:
                continue
            if item >= arcs.tasks:
                event = arcs.tables.problem.flexible[arcs.events[item - arcs.tasks]]
                if not there and idle >= event.buffer_before:
                    self._with_event(partial, slot, choice)
            elif amount <= longest and (not left or left >= arcs.tables.tasks[item].least):
                need, full, _ = arcs.needs[item]
                if placed & need == full and (
                    not there or self._may_again(partial, slot, item, amount)
                ):
                    self._with_block(partial, slot, choice, begun)

    def _past_pins(self, partial: Partial, slot: int) -> Partial:
        """Return the partial plan with pinned blocks that began before the slot in its run."""
        pin, run_start, run_end = partial.pin, partial.run_start, partial.run_end
        pinned = self._arcs.tables.days[self._arcs.day].pinned
        while pin < len(pinned) and pinned[pin][0] < slot:
            start, end, _ = pinned[pin]
            if start - run_end >= self._arcs.tables.weights.break_slots:
                run_start, run_end = start, end
            run_end = max(run_end, end)
            pin += 1
        if pin == partial.pin:
            return partial
        return partial._replace(pin=pin, run_start=run_start, run_end=run_end)

    def _choices_at(self, slot: int, mask: int, run: int) -> list[Choice]:
        """Return the arcs from the slot, the most promising first."""
        key = (slot, mask, run)
        known = self._choices.get(key)
        if known is not None:
            return known
        arcs, to_go = self._arcs, self._to_go
        choices = []
        for cost, item, amount, end, extra in arcs.at[slot]:
            priced = cost + self._prices[item] * amount
            after, then = mask | arcs.gone[end], 0
            if item >= arcs.tasks:
                after |= 1 << item - arcs.tasks
            else:
                then = min(run + arcs.class_of[amount], arcs.top_class[end])
            choices.append((priced + to_go[after][then][end], item, amount, end, priced, extra))
        choices.sort()
        self._choices[key] = choices
        return choices

    def _may_again(self, partial: Partial, slot: int, item: int, amount: int) -> bool:
        """Whether a further block of the task is allowed: few enough, a break apart."""
        arcs = self._arcs
        weights = arcs.tables.weights
        field = partial.placed >> FIELD * item
        if (field >> BLOCK_BITS & MOST_BLOCKS) >= min(weights.blocks_per_task_day, MOST_BLOCKS):
            return False
        if (field & AMOUNT) + amount > arcs.caps[item]:
            return False
        before: Partial | None = partial
        while before is not None and before.end > slot - weights.break_slots:
            if before.item == item:
                return False
            before = before.before
        return True

    def _with_event(self, partial: Partial, slot: int, choice: Choice) -> None:
        """Add the partial plan with a flexible event."""
        expected, item, _, end, priced, extra = choice
        if partial.priced + expected >= self._worst[end]:
            return
        placed = partial.placed + (1 + BLOCK << FIELD * item)
        mask = partial.mask | 1 << item - self._arcs.tasks | self._arcs.gone[end]
        extra += partial.extra
        rank = self._rank_of(partial.priced + expected, extra, end, placed, mask, partial.used)
        if rank < self._worst[end]:
            self._add(
                partial._replace(
                    rank=rank,
                    placed=placed,
                    mask=mask,
                    priced=partial.priced + priced,
                    extra=extra,
                    before=partial,
                    item=item,
                    start=slot,
                    end=end,
                )
            )

    def _with_block(self, partial: Partial, slot: int, choice: Choice, begun: int) -> None:
        """Add the partial plan with a block; ``begun`` is the first slot of its run of work."""
        expected, item, amount, end, priced, extra = choice
        if partial.priced + expected >= self._worst[end]:
            return
        arcs = self._arcs
        about = arcs.tables.tasks[item]
        priced += partial.priced
        extra += partial.extra
        coding, projects = partial.coding, partial.projects
        if about.coding:
            coding += amount
            priced += self._rest_priced[coding] - self._rest_priced[partial.coding]
            extra += self._rest_band[coding] - self._rest_band[partial.coding]
        priced -= arcs.project_shares[item] * amount
        fresh = about.project >= 0 and not projects >> about.project & 1
        if fresh and about.project not in arcs.tables.days[arcs.day].pinned_projects:
            projects |= 1 << about.project
            priced += arcs.tables.weights.project_day
            extra += arcs.tables.weights.project_day
        if arcs.flags[item] and end > about.due_slot:
            kept = arcs.flags[item] / arcs.open[item] * _on_time(partial, item, about.due_slot)
            priced += kept
            extra += kept
        if partial.placed >> FIELD * item + BLOCK_BITS & MOST_BLOCKS >= FREE_BLOCKS:
            priced += arcs.tables.weights.extra_block
            extra += arcs.tables.weights.extra_block
        placed = partial.placed + (amount + BLOCK << FIELD * item)
        mask = partial.mask | arcs.gone[end]
        run = min(arcs.class_of[end - begun], arcs.top_class[end])
        expected = priced + self._to_go[mask][run][end]
        used = partial.used + amount
        rank = self._rank_of(expected, extra, end, placed, mask, used)
        if rank < self._worst[end]:
            self._add(
                Partial(
                    rank, placed, begun, end, coding, projects, partial.pin, mask, priced, extra,
                    used, partial, item, slot, end,
                )
            )  # fmt: skip

    def _rank_of(
        self, expected: float, extra: float, slot: int, placed: int, mask: int, used: int
    ) -> float:
        """Return the sort key: the larger of two estimates, mixed with a little of the other."""
        by_room = extra + self._bounds.after(slot, placed, mask, used)
        if expected < by_room:
            return expected * SECOND + by_room * (1 - SECOND)
        return by_room * SECOND + expected * (1 - SECOND)

    def _add(self, partial: Partial) -> None:
        """Add a partial plan at its end, unless one with the same items placed ranks better."""
        self.made += 1
        at = partial.end
        waiting = self._waiting[at]
        same = waiting.get(partial.placed)
        if same is not None and same.rank <= partial.rank:
            return
        waiting[partial.placed] = partial
        if len(waiting) > OVERFULL * self._width and at < self._arcs.last:
            kept = sorted(waiting.values(), key=_rank)[: self._width]
            self._worst[at] = kept[-1].rank
            self._waiting[at] = {each.placed: each for each in kept}


def _on_time(partial: Partial | None, item: int, due: int) -> int:
    """Return how many slots of the task are in blocks that end in time."""
    slots = 0
    while partial is not None:
        if partial.item == item and partial.end <= due:
            slots += partial.end - partial.start
        partial = partial.before
    return slots


def _rank(partial: Partial) -> float:
    return partial.rank


def _least_from(costs: list[float]) -> list[float]:
    """Return for each position the least cost from there on."""
    least = costs.copy()
    for at in range(len(least) - 2, -1, -1):
        least[at] = min(least[at], least[at + 1])
    return least


def _pinned_runs(tables: Tables, day: int) -> list[tuple[int, int]]:
    """Return each pinned block's start, and the end of the unbroken pinned work from there."""
    runs: list[tuple[int, int]] = []
    for start, end, _ in reversed(tables.days[day].pinned):
        joins = runs and runs[-1][0] - end < tables.weights.break_slots
        runs.append((start, max(end, runs[-1][1]) if joins else end))
    return runs[::-1]
