"""Plans of a whole day at once, as starts for a search, whose end depends on its start.

A search that makes local changes seldom leaves the order it began with. The day is built from left
to right instead (``day_beam``), at several sets of prices, which gives as many different good days.
"""

from __future__ import annotations

from random import Random

from mle_planner.core.scheduling.solver.construct.arc_prices import CostToGo, Prices
from mle_planner.core.scheduling.solver.construct.day_arcs import DayArcs
from mle_planner.core.scheduling.solver.construct.day_beam import DayBeam, Partial
from mle_planner.core.scheduling.solver.construct.lower_bounds import LowerBounds
from mle_planner.core.scheduling.solver.model.day_content import DayContents, Event
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.gaps import Block
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.resequencing import Resequencer

GUESSES = 40
ROUNDS = 40
"""The most rounds of finding prices: rough ones, then those that respect runs and events."""

LEAST_GUESSES = 6
"""With fewer rough rounds the prices are useless."""

MOST_EVENTS = 6
"""The most flexible events: each further one doubles the work."""

EVERY = 2
"""A day is built at the prices of every round that is a multiple of this."""

ARCS_PER_STEP = 210
WAYS_PER_STEP = 6
"""How many arcs looked at, and how many partial plans made, count as one step of a search."""


class WholeDay:
    """Builds plans of one day; ``steps`` is the work done so far."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._arcs = DayArcs(tables, 0)
        self._bounds = LowerBounds(self._arcs)
        self._empty = Draft(tables, DayContents(tables))
        coding = self._empty.days[0].coding
        self._prices = Prices(self._arcs, self._empty.score)
        self._prices.constant -= tables.band_cost(0, coding)
        self._made = 0

    @property
    def steps(self) -> int:
        """The work done so far, in steps of a search."""
        return self._prices.steps // ARCS_PER_STEP + self._made // WAYS_PER_STEP

    def plans(self, aim: float, most_steps: int, width: int) -> list[Draft]:
        """Return the plans found in about so many steps, best first; none if the steps are too few.

        ``aim`` is the score of any plan, ``width`` how many partial plans continue from each slot.
        """
        arcs = sum(len(each) for each in self._arcs.at)
        if self._arcs.items - self._arcs.tasks > MOST_EVENTS or not arcs:
            return []
        guesses = min(GUESSES, most_steps * ARCS_PER_STEP // arcs // 2)
        if guesses < LEAST_GUESSES:
            return []
        self._prices.guess(guesses, aim)
        found: list[Partial] = []
        for number, to_go in enumerate(self._prices.rounds(ROUNDS, aim)):
            if number % EVERY == 0:
                found += self._built(to_go, width)
            if self.steps >= most_steps:
                break
        resequencer = Resequencer(self._tables, Random(0))
        drafts = []
        for placed in {each.placed: each for each in reversed(found)}.values():
            draft = with_day(self._empty, self._arcs, placed)
            tasks = {task for *_, task in draft.days[self._arcs.day].blocks}
            if resequencer.holds(draft, self._arcs.day, tasks):
                drafts.append(draft)
        drafts.sort(key=lambda draft: draft.score)
        return drafts

    def _built(self, to_go: CostToGo, width: int) -> list[Partial]:
        """Return the best plans of the whole day at the present prices."""
        beam = DayBeam(self._arcs, self._prices, self._bounds, to_go, width)
        found = beam.through(self._empty.days[self._arcs.day].coding)
        self._made += beam.made
        return found


def with_day(draft: Draft, arcs: DayArcs, last: Partial) -> Draft:
    """Return the draft with its day as in a plan that ends with ``last``."""
    blocks: list[Block] = []
    events: list[Event] = []
    each: Partial | None = last
    while each is not None:
        if each.item >= arcs.tasks:
            event = arcs.events[each.item - arcs.tasks]
            events.append(_event_at(arcs, event, each.start, each.end))
        elif each.item >= 0:
            blocks.append((each.start, each.end, each.item))
        each = each.before
    draft = draft.copy()
    draft.replace_day(arcs.day, tuple(sorted(blocks)), tuple(sorted(events)))
    return draft


def _event_at(arcs: DayArcs, event: int, start: int, end: int) -> Event:
    after = arcs.tables.problem.flexible[event].buffer_after
    for index, place in enumerate(arcs.tables.event_places[event]):
        stands = (place.day, place.start, min(arcs.last, place.end + after))
        if stands == (arcs.day, start, end):
            return event, index
    raise ValueError(f"event {event} has no place from {start} to {end}")
