"""Tries sooner places for one block of a plan, to find what keeps it later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from mle_planner.core.i18n.phrases import phrase
from mle_planner.core.scheduling.answer.reasons.causes import (
    AT_CERTAIN_HOURS,
    Cause,
    Reason,
    as_planned,
    causes_of_later,
    is_read_later,
    not_before,
    waits_for,
)
from mle_planner.core.scheduling.answer.reasons.coding import coding_is_full, would_exceed_band
from mle_planner.core.scheduling.answer.reasons.precedence import Claim
from mle_planner.core.scheduling.problem import SLOTS_PER_DAY, Problem
from mle_planner.core.scheduling.schedule import PlacedBlock, Schedule
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.single_moves import BlockPlace, draft_of, places_for

TablesFor = Callable[[str, Callable[[], Problem]], Tables]
"""The tables of a changed problem, by a key under which they are kept."""


class Trial:
    """A plan without one block of a task, and the sooner places for the block.

    ``days`` ascend; they are those on which a sooner place is looked for, and the block is not
    before the last of them. Without a ``block`` the work has no place, and its shortest block is
    tried.
    """

    def __init__(
        self,
        tables: Tables,
        tables_for: TablesFor,
        schedule: Schedule,
        task_id: str,
        block: PlacedBlock | None,
        days: Sequence[int],
    ) -> None:
        self.tables = tables
        self.tables_for = tables_for
        self.problem = tables.problem
        self.schedule = schedule
        self.days = days
        self.lasting = is_read_later(tables.problem, days[-1])
        self.task = self.problem.task(task_id)
        self.index = tables.task_index[task_id]
        self.block = block
        self.draft = self.without_block(tables)
        self.least = self._shortest()
        self.length = block.end - block.start if block is not None else self.least

    def _shortest(self) -> int:
        """Return the shortest length of a block that leaves nothing, or enough for another one."""
        least, left = self.tables.tasks[self.index].least, self.draft.left[self.index]
        lengths = range(max(1, least), left + 1)
        return next((each for each in lengths if each == left or left - each >= least), left)

    def without_block(self, tables: Tables) -> Draft:
        """Return the plan without the block, as a draft of a problem that may be changed."""
        draft = draft_of(tables, self.schedule)
        if self.block is not None:
            place = (self.block.day, self.block.start, self.block.end)
            draft.remove(self.index, (place,))
        return draft

    def freed(
        self, draft: Draft, claims: Iterable[Claim], *, with_successors: bool = True
    ) -> Draft:
        """Return a plan without the claims' work; ``with_successors``: nor what waits for it."""
        draft = draft.copy()
        removed: set[int] = set()
        for claim in claims:
            index = self.tables.task_index[claim.task]
            places = tuple(each for each in claim.places if each in draft.places[index])
            if with_successors:
                draft.remove_with_successors(index, places, removed)
            else:
                draft.remove(index, places)
        return draft

    def sooner(self, draft: Draft) -> list[BlockPlace]:
        """Return the open places on the days that are sooner than the block; best first."""
        found = places_for(draft, self.index, self.length, self.days)
        if self.block is None:
            return found
        here = self.block.day, self.block.start
        return [each for each in found if (each.day, each.start) < here]

    def as_good(self, draft: Draft, *, strictly: bool = False) -> list[BlockPlace]:
        """Return the sooner places that are as good as the block's own; only better if strictly.

        Without a block the places are compared with leaving the work out.
        """
        own = self.own_score(draft)
        if own is None:
            return []
        most = own - strictly
        return [each for each in self.sooner(draft) if each.score <= most]

    def own_score(self, draft: Draft) -> int | None:
        """Return the score of a plan with the block where it is, None if it no longer fits there.

        Without a block it is the score of the plan.
        """
        if self.block is None:
            return draft.score
        start = self.block.start
        found = places_for(draft, self.index, self.length, (self.block.day,))
        return next((each.score for each in found if each.start == start), None)

    def is_full_of_coding(self, day: int, more: int | None = None) -> bool:
        """Whether the block, or ``more`` slots, would take a sooner day's coding over its band."""
        if self.block is not None and day >= self.block.day:
            return False
        more = self.length if more is None else more
        return would_exceed_band(self.problem, self.schedule, self.task, day, more)

    def coding_is_full(self, day: int) -> Reason:
        """Return the reason that a day holds all the coding of its band."""
        return coding_is_full(self.problem, self.schedule, day, lasting=self.lasting)

    def held(self, *, by_hours: bool = False) -> Reason | None:
        """Return a cause without which the block could be sooner, placed as well or better.

        Sooner places that are as good with the cause do not count. The coding band counts only
        where the block would take an earlier day's coding above it. Preferred hours count only with
        ``by_hours``.
        """
        as_good = {(each.day, each.start) for each in self.as_good(self.draft)}
        for cause, key, changed in causes_of_later(self.problem, self.task, by_hours=by_hours):
            days = [
                each.day
                for each in self.as_good(self.without_block(self.tables_for(key, changed)))
                if (each.day, each.start) not in as_good
                and (cause is not Cause.CODING_BAND or self.is_full_of_coding(each.day))
            ]
            if days:
                return self._held_by(cause, max(days))
        return None

    def _held_by(self, cause: Cause, day: int) -> Reason:
        """Return the reason for a verified cause that keeps the block off a day."""
        if cause is Cause.PREDECESSOR:
            return self.waits()
        if cause is Cause.WINDOW:
            if self.task.windows is None and self.task.earliest is not None:
                return not_before(self.problem, self.task.earliest, lasting=self.lasting)
            return AT_CERTAIN_HOURS
        if cause is Cause.CODING_BAND:
            return self.coding_is_full(day)
        if cause is Cause.PRESENT_PLAN:
            return as_planned(self.problem, self.block)
        return Reason(cause, phrase("Earlier hours suit this kind of work less."))

    def waits(self) -> Reason:
        """Return that the task waits for the predecessor that ends last."""
        return waits_for(self.problem, max(self.task.predecessors, key=self.end_of))

    def end_of(self, task_id: str) -> tuple[int, int]:
        """Return the day and slot at which a task ends; past all days if it is not finished."""
        if any(each.task == task_id for each in self.schedule.unplaced):
            return (len(self.problem.days), SLOTS_PER_DAY)
        return self.schedule.end_of(task_id)
