"""Plans of several days, built day by day from the first to the last, as starts for a search.

At prices common to all days (``week_prices``) each task has a worth on a day: what it saves there,
less what it could save on a later one. At that worth the day is planned like a single one
(``whole_day``). Each of its best plans leaves work to the days after it, whose prices are then
improved; the plans compete by the cost of the rest at these prices.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from mle_planner.core.scheduling.solver.construct.arc_prices import Prices
from mle_planner.core.scheduling.solver.construct.day_arcs import NEVER, Asked, DayArcs
from mle_planner.core.scheduling.solver.construct.day_beam import DayBeam, Partial
from mle_planner.core.scheduling.solver.construct.lower_bounds import LowerBounds
from mle_planner.core.scheduling.solver.construct.week_prices import WeekPrices
from mle_planner.core.scheduling.solver.construct.whole_day import with_day
from mle_planner.core.scheduling.solver.model.day_content import DayContents
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.recreate import Recreator
from mle_planner.core.scheduling.solver.search.resequencing import Resequencer

MOST_EVENTS = 6
"""The most flexible events on a day: each further one doubles the work."""

TRIED_PER_STEP = 100
ARCS_PER_STEP = 80
WAYS_PER_STEP = 2
"""How many blocks or arcs looked at, and how many partial plans made, count as one step of a
search."""


class Effort(NamedTuple):
    """How much work to put into a plan."""

    rounds: int
    """The rounds of finding prices before the first day."""
    again: int
    """The rounds after each plan of a day."""
    guesses: int
    day_rounds: int
    """The rounds within a day: rough ones, and those that respect runs and give a plan each."""
    width: int
    """How many partial plans of a day continue from each slot."""
    each: int
    """How many plans of a day are compared."""
    enough: float
    """The work considered for a day, as a multiple of its room."""
    grain: int
    """The step between the lengths tried of a task that may be split."""
    coarse: int = 3
    """The same while prices are found, and the step between the starts tried."""


class WholeWeek:
    """Builds plans of all days; ``steps`` is the work done so far."""

    def __init__(self, tables: Tables, effort: Effort) -> None:
        self._tables = tables
        self._effort = effort
        self._empty = Draft(tables, DayContents(tables))
        self._recreator = Recreator(Random(0))
        self._resequencer = Resequencer(tables, Random(0))
        self._tried = self._looked_at = self._made = 0

    @property
    def steps(self) -> int:
        """The work done so far, in steps of a search."""
        return (
            self._tried // TRIED_PER_STEP
            + self._looked_at // ARCS_PER_STEP
            + self._made // WAYS_PER_STEP
        )

    def plan(self, aim: float) -> Draft | None:
        """Return a plan, None if none can be built; ``aim`` is the score of any plan."""
        if any(len(events) > MOST_EVENTS for events in self._tables.events_on):
            return None
        draft = self._empty
        prices = self._prices(draft, 0, None, self._effort.rounds, aim)
        for day, table in enumerate(self._tables.days):
            if not table.work:
                continue
            ranked = []
            for number, grown in enumerate(self._with_day(draft, day, prices)):
                if day + 1 == len(self._tables.days):
                    ranked.append((float(grown.score), number, grown, prices))
                else:
                    after = self._prices(grown, day + 1, prices, self._effort.again, aim)
                    ranked.append((after.bound, number, grown, after))
            if not ranked:
                return None
            _, _, draft, prices = min(ranked, key=lambda each: each[:2])
        return draft

    def _prices(
        self, draft: Draft, since: int, before: WeekPrices | None, rounds: int, aim: float
    ) -> WeekPrices:
        """Return prices for the days from ``since`` on, with events at their best places."""
        draft = draft.copy()
        self._recreator.place_events(draft, 0.0)
        prices = WeekPrices(draft, since, before, self._effort.coarse)
        prices.improve(rounds, aim)
        self._tried += prices.looked_at
        return prices

    def _with_day(self, draft: Draft, day: int, prices: WeekPrices) -> list[Draft]:
        """Return copies of the draft with the few best plans of the day in it."""
        effort = self._effort
        asked = Asked(
            draft.left,
            self._gains_considered(day, prices),
            [
                about.pinned_late or late > 0
                for about, late in zip(self._tables.tasks, draft.late, strict=True)
            ],
            [each for each in self._tables.events_on[day] if draft.event_at[each] < 0],
            effort.grain,
        )
        arcs = DayArcs(self._tables, day, asked)
        if not any(arcs.at):
            return [draft]
        bounds = LowerBounds(arcs)
        of_arcs = Prices(arcs, 0.0)
        coding = draft.days[day].coding
        beam = DayBeam(arcs, of_arcs, bounds, of_arcs.rough_cost_to_go(), 1)
        aim = min(beam.cost_of(each) for each in beam.through(coding))
        self._made += beam.made
        of_arcs.guess(effort.guesses, aim)
        found: dict[int, tuple[float, int, Partial]] = {}
        for to_go in of_arcs.rounds(effort.day_rounds, aim):
            beam = DayBeam(arcs, of_arcs, bounds, to_go, effort.width)
            for last in beam.through(coding):
                found.setdefault(last.placed, (beam.cost_of(last), len(found), last))
            self._made += beam.made
        self._looked_at += of_arcs.steps
        plans = []
        for _, _, last in sorted(found.values(), key=lambda each: each[:2])[: effort.each]:
            grown = with_day(draft, arcs, last)
            if self._resequencer.holds(grown, day, {task for *_, task in grown.days[day].blocks}):
                plans.append(grown)
        return plans

    def _gains_considered(self, day: int, prices: WeekPrices) -> list[float]:
        """Return the gain of each task's slots on the day; ``NEVER`` beyond the work considered."""
        tasks, caps = self._tables.tasks, prices.relaxed[day].caps
        gains = prices.gains(day)
        at_most = gains.copy()
        for task, about in enumerate(tasks):
            if about.coding:
                at_most[task] += self._tables.days[day].coding_short
            if about.due_day == day and caps[task] == prices.left[task]:
                at_most[task] += prices.shares[task]
        room = self._effort.enough * self._tables.days[day].work.bit_count()
        for task in sorted(range(len(tasks)), key=lambda each: (-at_most[each], each)):
            if room <= 0 or at_most[task] <= 0 or not caps[task]:
                gains[task] = NEVER
            else:
                room -= caps[task]
        return gains
