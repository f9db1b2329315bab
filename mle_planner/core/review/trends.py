"""Weeks in a row, each by its figures: coding a day against the band, meetings, focus."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.formats import clock_range_text, weekday_text
from mle_planner.core.plan.sums import CategorySums, Stretch
from mle_planner.core.review.days import DayReview, coding_a_day, days_inside_band, days_with_band

MOST_WEEKS = 520
"""How many weeks a trend can have: ten years."""

USUAL_WEEKS = (4, 12, 52)
"""The lengths of a trend that the window offers."""


@dataclass(frozen=True, slots=True)
class TrendWeek:
    """The figures of one week, as its review has them.

    ``coding_a_day`` is None where no working day that is over was worked on. ``inside`` of
    ``measured`` days had coding inside their band; ``least`` and ``most`` are the band of most
    days, both zero where no day has one. ``longest`` is the longest stretch of focus.
    """

    monday: date
    tracked: CategorySums
    coding_a_day: timedelta | None
    inside: int
    measured: int
    least: timedelta
    most: timedelta
    longest: Stretch | None

    @property
    def number(self) -> int:
        """The number of the week in its year (ISO 8601)."""
        return self.monday.isocalendar().week

    @property
    def meeting_share(self) -> float | None:
        """The part of tracked working time that went to meetings; None without any."""
        return self.tracked.meeting_share

    @property
    def is_in_band(self) -> bool:
        """Whether coding a day lies inside the band; both ends are inside."""
        average = self.coding_a_day
        return average is not None and self.most > ZERO and self.least <= average <= self.most


@dataclass(frozen=True, slots=True)
class Trend:
    """Weeks in order, the latest last; a week in which nothing was tracked has no figures."""

    weeks: tuple[TrendWeek, ...]

    @property
    def tracked_weeks(self) -> tuple[TrendWeek, ...]:
        """The weeks in which anything was tracked."""
        return tuple(week for week in self.weeks if week.tracked.everything > ZERO)

    @property
    def measured_weeks(self) -> tuple[TrendWeek, ...]:
        """The weeks whose coding a day can be held against a band."""
        return tuple(
            week for week in self.weeks if week.coding_a_day is not None and week.most > ZERO
        )

    @property
    def weeks_in_band(self) -> int:
        """How many weeks had coding a day inside their band."""
        return sum(week.is_in_band for week in self.measured_weeks)


def trend_week(
    monday: date,
    days: Sequence[DayReview],
    band: tuple[timedelta, timedelta],
    longest: Stretch | None,
) -> TrendWeek:
    """Return the figures of a week from those of its days."""
    return TrendWeek(
        monday,
        sum((day.tracked for day in days), CategorySums()),
        coding_a_day(days),
        days_inside_band(days),
        len(days_with_band(days)),
        *band,
        longest,
    )


def stretch_words(span: Stretch | None, days: PlanningDays) -> str:
    """Return when a stretch was, such as "Tue 10:40–13:00"; empty for none."""
    if span is None:
        return ""
    times = clock_range_text(span.start, span.end, days.zone)
    return f"{weekday_text(days.date_of(span.start))} {times}"
