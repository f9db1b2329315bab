"""Ruin and recreate under simulated annealing: change a part of the plan, keep good results."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from mle_planner.core.scheduling.solver.model.day_content import DayContents
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.annealing import DRAWS, LEVELS, RISES, temperatures
from mle_planner.core.scheduling.solver.search.moves import Moves
from mle_planner.core.scheduling.solver.search.recreate import RecreateStyle, Recreator

STARTS = (RecreateStyle(30, True, 60, 0.0), RecreateStyle(30, False, 30, 0.0))

COLD = 3.0
"""The rise in score taken with probability 1/e at the end of a run."""

WARM = 300.0
SHORT_WARM = 100.0
WEEKS_WARM = 150.0
WEEKS_SHORT_WARM = 50.0
"""The same at the start of a run: long or short, over up to a week or more."""

SHUFFLED_STARTS = 40
"""How many plans to make at the start in random orders; over weeks a quarter of these."""

SHUFFLE = 0.3
"""How far a task may fall back in such an order, as a part of all tasks."""

SPREAD = 0.3
"""The weight of worth against chance in a random order: the smaller, the more chance."""

STEPS_PER_MOVE = 2
"""The steps that a move counts, beside the days it looks into: it has its own cost."""


class Search:
    """One run on one problem.

    ``best`` is the best plan so far. Runs with different ``variant`` draw different random numbers,
    and all but the first start from a plan made in a random order: from the same plan most would
    end at the same. ``shuffled`` is how many random plans the first run's start is chosen from,
    besides those made in declared orders.
    """

    def __init__(
        self,
        tables: Tables,
        variant: int = 0,
        shuffled: int = SHUFFLED_STARTS,
        start: Draft | None = None,
    ) -> None:
        self.tables = tables
        self._shuffled = shuffled
        self._random = Random(tables.seed() + variant)
        self._recreator = Recreator(self._random)
        self._moves = Moves(tables, self._recreator, self._random)
        self._moved = 0
        if start is not None:
            self.current = start
            self.best = start.copy()
            return
        self.current = self._random_start() if variant else self._start()
        self.best = self.current.copy()

    @property
    def steps(self) -> int:
        """The work done so far, the same on every machine."""
        return self._recreator.steps + STEPS_PER_MOVE * self._moved

    def run(
        self,
        most_steps: int,
        is_enough: Callable[[], bool] | None = None,
        improved: Callable[[Draft], None] | None = None,
        warm: float | None = None,
    ) -> None:
        """Search until that many steps are spent or the best plan is good enough.

        ``improved`` is called with each better plan. ``warm`` is the rise in score accepted with
        probability 1/e at first, by default one that suits the number of steps. A worse plan is
        sometimes accepted, ever more seldom, so that the search can leave a local optimum.
        """
        begun = self.steps
        if most_steps <= begun or not any(day.work for day in self.tables.days):
            return
        patient = is_long(self.tables, most_steps)
        warm = start_temperature(self.tables, most_steps) if warm is None else warm
        falling = temperatures(warm, COLD)
        whole = most_steps - begun
        trial = self.current.copy()
        score, best = self.current.score, self.best.score
        random = self._random.random
        steps = begun
        while steps < most_steps:
            if is_enough is not None and is_enough():
                return
            self._moved += 1
            valid = self._moves.change(trial, patient=patient)
            rise = falling[(steps - begun) * LEVELS // whole] * RISES[int(random() * DRAWS)]
            steps = self.steps
            if valid and trial.score < score + rise:
                self.current.take_over(trial)
                score = trial.score
                if score < best:
                    best = score
                    self.best.take_over(trial)
                    if improved is not None:
                        improved(self.best)
            else:
                trial.take_over(self.current)

    def _start(self) -> Draft:
        """Return the best of plans made in declared orders, and in orders a little off these."""
        contents = DayContents(self.tables)
        drafts = [
            self._build(contents, order, style)
            for order in start_orders(self.tables)
            for style in STARTS
        ]
        return self._shuffled_start(min(drafts, key=lambda draft: draft.score), contents)

    def _random_start(self) -> Draft:
        """Return a plan made in a random order in which worth more tends to be earlier."""
        random = self._random.random
        worth = self.tables.waiting.worth
        every = range(len(self.tables.tasks))
        order = sorted(every, key=lambda task: (-worth[task] * (SPREAD + random()), task))
        style = STARTS[int(random() * len(STARTS))]
        return self._build(DayContents(self.tables), order, style)

    def _build(self, contents: DayContents, order: list[int], style: RecreateStyle) -> Draft:
        """Return a plan made by placing the events and then the tasks in that order."""
        draft = Draft(self.tables, contents)
        self._recreator.place_events(draft, 0.0)
        self._recreator.place_tasks(draft, order, range(len(self.tables.days)), set(order), style)
        return draft

    def _shuffled_start(self, best: Draft, contents: DayContents) -> Draft:
        """Return the best of many plans made in orders a little off the best order so far."""
        random = self._random.random
        orders = start_orders(self.tables)[:2]
        for number in range(self._shuffled if len(self.tables.days) <= 7 else self._shuffled // 4):
            which = number % 2
            noise = SHUFFLE * len(orders[which])
            ranked = sorted((at + noise * random(), each) for at, each in enumerate(orders[which]))
            order = [task for _, task in ranked]
            draft = self._build(contents, order, STARTS[number // 2 % 2])
            if draft.score < best.score:
                best = draft
                orders[which] = order
        return best


def start_temperature(tables: Tables, steps: int) -> float:
    """Return the rise in score accepted with probability 1/e at the start of a run.

    A long run can afford detours; a short one, or one over weeks, should go downhill.
    """
    long, short = (WEEKS_WARM, WEEKS_SHORT_WARM) if len(tables.days) > 7 else (WARM, SHORT_WARM)
    return long if is_long(tables, steps) else short


def is_long(tables: Tables, steps: int) -> bool:
    """Whether a run of so many steps can afford detours."""
    return steps > 1000 * len(tables.tasks)


def start_orders(tables: Tables) -> list[list[int]]:
    """Return orders in which to place tasks: by worth, worth and due day, priority, due time."""
    tasks = tables.tasks
    every = range(len(tasks))

    worth, by = tables.waiting.worth, tables.waiting.wanted_by
    return [
        sorted(every, key=lambda task: (-worth[task], by[task], task)),
        sorted(every, key=lambda task: (-worth[task] / (2 + by[task]), task)),
        sorted(every, key=lambda task: (-tasks[task].weight, by[task], task)),
        sorted(every, key=lambda task: (by[task], tasks[task].due_slot, task)),
    ]
