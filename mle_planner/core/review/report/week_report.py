"""The report of a week, made from its review."""

from __future__ import annotations

from collections.abc import Sequence

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.spans import ZERO
from mle_planner.core.i18n.formats import change_text, duration_text, percent_text, short_day_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.plan.sums import CategorySums
from mle_planner.core.review.report.charts import days_chart, ledger_chart, trend_charts
from mle_planner.core.review.report.document import (
    ReportFigure,
    ReportSection,
    ReviewReport,
    SectionTable,
    text_table,
)
from mle_planner.core.review.trends import Trend, stretch_words
from mle_planner.core.review.variances import Variance
from mle_planner.core.review.week import WeekReview
from mle_planner.core.review.words import (
    band_word,
    coding_sentence,
    estimate_rows,
    ledger_rows,
    ledger_sentence,
    meeting_cost_sentence,
    meeting_rows,
    meeting_sentence,
    other_focus_sentence,
    shape_rows,
    week_title,
)

WEEKS_OF_REPORT = 12
"""How many weeks the trends in the report of a week show."""


def week_report(
    review: WeekReview, days: PlanningDays, *, trend: Trend | None = None, note: str = ""
) -> ReviewReport:
    """Return the report of a week; with a trend its charts are in it, too."""
    sections = (
        _by_day(review),
        _variances(_("Planned against actual"), _("Project"), review.variances),
        _variances(_("Focus by stage"), _("Stage"), review.stages),
        _variances(_("By activity"), _("Activity"), review.activities),
        _shape(review),
        _people(review),
        _meetings(review),
        _ledger(review),
        _estimates(review),
        _trend(trend),
    )
    return ReviewReport(
        week_title(review, days),
        _figures(review, days),
        tuple(section for section in sections if section is not None),
        note.strip(),
    )


def _figures(review: WeekReview, days: PlanningDays) -> tuple[ReportFigure, ...]:
    sums = review.tracked
    found = [
        ReportFigure(_("Coding"), duration_text(sums.coding), coding_sentence(review)),
        ReportFigure(
            _("Other focus"), duration_text(sums.other_focus), other_focus_sentence(review)
        ),
        ReportFigure(_("Meetings"), duration_text(sums.meeting), meeting_sentence(review)),
        ReportFigure(_("Email and ad hoc"), duration_text(sums.admin)),
    ]
    if review.longest is not None:
        words = stretch_words(review.longest, days)
        length = duration_text(review.longest.duration)
        found.append(ReportFigure(_("Longest focus"), length, words))
    if review.ledger.planned:
        share = percent_text(review.ledger.share)
        found.append(ReportFigure(_("Plan kept"), share, _("of planned focus was kept")))
    return tuple(found)


def _by_day(review: WeekReview) -> ReportSection:
    rows = [
        [short_day_text(day.day), *_sums_cells(day.tracked), band_word(day)]
        for day in review.days
        if day.is_shown
    ]
    rows.append([_("Total"), *_sums_cells(review.tracked), ""])
    sum_at = -1
    if review.earlier is not None:
        sum_at = -2
        rows.append([_("Mean of the weeks before"), *_sums_cells(review.earlier.average), ""])
    head = (
        _("Day"),
        _("Coding"),
        _("Other focus"),
        _("Meetings"),
        _("Email, ad hoc"),
        _("Total"),
        _("Coding is"),
    )
    charts = (days_chart(review),)
    return ReportSection(
        _("By day"), charts=charts, tables=(text_table(head, rows, sum_at=sum_at),)
    )


def _sums_cells(sums: CategorySums) -> list[str]:
    parts = (sums.coding, sums.other_focus, sums.meeting, sums.admin, sums.worked)
    return [duration_text(part) for part in parts]


def _variances(title: str, what: str, lines: Sequence[Variance]) -> ReportSection | None:
    rows = [
        [
            line.name,
            duration_text(line.planned),
            duration_text(line.tracked),
            change_text(line.difference),
        ]
        for line in lines
    ]
    head = (what, _("Planned"), _("Actual"), _("Difference"))
    return _tabled(title, text_table(head, rows))


def _people(review: WeekReview) -> ReportSection | None:
    rows = [
        [person.name if person else _("no person"), duration_text(time)]
        for person, time in review.people
    ]
    return _tabled(_("By person"), text_table((_("With"), _("Actual")), rows))


def _meetings(review: WeekReview) -> ReportSection | None:
    head = (
        _("Meeting"),
        _("Times"),
        _("Scheduled"),
        _("Actual"),
        _("Difference"),
        _("Of the week"),
        _("Focus cost"),
        _("Without it"),
    )
    table = text_table(head, meeting_rows(review), sum_at=-1)
    if not table.rows:
        return None
    title = _("Meetings, scheduled and real")
    return ReportSection(title, meeting_cost_sentence(review), tables=(table,))


def _shape(review: WeekReview) -> ReportSection | None:
    rows = [list(row) for row in shape_rows(review)]
    return _tabled(_("Fragmentation of focus"), text_table((_("Focus"), _("This week")), rows))


def _estimates(review: WeekReview) -> ReportSection | None:
    tables = tuple(
        text_table((what, _("Tasks"), "P50", "P80", _("Advice")), estimate_rows(lines))
        for what, lines in (
            (_("Stage"), review.estimates.stages),
            (_("Activity"), review.estimates.activities),
        )
        if lines
    )
    sentence = _(
        "Tracked time divided by estimated time, of the tasks finished in the year before."
    )
    title = _("Estimates against actual")
    return ReportSection(title, sentence, tables=tables) if tables else None


def _ledger(review: WeekReview) -> ReportSection | None:
    ledger = review.ledger
    if ledger.planned == ZERO:
        return None
    rows = [[name, words, time] for name, time, words in ledger_rows(ledger)]
    days = [
        [short_day_text(one.day), *map(duration_text, (of_day.planned, of_day.done, of_day.lost))]
        for one in ledger.days
        if (of_day := ledger.of(one.day)).planned
    ]
    tables = (
        text_table((_("Cause"), _("What it was"), _("Time")), rows, words=2, sum_at=-1),
        text_table((_("Day"), _("Planned"), _("Done"), _("Lost")), days),
    )
    return ReportSection(
        _("Focus ledger"), ledger_sentence(ledger), (ledger_chart(ledger),), tables
    )


def _trend(trend: Trend | None) -> ReportSection | None:
    if trend is None or not trend.tracked_weeks:
        return None
    return ReportSection(_("Week by week"), charts=trend_charts(trend))


def _tabled(title: str, table: SectionTable) -> ReportSection | None:
    return ReportSection(title, tables=(table,)) if table.rows else None
