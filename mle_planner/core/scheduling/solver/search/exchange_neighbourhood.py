"""The exchange neighbourhood: puts a block in the place of others if that is better.

A random search leaves some exchanges untried. Here all of them are tried one after the other, which
is cheap: a day with one block more or less has mostly been met before.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from mle_planner.core.scheduling.solver.model.draft import Draft, Place
from mle_planner.core.scheduling.solver.model.gaps import Block
from mle_planner.core.scheduling.solver.search.recreate import RecreateStyle, Recreator

STYLES = (RecreateStyle(30, True, 100, 0.0), RecreateStyle(30, True, 60, 0.0))
"""Long blocks first, then tasks cut up if that fills gaps."""


STEPS_PER_TRY = 2
"""The steps that a tried exchange counts, beside the days it looks into."""


class Exchanger:
    """Exchanges blocks of one draft for as long as that gains."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._trial = draft.copy()
        self._recreator = Recreator(Random(0))
        self._tried = 0

    @property
    def steps(self) -> int:
        """The work done so far, in steps of a search."""
        return self._recreator.steps + STEPS_PER_TRY * self._tried

    def improve(self, most_steps: int) -> None:
        """Try all exchanges until none gains, within the steps.

        After a round the exchanges that touch a changed day come first, then all once more:
        displaced work may go to any day.
        """
        every_day = set(range(len(self._draft.days)))
        days = every_day
        while days:
            before = self._draft.days.copy()
            if not self._round(days, most_steps):
                return
            changed = {day for day, was in enumerate(before) if was is not self._draft.days[day]}
            days = changed or (every_day if len(days) < len(every_day) else set())

    def _round(self, days: set[int], most_steps: int) -> bool:
        """Try the exchanges that touch one of the days; False if it was cut short."""
        for style in STYLES:
            for task, place in self._movable():
                for day in range(len(self._draft.days)):
                    if self.steps >= most_steps:
                        return False
                    if day in days or (place is not None and place[0] in days):
                        self._improve_at(task, place, day, style)
        return True

    def _movable(self) -> list[tuple[int, Place | None]]:
        """Return the tasks with something left, then every block with its task."""
        draft = self._draft
        blocks = [(task, place) for task, places in enumerate(draft.places) for place in places]
        return [*((task, None) for task, left in enumerate(draft.left) if left), *blocks]

    def _improve_at(self, task: int, place: Place | None, day: int, style: RecreateStyle) -> None:
        """Try the task in the places of others on that day, while it has a block to move."""
        draft, trial = self._draft, self._trial
        if not draft.tables.ranges[task][day]:
            return
        for block in self._others(task, day):
            if place not in draft.places[task] if place is not None else not draft.left[task]:
                return
            if self._exchange(task, place, day, block, style) and trial.score < draft.score:
                draft.take_over(trial)
            else:
                trial.take_over(draft)

    def _others(self, task: int, day: int) -> Iterator[Block]:
        """Yield the blocks of other tasks on that day, even while the day changes."""
        at = 0
        while at < len(self._draft.days[day].blocks):
            block = self._draft.days[day].blocks[at]
            if block[2] != task:
                yield block
            at += 1

    def _exchange(
        self, task: int, place: Place | None, day: int, block: Block, style: RecreateStyle
    ) -> bool:
        """Make the exchange in the trial draft; False if it is not possible."""
        trial = self._trial
        self._tried += 1
        if place is not None:
            trial.remove(task, (place,))
        start, end, owner = block
        trial.remove(owner, ((day, start, end),))
        if not self._recreator.place_block(trial, task, (day,), style):
            return False
        order = [owner, task]
        self._recreator.place_tasks(trial, order, (), set(order), style)
        return all(trial.is_before_successors(each) for each in order)
