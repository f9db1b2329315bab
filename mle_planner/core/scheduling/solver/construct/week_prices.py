"""Prices for a slot of each task, common to all days that are still to be planned.

Given these prices, each day is an independent shortest path (``relaxed_day``). The prices are
adjusted until the days together plan about the remaining time of each task. They are Lagrange
multipliers, moved along a scaled subgradient as in ``arc_prices``. Further prices keep a task
behind its predecessors, limit a task that a day cannot take whole, and steer the coding of each
day.
"""

from __future__ import annotations

from typing import NamedTuple

from mle_planner.core.scheduling.solver.construct.arc_prices import (
    CHAINED,
    CODING_SCALE,
    PATIENCE,
    SHRINK,
    USUAL,
    projected,
)
from mle_planner.core.scheduling.solver.construct.relaxed_day import GRAIN, Open, RelaxedDay
from mle_planner.core.scheduling.solver.model.draft import Draft

FIRST_STEP = 1.3
"""The first step length, as in ``arc_prices``."""

MOST_DAYS_PRICED_AT_FIRST = 7
"""Over more days, prices that begin too high do not come down in time, and days stay half empty."""


class Multipliers(NamedTuple):
    """The Lagrange multipliers of all constraints."""

    whole: list[float]
    """By task, for all of its remaining work."""
    coding: list[float]
    """By day, for a slot of coding; below 0 while the band needs more."""
    chain: dict[tuple[int, int, int], float]
    """By predecessor, successor and day: for the successor being ahead by the end of the day."""
    daily: dict[tuple[int, int], float]
    """By task and day, if the day cannot take all of the task."""


class WeekPrices:
    """The prices of the days from ``since`` on, in a draft in which these hold events only.

    ``before`` are the prices of a draft that held less, from which to go on.
    """

    def __init__(
        self, draft: Draft, since: int, before: WeekPrices | None = None, grain: int = GRAIN
    ) -> None:
        tables = draft.tables
        self._tables = tables
        self.days = range(since, len(tables.days))
        self.left = draft.left.copy()
        ready = [draft.ready_from(task) for task in range(len(tables.tasks))]
        self.shares = [
            about.flag / left
            if left and not draft.late[task] and not about.pinned_late and about.due_day >= since
            else 0.0
            for task, (about, left) in enumerate(zip(tables.tasks, self.left, strict=True))
        ]
        todo = Open(self.left, ready, self.shares)
        self.relaxed = {day: RelaxedDay(draft, day, todo, grain) for day in self.days}
        self._links = [
            (one, task)
            for task, about in enumerate(tables.tasks)
            for one in about.predecessors
            if self.left[task] and self.left[one]
        ]
        self._scales = [
            about.gain * left / USUAL for about, left in zip(tables.tasks, self.left, strict=True)
        ]
        """How far each task's price moves compared to others."""
        self._now = self._at_first(before)
        self._constant = draft.score - sum(draft.days[day].band for day in self.days)
        self.bound = float("-inf")
        """The best of all rounds: nearly a lower bound of what a plan costs."""

    @property
    def looked_at(self) -> int:
        """The number of blocks tried in all rounds."""
        return sum(relaxed.looked_at for relaxed in self.relaxed.values())

    def _at_first(self, before: WeekPrices | None) -> Multipliers:
        links = [(one, task, day) for one, task in self._links for day in self.days]
        partly = [
            (task, day)
            for task, left in enumerate(self.left)
            for day in self.days
            if 0 < self.relaxed[day].caps[task] < left
        ]
        if before is None:
            return Multipliers(
                self._first_prices(),
                [0.0] * len(self._tables.days),
                dict.fromkeys(links, 0.0),
                dict.fromkeys(partly, 0.0),
            )
        known = before._now
        return Multipliers(
            [
                price * left / was if left else 0.0
                for price, left, was in zip(known.whole, self.left, before.left, strict=True)
            ],
            known.coding,
            {link: known.chain.get(link, 0.0) for link in links},
            {each: known.daily.get(each, 0.0) for each in partly},
        )

    def _first_prices(self) -> list[float]:
        """Return prices at which all tasks with room are worth the same per slot; 0 over weeks."""
        if len(self.days) > MOST_DAYS_PRICED_AT_FIRST:
            return [0.0] * len(self.left)
        worth = [
            max(
                (relaxed.best_saving(task) or 0.0 for relaxed in self.relaxed.values()), default=0.0
            )
            for task in range(len(self.left))
        ]
        room = sum(relaxed.slots for relaxed in self.relaxed.values())
        marginal = 0.0
        for task in sorted(range(len(worth)), key=lambda each: (-worth[each], each)):
            room -= self.left[task]
            if room < 0:
                marginal = worth[task]
                break
        return [
            max(0.0, left * (each - marginal)) for left, each in zip(self.left, worth, strict=True)
        ]

    def _waiting(self, day: int) -> list[float]:
        """Return the charge on each task's slots for being ahead; negative for predecessors."""
        charged = [0.0] * len(self.left)
        for (one, task, until), price in self._now.chain.items():
            if price and until >= day:
                charged[task] += price / self.left[task]
                charged[one] -= price / self.left[one]
        return charged

    def _of_slots(self, day: int) -> list[float]:
        """Return the total charge on a slot of each task on the day."""
        now = self._now
        prices = self._waiting(day)
        for task, about in enumerate(self._tables.tasks):
            if self.left[task]:
                prices[task] += now.whole[task] / self.left[task]
            if about.coding:
                prices[task] += now.coding[day]
        for (task, on_day), price in now.daily.items():
            if on_day == day and price:
                prices[task] += price / self.relaxed[day].caps[task]
        return prices

    def improve(self, rounds: int, aim: float) -> None:
        """Improve the prices; the further ``aim``, the score of some plan, the longer the steps."""
        best, step, failed = self._now, FIRST_STEP, 0
        for _ in range(rounds):
            bound = self._constant - sum(self._now.whole) - sum(self._now.daily.values())
            used, wanted = {}, {}
            for day, relaxed in self.relaxed.items():
                cost, used[day] = relaxed.cheapest(self._of_slots(day))
                wanted[day] = self._tables.wanted_coding(day, self._now.coding[day])
                more = wanted[day] - self._tables.days[day].coding_done
                bound += cost + self._tables.band_cost(day, wanted[day])
                bound -= self._now.coding[day] * more
            if bound > self.bound:
                self.bound = bound
                best, failed = self._now, 0
            else:
                failed += 1
                if failed == PATIENCE:
                    step, failed = step * SHRINK, 0
            if not self._move(used, wanted, step * max(1.0, aim - bound)):
                break
        self._now = best

    def _move(self, used: dict[int, list[int]], wanted: dict[int, int], step: float) -> bool:
        """Raise the prices of what was overused, lower the others; False if all is in balance."""
        now, more, scales = self._now, self._overuse(used, wanted), self._scales
        push = Multipliers(
            [scale * each for scale, each in zip(scales, more.whole, strict=True)],
            more.coding,
            {
                link: CHAINED * min(scales[link[0]], scales[link[1]]) * each
                for link, each in more.chain.items()
            },
            {each: CHAINED * scales[each[0]] * by for each, by in more.daily.items()},
        )
        norm = sum(each * each for each in more.coding)
        norm += sum(by * each for by, each in zip(push.whole, more.whole, strict=True))
        norm += sum(push.chain[link] * each for link, each in more.chain.items())
        norm += sum(push.daily[each] * by for each, by in more.daily.items())
        if norm < 1e-9:
            return False
        step /= norm
        most = self._tables.weights.coding_over
        self._now = Multipliers(
            [max(0.0, price + step * by) for price, by in zip(now.whole, push.whole, strict=True)],
            [
                min(most, max(-table.coding_short, price + step * by / CODING_SCALE))
                for table, price, by in zip(self._tables.days, now.coding, push.coding, strict=True)
            ],
            {link: max(0.0, price + step * push.chain[link]) for link, price in now.chain.items()},
            {each: max(0.0, price + step * push.daily[each]) for each, price in now.daily.items()},
        )
        return True

    def _overuse(self, used: dict[int, list[int]], wanted: dict[int, int]) -> Multipliers:
        """Return how far each constraint is violated, above 0 for overuse: the subgradient."""
        now, tasks = self._now, self._tables.tasks
        whole = [
            projected(sum(taken[task] for taken in used.values()) / left - 1, price)
            if left
            else 0.0
            for task, (left, price) in enumerate(zip(self.left, now.whole, strict=True))
        ]
        chain = {}
        for one, task in self._links:
            ahead = 0.0
            for day in self.days:
                ahead += used[day][task] / self.left[task] - used[day][one] / self.left[one]
                chain[one, task, day] = projected(ahead, now.chain[one, task, day])
        daily = {
            (task, day): projected(used[day][task] / self.relaxed[day].caps[task] - 1, price)
            for (task, day), price in now.daily.items()
        }
        coding = [0.0] * len(self._tables.days)
        for day in self.days:
            more = sum(slots for task, slots in enumerate(used[day]) if tasks[task].coding)
            more += self._tables.days[day].coding_done - wanted[day]
            coding[day] = more / CODING_SCALE
        return Multipliers(whole, coding, chain, daily)

    def gains(self, day: int) -> list[float]:
        """Return what a slot of each task saves on that day, less what it could save later.

        Later days are valued at what a slot of them saves on average at the prices.
        """
        later = []
        for other in self.days:
            if other > day and self.relaxed[other].slots:
                cost, _ = self.relaxed[other].cheapest(self._of_slots(other))
                slot = max(0.0, -cost / self.relaxed[other].slots)
                later.append((other, slot, self._waiting(other)))
        waiting = self._waiting(day)
        gains = []
        for task, about in enumerate(self._tables.tasks):
            best = 0.0
            for other, slot, charged in later:
                saved = self.relaxed[other].best_saving(task)
                if saved is not None:
                    coding = self._now.coding[other] if about.coding else 0.0
                    best = max(best, saved - coding - charged[task] - slot)
            share = self.shares[task] if about.due_day > day else 0.0
            gains.append(about.gain + share - waiting[task] - best)
        return gains
