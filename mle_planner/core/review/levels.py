"""How much of a review a report tells: names are taken out of its data before anything is written.

What is not in a review cannot be in a report of it, whatever the format; no writer has to know
about levels.
"""

from __future__ import annotations

from enum import StrEnum

from mle_planner.core.base.frozen import replace
from mle_planner.core.i18n.gettext import N_, _
from mle_planner.core.review.estimates import Estimates
from mle_planner.core.review.ledger_sums import DayLedger, FocusLedger
from mle_planner.core.review.week import WeekReview


class ReportLevel(StrEnum):
    """What a report may name; the value is what is typed."""

    FULL = "full"
    PROJECT = "project"
    SUMS = "sums"


_TITLES = {
    ReportLevel.FULL: N_("Everything"),
    ReportLevel.PROJECT: N_("Projects, no titles or people"),
    ReportLevel.SUMS: N_("Sums only"),
}


def level_title(level: ReportLevel) -> str:
    """Return a level as it is shown."""
    return _(_TITLES[level])


def redacted(review: WeekReview, level: ReportLevel) -> WeekReview:
    """Return a review without what a level does not tell.

    ``PROJECT`` keeps names of projects and stages, but no title, person, meeting or activity;
    ``SUMS`` keeps the sums by day and category and what focus was lost to, but no name at all.
    """
    if level is ReportLevel.FULL:
        return review
    without = replace(
        review,
        people=(),
        meetings=(),
        meeting_costs=(),
        activities=(),
        estimates=replace(review.estimates, activities=()),
        ledger=FocusLedger(tuple(map(_without_titles, review.ledger.days))),
    )
    if level is ReportLevel.SUMS:
        return replace(without, variances=(), stages=(), estimates=Estimates())
    return without


def _without_titles(day: DayLedger) -> DayLedger:
    return replace(day, losses=tuple(replace(loss, title="") for loss in day.losses))
