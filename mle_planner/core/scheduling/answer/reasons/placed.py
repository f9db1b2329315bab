"""Why a block is no earlier, why work is done later, and why a task found no place.

Each cause is verified by trial: without it, and with all else unchanged, the block could be placed
earlier, as well or better. So a reason is true of the plan it is given for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from mle_planner.core.i18n.phrases import phrase
from mle_planner.core.scheduling.answer.reasons.absence import reason_of_absence
from mle_planner.core.scheduling.answer.reasons.causes import Cause, Reason, without_work
from mle_planner.core.scheduling.answer.reasons.earlier import reason_for_place
from mle_planner.core.scheduling.answer.reasons.later import reason_for_later
from mle_planner.core.scheduling.contenders import contenders
from mle_planner.core.scheduling.problem import SLOTS_PER_DAY, Problem, split_if_late
from mle_planner.core.scheduling.schedule import PlacedBlock, Schedule
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.single_moves import draft_of, most_on_day

_OTHERS_FIRST = Reason(
    Cause.BACKLOG, phrase("Work that is more pressing or due sooner fills the time.")
)
"""The reason of work that does not contend for the time."""


class Explainer:
    """Gives the reasons for one schedule of one problem, and caches what it works out.

    ``problem`` has only the ``contenders``; all other work has the same reason.
    """

    def __init__(self, problem: Problem, schedule: Schedule) -> None:
        self.problem = contenders(problem, {block.task for block in schedule.blocks})
        self.schedule = schedule
        self._tables: dict[str, Tables] = {"": Tables(self.problem)}

    def why_here(self, block: PlacedBlock) -> Reason:
        """Return why a block is not earlier; ``KeyError`` for one that is not in the schedule."""
        if block not in self.schedule.blocks:
            raise KeyError(block)
        if block.pinned:
            return Reason(Cause.PINNED, phrase("You put it here."))
        return reason_for_place(self._tables[""], self._tables_for, self.schedule, block)

    def why_later(self, task_id: str, days: Sequence[int]) -> Reason:
        """Return why a task's next block is not on ``days``, which ascend and lie before it."""
        if task_id not in self._tables[""].task_index:
            return _OTHERS_FIRST
        return reason_for_later(self._tables[""], self._tables_for, self.schedule, task_id, days)

    def why_not(self, task_id: str) -> Reason:
        """Return why the rest of a task is not placed; ``KeyError`` if the whole task is."""
        if task_id not in self._tables[""].task_index:
            return _OTHERS_FIRST
        return reason_of_absence(self._tables[""], self.schedule, task_id)

    def has_room_alone(self, task_id: str) -> bool:
        """Whether a piece of the task would fit if nothing else were planned."""
        least = self._tables[""].tasks[self._tables[""].task_index[task_id]].least
        return any(
            day.starts(least)[0] for day in without_work(self._tables[""], self.schedule).days
        )

    def most_in_time(
        self, task_id: str, *, without_events: bool = False, beside_work: bool = False
    ) -> int:
        """Return how many slots of a task would fit before it is due if it were planned alone.

        The due time is on a day of the problem. Pinned blocks stay, lunch and the like unless it is
        ``without_events``, and all other work if it is ``beside_work``. What the task waits for is
        ignored. It is split as late work may be.
        """
        schedule = replace(self.schedule, flexible=()) if without_events else self.schedule
        split = split_if_late(self.problem, (task_id,))
        tables = self._tables_for(f"split {task_id}", lambda: split)
        index = tables.task_index[task_id]
        if beside_work:
            draft = draft_of(tables, schedule)
            draft.remove_with_successors(index, tuple(draft.places[index]), set())
        else:
            draft = without_work(tables, schedule)
        about, task = draft.tables.tasks[index], self.problem.task(task_id)
        last, until = about.due_day, about.due_slot
        pinned = sum(
            max(0, min(place.end, until if place.day == last else place.end) - place.start)
            for place in task.pinned
            if place.day <= last
        )
        before = sum(most_on_day(draft, index, day, SLOTS_PER_DAY) or 0 for day in range(last))
        found = before + (most_on_day(draft, index, last, until) or 0)
        left = draft.left[index]
        if found < left:
            found = min(found, left - min(about.least, left))
            goes_on = most_on_day(draft, index, last, until, goes_on=True)
            if goes_on is not None:
                found = max(found, before + goes_on)
        return pinned + min(found, left)

    def _tables_for(self, key: str, changed: Callable[[], Problem]) -> Tables:
        """Return the tables of a changed problem, built on first use."""
        tables = self._tables.get(key)
        if tables is None:
            tables = self._tables[key] = Tables(changed())
        return tables
