"""How tracked seconds become minutes that add up: one rule for every screen and every file.

The tracked time of a day counts as its nearest full minute, half upwards, and each entry of the day
gets its share of that by largest remainder: its full minutes, plus one for those that lost the
most. Breaks are shared out separately, because no timesheet includes them. A running entry counts
its full minutes, so that it changes no other entry.

Every other figure, such as that of a project, a category or a week, is the plain sum of its
entries' minutes; so rows, days and total agree, and a total is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta


def nearest_s(seconds: int, step_s: int) -> int:
    """Return the nearest multiple of the step; halves round up."""
    return (2 * seconds + step_s) // (2 * step_s) * step_s


def nearest_minute(length: timedelta) -> timedelta:
    """Return a length to its nearest minute; halves round up."""
    return timedelta(seconds=nearest_s(round(length.total_seconds()), 60))


def share_out(numerators: Sequence[int], denominator: int) -> list[int]:
    """Return whole numbers for fractions of one denominator that add up to their nearest sum.

    The largest remainders are rounded up. The fractions may be negative.
    """
    whole = [numerator // denominator for numerator in numerators]
    missing = nearest_s(sum(numerators), denominator) // denominator - sum(whole)
    if missing:
        remainders = [numerator % denominator for numerator in numerators]
        for at in most_first(remainders)[:missing]:
            whole[at] += 1
    return whole


def most_first(remainders: Sequence[int]) -> list[int]:
    """Return the indices by remainder, the largest first; of equal ones the earlier index."""
    return sorted(range(len(remainders)), key=remainders.__getitem__, reverse=True)
