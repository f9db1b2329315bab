"""The report of several weeks: their figures in a table, and their trends."""

from __future__ import annotations

from datetime import timedelta

from mle_planner.core.base.spans import DAY
from mle_planner.core.i18n.formats import duration_text, percent_text, range_text
from mle_planner.core.i18n.gettext import _, plural
from mle_planner.core.plan.sums import CategorySums
from mle_planner.core.review.days import average_of
from mle_planner.core.review.report.charts import trend_charts
from mle_planner.core.review.report.document import (
    ReportFigure,
    ReportSection,
    ReviewReport,
    text_table,
)
from mle_planner.core.review.trends import Trend, TrendWeek


def weeks_title(trend: Trend) -> str:
    """Return the name of a range of weeks, such as "12 weeks · 7 September – 29 November"."""
    first, last = trend.weeks[0].monday, trend.weeks[-1].monday + 6 * DAY
    days = range_text(first, last)
    return plural("{count} week · {days}", "{count} weeks · {days}", len(trend.weeks), days=days)


def trend_figures(trend: Trend) -> tuple[ReportFigure, ...]:
    """Return the means of the weeks in which anything was tracked."""
    coding = average_of(week.coding_a_day for week in trend.weeks if week.coding_a_day is not None)
    lengths = [week.longest.duration for week in trend.weeks if week.longest is not None]
    weeks = plural("in {count} week", "average of {count} weeks", len(lengths)) if lengths else ""
    whole = sum((week.tracked for week in trend.weeks), CategorySums())
    share = percent_text(whole.meeting / whole.worked) if whole.worked else _DASH
    return (
        ReportFigure(_("Coding per day"), _length(coding), band_words(trend)),
        ReportFigure(_("Meetings share"), share, _("of tracked time")),
        ReportFigure(_("Longest focus"), _length(average_of(lengths)), weeks),
    )


def band_words(trend: Trend) -> str:
    """Return in how many weeks coding a day was inside the band; empty without a band."""
    measured = len(trend.measured_weeks)
    if not measured:
        return ""
    return plural(
        "within the goal in {inside} of {count} week",
        "within the goal in {inside} of {count} weeks",
        measured,
        inside=trend.weeks_in_band,
    )


def weeks_report(trend: Trend) -> ReviewReport:
    """Return the report of several weeks."""
    rows = [_row(week) for week in trend.weeks]
    rows.append(_mean(trend))
    head = (
        _("Week"),
        _("Coding per day"),
        _("Days within goal"),
        _("Coding"),
        _("Other focus"),
        _("Meetings"),
        _("Meetings share"),
        _("Longest focus"),
    )
    table = text_table(head, rows, sum_at=-1)
    section = ReportSection(_("Week by week"), charts=trend_charts(trend), tables=(table,))
    return ReviewReport(weeks_title(trend), trend_figures(trend), (section,))


_DASH = "–"


def _row(week: TrendWeek) -> list[str]:
    share = week.meeting_share
    return [
        str(week.number),
        _length(week.coding_a_day),
        _("{inside} of {count}", inside=week.inside, count=week.measured),
        duration_text(week.tracked.coding),
        duration_text(week.tracked.other_focus),
        duration_text(week.tracked.meeting),
        _DASH if share is None else percent_text(share),
        _length(week.longest.duration if week.longest else None),
    ]


def _mean(trend: Trend) -> list[str]:
    """Return the means; sums are of the weeks in which anything was tracked."""
    coding, meetings, longest = (figure.figure for figure in trend_figures(trend))
    weeks = trend.tracked_weeks
    sums = [_length(average_of(each)) for each in (
        [week.tracked.coding for week in weeks],
        [week.tracked.other_focus for week in weeks],
        [week.tracked.meeting for week in weeks],
    )]  # fmt: skip
    inside, measured = sum(week.inside for week in weeks), sum(week.measured for week in weeks)
    days = _("{inside} of {count}", inside=inside, count=measured)
    return [_("Mean"), coding, days, *sums, meetings, longest]


def _length(length: timedelta | None) -> str:
    return _DASH if length is None else duration_text(length)
