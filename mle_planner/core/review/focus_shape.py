"""How fragmented the focus of a week was: its stretches, and the switches between tasks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import pairwise

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO
from mle_planner.core.model.work import Category
from mle_planner.core.plan.snapshots import TrackedItem
from mle_planner.core.plan.sums import LONG, stretches
from mle_planner.core.typed.title import title_key


@dataclass(frozen=True, slots=True)
class FocusShape:
    """Stretches are focus without a pause between. ``in_long`` is the focus in long ones.

    ``switches`` are changes from one task to another, or to a meeting or a message, on the
    ``days`` on which anything was worked on.
    """

    stretches: int
    median: timedelta
    focus: timedelta
    in_long: timedelta
    switches: int
    days: int

    @property
    def in_short(self) -> timedelta:
        """The focus in stretches that are not long."""
        return self.focus - self.in_long

    @property
    def switches_a_day(self) -> float | None:
        """Changes on a day on average; None without a day."""
        return self.switches / self.days if self.days else None


def focus_shape(days: Iterable[Sequence[TrackedItem]]) -> FocusShape:
    """Return the shape of some days, each by what was tracked on it.

    A break is not a change: going on with the same task after lunch counts for nothing.
    """
    listed = [
        sorted((item for item in day if item.category is not Category.BREAK),
               key=lambda item: item.span)
        for day in days
    ]  # fmt: skip
    focus = [(item.span, item.counted) for day in listed for item in day if item.category.is_focus]
    lengths = [stretch.duration for stretch in stretches(focus)]
    return FocusShape(
        len(lengths),
        _median(lengths),
        sum(lengths, ZERO),
        sum((length for length in lengths if length >= LONG), ZERO),
        sum(_subject(one) != _subject(other) for day in listed for one, other in pairwise(day)),
        sum(bool(day) for day in listed),
    )


def _median(lengths: Sequence[timedelta]) -> timedelta:
    """Return the median; zero without any. ``statistics`` takes long to import."""
    if not lengths:
        return ZERO
    ordered, half = sorted(lengths), len(lengths) // 2
    return (ordered[half] + ordered[~half]) / 2


def _subject(item: TrackedItem) -> tuple[int | None, str]:
    """Return what an entry is about: its task, else its title."""
    if item.task is not None:
        return item.task.id, ""
    return None, title_key(item.entry.title)
