"""Plans of several days, built day by day from the first to the last, to start from.

At prices common to all days (``week_prices``) each task is worth something to a day: what it
saves there, less what it could save on a later one. With that a day is planned as one alone is
(``whole_day``). Each of its best plans leaves something to the days behind it; prices for those
are bettered, and by what they say the rest will cost the plans compete.
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
"""Each further flexible event on a day doubles the work."""

TRIED_PER_STEP = 100
ARCS_PER_STEP = 80
WAYS_PER_STEP = 2
"""What counts as a step of a search: so many blocks or arcs looked at, or partial plans made."""


class Effort(NamedTuple):
    """How much work to put into a plan."""

    rounds: int
    """Rounds of finding prices before the first day."""
    again: int
    """Rounds after each plan of a day."""
    guesses: int
    day_rounds: int
    """Rounds within a day: rough ones, and those that know of runs and give a plan each."""
    width: int
    """How many partial plans of a day go on side by side."""
    each: int
    """How many plans of a day are weighed against each other."""
    enough: float
    """How many times as much work as a day has room for is thought of for it."""
    grain: int
    """The step between the lengths a task that may be cut up is tried in."""
    coarse: int = 3
    """The same where prices are found, and between the starts tried there."""


class WholeWeek:
    """Builds plans of all days; ``steps`` is the work done so far."""

    def __init__(self, tables: Tables, care: Effort) -> None:
        self._tables = tables
        self._care = care
        self._empty = Draft(tables, DayContents(tables))
        self._recreator = Recreator(Random(0))
        self._weaver = Resequencer(tables, Random(0))
        self._tried = self._looked_at = self._made = 0

    @property
    def steps(self) -> int:
        """The work done so far, in the steps of a search."""
        return (
            self._tried // TRIED_PER_STEP
            + self._looked_at // ARCS_PER_STEP
            + self._made // WAYS_PER_STEP
        )

    def plan(self, aim: float) -> Draft | None:
        """A plan, if one can be built; ``aim`` is the score of any plan."""
        if any(len(events) > MOST_EVENTS for events in self._tables.events_on):
            return None
        draft = self._empty
        prices = self._prices(draft, 0, None, self._care.rounds, aim)
        for day, table in enumerate(self._tables.days):
            if not table.work:
                continue
            ranked = []
            for number, grown in enumerate(self._with_day(draft, day, prices)):
                if day + 1 == len(self._tables.days):
                    ranked.append((float(grown.score), number, grown, prices))
                else:
                    after = self._prices(grown, day + 1, prices, self._care.again, aim)
                    ranked.append((after.bound, number, grown, after))
            if not ranked:
                return None
            _, _, draft, prices = min(ranked, key=lambda each: each[:2])
        return draft

    def _prices(
        self, draft: Draft, since: int, before: WeekPrices | None, rounds: int, aim: float
    ) -> WeekPrices:
        """Prices for the days from there on, where the flexible events are at their best."""
        draft = draft.copy()
        self._recreator.place_events(draft, 0.0)
        prices = WeekPrices(draft, since, before, self._care.coarse)
        prices.improve(rounds, aim)
        self._tried += prices.looked_at
        return prices

    def _with_day(self, draft: Draft, day: int, prices: WeekPrices) -> list[Draft]:
        """The draft with its few best plans of the day in it."""
        care = self._care
        asked = Asked(
            draft.left,
            self._worth_a_thought(day, prices),
            [
                about.pinned_late or late > 0
                for about, late in zip(self._tables.tasks, draft.late, strict=True)
            ],
            [each for each in self._tables.events_on[day] if draft.event_at[each] < 0],
            care.grain,
        )
        arcs = DayArcs(self._tables, day, asked)
        if not any(arcs.at):
            return [draft]
        losses = LowerBounds(arcs)
        of_arcs = Prices(arcs, 0.0)
        coding = draft.days[day].coding
        beam = DayBeam(arcs, of_arcs, losses, of_arcs.roughly(), 1)
        aim = min(beam.cost_of(each) for each in beam.through(coding))
        self._made += beam.made
        of_arcs.guess(care.guesses, aim)
        found: dict[int, tuple[float, int, Partial]] = {}
        for heights in of_arcs.rounds(care.day_rounds, aim):
            beam = DayBeam(arcs, of_arcs, losses, heights, care.width)
            for last in beam.through(coding):
                found.setdefault(last.placed, (beam.cost_of(last), len(found), last))
            self._made += beam.made
        self._looked_at += of_arcs.steps
        plans = []
        for _, _, last in sorted(found.values(), key=lambda each: each[:2])[: care.each]:
            grown = with_day(draft, arcs, last)
            if self._weaver.holds(grown, day, {task for *_, task in grown.days[day].blocks}):
                plans.append(grown)
        return plans

    def _worth_a_thought(self, day: int, prices: WeekPrices) -> list[float]:
        """What a slot of each task gains on the day; ``NEVER`` for what there is no room for."""
        tasks, caps = self._tables.tasks, prices.relaxed[day].caps
        gains = prices.gains(day)
        at_most = gains.copy()
        for task, about in enumerate(tasks):
            if about.coding:
                at_most[task] += self._tables.days[day].coding_short
            if about.due_day == day and caps[task] == prices.left[task]:
                at_most[task] += prices.shares[task]
        room = self._care.enough * self._tables.days[day].work.bit_count()
        for task in sorted(range(len(tasks)), key=lambda each: (-at_most[each], each)):
            if room <= 0 or at_most[task] <= 0 or not caps[task]:
                gains[task] = NEVER
            else:
                room -= caps[task]
        return gains
