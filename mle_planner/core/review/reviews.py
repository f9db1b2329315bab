"""The reviews of weeks, their notes, and timesheets."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mle_planner.core.session import Domain

if TYPE_CHECKING:
    from mle_planner.core.plan.sums import CategorySums
    from mle_planner.core.review.problems import SheetProblems
    from mle_planner.core.review.standup import Standup
    from mle_planner.core.review.trends import Trend
    from mle_planner.core.review.week import WeekReview
    from mle_planner.core.timesheet.sheet import Timesheet


class Reviews(Domain):
    """Looks back on weeks and ranges of days."""

    def week(self, day: date) -> WeekReview:
        """Return the review of the week that holds a date."""
        from mle_planner.core.review.read import reviewed_week

        return reviewed_week(self._session, day)

    def trend(self, day: date, weeks: int) -> Trend:
        """Return the figures of the weeks up to the one that holds a date."""
        from mle_planner.core.review.read_trend import read_trend

        return read_trend(self._session, day, weeks)

    def standup(self, day: date) -> Standup:
        """Return what to say at the stand-up of a date."""
        from mle_planner.core.review.standup import read_standup

        return read_standup(self._session, day)

    def tracked_sums(self, day: date) -> CategorySums:
        """Return the tracked time of the week that holds a date, by category."""
        from mle_planner.core.plan.tracked_parts import tracked_sums

        week = self._session.days.week_of(day)
        return tracked_sums(self._session, week[0], week[-1])

    def timesheet(self, first: date, last: date, rounding_min: int | None = None) -> Timesheet:
        """Return the timesheet of a range of days, rounded to the step asked for or as set."""
        from mle_planner.core.review.read import read_timesheet
        from mle_planner.core.timesheet.rounding import general_rule

        rule = general_rule(self._session.settings, rounding_min)
        return read_timesheet(self._session, first, last, rule)

    def problems(self, sheet: Timesheet) -> SheetProblems:
        """Return what to check before a timesheet is sent."""
        from mle_planner.core.review.problems import read_problems

        return read_problems(self._session, sheet)

    def note(self, day: date) -> str:
        """Return what was written about the week that holds a date."""
        from mle_planner.core.review.notes import week_note

        return week_note(self._session, day)

    def set_note(self, day: date, text: str) -> None:
        """Keep what the user writes about the week that holds a date."""
        from mle_planner.core.review.notes import set_week_note

        set_week_note(self._session, day, text)
