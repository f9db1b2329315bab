"""The rows of the tables: values of a day, a task and a place that are constant while solving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

NO_TASK = -1
"""The task of tracked work, which is before now and only counts for the next break."""


@dataclass(frozen=True, slots=True)
class DayTable:
    """The values of a day that are constant while solving."""

    work: int
    """The slots in which a block may be placed when the day is empty."""
    event: int
    """The slots in which a flexible event may be placed."""
    borders: tuple[int, ...]
    """The slots at which one working window touches the next."""
    pinned: tuple[tuple[int, int, int], ...]
    """The pinned blocks, and before them the tracked work up to now: start, end, task."""
    coding_done: int
    coding_least: int
    coding_most: int
    coding_short: int
    """The cost of a slot of coding missing below the band."""
    pinned_projects: frozenset[int]
    cost: int
    """The cost of the pinned blocks' hours."""


@dataclass(frozen=True, slots=True)
class TaskTable:
    """The values of a task that are constant while solving. Lengths in slots."""

    open: int
    """The slots left to place beside the pinned blocks."""
    least: int
    longest: int
    per_day: int | None
    weight: int
    pace: int
    """The factor for the cost of waiting: the sooner due, the higher."""
    gain: int
    """The cost of a slot that is not placed."""
    flag: int
    """The cost of being late or unfinished at all."""
    pinned_late: bool
    due_day: int
    """The day index of the due time; past the horizon if it is not due in it."""
    due_slot: int
    slack_end: int
    """On the due day, the slot before which it should be finished with some time to spare; -1 if
    none."""
    deep: bool
    coding: bool
    project: int
    """The index of its project, -1 if it has none."""
    block_cost: int
    wanted: int
    """The length below which a deep block costs extra."""
    short_cost: int
    predecessors: tuple[int, ...]
    successors: tuple[int, ...]
    pinned_end: int
    """The end of the last pinned block as day * SLOTS_PER_DAY + slot, or 0."""
    pinned_per_day: tuple[int, ...]

    @property
    def is_alone(self) -> bool:
        """Whether no other task waits for it or holds it up, and it has no pinned blocks."""
        return not (self.predecessors or self.successors or self.pinned_end)


class EventPlace(NamedTuple):
    """A place for a flexible event, and its cost there; the cheapest places come first."""

    cost: int
    day: int
    start: int
    end: int
    taken: int
    kept_free: int
    """The slots of the event and its buffers, in which there is no movable work."""
