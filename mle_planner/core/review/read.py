"""Reads the records for a review or a timesheet; the sums are pure functions elsewhere."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from mle_planner.core.base.spans import Span
from mle_planner.core.model.plan import FrozenBlock, PlanVersion
from mle_planner.core.model.tracked import AwayCause
from mle_planner.core.model.work import Task
from mle_planner.core.plan.day import day_snapshots, planned_breaks
from mle_planner.core.plan.day_records import read_records, split_by_day, working_span
from mle_planner.core.plan.snapshots import WeekSnapshot
from mle_planner.core.plan.tracked_parts import read_tracked, tracked_sums
from mle_planner.core.session import Session

# The window's foot asks for a week at every start; a review and a timesheet come later, if ever.
if TYPE_CHECKING:
    from mle_planner.core.review.ledger import PlanRecord
    from mle_planner.core.review.week import WeekReview
    from mle_planner.core.timesheet.rounding import RoundingRule
    from mle_planner.core.timesheet.sheet import Timesheet, UntrackedTime

_WEEKS_BEFORE = 4


def week_snapshot(session: Session, day: date) -> WeekSnapshot:
    """Return the week that holds a date."""
    days = session.days.week_of(day)
    monday = session.days.monday_of(day)
    return WeekSnapshot(monday, day_snapshots(session, days[0], days[-1]))


def reviewed_week(session: Session, day: date) -> WeekReview:
    """Return the review of the week that holds a date."""
    from mle_planner.core.review.estimates import read_estimates
    from mle_planner.core.review.week import week_review

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


def _idle_spans(session: Session, week: WeekSnapshot) -> list[Span]:
    """Return when the computer was on but not used; locked or asleep counts as away."""
    spans = [day.span for day in week.days if day.span is not None]
    found = session.store.away_in(Span(spans[0].start, spans[-1].end)) if spans else []
    return [each.span for each in found if each.span and each.cause is AwayCause.IDLE]


def read_timesheet(session: Session, first: date, last: date, rule: RoundingRule) -> Timesheet:
    """Return the timesheet of the days from ``first`` through ``last``, rounded by a rule."""
    from mle_planner.core.timesheet.sheet import timesheet
    from mle_planner.core.timesheet.terms import read_terms

    days, locked = session.days, read_terms(session, first, last)
    spans = [span for terms in locked for span in terms.spans]
    begin = min([first, *(days.date_of(span.start) for span in spans)])
    end = max([last, *(days.date_of(span.end) for span in spans)])
    return timesheet(read_tracked(session, begin, end), days, first, last, rule, locked=locked)


def read_untracked(session: Session, first: date, last: date) -> tuple[UntrackedTime, ...]:
    """Return the working time of a range of days in which nothing was tracked.

    Days before the first entry are passed over: the planner was not in use. So is time that the
    user left untracked.
    """
    from mle_planner.core.timesheet.sheet import gaps

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


def _frozen_plans(session: Session, first: date, last: date) -> dict[date, list[PlanRecord]]:
    """Return each day's plan as it was when the day began, and as it was frozen after that.

    The first is the first version frozen on the day itself, so that a plan moved later in the
    day improves nothing; else the last one frozen before it.
    """
    from mle_planner.core.review.ledger import PlanRecord
    from mle_planner.core.review.variances import PlannedPart

    versions: dict[date, list[PlanVersion]] = {}
    for version in session.store.frozen_plans.versions(first, last):
        versions.setdefault(version.day, []).append(version)
    projects, activities = session.projects(), session.activities()

    def part(block: FrozenBlock) -> PlannedPart:
        project = None if block.project_id is None else projects.get(block.project_id)
        task = session.store.get(Task, block.task_id)
        stage = task.stage if task else None
        activity = activities.get(block.activity_id)
        name = activity.name if activity else ""
        return PlannedPart(block.span, block.category, project, stage, block.title, name)

    plans = {}
    for day, of_day in versions.items():
        same_day = [found for found in of_day if session.days.date_of(found.frozen_at) >= day]
        plans[day] = [
            PlanRecord(
                version.frozen_at, tuple(map(part, session.store.frozen_plans.blocks(version)))
            )
            for version in same_day or of_day[-1:]
        ]
    return plans
