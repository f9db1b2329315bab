"""How tracked seconds become minutes that add up: the one rule, on every screen and in every file.

What is tracked on a day is its nearest full minute, half upwards, and each entry of the day gets
its share of that by largest remainder: full minutes, of which those that lost most get one more.
Breaks are shared out by themselves, for no timesheet holds them, and a running entry counts its
full minutes, so that it changes no other. Every other figure, of a project, a category, a week, is
the plain sum of its entries' minutes; so rows, days and total agree, and a total is the same
wherever it stands.
"""

from __future__ import annotations

from collections.abc import Sequence


def nearest_s(seconds: int, step_s: int) -> int:
    """Return the nearest multiple of the step; one that lies half-way goes up."""
    return (2 * seconds + step_s) // (2 * step_s) * step_s


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
    """Return the places, the largest remainder first; of equal ones the earlier place."""
    return sorted(range(len(remainders)), key=remainders.__getitem__, reverse=True)
