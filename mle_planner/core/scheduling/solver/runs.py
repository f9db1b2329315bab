"""Shares the budget: many short searches for a single day, one in stages for several.

Where a search of one day ends depends much on where it began. So part of the budget goes into plans
of the whole day to start from (``whole_day``). Short searches start from the best of these and from
plans made in random orders, and a last one from the best of their results. Together they end many
times nearer to the best known plan than one long search with the same number of steps. A budget too
small for that goes into one search from the best start.

Over several days more than one search made no difference, but a better start does: the days are
built one after the other at common prices (``whole_week``) and then searched. A search misses some
exchanges of blocks, more so over a longer horizon; trying them all (``exchange_neighbourhood``)
costs little.
"""

from __future__ import annotations

from typing import NamedTuple

from mle_planner.core.scheduling.solver.construct.whole_day import WholeDay
from mle_planner.core.scheduling.solver.construct.whole_week import Effort, WholeWeek
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.exchange_neighbourhood import Exchanger
from mle_planner.core.scheduling.solver.search.search import SHUFFLED_STARTS, Search, is_long

RUNS = 12
BUILT = 6
"""How many of the runs start from a day built as a whole."""

SHARE = 0.8
"""The part of the budget for all short searches together."""

LEAST_STEPS = 600
"""The least steps worth starting a short search with."""

BUILDING, WIDTH = 0.2, 6
QUICK_BUILDING, QUICK_WIDTH = 0.4, 2
"""The part of the budget for building whole days, and the width of their beam."""

QUICK_SHUFFLED = 10
"""How many plans in random orders a single search looks at before it starts."""


class SearchStage(NamedTuple):
    """A part of the budget over several days: a search, or a try of every exchange."""

    part: float
    searches: bool
    warm: float | None = None
    """The temperature at which the search begins to cool, if not the usual one."""


WEEK_QUICK = (SearchStage(0.75, True), SearchStage(0.25, False))
WEEK = (SearchStage(0.93, True), SearchStage(0.07, False))
WEEKS_QUICK = (SearchStage(0.7, True, 25.0), SearchStage(0.3, False))
WEEKS = (
    SearchStage(0.13, True),
    SearchStage(0.22, False),
    SearchStage(0.2, True, 60.0),
    SearchStage(0.15, False),
    SearchStage(0.2, True, 30.0),
    SearchStage(0.1, False),
)
"""Over weeks a search alone does not converge: trying all exchanges in between helps more."""

MOST_DAYS_OF_A_WEEK = 7

QUICK = Effort(
    rounds=40, again=6, guesses=12, day_rounds=1, width=3, each=1, enough=4.0, grain=6, coarse=6
)
THOROUGH = (
    Effort(
        rounds=40, again=6, guesses=12, day_rounds=2, width=4, each=1, enough=4.0, grain=4, coarse=6
    ),
    Effort(
        rounds=80, again=4, guesses=12, day_rounds=2, width=5, each=1, enough=2.0, grain=6, coarse=6
    ),
    Effort(
        rounds=40, again=6, guesses=12, day_rounds=1, width=4, each=2, enough=2.0, grain=3, coarse=4
    ),
    Effort(rounds=40, again=6, guesses=12, day_rounds=1, width=5, each=2, enough=3.0, grain=4),
    Effort(
        rounds=40, again=6, guesses=12, day_rounds=1, width=2, each=2, enough=3.0, grain=3, coarse=6
    ),
    QUICK,
)
MANY_DAYS = Effort(
    rounds=100, again=4, guesses=12, day_rounds=1, width=3, each=1, enough=3.0, grain=6, coarse=6
)
MANY_DAYS_THOROUGH = (
    MANY_DAYS,
    MANY_DAYS._replace(enough=4.0),
    MANY_DAYS._replace(width=4, enough=2.0, grain=4),
)
"""How to build a week to start from, with few steps or many, and how to build several weeks.

Results vary much with the way of building, so with many steps several ways are tried. On fourteen
full weeks the first of these six was 1.9 % above the best of 24 ways drawn at random, the best of
the six 0.4 %. Prices of many days need many rounds, which may be coarse.
"""

BUILT_WARM = 60.0
"""The temperature at which the search from a built week begins to cool."""

LEAST_FOR_BUILDING, LEAST_FOR_THOROUGH, LEAST_FOR_THOROUGH_MANY = 12_000, 100_000, 300_000
"""The least steps for building a week at all, for building it with more effort, and for building
several weeks with more effort."""

LEAST_FOR_EACH_OF_FEW = 1_500
"""The steps for each task that are enough to build a week of few tasks."""

LEAST_FOR_EACH_TASK = 500
"""The steps for each task needed to build several weeks; many small tasks gain less."""


def search(tables: Tables, most_steps: int) -> tuple[Draft, int]:
    """Return the best plan found within the steps, and how many steps were taken."""
    if len(tables.days) == 1:
        return _one_day(tables, most_steps)
    return _several_days(tables, most_steps)


def _several_days(tables: Tables, most_steps: int) -> tuple[Draft, int]:
    search, beside, warm = _start_over_days(tables, most_steps)
    until = 0.0
    for stage in _stages(tables, most_steps):
        until += stage.part * most_steps
        if stage.searches:
            search.run(int(until) - beside, warm=stage.warm or warm)
        else:
            exchanger = Exchanger(search.best)
            exchanger.improve(int(until) - beside - search.steps)
            beside += exchanger.steps
            search.current.take_over(search.best)
    return search.best, beside + search.steps


def _start_over_days(tables: Tables, most_steps: int) -> tuple[Search, int, float | None]:
    """Return a started search, the steps taken besides it, and where it should begin to cool."""
    is_long_horizon = len(tables.days) > MOST_DAYS_OF_A_WEEK
    needed = min(LEAST_FOR_BUILDING, LEAST_FOR_EACH_OF_FEW * len(tables.tasks))
    if is_long_horizon:
        needed = max(LEAST_FOR_BUILDING, LEAST_FOR_EACH_TASK * len(tables.tasks))
    if most_steps < needed:
        return Search(tables), 0, None
    usual = Search(tables, 0, QUICK_SHUFFLED)
    if not any(usual.best.left) and not any(usual.best.late):
        return usual, 0, None
    best, beside = usual.best, 0
    for way in _ways(tables, most_steps):
        week = WholeWeek(tables, way)
        plan = week.plan(usual.best.score)
        beside += week.steps
        if plan is not None and plan.score < best.score:
            best = plan
        elif best is usual.best:
            break
    if best is usual.best:
        return usual, beside, None
    return Search(tables, 1, start=best), usual.steps + beside, BUILT_WARM


def _ways(tables: Tables, most_steps: int) -> tuple[Effort, ...]:
    """Return the ways to build the days, of which the best plan is kept."""
    if len(tables.days) > MOST_DAYS_OF_A_WEEK:
        many = most_steps >= LEAST_FOR_THOROUGH_MANY
        return MANY_DAYS_THOROUGH if many else (MANY_DAYS,)
    return THOROUGH if most_steps >= LEAST_FOR_THOROUGH else (QUICK,)


def _stages(tables: Tables, most_steps: int) -> tuple[SearchStage, ...]:
    if is_long(tables, most_steps):
        return WEEK if len(tables.days) <= MOST_DAYS_OF_A_WEEK else WEEKS
    return WEEK_QUICK if len(tables.days) <= MOST_DAYS_OF_A_WEEK else WEEKS_QUICK


def _one_day(tables: Tables, most_steps: int) -> tuple[Draft, int]:
    many = most_steps * SHARE >= RUNS * LEAST_STEPS
    usual = Search(tables, 0, SHUFFLED_STARTS // RUNS if many else QUICK_SHUFFLED)
    whole = WholeDay(tables)
    part, width = (BUILDING, WIDTH) if many else (QUICK_BUILDING, QUICK_WIDTH)
    plans = whole.plans(usual.best.score, int(part * most_steps), width)
    built = [
        Search(tables, RUNS + number, start=plan)
        for number, plan in enumerate(plans[: BUILT if many else 1])
    ]
    best = min([usual, *built], key=lambda search: search.best.score)
    spent = usual.steps + whole.steps
    each = int((most_steps - spent) * SHARE / RUNS)
    ready = [*built, usual]
    for number in range(RUNS if many else 0):
        search = ready[number] if number < len(ready) else Search(tables, number, 0)
        spent += _run(search, each)
        if search.best.score < best.best.score:
            best = search
    best.current.take_over(best.best)
    spent += _run(best, most_steps - spent)
    return best.best, spent


def _run(search: Search, more_steps: int) -> int:
    """Run a search for so many further steps and return its total steps."""
    begun = search.steps
    search.run(begun + more_steps)
    return search.steps - begun
