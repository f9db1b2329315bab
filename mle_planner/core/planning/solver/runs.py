"""How many searches share a budget: one over days, many short ones within a single day.

Where a search of one day ends depends much on where it began. So a part of the budget goes
into plans of the whole day to begin from (``whole_day``): short searches from the best of
those and from plans made in random orders, and a last one from the best of them, end many
times nearer to the best plan found than one long search of the same number of steps. A budget
too small for that goes into one search from the best start. Over several days that made no
difference.
"""

from __future__ import annotations

from collections.abc import Callable

from mle_planner.core.planning.solver.draft import Draft
from mle_planner.core.planning.solver.search import SHUFFLED_STARTS, Search
from mle_planner.core.planning.solver.tables import Tables
from mle_planner.core.planning.solver.whole_day import WholeDay

RUNS = 12
BUILT = 6
"""How many of them begin from a day built as a whole."""

SHARE = 0.8
"""The part of the budget that the short searches have together."""

LEAST_STEPS = 600
"""A short search below this is not worth its start."""

BUILDING, WIDTH = 0.2, 6
QUICK_BUILDING, QUICK_WIDTH = 0.4, 2
"""The part of the budget for building whole days, and how many ways side by side."""

QUICK_SHUFFLED = 10
"""How many plans in orders drawn at random a single search looks at before it starts."""

Cancelled = Callable[[], bool] | None
Improved = Callable[[Draft, int], None] | None


def searched(
    tables: Tables, most_steps: int, cancelled: Cancelled = None, improved: Improved = None
) -> tuple[Draft, int]:
    """The best plan found within the steps, and how many were taken.

    ``improved`` is told of the first plan and of each better one, with the steps so far.
    """
    if len(tables.days) != 1:
        search = Search(tables)
        begun = search.steps
        more = _run(search, most_steps - begun, begun, cancelled, improved, None)
        return search.best, begun + more
    many = most_steps * SHARE >= RUNS * LEAST_STEPS
    usual = Search(tables, 0, SHUFFLED_STARTS // RUNS if many else QUICK_SHUFFLED)
    if improved is not None:
        improved(usual.best, usual.steps)
    whole = WholeDay(tables)
    part, width = (BUILDING, WIDTH) if many else (QUICK_BUILDING, QUICK_WIDTH)
    plans = whole.plans(usual.best.score, int(part * most_steps), width, cancelled)
    built = [
        Search(tables, RUNS + number, start=plan)
        for number, plan in enumerate(plans[: BUILT if many else 1])
    ]
    best = min([usual, *built], key=lambda search: search.best.score)
    if improved is not None and best is not usual:
        improved(best.best, usual.steps + whole.steps)
    spent = usual.steps + whole.steps
    each = int((most_steps - spent) * SHARE / RUNS)
    ready = [*built, usual]
    for number in range(RUNS if many else 0):
        search = ready[number] if number < len(ready) else Search(tables, number, 0)
        spent += _run(search, each, spent, cancelled, improved, best.best)
        if search.best.score < best.best.score:
            best = search
        if cancelled is not None and cancelled():
            return best.best, spent
    best.current.take_over(best.best)
    spent += _run(best, most_steps - spent, spent, cancelled, improved, best.best)
    return best.best, spent


def _run(
    search: Search,
    more_steps: int,
    spent: int,
    cancelled: Cancelled,
    improved: Improved,
    to_beat: Draft | None,
) -> int:
    """Run a search that much further and return the steps; tell of better plans than that."""
    least = None if to_beat is None else to_beat.score
    begun = search.steps

    def tell(draft: Draft) -> None:
        nonlocal least
        if improved is not None and (least is None or draft.score < least):
            least = draft.score
            improved(draft, spent + search.steps - begun)

    tell(search.best)
    search.run(begun + more_steps, cancelled, None if improved is None else tell)
    return search.steps - begun
