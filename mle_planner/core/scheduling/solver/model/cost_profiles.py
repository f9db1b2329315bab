"""A cost per slot of a day, prepared for finding the cheapest start of a block."""

from __future__ import annotations

from itertools import accumulate


class CostProfile:
    """The cost of every slot of a day.

    ``prefix[end] - prefix[start]`` is the cost of a block. ``rises(length)`` cuts all starts of
    blocks of that length into sets, within each of which a later start never costs less: so the
    cheapest open start is the earliest open one of some set, whatever the day holds.
    """

    __slots__ = ("_by_length", "_first", "_last", "_least", "prefix")

    def __init__(self, costs: list[int], first: int, last: int) -> None:
        self.prefix = [0, *accumulate(costs)]
        self._first = first
        self._last = last
        self._by_length: dict[int, tuple[int, ...]] = {}
        self._least: dict[int, int] = {}

    def rises(self, length: int) -> tuple[int, ...]:
        """Return sets of starts, as bits; within a set a later start never costs less."""
        known = self._by_length.get(length)
        if known is None:
            known = self._by_length[length] = self._cut(length)
        return known

    def least(self, length: int) -> int | None:
        """Return the cost of the cheapest block of that length; None if the day is too short."""
        if length > self._last - self._first:
            return None
        known = self._least.get(length)
        if known is None:
            prefix = self.prefix
            starts = range(self._first, self._last - length + 1)
            known = self._least[length] = min(prefix[at + length] - prefix[at] for at in starts)
        return known

    def _cut(self, length: int) -> tuple[int, ...]:
        prefix = self.prefix
        sets: list[int] = []
        before: int | None = None
        for start in range(self._first, self._last - length + 1):
            cost = prefix[start + length] - prefix[start]
            if before is None or cost < before:
                sets.append(0)
            sets[-1] |= 1 << start
            before = cost
        return tuple(sets)
