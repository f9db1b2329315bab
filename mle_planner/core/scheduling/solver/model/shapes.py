"""What it costs to stand somewhere: prices of all starts of a block, cheapest first."""

from __future__ import annotations

from itertools import accumulate


class Shape:
    """A cost per slot of a day, ready to be asked for blocks of any length.

    ``prefix[end] - prefix[start]`` is the cost of a block. ``levels(length)`` groups all
    starts by that cost, cheapest first, as bit sets: the first level that meets the set
    of starts still open holds the cheapest place, whatever the day looks like.
    """

    __slots__ = ("_by_length", "_first", "_last", "prefix")

    def __init__(self, costs: list[int], first: int, last: int) -> None:
        self.prefix = [0, *accumulate(costs)]
        self._first = first
        self._last = last
        self._by_length: dict[int, tuple[tuple[int, int], ...]] = {}

    def levels(self, length: int) -> tuple[tuple[int, int], ...]:
        """Pairs of a cost and the set of starts that cost it, for blocks of that length."""
        known = self._by_length.get(length)
        if known is None:
            known = self._by_length[length] = self._grouped(length)
        return known

    def _grouped(self, length: int) -> tuple[tuple[int, int], ...]:
        prefix = self.prefix
        starts: dict[int, int] = {}
        for start in range(self._first, self._last - length + 1):
            cost = prefix[start + length] - prefix[start]
            starts[cost] = starts.get(cost, 0) | 1 << start
        return tuple(sorted(starts.items()))
