"""Inserts a block by ejecting the cheapest conflicting blocks (ejection chain)."""

from __future__ import annotations

from random import Random

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY
from mle_planner.core.scheduling.solver.model.day_content import DayContent
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.openings import places_of_length
from mle_planner.core.scheduling.solver.model.tables import Tables

KEPT = 50
"""The extra cost of displacing a task that was placed just before."""


class Ejector:
    """Places a block over others and removes those.

    Tasks in ``kept`` are displaced only if nothing else can be.
    """

    def __init__(self, random: Random) -> None:
        self._random = random.random
        self.kept: set[int] = set()

    def eject_for(self, draft: Draft, task: int, day: int, length: int, removed: set[int]) -> bool:
        """Place a block of the task on the day where it displaces the least.

        Displaced blocks are removed and their tasks added to ``removed``. Returns False, with
        nothing changed, if the day has no place for such a block even when it is empty.
        """
        ready = draft.ready_from(task)
        if ready is None:
            return False
        first = max(0, ready - day * SLOTS_PER_DAY)
        start = self._cheapest(draft.tables, draft.days[day], task, length, first)
        if start is None:
            return False
        self._clear(draft, day, start, start + length, removed)
        if draft.ready_from(task) is None:
            return False
        open_starts = places_of_length(draft.tables, draft.days[day], task, length, first)
        if not open_starts >> start & 1:
            return False
        draft.place(task, day, start, start + length)
        return True

    def move_event(self, draft: Draft, event: int, removed: set[int]) -> None:
        """Move a flexible event elsewhere, more likely to a cheap place; note displaced tasks."""
        places = draft.tables.event_places[event]
        if not places:
            return
        chance = self._random()
        index = int(len(places) * chance * chance * chance)
        place = places[index]
        if index == draft.event_at[event]:
            return
        if draft.event_at[event] >= 0:
            draft.remove_event(event)
        for other, other_place in draft.days[place.day].events:
            if draft.tables.event_places[other][other_place].taken & place.taken:
                draft.remove_event(other)
        for start, end, task in draft.days[place.day].blocks:
            taken = ((1 << (end - start)) - 1) << start
            if taken & place.kept_free and (place.day, start, end) in draft.places[task]:
                draft.remove_with_successors(task, ((place.day, start, end),), removed)
        draft.place_event(event, index)

    def _cheapest(
        self, tables: Tables, content: DayContent, task: int, length: int, first: int
    ) -> int | None:
        random = self._random
        on_day = tables.on_day(task, content.day)
        starts = {first}
        worths = []
        waiting = tables.waiting
        for start, end, owner in content.blocks:
            starts.update((start, end, start - length, end - length))
            # An estimate of the cost of displacing it; less if there are days left for it.
            days_left = min(waiting.wanted_by[owner], len(tables.days) - 1) - content.day
            lost = waiting.worth[owner] * (end - start)
            if days_left > 0:
                lost /= 1 + days_left
            if owner in self.kept:
                lost *= KEPT
            worths.append((start, end, lost * (0.3 + random())))
        for gap in content.gaps:
            starts.update((gap.start, gap.end - length))
        allowed = on_day.starts_when_empty(length)
        prefix = on_day.profile.prefix
        least = on_day.profile.least(length) or 0
        best = None
        best_cost = 0.0
        for start in sorted(starts):
            if start < first or not allowed >> start & 1:
                continue
            end = start + length
            cost: float = (prefix[end] - prefix[start] - least) * (0.5 + random())
            for since, until, lost in worths:
                if since >= end:
                    break
                if start < until:
                    cost += lost
            if best is None or cost < best_cost:
                best, best_cost = start, cost
        return best

    def _clear(self, draft: Draft, day: int, start: int, end: int, removed: set[int]) -> None:
        taken = ((1 << (end - start)) - 1) << start
        for event, place in draft.days[day].events:
            if draft.tables.event_places[event][place].kept_free & taken:
                draft.remove_event(event)
        for since, until, task in draft.days[day].blocks:
            if since < end and start < until and (day, since, until) in draft.places[task]:
                draft.remove_with_successors(task, ((day, since, until),), removed)
