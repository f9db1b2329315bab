"""One day's movable blocks and events as an immutable value that caches what was computed.

A search meets the same days again and again, since each undone change leads back to one. So a day's
content is never changed but replaced, the same content is the same object (``DayContents``), and
its best places are kept with it.
"""

from __future__ import annotations

from typing import Any

from mle_planner.core.scheduling.problem import FREE_BLOCKS
from mle_planner.core.scheduling.solver.model.gaps import Block, Gap, Gaps, Stretches
from mle_planner.core.scheduling.solver.model.tables import Tables

Event = tuple[int, int]
"""A flexible event, and the index of its place in ``Tables.event_places``."""


# The next three are unpacked too often to be named tuples, which take twice as long.

Opening = tuple[int, int, int, int, bool, float, int]
"""A place for a block of a task: the score it adds, and the cost of its slots while they are not
placed; length and start; whether it is late; the cost for successors of not being on the first day,
and of the successors that it makes late."""

Status = tuple[int, int, int, int, int]
"""What a block adds to its day: its slots and its task as sets, its slots of coding, its project as
a set of one or none, its cost."""

Events = tuple[Stretches, int, int]
"""What the flexible events of a day add to it: the slots they leave to movable work, their slots as
a set, their cost and the day's fixed cost."""


class DayContent:
    """The movable work and events of a day. Never changes; see ``DayContents``.

    Most values are computed on first use: many days are only passed on the way to another.
    """

    __slots__ = (
        "_any",
        "_starts",
        "band",
        "blocks",
        "coding",
        "cost",
        "day",
        "events",
        "gaps",
        "longest",
        "met",
        "openings",
        "owners",
        "projects",
        "taken",
    )

    taken: int
    """The slots of its blocks, as a set."""
    met: int
    """The slots of its events, as a set."""
    owners: int
    """The tasks of its blocks, as a set."""
    projects: int
    coding: int
    band: int
    """The cost of that much coding against the band."""
    cost: int
    gaps: list[Gap]
    """The stretches that are still open, in order of time."""
    longest: int
    """The longest block that fits into any gap."""
    openings: dict[tuple[int, ...], list[Opening]]
    _starts: dict[int, tuple[int, int]]

    def __init__(self, any_of: AnyContent, blocks: tuple[Block, ...], events: tuple[Event, ...]):
        self._any = any_of
        self.day = any_of.day
        self.blocks = blocks
        self.events = events

    def __getattr__(self, name: str) -> Any:
        self._any.work_out(self)
        return object.__getattribute__(self, name)

    def starts(self, length: int) -> tuple[int, int]:
        """Return the open starts of a block of that length, and those at an edge of open time."""
        known = self._starts.get(length)
        if known is None:
            every = edges = 0
            for gap in self.gaps:
                if gap.longest >= length:
                    open_starts, open_edges = gap.starts(length)
                    every |= open_starts
                    edges |= open_edges
            known = self._starts[length] = every, edges
        return known


class AnyContent:
    """The values that all contents of one day share, and the computation of the others."""

    def __init__(self, tables: Tables, day: int, gaps: Gaps) -> None:
        self.day = day
        self._tables = tables
        self._table = tables.days[day]
        self._gaps = gaps
        self._standing: dict[Block, Status] = {}
        self._events: dict[tuple[Event, ...], Events] = {}
        self._projects = sum(1 << project for project in self._table.pinned_projects)

    def work_out(self, content: DayContent) -> None:
        """Set all values that follow from the blocks and events."""
        blocks, events = content.blocks, content.events
        beside = self._events.get(events)
        if beside is None:
            beside = self._events[events] = self._beside(events)
        stretches, met, cost = beside
        standing = self._standing
        taken = owners = again = 0
        coding = self._table.coding_done
        projects = self._projects
        for block in blocks:
            known = standing.get(block)
            if known is None:
                known = standing[block] = self._stands(*block)
            block_taken, owner, block_coding, project, block_cost = known
            if owners & owner:
                again |= owner
            taken |= block_taken
            owners |= owner
            coding += block_coding
            projects |= project
            cost += block_cost
        content.taken = taken
        content.met = met
        content.owners = owners
        content.projects = projects
        content.coding = coding
        content.band = band = self._tables.band_cost(self.day, coding)
        cost += band + self._tables.weights.project_day * projects.bit_count()
        if again and self._tables.weights.extra_block:
            cost += self._tables.weights.extra_block * extra_blocks(blocks)
        content.cost = cost
        pinned = self._table.pinned
        work = sorted((*blocks, *pinned)) if pinned else blocks
        content.gaps = gaps = self._gaps.between(stretches, work)
        content.longest = max([gap.longest for gap in gaps], default=0)
        content.openings = {}
        content._starts = {}

    def _stands(self, start: int, end: int, task: int) -> Status:
        on_day = self._tables.on_day(task, self.day)
        taken = ((1 << (end - start)) - 1) << start
        coding = end - start if on_day.about.coding else 0
        return taken, 1 << task, coding, on_day.project, on_day.block_cost(start, end)

    def _beside(self, events: tuple[Event, ...]) -> Events:
        table = self._table
        free, met, cost = table.work, 0, table.cost
        for event, place in events:
            stands = self._tables.event_places[event][place]
            free &= ~stands.kept_free
            met |= stands.taken
            cost += stands.cost
        stretches = []
        while free:
            start = (free & -free).bit_length() - 1
            tail = free >> start
            end = start + (~tail & (tail + 1)).bit_length() - 1
            end = min([end, *(border for border in table.borders if border > start)])
            free = free >> end << end
            stretches.append((start, end))
        return tuple(stretches), met, cost


def extra_blocks(blocks: tuple[Block, ...]) -> int:
    """Return how many blocks of a day exceed the free number of their task."""
    counts: dict[int, int] = {}
    for _, _, task in blocks:
        counts[task] = counts.get(task, 0) + 1
    return sum(max(0, count - FREE_BLOCKS) for count in counts.values())


class DayContents:
    """All contents of days met so far: the same content is the same object.

    Forgets everything when there are too many, which costs time and changes no result.
    """

    MOST_KEPT = 60_000

    def __init__(self, tables: Tables) -> None:
        self._gaps = Gaps(tables.weights)
        self._any = [AnyContent(tables, day, self._gaps) for day in range(len(tables.days))]
        self._known: dict[tuple[int, tuple[Block, ...], tuple[Event, ...]], DayContent] = {}

    def of(self, day: int, blocks: tuple[Block, ...], events: tuple[Event, ...]) -> DayContent:
        """Return the content with these blocks and events, each in ascending order."""
        key = (day, blocks, events)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= self.MOST_KEPT:
                self._known.clear()
                self._gaps.forget()
            known = self._known[key] = DayContent(self._any[day], blocks, events)
        return known
