"""The reviews of weeks, their notes, and timesheets."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mle_planner.core.base.spans import DAY
from mle_planner.core.edits import Edit, remove_records, replace_record
from mle_planner.core.model.records import WeekNote
from mle_planner.core.operations import Operation, summary_of_dates
from mle_planner.core.session import Domain, carried_out
from mle_planner.core.typed.title import lines

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
        """Return what to say at the standup of a date."""
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
        """Return what was written about the week that holds a date; "" for nothing."""
        note = self._session.store.week_note(self._session.days.monday_of(day))
        return note.text if note else ""

    @carried_out
    def set_note(self, day: date, text: str) -> Edit:
        """Keep what the user writes about the week that holds a date; "" removes it.

        Edits of one week's note that follow each other are one undo step.
        """
        monday, store = self._session.days.monday_of(day), self._session.store
        before, fit = store.week_note(monday), lines(text)
        if not fit.strip():
            changes = remove_records([before] if before else [])
        else:
            number = before.id if before else store.new_id(WeekNote)
            changes = replace_record(before, WeekNote(number, monday, fit))
        summary = summary_of_dates(Operation.CHANGE_WEEK_NOTE, monday, monday + 6 * DAY)
        return Edit(summary, changes, f"note:{monday}")
