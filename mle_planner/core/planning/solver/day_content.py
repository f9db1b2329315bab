"""One day's movable blocks and events as a value that remembers what was worked out.

A search comes back to the same days again and again: what it undoes it had before. So a
day's content is never changed but replaced, the same content is the same object
(``DayContents``), and gaps, open starts and best places are kept with it.
"""

from __future__ import annotations

from typing import NamedTuple

from mle_planner.core.planning.problem import SLOTS_PER_DAY
from mle_planner.core.planning.solver.tables import Tables

Block = tuple[int, int, int]
"""Start, end, task."""
Event = tuple[int, int]
"""Flexible event, index of its place in ``Tables.event_places``."""

FAR = 10 * SLOTS_PER_DAY


class Gap(NamedTuple):
    """A stretch a block may stand in, and the work it might run together with."""

    start: int
    end: int
    work_before: int
    """End of the block before, far back if there is none."""
    run_start: int
    """Where the unbroken work that ends there began."""
    work_after: int
    """Start of the block after, far ahead if there is none."""
    run_end: int
    """Where the unbroken work that begins there ends."""
    longest: int
    """The longest block that can stand here."""


class Opening(NamedTuple):
    """A place for a block of a task: what it adds to the score, and where it stands."""

    cost: int
    """Added by the block, without what its slots cost while they are not placed."""
    length: int
    start: int
    is_late: bool


class DayContent:
    """What movable work and events a day holds. Never changes; see ``DayContents``."""

    __slots__ = (
        "_gaps",
        "_longest",
        "_starts",
        "_tables",
        "blocks",
        "coding",
        "cost",
        "day",
        "events",
        "free",
        "met",
        "openings",
        "projects",
        "taken",
    )

    def __init__(
        self, tables: Tables, day: int, blocks: tuple[Block, ...], events: tuple[Event, ...]
    ) -> None:
        table = tables.days[day]
        self._tables = tables
        self.day = day
        self.blocks = blocks
        self.events = events
        taken = met = 0
        coding = table.coding_done
        cost = table.cost
        projects = set(table.pinned_projects)
        tasks = tables.tasks
        for start, end, task in blocks:
            taken |= ((1 << (end - start)) - 1) << start
            about = tasks[task]
            if about.coding:
                coding += end - start
            if about.project >= 0:
                projects.add(about.project)
            cost += tables.block_cost(task, day, start, end)
        free = table.work & ~taken
        for event, place in events:
            stands = tables.event_places[event][place]
            free &= ~stands.kept_free
            met |= stands.taken
            cost += stands.cost
        self.free = free
        self.taken = taken
        self.met = met
        self.coding = coding
        self.projects = projects
        self.cost = cost + self.band_cost(coding) + tables.weights.project_day * len(projects)
        self._forget()

    def _forget(self) -> None:
        self._gaps: tuple[Gap, ...] | None = None
        self._longest = -1
        self._starts: dict[int, tuple[int, int]] = {}
        self.openings: dict[tuple[int, ...], tuple[Opening, ...]] = {}

    def with_block(self, blocks: tuple[Block, ...], block: Block) -> DayContent:
        """The day with one block more; ``blocks`` are all of them, in ascending order."""
        start, end, task = block
        tables = self._tables
        about = tables.tasks[task]
        new = DayContent.__new__(DayContent)
        new._tables = tables
        new.day = self.day
        new.blocks = blocks
        new.events = self.events
        covered = ((1 << (end - start)) - 1) << start
        new.free = self.free & ~covered
        new.taken = self.taken | covered
        new.met = self.met
        new.coding = self.coding
        new.projects = self.projects
        cost = self.cost + tables.block_cost(task, self.day, start, end)
        if about.coding:
            new.coding += end - start
            cost += self.band_cost(new.coding) - self.band_cost(self.coding)
        if about.project >= 0 and about.project not in self.projects:
            new.projects = self.projects | {about.project}
            cost += tables.weights.project_day
        new.cost = cost
        new._forget()
        return new

    def band_cost(self, coding: int) -> int:
        """What the day costs for that many slots of coding against its band."""
        table = self._tables.days[self.day]
        if coding < table.coding_least:
            return self._tables.weights.coding_short * (table.coding_least - coding)
        if coding > table.coding_most:
            return self._tables.weights.coding_over * (coding - table.coding_most)
        return 0

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The stretches that are still open, in the order of time."""
        if self._gaps is None:
            self._gaps = self._find_gaps()
        return self._gaps

    @property
    def longest(self) -> int:
        """The longest block that any gap takes."""
        if self._longest < 0:
            self._longest = max([gap[6] for gap in self.gaps], default=0)
        return self._longest

    def _find_gaps(self) -> tuple[Gap, ...]:
        table = self._tables.days[self.day]
        break_slots = self._tables.weights.break_slots
        most = self._tables.weights.longest_run_slots
        work = sorted((*self.blocks, *table.pinned)) if table.pinned else self.blocks
        runs = _runs(work, break_slots)
        gaps = []
        left = self.free
        at = 0
        while left:
            start = (left & -left).bit_length() - 1
            tail = left >> start
            end = start + (~tail & (tail + 1)).bit_length() - 1
            for border in table.borders:
                if start < border < end:
                    end = border
            left = left >> end << end
            while at < len(runs) and runs[at][0] < start:
                at += 1
            _, before, run_start, _ = runs[at - 1] if at else (0, -FAR, -FAR, 0)
            after, _, _, run_end = runs[at] if at < len(runs) else (FAR, 0, 0, FAR)
            free_from = max(start, before + break_slots)
            free_to = min(end, after - break_slots)
            longest = free_to - free_from
            longest = min(longest, most)
            longest = max(longest, min(free_to, run_start + most) - start)
            longest = max(longest, end - max(free_from, run_end - most))
            if run_end - run_start <= most:
                longest = max(longest, end - start)
            if longest > 0:
                gaps.append(Gap(start, end, before, run_start, after, run_end, longest))
        return tuple(gaps)

    def starts(self, length: int) -> tuple[int, int]:
        """All starts open to a block of that length, and those at an edge of what is open.

        Both are sets of slots. No block in one of them overlaps anything or runs on for
        longer than allowed without a break.
        """
        known = self._starts.get(length)
        if known is None:
            known = self._starts[length] = self._open_starts(length)
        return known

    def _open_starts(self, length: int) -> tuple[int, int]:
        break_slots = self._tables.weights.break_slots
        most = self._tables.weights.longest_run_slots
        every = edges = 0
        for start, end, before, run_start, after, run_end, longest in self.gaps:
            if longest < length:
                continue
            last = end - length
            apart_from = max(start, before + break_slots)
            apart_to = min(end, after - break_slots) - length
            # Clear of the work before and after.
            if apart_from <= apart_to:
                every |= ((1 << (apart_to - apart_from + 1)) - 1) << apart_from
                edges |= 1 << apart_from | 1 << apart_to
            # Running on from the work before only.
            to = min(apart_from - 1, apart_to, most + run_start - length)
            if start <= to:
                every |= ((1 << (to - start + 1)) - 1) << start
                edges |= 1 << start | 1 << to
            # Running into the work after only.
            since = max(apart_to + 1, apart_from, run_end - most)
            if since <= last:
                every |= ((1 << (last - since + 1)) - 1) << since
                edges |= 1 << since | 1 << last
            # Joining both.
            since = max(start, apart_to + 1)
            to = min(apart_from - 1, last)
            if since <= to and run_end - run_start <= most:
                every |= ((1 << (to - since + 1)) - 1) << since
                edges |= 1 << since | 1 << to
        return every, edges


def _runs(
    work: tuple[Block, ...] | list[Block], break_slots: int
) -> list[tuple[int, int, int, int]]:
    """For each block: its start, the latest end so far, and the unbroken work around it."""
    runs: list[tuple[int, int]] = []
    owner = []
    for start, end, _ in work:
        if runs and start - runs[-1][1] < break_slots:
            runs[-1] = (runs[-1][0], max(runs[-1][1], end))
        else:
            runs.append((start, end))
        owner.append((start, runs[-1][1], len(runs) - 1))
    return [(start, end, *runs[run]) for start, end, run in owner]


class DayContents:
    """All days met so far: the same content is the same object.

    Forgets everything when it has met too many, which costs time and changes no answer.
    """

    MOST_KEPT = 60_000

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._known: dict[tuple[int, tuple[Block, ...], tuple[Event, ...]], DayContent] = {}

    def of(self, day: int, blocks: tuple[Block, ...], events: tuple[Event, ...]) -> DayContent:
        """The day with these blocks and events, each in ascending order."""
        key = (day, blocks, events)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= self.MOST_KEPT:
                self._known.clear()
            known = self._known[key] = DayContent(self._tables, day, blocks, events)
        return known

    def with_block(self, content: DayContent, block: Block) -> DayContent:
        """That day with one block more."""
        blocks = tuple(sorted((*content.blocks, block)))
        key = (content.day, blocks, content.events)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= self.MOST_KEPT:
                self._known.clear()
            known = self._known[key] = content.with_block(blocks, block)
        return known
