"""Simulated annealing: falling temperatures and accepted rises, equal on every machine.

The ``exp`` and ``log`` of one C library may differ from another's in the last bit, and one such
bit can lead to another plan. So only the four operations and the square root are used, which
IEEE 754 fixes to the bit.
"""

from __future__ import annotations

from math import sqrt

HALVINGS = 8
LEVELS = 2**HALVINGS
"""The number of levels in which a run cools down."""

DRAWS = 256
LOG_2 = 0.6931471805599453


def temperatures(warm: float, cold: float) -> list[float]:
    """Return the temperature of each level, falling by one factor from ``warm`` to ``cold``."""
    factor = cold / warm
    for _ in range(HALVINGS):
        factor = sqrt(factor)
    falling = [warm]
    for _ in range(LEVELS):
        falling.append(falling[-1] * factor)
    return falling


def _minus_log(number: float) -> float:
    """Return the negated natural logarithm of a number in (0, 1]."""
    halvings = 0
    while number < 0.5:
        number *= 2
        halvings += 1
    # -log(x) = 2 artanh((1 - x) / (1 + x)), at most 1/3 here: twenty terms are plenty.
    ratio = (1 - number) / (1 + number)
    power, total = ratio, 0.0
    for odd in range(1, 40, 2):
        total += power / odd
        power *= ratio * ratio
    return halvings * LOG_2 + 2 * total


RISES = tuple(_minus_log((draw + 0.5) / DRAWS) for draw in range(DRAWS))
"""Equally likely accepted rises, in temperatures: one in e is 1 or more (Metropolis)."""
