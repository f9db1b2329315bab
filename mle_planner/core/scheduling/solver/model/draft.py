"""A whole plan in the making, with its score kept up to date at every change."""

from __future__ import annotations

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY
from mle_planner.core.scheduling.solver.model.day_content import DayContent, DayContents, Event
from mle_planner.core.scheduling.solver.model.gaps import Block
from mle_planner.core.scheduling.solver.model.tables import Tables

Place = tuple[int, int, int]
"""The day, start and end of a movable block."""


class Draft:
    """A plan: the content of each day, and the places of each task and event."""

    __slots__ = ("contents", "days", "event_at", "late", "left", "places", "standing", "tables")

    def __init__(self, tables: Tables, contents: DayContents) -> None:
        self.tables = tables
        self.contents = contents
        self.days: list[DayContent] = [contents.of(day, (), ()) for day in range(len(tables.days))]
        self.left = [task.open for task in tables.tasks]
        self.late = [0] * len(tables.tasks)
        self.places: list[tuple[Place, ...]] = [()] * len(tables.tasks)
        self.event_at = [-1] * len(tables.event_places)
        self.standing = (
            tables.constant
            + sum(tables.open_cost(task, left, 0) for task, left in enumerate(self.left))
            + sum(tables.drop_costs)
        )
        """What costs whatever the days hold."""

    @property
    def score(self) -> int:
        """The exact score of this plan, constant costs included."""
        return self.standing + sum([content.cost for content in self.days])

    def copy(self) -> Draft:
        """Return a copy that can be changed on its own."""
        twin = Draft.__new__(Draft)
        twin.tables = self.tables
        twin.contents = self.contents
        twin.take_over(self)
        return twin

    def take_over(self, other: Draft) -> None:
        """Become equal to another draft of the same problem."""
        self.days = other.days.copy()
        self.left = other.left.copy()
        self.late = other.late.copy()
        self.places = other.places.copy()
        self.event_at = other.event_at.copy()
        self.standing = other.standing

    def _count(self, task: int, place: Place, sign: int) -> None:
        """Count a block of the task in (1) or out (-1), without changing its day."""
        day, start, end = place
        about = self.tables.tasks[task]
        left, late = self.left[task], self.late[task]
        was_flagged = left or late or about.pinned_late
        slots = sign * (end - start)
        left -= slots
        if day >= about.due_day:
            late += sign * self.tables.late_slots(task, day, start, end)
        self.left[task], self.late[task] = left, late
        self.standing -= slots * about.gain
        if left or late or about.pinned_late:
            if not was_flagged:
                self.standing += about.flag
        elif was_flagged:
            self.standing -= about.flag
        if sign > 0:
            self.places[task] += (place,)
        else:
            self.places[task] = tuple([each for each in self.places[task] if each != place])

    def place(self, task: int, day: int, start: int, end: int) -> None:
        """Place a block of the task."""
        content = self.days[day]
        blocks = tuple(sorted((*content.blocks, (start, end, task))))
        self.days[day] = self.contents.of(day, blocks, content.events)
        self._count(task, (day, start, end), 1)

    def remove(self, task: int, gone: tuple[Place, ...]) -> None:
        """Remove these blocks of the task."""
        for place in gone:
            day, start, end = place
            content = self.days[day]
            blocks = content.blocks
            at = blocks.index((start, end, task))
            blocks = blocks[:at] + blocks[at + 1 :]
            self.days[day] = self.contents.of(day, blocks, content.events)
            self._count(task, place, -1)

    def remove_with_successors(self, task: int, gone: tuple[Place, ...], removed: set[int]) -> None:
        """Remove blocks of a task and all successors' blocks; add the tasks to ``removed``."""
        if gone:
            self.remove(task, gone)
            removed.add(task)
        for after in self.tables.tasks[task].successors:
            if self.places[after]:
                self.remove_with_successors(after, self.places[after], removed)

    def place_event(self, event: int, place: int) -> None:
        """Place a flexible event at one of its places."""
        day = self.tables.event_places[event][place].day
        content = self.days[day]
        events = tuple(sorted((*content.events, (event, place))))
        self.days[day] = self.contents.of(day, content.blocks, events)
        self.standing -= self.tables.drop_costs[event]
        self.event_at[event] = place

    def remove_event(self, event: int) -> None:
        """Remove a placed flexible event."""
        place = self.event_at[event]
        day = self.tables.event_places[event][place].day
        content = self.days[day]
        events = tuple([each for each in content.events if each[0] != event])
        self.days[day] = self.contents.of(day, content.blocks, events)
        self.standing += self.tables.drop_costs[event]
        self.event_at[event] = -1

    def replace_day(self, day: int, blocks: tuple[Block, ...], events: tuple[Event, ...]) -> None:
        """Replace the blocks and events of a day; both are in ascending order."""
        content = self.days[day]
        old, kept = set(content.blocks), set(blocks)
        for start, end, task in content.blocks:
            if (start, end, task) not in kept:
                self._count(task, (day, start, end), -1)
        for start, end, task in blocks:
            if (start, end, task) not in old:
                self._count(task, (day, start, end), 1)
        for event, _ in content.events:
            self.event_at[event] = -1
            self.standing += self.tables.drop_costs[event]
        for event, place in events:
            self.event_at[event] = place
            self.standing -= self.tables.drop_costs[event]
        self.days[day] = self.contents.of(day, blocks, events)

    def late_with_left(self, task: int) -> int:
        """Return the late slots of a task, with those that have no place if it is due here."""
        is_due_here = self.tables.tasks[task].due_day < len(self.days)
        return self.late[task] + (self.left[task] if is_due_here else 0)

    def ready_from(self, task: int) -> int | None:
        """Return the first moment the task may start after its predecessors, as day * 288 + slot.

        None while one of them is unfinished.
        """
        moment = 0
        for before in self.tables.tasks[task].predecessors:
            if self.left[before]:
                return None
            moment = max(moment, self.tables.tasks[before].pinned_end)
            for day, _, end in self.places[before]:
                moment = max(moment, day * SLOTS_PER_DAY + end)
        return moment

    def is_before_successors(self, task: int) -> bool:
        """Whether the task is finished before anything that waits for it begins."""
        for after in self.tables.tasks[task].successors:
            if self.places[after]:
                ready = self.ready_from(after)
                begins = min(day * SLOTS_PER_DAY + start for day, start, _ in self.places[after])
                if ready is None or begins < ready:
                    return False
        return True
