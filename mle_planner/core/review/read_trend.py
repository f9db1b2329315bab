"""Reads the figures of weeks in a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from mle_planner.core.plan.coding_band import band_on
from mle_planner.core.plan.day_records import DayRecords, read_records, split_by_day, working_span
from mle_planner.core.plan.snapshots import CodingDay
from mle_planner.core.plan.sums import CategorySums, counted_sums
from mle_planner.core.plan.tracked_parts import TrackedPart, tracked_parts
from mle_planner.core.review.days import DayReview, band_state, longest_focus, usual_band
from mle_planner.core.review.trends import Trend, TrendWeek, trend_week
from mle_planner.core.session import Session


def read_trend(session: Session, day: date, weeks: int) -> Trend:
    """Return the weeks up to the one that holds a date, that one included."""
    last = session.days.week_of(day)[-1]
    first = session.days.week_of(day)[0] - timedelta(weeks=weeks - 1)
    records = read_records(session, first, last)
    categories = session.categories()
    found: list[TrendWeek] = []
    of_week: list[tuple[DayReview, CodingDay, list[TrackedPart]]] = []
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


def _day(
    records: DayRecords, day: date, parts: list[TrackedPart]
) -> tuple[DayReview, CodingDay, list[TrackedPart]]:
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


def _week(
    monday: date, of_week: Sequence[tuple[DayReview, CodingDay, list[TrackedPart]]]
) -> TrendWeek:
    tracked = [part for _day, _band, parts in of_week for part in parts]
    days = [day for day, _band, _parts in of_week]
    return trend_week(
        monday, days, usual_band(band for _day, band, _parts in of_week), longest_focus(tracked)
    )
