"""Removes a small, related part of a draft, so that it can be placed again better."""

from __future__ import annotations

from random import Random

from mle_planner.core.scheduling.solver.model.draft import Draft, Place


class Ruiner:
    """Chooses what to remove. Each method changes the draft and returns nothing.

    ``tasks`` collects the tasks removed since ``begin``.
    """

    def __init__(self, random: Random) -> None:
        self._random = random.random
        self.tasks: set[int] = set()

    def begin(self) -> None:
        """Forget the tasks removed before."""
        self.tasks = set()

    def _below(self, limit: int) -> int:
        return int(self._random() * limit)

    def stretch(self, draft: Draft, most: int) -> None:
        """Remove neighbouring blocks of one day, and sometimes its events."""
        day = self._below(len(draft.days))
        blocks = draft.days[day].blocks
        if blocks:
            count = 1 + self._below(min(most, len(blocks)))
            at = self._below(len(blocks) - count + 1)
            self._take_blocks(draft, day, blocks[at : at + count])
        if self._random() < 0.5:
            self.take_events(draft, day)

    def two_days(self, draft: Draft, most: int) -> None:
        """Remove blocks of two days, so that they can change places."""
        first = self._below(len(draft.days))
        for day in sorted({first, self._below(len(draft.days))}):
            blocks = draft.days[day].blocks
            if blocks:
                count = 1 + self._below(min(max(1, most // 2), len(blocks)))
                at = self._below(len(blocks) - count + 1)
                self._take_blocks(draft, day, blocks[at : at + count])
            if self._random() < 0.3:
                self.take_events(draft, day)

    def tasks_anywhere(self, draft: Draft, most: int) -> None:
        """Remove a few whole tasks, wherever they are."""
        placed = [task for task, places in enumerate(draft.places) if places]
        for _ in range(min(len(placed), 1 + self._below(most))):
            task = placed[self._below(len(placed))]
            draft.remove_with_successors(task, draft.places[task], self.tasks)

    def room_for(self, draft: Draft, task: int, most: int) -> None:
        """Remove blocks of less weight from a day in which the task could be placed."""
        tables = draft.tables
        last = min(len(draft.days) - 1, tables.tasks[task].due_day)
        days = [
            day for day in range(last + 1) if tables.ranges[task][day] and tables.days[day].work
        ]
        if not days:
            return
        if draft.places[task]:
            draft.remove_with_successors(task, draft.places[task], self.tasks)
        self.tasks.add(task)
        for _ in range(1 + self._below(2)):
            day = days[self._below(len(days))]
            blocks = draft.days[day].blocks
            if blocks:
                count = 1 + self._below(min(most, len(blocks)))
                at = self._below(len(blocks) - count + 1)
                self._take_blocks(draft, day, blocks[at : at + count])

    def _take_blocks(
        self, draft: Draft, day: int, blocks: tuple[tuple[int, int, int], ...]
    ) -> None:
        whole = self._random() < 0.5
        for start, end, task in blocks:
            place: Place = (day, start, end)
            if place in draft.places[task]:
                gone = draft.places[task] if whole else (place,)
                draft.remove_with_successors(task, gone, self.tasks)

    def take_events(self, draft: Draft, day: int) -> None:
        """Remove the flexible events of a day."""
        for event, _ in draft.days[day].events:
            draft.remove_event(event)
