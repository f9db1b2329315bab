"""Sums of time by category: the figures under a day, a week and a review."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import ZERO, Span, total, union
from mle_planner.core.model.work import Category

_FIELD = {
    Category.CODING: "coding",
    Category.OTHER_FOCUS: "other_focus",
    Category.MEETING: "meeting",
    Category.ADMIN: "admin",
    Category.BREAK: "pause",
}


LONG = timedelta(hours=1)
"""From which length on a stretch of focus counts as long."""


@dataclass(frozen=True, slots=True)
class CategorySums:
    """Time per category. ``pause`` is the category break, a keyword in Python."""

    coding: timedelta = ZERO
    other_focus: timedelta = ZERO
    meeting: timedelta = ZERO
    admin: timedelta = ZERO
    pause: timedelta = ZERO

    @property
    def focus(self) -> timedelta:
        """Coding and other focus together."""
        return self.coding + self.other_focus

    @property
    def worked(self) -> timedelta:
        """Everything but breaks."""
        return self.focus + self.meeting + self.admin

    @property
    def everything(self) -> timedelta:
        """All five categories."""
        return self.worked + self.pause

    @property
    def meeting_share(self) -> float | None:
        """The part of working time that went to meetings; None without any working time."""
        return self.meeting / self.worked if self.worked else None

    def of(self, category: Category) -> timedelta:
        """Return the sum of one category."""
        value: timedelta = getattr(self, _FIELD[category])
        return value

    def __add__(self, other: CategorySums) -> CategorySums:
        """Return the sums of two stretches of days."""
        return CategorySums(
            self.coding + other.coding,
            self.other_focus + other.other_focus,
            self.meeting + other.meeting,
            self.admin + other.admin,
            self.pause + other.pause,
        )


class Categorized(Protocol):
    """A stretch of a category: a planned item, a tracked one, or a proposed one."""

    @property
    def span(self) -> Span:
        """When it is."""

    @property
    def category(self) -> Category:
        """What kind of time it is."""


def coding_spans(items: Iterable[Categorized]) -> list[Span]:
    """Return when there is coding: disjoint, in order, a minute planned twice counted once."""
    return union(item.span for item in items if item.category is Category.CODING)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tracked time without a pause in it; ``duration`` is what its entries count for."""

    start: datetime
    end: datetime
    duration: timedelta


def stretches(parts: Iterable[tuple[Span, timedelta]]) -> list[Stretch]:
    """Return the stretches of parts of entries, each with what it counts for, in order."""
    found: list[Stretch] = []
    for span, counted in sorted(parts):
        if found and span.start <= found[-1].end:
            last = found[-1]
            found[-1] = Stretch(last.start, max(last.end, span.end), last.duration + counted)
        else:
            found.append(Stretch(span.start, span.end, counted))
    return found


def counted_sums(counted: Iterable[tuple[Category, timedelta]]) -> CategorySums:
    """Sum what tracked parts of a day count for, per category."""
    sums = dict.fromkeys(Category, ZERO)
    for category, minutes in counted:
        sums[category] += minutes
    return CategorySums(**{_FIELD[category]: minutes for category, minutes in sums.items()})


def category_sums(spans: Iterable[tuple[Category, Span]]) -> CategorySums:
    """Sum stretches per category, counting a minute covered twice in one category once.

    Two calendar events at the same time count as one meeting hour.
    """
    by_category: dict[Category, list[Span]] = {}
    for category, span in spans:
        by_category.setdefault(category, []).append(span)
    sums = CategorySums()
    for category, parts in by_category.items():
        sums = replace(sums, **{_FIELD[category]: total(union(parts))})
    return sums
