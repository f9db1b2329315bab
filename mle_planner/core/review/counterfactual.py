"""The same week without a meeting or without ad-hoc work: the focus there would be room for.

The rest of each day stays as it was: other meetings, messages and breaks. The remaining
working time is room for focus where it is a long stretch; see ``plan.sums.LONG``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO, Span, difference
from mle_planner.core.plan.snapshots import TrackedItem
from mle_planner.core.plan.sums import LONG


@dataclass(frozen=True, slots=True)
class WorkedDay:
    """The working time of a day that has passed, and what was tracked on it."""

    working: Span
    tracked: tuple[TrackedItem, ...]


def room_without(
    days: Iterable[WorkedDay], is_left_out: Callable[[TrackedItem], bool]
) -> timedelta:
    """Return how much more room for long focus some days have without the entries left out."""
    gain = ZERO
    for day in days:
        if any(map(is_left_out, day.tracked)):
            taken = [item for item in day.tracked if not item.category.is_focus]
            rest = [item for item in taken if not is_left_out(item)]
            gain += _room(day.working, rest) - _room(day.working, taken)
    return gain


def _room(working: Span, taken: Sequence[TrackedItem]) -> timedelta:
    free = difference(working, [item.span for item in taken])
    return sum((span.duration for span in free if span.duration >= LONG), ZERO)
