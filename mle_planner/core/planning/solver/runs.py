"""How many searches share a budget: one over days, many short ones within a single day.

Where a search of one day ends depends much on where it began: sixteen short ones and a last
one from the best of them end several times nearer to the best plan found than one long search
of the same number of steps. Over several days that made no difference.
"""

from __future__ import annotations

from collections.abc import Callable

from mle_planner.core.planning.solver.draft import Draft
from mle_planner.core.planning.solver.search import SHUFFLED_STARTS, Search
from mle_planner.core.planning.solver.tables import Tables

RUNS = 16
SHARE = 0.8
"""The part of the budget that the short searches have together."""

LEAST_STEPS = 600
"""A short search below this is not worth its start."""


def searched(
    tables: Tables,
    most_steps: int,
    cancelled: Callable[[], bool] | None = None,
    improved: Callable[[Draft, int], None] | None = None,
) -> tuple[Draft, int]:
    """The best plan found within the steps, and how many were taken.

    ``improved`` is told of the first plan and of each better one, with the steps so far.
    """
    runs = RUNS if len(tables.days) == 1 else 1
    each = int(most_steps * SHARE / runs)
    if runs == 1 or each < LEAST_STEPS:
        search = Search(tables)
        return search.best, _run(search, most_steps, 0, cancelled, improved, None)
    best: Search | None = None
    spent = 0
    for number in range(runs):
        search = Search(tables, number, SHUFFLED_STARTS // runs)
        to_beat = None if best is None else best.best
        spent += _run(search, each, spent, cancelled, improved, to_beat)
        if best is None or search.best.score < best.best.score:
            best = search
        if cancelled is not None and cancelled():
            break
    assert best is not None
    taken = best.steps
    best.current.take_over(best.best)
    spent += _run(best, taken + most_steps - spent, spent - taken, cancelled, improved, best.best)
    return best.best, spent - taken


def _run(
    search: Search,
    most_steps: int,
    spent: int,
    cancelled: Callable[[], bool] | None,
    improved: Callable[[Draft, int], None] | None,
    to_beat: Draft | None,
) -> int:
    """Run a search and return its steps; tell of plans better than the one to beat."""
    least = None if to_beat is None else to_beat.score

    def tell(draft: Draft) -> None:
        nonlocal least
        if improved is not None and (least is None or draft.score < least):
            least = draft.score
            improved(draft, spent + search.steps)

    tell(search.best)
    search.run(most_steps, cancelled, None if improved is None else tell)
    return search.steps
