"""Weeks in a row, each by its figures: coding a day against the band, meetings, focus."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.formats import clock_range_text, weekday_text
from mle_planner.core.plan.coding_band import band_on
from mle_planner.core.plan.day_records import DayRecords, read_records, split_by_day, working_span
from mle_planner.core.plan.snapshots import CodingDay
from mle_planner.core.plan.sums import CategorySums, Stretch, counted_sums
from mle_planner.core.plan.tracked_parts import TrackedPart, tracked_parts
from mle_planner.core.review.days import (
    DayReview,
    band_state,
    coding_a_day,
    days_inside_band,
    days_with_band,
    longest_focus,
    usual_band,
)
from mle_planner.core.session import Session

_Day = tuple[DayReview, CodingDay, list[TrackedPart]]

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


def read_trend(session: Session, day: date, weeks: int) -> Trend:
    """Return the weeks up to the one that holds a date, that one included."""
    last = session.days.week_of(day)[-1]
    first = session.days.week_of(day)[0] - timedelta(weeks=weeks - 1)
    records = read_records(session, first, last)
    categories = session.categories()
    found: list[TrendWeek] = []
    of_week: list[_Day] = []
    for date_, of_day in split_by_day(records, first, last):
        span = of_day.days.span(date_)
        parts = (
            tracked_parts(of_day.entries, categories, span, of_day.tracked_until) if span else []
        )
        of_week.append(_day(of_day, date_, parts))
        if len(of_week) == len(session.days.week_of(date_)):
            found.append(_week(session.days.monday_of(date_), of_week))
            of_week = []
    return Trend(tuple(found))


def _day(records: DayRecords, day: date, parts: list[TrackedPart]) -> _Day:
    tracked = counted_sums((part.category, part.counted) for part in parts)
    working = working_span(records, day)
    band = CodingDay.of_band(band_on(day, records.settings, records.bands) if working else None)
    review = DayReview(
        day=day,
        tracked=tracked,
        planned=CategorySums(),
        planned_rest=CategorySums(),
        band=band_state(tracked.coding, band),
        is_working=working is not None,
        is_over=working is None or working.end <= records.now,
        is_shown=working is not None or bool(parts),
    )
    return review, band, parts


def _week(monday: date, of_week: Sequence[_Day]) -> TrendWeek:
    days = [day for day, _band, _parts in of_week]
    return TrendWeek(
        monday,
        sum((day.tracked for day in days), CategorySums()),
        coding_a_day(days),
        days_inside_band(days),
        len(days_with_band(days)),
        *usual_band(band for _day, band, _parts in of_week),
        longest_focus(part for _day, _band, parts in of_week for part in parts),
    )


def stretch_words(span: Stretch | None, days: PlanningDays) -> str:
    """Return when a stretch was, such as "Tue 10:40–13:00"; empty for none."""
    if span is None:
        return ""
    times = clock_range_text(span.start, span.end, days.zone)
    return f"{weekday_text(days.date_of(span.start))} {times}"
