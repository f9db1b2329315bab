"""How much a test tries of what it could: the corners that matter in the usual run, or all.

``python3 run.py test thorough`` chooses the Hypothesis profile of that name, and what is chosen
here follows it. Ask inside a test module, not in one that is imported before pytest has read
its options.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TypeVar

from hypothesis import HealthCheck, settings

USUAL, THOROUGH = "usual", "thorough"
EXAMPLES = 40
"""What a property draws that does not say how many examples show it."""

MORE = 10
"""How many times as many a thorough run draws."""

Thing = TypeVar("Thing")


def register_profiles() -> None:
    """Register both and choose the usual one; pytest's option may then choose the other.

    The same examples on every run. A busy machine must not turn a slow example into a failure.
    """
    for name, count in ((THOROUGH, EXAMPLES * MORE), (USUAL, EXAMPLES)):
        settings.register_profile(
            name,
            max_examples=count,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        )
    settings.load_profile(USUAL)


def is_thorough() -> bool:
    """Whether this run tries everything."""
    return settings.get_current_profile_name() == THOROUGH


def examples(usual: int, *suppressed: HealthCheck) -> settings:
    """The settings of a property that so many examples show well; a thorough run draws more."""
    return settings(
        max_examples=usual * MORE if is_thorough() else usual,
        suppress_health_check=[HealthCheck.too_slow, *suppressed],
    )


def first(usual: int, things: Iterable[Thing]) -> list[Thing]:
    """The first of these; a thorough run takes them all."""
    return list(islice(things, None if is_thorough() else usual))
