"""Rounds the lines of a timesheet so that all sums still add up.

The rule is the largest-remainder method (Hamilton's apportionment), applied to each day:

1. The day's tracked seconds are rounded to the nearest multiple of the step, half upwards. That
   is the day's total.
2. Each line gets its own time rounded down to a multiple of the step.
3. The steps that are then missing to the day's total go, one each, to the lines that lost most
   in step 2; of two that lost the same the earlier line gets it.

So every line is off by less than a step, every day by at most half a step, and each sum on the
sheet, of a project, a day or everything, is the plain sum of the lines in it.
"""

from __future__ import annotations

from collections.abc import Sequence


def rounded_seconds(lines_s: Sequence[int], step_s: int) -> list[int]:
    """Return one day's lines as multiples of the step whose sum is the rounded day.

    ``lines_s`` are the tracked seconds in the order of the day, none negative. A line that is
    a multiple already stays what it is.
    """
    if step_s < 1:
        raise ValueError("a rounding step is at least a second")
    if any(line_s < 0 for line_s in lines_s):
        raise ValueError("tracked time is never negative")
    rounded = [line_s - line_s % step_s for line_s in lines_s]
    missing = (nearest_s(sum(lines_s), step_s) - sum(rounded)) // step_s
    most_lost_first = sorted(range(len(lines_s)), key=lambda at: (-(lines_s[at] % step_s), at))
    for at in most_lost_first[:missing]:
        rounded[at] += step_s
    return rounded


def nearest_s(seconds: int, step_s: int) -> int:
    """Return the nearest multiple of the step; one that lies half-way goes up."""
    return (2 * seconds + step_s) // (2 * step_s) * step_s
