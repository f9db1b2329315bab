"""Prices for using an item, so that a day that may use it twice still takes it about once.

Without prices the cheapest path through a day takes the most valuable item again and again. So each
item is charged for its use, and the charges change until the path takes about what there is
(Lagrange multipliers, moved along a scaled subgradient). The cheapest rest of the day from any slot
is then a good estimate of what a real rest costs, and never too high except by the rounding of
runs.
"""

from __future__ import annotations

from collections.abc import Iterator

from mle_planner.core.scheduling.solver.construct.day_arcs import CLASSES, DayArcs

CostToGo = list[list[list[float]]]
"""The priced cost of the cheapest rest of the day, by events gone, class of the run so far, and
slot."""

Used = list[float]
"""How much of each item a path takes."""

FIRST_STEP = 1.0
FIRST_STEP_WITH_RUNS = 0.7
"""The first step length, as a part of the Polyak step towards the score to beat."""

SHRINK = 0.6
PATIENCE = 4
"""After ``PATIENCE`` rounds that did not raise the bound, the step is multiplied by ``SHRINK``."""

CODING_SCALE = 20.0
"""The number of slots of coding that weigh as much as the whole of an item that saves ``USUAL``."""

USUAL = 1000.0
CHAINED = 0.3
"""An item's price moves in proportion to what the item saves, with ``USUAL`` as 1, and a price
between two items by this part of the smaller proportion. Otherwise prices of minor items overshoot
and the rest hardly move."""


class Prices:
    """The prices of a day's items, and the rounds in which they are found.

    ``steps`` counts the arcs looked at.
    """

    def __init__(self, arcs: DayArcs, constant: float) -> None:
        self.arcs = arcs
        self.constant = constant
        """What the day costs with nothing placed, its coding band aside."""
        self.coding = 0.0
        """The price of a slot of coding: below 0 while the band asks for more."""
        self.steps = 0
        self.bound = float("-inf")
        self._scales = [max(0.0, value) / USUAL for value in arcs.value]
        """How far each price moves compared to others."""
        self.whole = self._at_first()
        tasks = arcs.tables.tasks
        self.chain = {
            (before, task): 0.0
            for task, about in enumerate(tasks)
            for before in about.predecessors
            if arcs.caps[task] and arcs.caps[before]
        }
        """What a task pays to each it waits for."""

    def _at_first(self) -> list[float]:
        """Return prices at which every item that finds room is worth the same per slot."""
        arcs = self.arcs
        room = arcs.tables.days[arcs.day].work.bit_count()
        lengths = arcs.caps.copy()
        for number, event in enumerate(arcs.events):
            places = arcs.tables.event_places[event]
            lengths[arcs.tasks + number] = places[0].end - places[0].start if places else 1
            room -= lengths[arcs.tasks + number]
        worth = [value / max(1, length) for value, length in zip(arcs.value, lengths, strict=True)]
        density = 0.0
        for task in sorted(range(arcs.tasks), key=lambda each: -worth[each]):
            room -= lengths[task]
            if room < 0:
                density = worth[task]
                break
        return [
            max(0.0, length * (each - density)) for each, length in zip(worth, lengths, strict=True)
        ]

    def of_slots(self) -> list[float]:
        """Return the price of each item for one slot (or one event)."""
        arcs = self.arcs
        prices = [
            price / cap if cap else 0.0 for price, cap in zip(self.whole, arcs.caps, strict=True)
        ]
        for task, about in enumerate(arcs.tables.tasks):
            if about.coding:
                prices[task] += self.coding
        for (before, task), price in self.chain.items():
            prices[before] -= price / arcs.caps[before]
            prices[task] += price / arcs.caps[task]
        return prices

    def rough_cost_to_go(self) -> CostToGo:
        """Return the cost to go at the present prices, by paths that ignore runs."""
        return self._without_runs()[0]

    def guess(self, rounds: int, aim: float) -> None:
        """Find prices by paths that ignore runs and may take an event twice."""
        for _ in self._rounds(rounds, aim, with_runs=False):
            pass

    def rounds(self, rounds: int, aim: float) -> Iterator[CostToGo]:
        """Improve prices by paths that respect runs and events; yield each round's cost to go."""
        self.whole[self.arcs.tasks :] = [0.0] * (self.arcs.items - self.arcs.tasks)
        yield from self._rounds(rounds, aim, with_runs=True)

    def _rounds(self, rounds: int, aim: float, *, with_runs: bool) -> Iterator[CostToGo]:
        """Improve the prices; steps are longer the further off ``aim``, the score of a plan, is."""
        self.bound = float("-inf")
        step = FIRST_STEP_WITH_RUNS if with_runs else FIRST_STEP
        best = (self.whole, self.coding, self.chain)
        failed = 0
        for _ in range(rounds):
            to_go, used = self._with_runs() if with_runs else self._without_runs()
            yield to_go
            tables, day = self.arcs.tables, self.arcs.day
            wanted = tables.wanted_coding(day, self.coding)
            begun = tables.days[day].coding_done
            bound = (
                self.constant
                + to_go[self.arcs.gone[self.arcs.first]][0][self.arcs.first]
                + tables.band_cost(day, wanted)
                - self.coding * (wanted - begun)
                - sum(self.whole)
            )
            if bound > self.bound:
                self.bound = bound
                best = (self.whole, self.coding, self.chain)
                failed = 0
            else:
                failed += 1
                if failed == PATIENCE:
                    step *= SHRINK
                    failed = 0
            if not self._move(used, wanted, step * max(1.0, aim - bound), with_runs=with_runs):
                break
        self.whole, self.coding, self.chain = best

    def _move(self, used: Used, wanted: int, step: float, *, with_runs: bool) -> bool:
        """Raise the prices of what was overused, lower the others; False if all is in balance."""
        arcs = self.arcs
        day = arcs.tables.days[arcs.day]
        parts = [amount / cap if cap else 1.0 for amount, cap in zip(used, arcs.caps, strict=True)]
        more = [projected(part - 1, price) for part, price in zip(parts, self.whole, strict=True)]
        if with_runs:
            more[arcs.tasks :] = [0.0] * (arcs.items - arcs.tasks)
        ahead = {}
        for (before, task), price in self.chain.items():
            ahead[before, task] = projected(parts[task] - parts[before], price)
        coding = sum(used[task] for task, about in enumerate(arcs.tables.tasks) if about.coding)
        coding_more = (day.coding_done + coding - wanted) / CODING_SCALE
        scales = self._scales
        linked = {
            (before, task): CHAINED * min(scales[before], scales[task]) for before, task in ahead
        }
        norm = coding_more * coding_more
        norm += sum(scale * each * each for scale, each in zip(scales, more, strict=True))
        norm += sum(linked[link] * each * each for link, each in ahead.items())
        if norm < 1e-9:
            return False
        step /= norm
        weights = arcs.tables.weights
        self.whole = [
            max(0.0, price + step * scale * each)
            for price, scale, each in zip(self.whole, scales, more, strict=True)
        ]
        self.chain = {
            link: max(0.0, price + step * linked[link] * ahead[link])
            for link, price in self.chain.items()
        }
        self.coding += step * coding_more / CODING_SCALE
        self.coding = min(weights.coding_over, max(-day.coding_short, self.coding))
        return True

    def _without_runs(self) -> tuple[CostToGo, Used]:
        arcs, prices = self.arcs, self.of_slots()
        height = [0.0] * (arcs.last + 1)
        step = [(0, 0, slot + 1) for slot in range(arcs.last + 1)]
        for slot in range(arcs.last - 1, arcs.first - 1, -1):
            best = height[slot + 1]
            for cost, item, amount, end, _ in arcs.at[slot]:
                rest = cost + prices[item] * amount + height[end]
                if rest < best:
                    best = rest
                    step[slot] = (item, amount, end)
            height[slot] = best
            self.steps += len(arcs.at[slot])
        used = [0.0] * arcs.items
        slot = arcs.first
        while slot < arcs.last:
            item, amount, slot = step[slot]
            used[item] += amount
        return [[height] * (CLASSES + 1)] * arcs.masks, used

    def _with_runs(self) -> tuple[CostToGo, Used]:
        """Return the cost to go by runs and events, and what the cheapest path uses."""
        arcs, prices = self.arcs, self.of_slots()
        never = [float("inf")] * (arcs.last + 1)
        to_go = [
            [[0.0] * (arcs.last + 1) for _ in range(CLASSES + 1)] + [never] * (CLASSES + 1)
            for _ in range(arcs.masks)
        ]
        for slot in range(arcs.last - 1, arcs.first - 1, -1):
            blocks, events = self._price_arcs(slot, prices)
            top, gone = arcs.top_class[slot], arcs.gone[slot]
            for mask in range(arcs.masks):
                if mask & gone != gone or mask & ~arcs.begun[slot]:
                    continue
                rows = to_go[mask]
                least = 0.0
                for cost, bit, end, _, _ in events:
                    if not bit & mask:
                        least = min(least, cost + to_go[mask | bit | arcs.gone[end]][0][end])
                for run in range(top + 1):
                    best = min(least, self._idle(rows, slot, run))
                    if blocks:
                        rest = [rows[run + more][end] + cost for cost, more, end, _, _ in blocks]
                        best = min(best, *rest)
                    rows[run][slot] = best
                for run in range(top + 1, CLASSES + 1):
                    rows[run][slot] = rows[top][slot]
                self.steps += (top + 1) * len(blocks) + len(events)
            for mask in range(arcs.masks):
                # An event that a path did not take before this slot counts as gone here.
                if mask & gone != gone and not mask & ~arcs.begun[slot]:
                    for run in range(CLASSES + 1):
                        to_go[mask][run][slot] = to_go[mask | gone][run][slot]
        return to_go, self._path(to_go, prices)

    def _idle(self, rows: list[list[float]], slot: int, run: int) -> float:
        """Return the cost of the rest if nothing begins at the slot, or a break does if it fits."""
        arcs = self.arcs
        stays = rows[min(run, arcs.top_class[slot + 1])][slot + 1]
        after = slot + arcs.tables.weights.break_slots
        return min(stays, rows[0][after] if after < arcs.last else 0.0)

    def _price_arcs(
        self, slot: int, prices: list[float]
    ) -> tuple[list[tuple[float, int, int, int, int]], list[tuple[float, int, int, int, int]]]:
        """Return the blocks that may begin at a slot, with the classes they add, and the events."""
        arcs = self.arcs
        blocks, events = [], []
        for cost, item, amount, end, _ in arcs.at[slot]:
            priced = cost + prices[item] * amount
            if item < arcs.tasks:
                blocks.append((priced, arcs.class_of[amount], end, item, amount))
            else:
                events.append((priced, 1 << item - arcs.tasks, end, item, amount))
        return blocks, events

    def _path(self, to_go: CostToGo, prices: list[float]) -> Used:
        arcs = self.arcs
        used = [0.0] * arcs.items
        slot, mask, run = arcs.first, arcs.gone[arcs.first], 0
        breaks = arcs.tables.weights.break_slots
        while slot < arcs.last:
            rows = to_go[mask]
            best = rows[run][slot] + 1e-7
            blocks, events = self._price_arcs(slot, prices)
            for cost, more, end, item, amount in blocks:
                if cost + rows[run + more][end] <= best:
                    used[item] += amount
                    slot, run = end, run + more
                    break
            else:
                for cost, bit, end, item, amount in events:
                    after = mask | bit | arcs.gone[end]
                    if not bit & mask and cost + to_go[after][0][end] <= best:
                        used[item] += amount
                        slot, mask, run = end, after, 0
                        break
                else:
                    stays = min(run, arcs.top_class[slot + 1])
                    if rows[stays][slot + 1] <= best:
                        slot, run = slot + 1, stays
                    else:
                        slot, run = min(arcs.last, slot + breaks), 0
            mask |= arcs.gone[slot]
        return used


def projected(more: float, price: float) -> float:
    """Return a part of the subgradient, 0 if it would take a price below 0."""
    return more if more > 0 or price > 0 else 0.0
