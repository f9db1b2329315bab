"""The open gaps of a day, and where blocks may start in them.

Days differ, yet the same gap between the same work recurs in most of them. So gaps are values too:
the same bounds are the same object, which caches its open starts.
"""

from __future__ import annotations

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY, Weights

Block = tuple[int, int, int]
"""The start, end and task of a block."""

Stretches = tuple[tuple[int, int], ...]
"""The starts and ends of time that is open without movable blocks, in order of time."""

Bounds = tuple[int, int, int, int, int, int]
"""The key of a gap: the first six attributes of ``Gap``, in their order."""

FAR = 10 * SLOTS_PER_DAY


class Gap:
    """A stretch for blocks, and the work that a block might form an unbroken run with."""

    __slots__ = (
        "_starts",
        "_weights",
        "end",
        "longest",
        "run_end",
        "run_start",
        "start",
        "work_after",
        "work_before",
    )

    def __init__(self, weights: Weights, bounds: Bounds) -> None:
        self.start, self.end, self.work_before, self.run_start, self.work_after, self.run_end = (
            bounds
        )
        """``work_before`` is the end of the block before, far back if there is none, and
        ``run_start`` where the unbroken work that ends there began; and so the other way round.
        """
        self._weights = weights
        self._starts: dict[int, tuple[int, int]] = {}
        self.longest = self._longest()
        """The longest block that can be placed here; not above 0 if none can."""

    def _longest(self) -> int:
        most = self._weights.longest_run_slots
        if self.run_end - self.run_start <= most:
            return self.end - self.start
        free_from = max(self.start, self.work_before + self._weights.break_slots)
        free_to = min(self.end, self.work_after - self._weights.break_slots)
        return max(
            min(free_to - free_from, most),
            min(free_to, self.run_start + most) - self.start,
            self.end - max(free_from, self.run_end - most),
        )

    def starts(self, length: int) -> tuple[int, int]:
        """Return the open starts of a block of that length, and those at an edge of open time.

        Both are sets of slots. No such block overlaps anything or makes a run of work too long
        without a break.
        """
        known = self._starts.get(length)
        if known is None:
            known = self._starts[length] = self._open_starts(length)
        return known

    def _open_starts(self, length: int) -> tuple[int, int]:
        start, end = self.start, self.end
        run_start, run_end = self.run_start, self.run_end
        break_slots = self._weights.break_slots
        most = self._weights.longest_run_slots
        every = edges = 0
        last = end - length
        apart_from = max(start, self.work_before + break_slots)
        apart_to = min(end, self.work_after - break_slots) - length
        if apart_from == start and apart_to == last:  # No work is near.
            return ((1 << (last - start + 1)) - 1) << start, 1 << start | 1 << last
        # Clear of the work before and after.
        if apart_from <= apart_to:
            every |= ((1 << (apart_to - apart_from + 1)) - 1) << apart_from
            edges |= 1 << apart_from | 1 << apart_to
        # Continuing the run before only.
        to = min(apart_from - 1, apart_to, most + run_start - length)
        if start <= to:
            every |= ((1 << (to - start + 1)) - 1) << start
            edges |= 1 << start | 1 << to
        # Joining the run after only.
        since = max(apart_to + 1, apart_from, run_end - most)
        if since <= last:
            every |= ((1 << (last - since + 1)) - 1) << since
            edges |= 1 << since | 1 << last
        # Joining both runs.
        since = max(start, apart_to + 1)
        to = min(apart_from - 1, last)
        if since <= to and run_end - run_start <= most:
            every |= ((1 << (to - since + 1)) - 1) << since
            edges |= 1 << since | 1 << to
        return every, edges


class Gaps:
    """All gaps met so far: the same bounds are the same gap."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._known: dict[Bounds, Gap] = {}

    def forget(self) -> None:
        """Forget all gaps."""
        self._known.clear()

    def between(self, stretches: Stretches, work: tuple[Block, ...] | list[Block]) -> list[Gap]:
        """Return the gaps that work leaves open in the stretches, in order of time.

        ``work`` holds all blocks of the day in ascending order. Gaps too short for any block are
        left out.
        """
        known = self._known
        walls = iter(self._walls(work))
        before = run_start = -FAR
        after, until, run = next(walls)
        gaps = []
        for since, end in stretches:
            start = since
            while start < end:
                to = after if after < end else end
                if start < to:
                    bounds = (start, to, before, run_start, after, run[1])
                    gap = known.get(bounds)
                    if gap is None:
                        gap = known[bounds] = Gap(self._weights, bounds)
                    if gap.longest > 0:
                        gaps.append(gap)
                if after >= end:
                    break
                start = until if until > start else start
                before, run_start = until, run[0]
                after, until, run = next(walls)
        return gaps

    def _walls(self, work: tuple[Block, ...] | list[Block]) -> list[tuple[int, int, list[int]]]:
        """Return for each block its start, the latest end so far, and the run of work around it.

        A last entry far ahead follows, so that there always is a next one.
        """
        break_slots = self._weights.break_slots
        walls = []
        latest = -FAR
        run = [-FAR, -FAR]
        for start, end, _ in work:
            if start - latest >= break_slots:
                run = [start, end]
                latest = end
            elif end > latest:
                run[1] = latest = end
            walls.append((start, latest, run))
        walls.append((FAR, FAR, [FAR, FAR]))
        return walls
