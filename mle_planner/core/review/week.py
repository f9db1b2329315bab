"""The review of a week: a pure function of what was planned and tracked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.shares import share_out
from mle_planner.core.base.spans import ZERO, Span, total, whole_minutes
from mle_planner.core.model.pipeline import Person
from mle_planner.core.model.work import Category
from mle_planner.core.plan.snapshots import DaySnapshot, TrackedItem, WeekSnapshot
from mle_planner.core.plan.sums import (
    CategorySums,
    Stretch,
    category_sums,
    coding_spans,
    counted_sums,
)
from mle_planner.core.review.counterfactual import WorkedDay, room_without
from mle_planner.core.review.days import (
    DayReview,
    band_state,
    coding_a_day,
    longest_focus,
    usual_band,
)
from mle_planner.core.review.estimates import Estimates
from mle_planner.core.review.focus_shape import FocusShape, focus_shape
from mle_planner.core.review.ledger import PlanRecord, day_ledger
from mle_planner.core.review.ledger_sums import FocusLedger
from mle_planner.core.review.meetings import (
    MeetingCost,
    MeetingLength,
    meeting_costs,
    meeting_lengths,
)
from mle_planner.core.review.variances import (
    PlannedPart,
    Variance,
    activity_variances,
    people_times,
    stage_variances,
    variances,
)

SLOT_MIN = 30
"""The grid of coding has one cell for each half hour."""


@dataclass(frozen=True, slots=True)
class CodingGrid:
    """How much of each half hour was coding, from 0 to 1; a row for each shown day.

    The first cell of a row begins at ``first_min`` on the wall clock.
    """

    first_min: int
    rows: tuple[tuple[date, tuple[float, ...]], ...]


@dataclass(frozen=True, slots=True)
class EarlierWeeks:
    """What the weeks before held on average; ``count`` of them had tracked time."""

    count: int
    average: CategorySums

    @property
    def meeting_share(self) -> float:
        """The part of working time that went to meetings, from 0 to 1."""
        return self.average.meeting / self.average.worked


@dataclass(frozen=True, slots=True)
class WeekReview:
    """Everything the review of a week shows; see the types of its parts.

    ``longest`` is the longest stretch of focus without a break, of any task. ``ledger`` is of the
    days since anything was tracked. ``earlier`` is None without tracked time in the weeks before.
    ``variances`` are by project, ``stages`` by stage of the pipeline, ``people`` tracked time by
    person, ``activities`` by activity, ``meetings`` the lengths of meetings by series and
    ``meeting_costs`` what each title of a meeting took; ``without_ad_hoc`` is how much more room
    for long focus the week has without ad-hoc work. ``estimates`` are of the year before.
    ``coding_least`` and ``coding_most`` are the band of most days of the week, both zero where
    no day has one. ``is_over``: no working time of the week lies ahead.
    """

    monday: date
    days: tuple[DayReview, ...]
    coding_least: timedelta
    coding_most: timedelta
    tracked: CategorySums
    earlier: EarlierWeeks | None
    longest: Stretch | None
    ledger: FocusLedger
    variances: tuple[Variance, ...]
    stages: tuple[Variance, ...]
    people: tuple[tuple[Person | None, timedelta], ...]
    meetings: tuple[MeetingLength, ...]
    meeting_costs: tuple[MeetingCost, ...]
    without_ad_hoc: timedelta
    activities: tuple[Variance, ...]
    shape: FocusShape
    estimates: Estimates
    grid: CodingGrid
    is_over: bool

    @property
    def coding_a_day(self) -> timedelta | None:
        """Average coding of the days with a band, else of all that count; None without any."""
        return coding_a_day(self.days)

    @property
    def has_planned_focus(self) -> bool:
        """Whether the plan of any day holds focus, passed or ahead."""
        return any(day.planned.coding + day.planned.other_focus > ZERO for day in self.days)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was tracked."""
        return self.tracked.everything == ZERO


def week_review(
    week: WeekSnapshot,
    days: PlanningDays,
    *,
    frozen: Mapping[date, Sequence[PlanRecord]] | None = None,
    earlier: Iterable[CategorySums] = (),
    since: date | None = None,
    idle: Sequence[Span] = (),
    estimates: Estimates | None = None,
) -> WeekReview:
    """Return the review of a week.

    ``frozen`` holds the frozen plans of the days that have any, the one that the day is held
    against first; the plan of every other day is the one in its snapshot. ``earlier`` are the
    tracked sums of the weeks before, four at most; weeks without tracked time do not count as
    weeks of nothing. A plan of days before ``since``, the first day that anything was tracked on,
    is not compared with what was tracked. ``idle`` is when nothing was done at the computer.
    """
    now = week.days[0].now
    plans = {day.day: _plans_of(day, (frozen or {}).get(day.day, ())) for day in week.days}
    plan = {day: records[0].parts for day, records in plans.items()}
    compared = [day for day in week.days if since is None or day.day >= since]
    passed = [part for day in compared for part in _until(plan[day.day], now)]
    tracked = [item for day in week.days for item in day.tracked]
    reviews = tuple(_day_review(day, plan[day.day]) for day in week.days)
    least, most = usual_band(day.coding for day in week.days)
    ledger = _ledger(compared, plans, now, idle)
    worked = tuple(
        WorkedDay(Span(day.working.start, min(day.working.end, now)), day.tracked)
        for day in week.days
        if day.working is not None and day.working.start < now
    )
    return WeekReview(
        monday=week.monday,
        days=reviews,
        coding_least=least,
        coding_most=most,
        tracked=sum((day.tracked for day in reviews), CategorySums()),
        earlier=_earlier(earlier),
        longest=longest_focus(tracked),
        ledger=ledger,
        variances=variances(passed, tracked),
        stages=stage_variances(passed, tracked),
        people=people_times(tracked),
        meetings=meeting_lengths(tracked),
        meeting_costs=meeting_costs(
            ((_until(plan[day.day], now), day.tracked) for day in compared), ledger, worked
        ),
        without_ad_hoc=room_without(worked, lambda item: item.is_ad_hoc),
        activities=activity_variances(passed, tracked),
        shape=focus_shape(day.tracked for day in week.days),
        estimates=estimates or Estimates(),
        grid=_grid(week, tracked, days),
        is_over=all(day.is_over for day in reviews),
    )


def _ledger(
    days: Iterable[DaySnapshot],
    plans: Mapping[date, Sequence[PlanRecord]],
    now: datetime,
    idle: Sequence[Span],
) -> FocusLedger:
    return FocusLedger(
        tuple(
            day_ledger(
                day.day,
                day.span,
                plans[day.day],
                day.tracked,
                until=now,
                is_frozen=len(plans[day.day]) > 1 and day.span.start <= now,
                idle=idle,
            )
            for day in days
            if day.span is not None
        )
    )


def _plans_of(day: DaySnapshot, frozen: Sequence[PlanRecord]) -> tuple[PlanRecord, ...]:
    """Return a day's frozen plans, and as the last one the plan as it is."""
    return (*frozen, PlanRecord(day.now, tuple(PlannedPart.of(item) for item in day.planned)))


def _until(parts: Iterable[PlannedPart], now: datetime) -> list[PlannedPart]:
    """Return what of a plan has passed."""
    return [
        replace(part, span=Span(part.span.start, min(part.span.end, now)))
        for part in parts
        if part.span.start < now
    ]


def _day_review(day: DaySnapshot, plan: Sequence[PlannedPart]) -> DayReview:
    rest = [
        (part.category, Span(max(part.span.start, day.now), part.span.end))
        for part in plan
        if part.span.end > day.now
    ]
    return DayReview(
        day=day.day,
        tracked=day.tracked_sums,
        planned=category_sums((part.category, part.span) for part in plan),
        planned_rest=category_sums(rest),
        band=band_state(day.tracked_sums.coding, day.coding),
        is_working=day.working is not None,
        is_over=day.working is None or day.working.end <= day.now,
        is_shown=day.working is not None or bool(day.tracked) or bool(plan),
    )


def _earlier(sums: Iterable[CategorySums]) -> EarlierWeeks | None:
    worked = [week for week in sums if week.worked > ZERO]
    if not worked:
        return None
    whole = sum(worked, CategorySums())
    minutes = share_out([whole_minutes(whole.of(category)) for category in Category], len(worked))
    means = zip(Category, (timedelta(minutes=count) for count in minutes), strict=True)
    return EarlierWeeks(len(worked), counted_sums(means))


def _grid(week: WeekSnapshot, tracked: Iterable[TrackedItem], days: PlanningDays) -> CodingGrid:
    coding = coding_spans(tracked)
    shown = [day for day in week.days if day.working is not None or day.tracked]
    minutes = [
        days.minute_of(instant, day.day)
        for day in shown
        for span in (*([day.working] if day.working else []), *_in_day(coding, day))
        for instant in (span.start, span.end)
    ]
    first = min(minutes, default=9 * 60) // 60 * 60
    last = -(-max(minutes, default=18 * 60) // 60) * 60
    rows = []
    for day in shown:
        of_day = _in_day(coding, day)
        cells = tuple(
            _share(of_day, days, day.day, minute) for minute in range(first, last, SLOT_MIN)
        )
        rows.append((day.day, cells))
    return CodingGrid(first, tuple(rows))


def _in_day(spans: Iterable[Span], day: DaySnapshot) -> list[Span]:
    whole = day.span
    return [part for span in spans if whole and (part := span.intersection(whole))]


def _share(coding: Sequence[Span], days: PlanningDays, day: date, minute: int) -> float:
    start, end = days.instant(day, minute), days.instant(day, minute + SLOT_MIN)
    if start >= end or days.minute_of(start, day) != minute:
        return 0.0  # a half hour that the clocks skip
    slot = Span(start, end)
    covered = total(part for span in coding if (part := span.intersection(slot)))
    return covered / slot.duration
