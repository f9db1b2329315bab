"""Sums of time by category: the figures of a day, a week and a review."""

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
"""The least length of a long stretch of focus."""


@dataclass(frozen=True, slots=True)
class CategorySums:
    """Time per category. ``pause`` is the category break, which is a keyword in Python."""

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
        """All five categories together."""
        return self.worked + self.pause

    @property
    def meeting_share(self) -> float | None:
        """The part of working time spent in meetings; None without working time."""
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
    """Any item with a time and a category: planned, tracked or proposed."""

    @property
    def span(self) -> Span:
        """Its time."""

    @property
    def category(self) -> Category:
        """Its category."""


def coding_spans(items: Iterable[Categorized]) -> list[Span]:
    """Return the times of coding, in order and without overlap, so that no minute counts twice."""
    return union(item.span for item in items if item.category is Category.CODING)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tracked time without a pause; ``duration`` is the counted time of its entries."""

    start: datetime
    end: datetime
    duration: timedelta


def stretches(parts: Iterable[tuple[Span, timedelta]]) -> list[Stretch]:
    """Return the stretches without a pause of tracked parts, with counted times, in order."""
    found: list[Stretch] = []
    for span, counted in sorted(parts):
        if found and span.start <= found[-1].end:
            last = found[-1]
            found[-1] = Stretch(last.start, max(last.end, span.end), last.duration + counted)
        else:
            found.append(Stretch(span.start, span.end, counted))
    return found


def counted_sums(counted: Iterable[tuple[Category, timedelta]]) -> CategorySums:
    """Return the counted time of a day's tracked parts, per category."""
    sums = dict.fromkeys(Category, ZERO)
    for category, minutes in counted:
        sums[category] += minutes
    return CategorySums(**{_FIELD[category]: minutes for category, minutes in sums.items()})


def category_sums(spans: Iterable[tuple[Category, Span]]) -> CategorySums:
    """Return the time per category, counting a minute covered twice in one category once.

    Two calendar events at the same time count as one meeting hour.
    """
    by_category: dict[Category, list[Span]] = {}
    for category, span in spans:
        by_category.setdefault(category, []).append(span)
    sums = CategorySums()
    for category, parts in by_category.items():
        sums = replace(sums, **{_FIELD[category]: total(union(parts))})
    return sums
