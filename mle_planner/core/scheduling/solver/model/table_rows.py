"""The rows of the tables: what is constant of a day, a task and a place while solving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class DayTable:
    """What of a day never changes while solving."""

    work: int
    """Slots a block may be placed in when the day is empty."""
    event: int
    """Slots a flexible event may be placed in."""
    borders: tuple[int, ...]
    """Where one working window touches the next."""
    pinned: tuple[tuple[int, int, int], ...]
    """Pinned blocks: start, end, task."""
    coding_done: int
    coding_least: int
    coding_most: int
    coding_short: int
    """What a slot of coding missing below the band costs."""
    pinned_projects: frozenset[int]
    cost: int
    """What the pinned blocks' hours cost."""


@dataclass(frozen=True, slots=True)
class TaskTable:
    """What of a task never changes while solving. Lengths in slots."""

    open: int
    """What is left to place beside the pinned blocks."""
    least: int
    longest: int
    per_day: int | None
    weight: int
    pace: int
    """How many times the cost of waiting counts: the sooner due, the more."""
    gain: int
    """What a slot not placed costs."""
    flag: int
    """What being late or unfinished costs, once."""
    pinned_late: bool
    due_day: int
    """Day index of the due time; past the horizon if it is not due in it."""
    due_slot: int
    slack_end: int
    """On the day it is due, by when it had better be finished some time before; -1 if never."""
    deep: bool
    coding: bool
    project: int
    """-1 if there is none."""
    block_cost: int
    wanted: int
    """A deep block shorter than this costs extra."""
    short_cost: int
    predecessors: tuple[int, ...]
    successors: tuple[int, ...]
    pinned_end: int
    """End of the last pinned block as day * SLOTS_PER_DAY + slot, or 0."""
    pinned_per_day: tuple[int, ...]


class EventPlace(NamedTuple):
    """A place a flexible event may take, and what it costs there; the cheapest come first."""

    cost: int
    day: int
    start: int
    end: int
    taken: int
    kept_free: int
    """The slots and the buffers around them: no movable work in there."""
