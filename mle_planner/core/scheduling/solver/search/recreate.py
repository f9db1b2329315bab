"""Places tasks and events in a draft, each where it adds the least cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY
from mle_planner.core.scheduling.solver.model.day_content import Opening
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.openings import openings


@dataclass(frozen=True, slots=True)
class RecreateStyle:
    """How to place items: varied from one attempt to the next.

    ``longest`` caps a block's length. ``edges`` keeps blocks at the edges of open time. ``rest`` is
    the assumed cost of a slot left for later blocks, in hundredths of its cost unplaced: low values
    split a task willingly, 100 fills one gap at once. ``blink`` is the probability of overlooking a
    place.
    """

    longest: int
    edges: bool
    rest: int
    blink: float


class Recreator:
    """Places tasks and events; counts its work in ``steps``."""

    def __init__(self, random: Random) -> None:
        self._random = random.random
        self.steps = 0

    def place_tasks(
        self,
        draft: Draft,
        order: list[int],
        changed: Iterable[int],
        taken: set[int],
        style: RecreateStyle,
    ) -> None:
        """Place the tasks in that order, each after its predecessors.

        Tasks in ``taken`` may go to any day; the others, which found no place before,
        are tried on the ``changed`` days only.
        """
        tasks = draft.tables.tasks
        left = draft.left
        every = range(len(draft.days))
        changed = tuple(changed)
        waiting = order
        while waiting:
            later = []
            for task in waiting:
                before = tasks[task].predecessors
                if not before:
                    self._place_task(draft, task, every if task in taken else changed, 0, style)
                elif any(left[each] for each in before):
                    later.append(task)
                else:
                    self._place_task(draft, task, every, draft.ready_from(task) or 0, style)
            if len(later) == len(waiting):
                return
            waiting = later

    def place_block(
        self, draft: Draft, task: int, days: Sequence[int], style: RecreateStyle
    ) -> bool:
        """Place one block of the task on one of the days, if that lowers the score."""
        ready = draft.ready_from(task)
        if ready is None or not draft.left[task]:
            return False
        return self._place_block(draft, task, days, ready, style)

    def _place_task(
        self, draft: Draft, task: int, days: Sequence[int], ready: int, style: RecreateStyle
    ) -> None:
        """Place blocks of the task for as long as one lowers the score."""
        while draft.left[task] and self._place_block(draft, task, days, ready, style):
            pass

    def _place_block(
        self, draft: Draft, task: int, days: Sequence[int], ready: int, style: RecreateStyle
    ) -> bool:
        found = self._openings(draft, task, days, ready, style)
        best = self._best(draft, task, found, style) if found else None
        if best is None:
            return False
        day, start, length = best
        draft.place(task, day, start, start + length)
        return True

    def _openings(
        self, draft: Draft, task: int, days: Sequence[int], ready: int, style: RecreateStyle
    ) -> list[tuple[int, list[Opening]]]:
        """Return the days that have openings for the task, with those."""
        tables = draft.tables
        contents = draft.days
        about = tables.tasks[task]
        left = draft.left[task]
        edges = style.edges
        least, most = about.least, min(left, about.longest, style.longest)
        ready_day, ready_slot = divmod(ready, SLOTS_PER_DAY) if ready else (0, 0)
        every = []
        for day in days:
            content = contents[day]
            longest = content.longest
            if longest < least or day < ready_day:
                continue
            first = ready_slot if day == ready_day else 0
            key = (task, left, most if most < longest else longest, first, edges)
            found = content.openings.get(key)
            if found is None:
                on_day = tables.on_days(task)[day]
                found = openings(tables, content, on_day, left, most, first, edges)
                content.openings[key] = found
                self.steps += 1
            if found:
                every.append((day, found))
        return every

    def _best(
        self, draft: Draft, task: int, every: list[tuple[int, list[Opening]]], style: RecreateStyle
    ) -> tuple[int, int, int] | None:
        """Return day, start and length of the opening worth most; sometimes one is overlooked."""
        about = draft.tables.tasks[task]
        left = draft.left[task]
        rest = about.gain * style.rest / 100
        flag = 0 if draft.late[task] or about.pinned_late else about.flag
        blink, random = style.blink, self._random
        best = None
        best_rank = 0.0
        for day, found in every:
            for cost, saved, length, start, is_late, delay, hurry in found:
                if cost >= saved and (is_late or length != left or cost >= saved + flag):
                    continue
                if blink and random() < blink:
                    continue
                rank = cost + (left - length) * rest + delay
                if is_late:
                    rank += flag
                rank += hurry
                if best is None or rank < best_rank:
                    best = (day, start, length)
                    best_rank = rank
        return best

    def place_events(self, draft: Draft, blink: float) -> None:
        """Place the flexible events that are not placed."""
        for event, place in enumerate(draft.event_at):
            if place < 0:
                self.place_event(draft, event, blink)

    def place_event(self, draft: Draft, event: int, blink: float) -> None:
        """Place a flexible event where it costs least, if it has any place."""
        random = self._random
        contents = draft.days
        for day, taken, kept_free, index in draft.tables.worthwhile_places[event]:
            content = contents[day]
            if kept_free & content.taken or taken & content.met:
                continue
            if blink and random() < blink:
                continue
            draft.place_event(event, index)
            return
