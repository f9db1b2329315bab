"""Sets of slots of one day, as bits of a number."""

from __future__ import annotations

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY


def slots(start: int, end: int) -> int:
    """Return the set of slots ``[start, end)``, cut to the day."""
    start = max(0, start)
    end = min(SLOTS_PER_DAY, end)
    return ((1 << (end - start)) - 1) << start if end > start else 0
