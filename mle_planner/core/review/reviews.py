"""The reviews of weeks, their notes, and timesheets, with what is read for them.

The sums are pure functions elsewhere.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.base.spans import DAY, Span
from mle_planner.core.edits import Edit, remove_records, replace_record
from mle_planner.core.model.plan import FrozenBlock
from mle_planner.core.model.records import WeekNote
from mle_planner.core.model.tracked import AwayCause
from mle_planner.core.model.work import Task
from mle_planner.core.operations import Operation, summary_of_dates
from mle_planner.core.plan.day import day_snapshots, planned_breaks
from mle_planner.core.plan.day_records import read_records, split_by_day, working_span
from mle_planner.core.plan.freeze import day_versions
from mle_planner.core.plan.snapshots import WeekSnapshot
from mle_planner.core.plan.sums import CategorySums
from mle_planner.core.plan.tracked_parts import read_tracked, tracked_sums
from mle_planner.core.session import Domain, Session, carried_out
from mle_planner.core.typed.title import lines

# The window's foot asks for a week at every start; a review and a timesheet come later, if ever.
if TYPE_CHECKING:
    from mle_planner.core.model.tracked import TimeEntry
    from mle_planner.core.review.ledger import PlanRecord
    from mle_planner.core.review.standup import Standup
    from mle_planner.core.review.trends import Trend
    from mle_planner.core.review.week import WeekReview
    from mle_planner.core.timesheet.lines import SheetLine
    from mle_planner.core.timesheet.sheet import Timesheet, UntrackedTime
    from mle_planner.core.tracking.unresolved import Unresolved

_WEEKS_BEFORE = 4


@dataclass(frozen=True, slots=True)
class SheetProblems:
    """Working time without an entry, time counted twice or in doubt, time without a project.

    ``gaps`` and ``unresolved`` are those of the sheet's days, whatever of them is on the sheet;
    ``overlong`` entries are forgotten timers of any day, which no sheet shows.
    """

    gaps: tuple[UntrackedTime, ...]
    overlaps: tuple[tuple[SheetLine, SheetLine], ...]
    unresolved: tuple[Unresolved, ...]
    without_project: tuple[SheetLine, ...]
    overlong: tuple[TimeEntry, ...]
    running_title: str | None

    @property
    def count(self) -> int:
        """How many things there are to look at; all time without a project is one."""
        single = (bool(self.without_project), self.running_title is not None)
        lists = (self.gaps, self.overlaps, self.unresolved, self.overlong)
        return sum(map(len, lists)) + sum(single)


class Reviews(Domain):
    """Looks back on weeks and ranges of days."""

    def week(self, day: date) -> WeekReview:
        """Return the review of the week that holds a date."""
        from mle_planner.core.review.estimates import read_estimates
        from mle_planner.core.review.week import week_review

        session = self._session
        week = week_snapshot(session, day)
        first, last = week.days[0].day, week.days[-1].day
        weeks_before = [timedelta(weeks=count) for count in range(1, _WEEKS_BEFORE + 1)]
        begun = session.store.first_tracked()
        return week_review(
            week,
            session.days,
            frozen=_frozen_plans(session, first, last),
            earlier=[tracked_sums(session, first - ago, last - ago) for ago in weeks_before],
            since=session.today() if begun is None else session.days.date_of(begun),
            idle=_idle_spans(session, week),
            estimates=read_estimates(session, last),
        )

    def trend(self, day: date, weeks: int) -> Trend:
        """Return the figures of the weeks up to the one that holds a date."""
        from mle_planner.core.review.trends import read_trend

        return read_trend(self._session, day, weeks)

    def standup(self, day: date) -> Standup:
        """Return what to say at the standup of a date."""
        from mle_planner.core.review.standup import read_standup

        return read_standup(self._session, day)

    def tracked_sums(self, day: date) -> CategorySums:
        """Return the tracked time of the week that holds a date, by category."""
        week = self._session.days.week_of(day)
        return tracked_sums(self._session, week[0], week[-1])

    def timesheet(self, first: date, last: date, rounding_min: int | None = None) -> Timesheet:
        """Return the timesheet of a range of days, rounded to the step asked for or as set."""
        from mle_planner.core.timesheet.rounding import general_rule
        from mle_planner.core.timesheet.sheet import timesheet
        from mle_planner.core.timesheet.terms import read_terms

        session, days = self._session, self._session.days
        rule, locked = (
            general_rule(session.settings, rounding_min),
            read_terms(session, first, last),
        )
        spans = [span for terms in locked for span in terms.spans]
        begin = min([first, *(days.date_of(span.start) for span in spans)])
        end = max([last, *(days.date_of(span.end) for span in spans)])
        return timesheet(read_tracked(session, begin, end), days, first, last, rule, locked=locked)

    def untracked(self, first: date, last: date) -> tuple[UntrackedTime, ...]:
        """Return the working time of a range of days in which nothing was tracked.

        Days before the first entry are passed over: the planner was not in use. So is time that the
        user left untracked.
        """
        from mle_planner.core.timesheet.sheet import gaps

        session = self._session
        begun = session.store.first_tracked()
        if begun is None:
            return ()
        first = max(first, session.days.date_of(begun))
        if first > last:
            return ()
        records = read_records(session, first, last)
        found = (entry.span_at(records.tracked_until) for entry in records.entries)
        spans = [span for span in found if span is not None]
        dropped = session.store.dropped_gaps_in(session.days.range(first, last))
        spans += [Span(gap.start, gap.end) for gap in dropped]
        working, breaks = {}, []
        for day, of_day in split_by_day(records, first, last):
            hours = working_span(of_day, day)
            if hours is not None:
                working[day] = hours
                breaks += planned_breaks(of_day, day)
        return gaps(working, breaks, spans, records.now)

    def problems(self, sheet: Timesheet) -> SheetProblems:
        """Return what to check before a timesheet is sent."""
        from mle_planner.core.tracking.unresolved import TimeAway

        date_of = self._session.days.date_of
        return SheetProblems(
            self.untracked(sheet.first, sheet.last),
            sheet.overlaps,
            tuple(each for each in TimeAway(self._session).unresolved()
                  if sheet.first <= date_of(each.span.start) <= sheet.last),
            sheet.without_project(),
            tuple(self._session.store.overlong_entries()),
            sheet.running_title,
        )  # fmt: skip

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


def week_snapshot(session: Session, day: date) -> WeekSnapshot:
    """Return the week that holds a date."""
    days = session.days.week_of(day)
    return WeekSnapshot(session.days.monday_of(day), day_snapshots(session, days[0], days[-1]))


def _idle_spans(session: Session, week: WeekSnapshot) -> list[Span]:
    """Return when the computer was on but not used; locked or asleep counts as away."""
    spans = [day.span for day in week.days if day.span is not None]
    found = session.store.away_in(Span(spans[0].start, spans[-1].end)) if spans else []
    return [each.span for each in found if each.span and each.cause is AwayCause.IDLE]


def _frozen_plans(session: Session, first: date, last: date) -> dict[date, list[PlanRecord]]:
    """Return what each day is held against: its versions, as ``day_versions`` gives them."""
    from mle_planner.core.review.ledger import PlanRecord
    from mle_planner.core.review.variances import PlannedPart

    projects, activities = session.projects(), session.activities()

    def part(block: FrozenBlock) -> PlannedPart:
        project = None if block.project_id is None else projects.get(block.project_id)
        task = session.store.get(Task, block.task_id)
        stage = task.stage if task else None
        activity = activities.get(block.activity_id)
        name = activity.name if activity else ""
        return PlannedPart(block.span, block.category, project, stage, block.title, name)

    blocks = session.store.frozen_plans.blocks
    return {
        day: [PlanRecord(each.frozen_at, tuple(map(part, blocks(each)))) for each in versions]
        for day, versions in day_versions(session, first, last).items()
    }
