"""The figures of weeks in a row, as the review of each week has them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import Span
from mle_planner.core.plan.sums import CategorySums
from mle_planner.core.planner import Planner
from mle_planner.core.review.report.weeks_report import weeks_report, weeks_title
from mle_planner.core.review.trends import TrendWeek
from tests.support.tracked_time import instant

NOW = instant(date(2026, 11, 27), "20:00")
WORKED = (
    # 3:00 and 5:00 of coding and an hour of meetings in week 46; nothing in 47; 4:30 in 48
    (date(2026, 11, 9), "9:00", "12:00", "coding"),
    (date(2026, 11, 10), "9:00", "14:00", "coding"),
    (date(2026, 11, 10), "15:00", "16:00", "meeting"),
    (date(2026, 11, 23), "9:00", "11:30", "coding"),
    (date(2026, 11, 23), "12:00", "14:00", "coding"),
)


def opened(folder: Path) -> Planner:
    from zoneinfo import ZoneInfo

    planner = Planner.open(folder, FixedClock(NOW, ZoneInfo("UTC")))
    kinds = {activity.key: activity.id for activity in planner.catalog.activities()}
    for day, start, end, kind in WORKED:
        span = Span(instant(day, start), instant(day, end))
        planner.tracking.log(span, "Work", activity_id=kinds[kind])
    return planner


def test_a_trend_says_of_each_week_what_its_review_says(tmp_path: Path) -> None:
    with opened(tmp_path) as planner:
        trend = planner.reviews.trend(date(2026, 11, 25), 3)
        found = [
            (week.number, week.coding_a_day, week.inside, week.measured) for week in trend.weeks
        ]
        hours = timedelta(hours=1)
        assert found == [(46, 4 * hours, 1, 2), (47, None, 0, 0), (48, 4.5 * hours, 0, 1)]
        assert [week.meeting_share for week in trend.weeks] == [1 / 9, None, 0.0]
        assert (trend.weeks_in_band, len(trend.measured_weeks)) == (1, 2)
        for week in trend.weeks:
            review = planner.reviews.week(week.monday)
            assert week.tracked == review.tracked
            assert week.coding_a_day == review.coding_a_day
            assert week.longest == review.longest
            assert (week.least, week.most) == (review.coding_least, review.coding_most)
        report = weeks_report(trend)
        assert report.figures[2].words == "average of 2 weeks", "of those with any focus"
        assert weeks_title(trend) == "3 weeks · 9–29 November"
        (table,) = report.sections[0].tables
        assert table.rows[-1].cells == (
            "Mean", "4:15", "1 of 3", "6:15", "0:00", "0:30", "7%", "3:45",
        )  # fmt: skip


def test_a_week_without_a_band_is_not_inside_one() -> None:
    """Given a week of days off, when nothing was coded, then it does not count as a good one."""
    none = timedelta(0)
    week = TrendWeek(date(2026, 11, 16), CategorySums(), none, 0, 0, none, none, None)
    assert not week.is_in_band
