"""The days of a review: what of them counts, their averages, and the band."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.shares import nearest_minute
from mle_planner.core.base.spans import ZERO
from mle_planner.core.plan.snapshots import CodingDay, TrackedItem
from mle_planner.core.plan.sums import CategorySums, Stretch, stretches
from mle_planner.core.plan.tracked_parts import TrackedPart


class BandState(StrEnum):
    """Where a day's coding lies against its band; ``NONE`` on a day without one."""

    NONE = "none"
    UNDER = "under"
    INSIDE = "inside"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class DayReview:
    """One day: tracked and planned time by category.

    ``is_working``: the typical day has work on it. ``is_over``: its working time has passed,
    as on a day off it always has. ``planned_rest`` is what is still planned from now on.
    ``is_shown``: it is a working day, or holds anything.
    """

    day: date
    tracked: CategorySums
    planned: CategorySums
    planned_rest: CategorySums
    band: BandState
    is_working: bool
    is_over: bool
    is_shown: bool

    @property
    def counts(self) -> bool:
        """Whether it takes part in averages: a working day that is over and was worked on."""
        return self.is_working and self.is_over and self.tracked.worked > ZERO


def counting_days(days: Iterable[DayReview]) -> tuple[DayReview, ...]:
    """Return the days that take part in averages."""
    return tuple(day for day in days if day.counts)


def days_with_band(days: Iterable[DayReview]) -> tuple[DayReview, ...]:
    """Return the days that count and are measured against a band."""
    return tuple(day for day in days if day.counts and day.band is not BandState.NONE)


def days_inside_band(days: Iterable[DayReview]) -> int:
    """Return how many of the days that count had coding inside their band."""
    return sum(day.band is BandState.INSIDE for day in days_with_band(days))


def coding_a_day(days: Sequence[DayReview]) -> timedelta | None:
    """Return the average coding of the days with a band, else of all that count; None without."""
    return average_of(day.tracked.coding for day in days_with_band(days) or counting_days(days))


def average_of(lengths: Iterable[timedelta]) -> timedelta | None:
    """Return the mean of lengths to the nearest minute, as shown; None if there are none."""
    found = list(lengths)
    return nearest_minute(sum(found, ZERO) / len(found)) if found else None


def longest_focus(tracked: Iterable[TrackedItem | TrackedPart]) -> Stretch | None:
    """Return the longest stretch of focus without a break, the first of several."""
    focus = ((each.span, each.counted) for each in tracked if each.category.is_focus)
    return max(stretches(focus), key=lambda stretch: stretch.duration, default=None)


def usual_band(days: Iterable[CodingDay]) -> tuple[timedelta, timedelta]:
    """Return the band that most days of a week have, the first of several; zeros without any."""
    bands = [(day.least, day.most) for day in days if day.has_band]
    return max(bands, key=bands.count, default=(ZERO, ZERO))


def band_state(coding: timedelta, band: CodingDay) -> BandState:
    """Return where a day's coding lies; both ends of the band are inside."""
    if not band.has_band:
        return BandState.NONE
    if coding < band.least:
        return BandState.UNDER
    return BandState.OVER if coding > band.most else BandState.INSIDE
