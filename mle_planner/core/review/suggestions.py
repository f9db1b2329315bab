"""Suggestions for next week: from the week's figures, and what a plan of next week gains."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Protocol

from mle_planner.core.base.days import PlanningDays
from mle_planner.core.base.frozen import dataclass, replace
from mle_planner.core.base.spans import DAY, ZERO, Span, difference, total, union
from mle_planner.core.i18n.formats import clock_text, day_name, duration_text, minutes_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.typical_day import RecurringEvent, RecurringEventId
from mle_planner.core.model.work import ActivityId, Project, ProjectId, TaskId
from mle_planner.core.plan.free_time import open_spans
from mle_planner.core.plan.snapshots import WeekSnapshot
from mle_planner.core.review.ledger_sums import LossCause
from mle_planner.core.review.meetings import MeetingCost
from mle_planner.core.review.week import WeekReview
from mle_planner.core.tasks.views import TaskView
from mle_planner.core.typed.title import title_key

MOST_SUGGESTIONS = 3
HALF_HOUR = timedelta(minutes=30)
LEAST_HOLD = timedelta(hours=1)
MOST_HOLD = timedelta(hours=3)
MINUTE = timedelta(minutes=1)
LEAST_MEETINGS = 3
LEAST_DIFFERENCE = 5 * MINUTE


@dataclass(frozen=True, slots=True)
class EstimateSuggestion:
    """An open task took longer than was estimated: what to estimate instead."""

    task_id: TaskId
    title: str
    tracked: timedelta
    estimate_min: int
    new_estimate_min: int

    @property
    def text(self) -> str:
        """The line on screen."""
        new = duration_text(timedelta(minutes=self.new_estimate_min))
        old = duration_text(timedelta(minutes=self.estimate_min))
        return _("Estimate {title} at {new} h, not {old} h", title=self.title, new=new, old=old)

    @property
    def gain(self) -> timedelta:
        """How much longer the new estimate is."""
        return timedelta(minutes=self.new_estimate_min - self.estimate_min)

    @property
    def why(self) -> str:
        """What the gain is."""
        return _("it took {tracked} so far", tracked=duration_text(self.tracked))


@dataclass(frozen=True, slots=True)
class LengthSuggestion:
    """A recurring event of the user's own took longer or shorter than it is planned for.

    ``count`` is how often it was in the week, ``real`` what it took in all.
    """

    recurring_id: RecurringEventId
    title: str
    count: int
    real: timedelta
    duration_min: int

    @property
    def new_duration_min(self) -> int:
        """What it took on average, to the nearest minute."""
        return round(self.real / self.count / MINUTE)

    @property
    def text(self) -> str:
        """The line on screen."""
        new, old = minutes_text(self.new_duration_min), minutes_text(self.duration_min)
        return _("Plan {title} at {new}, not {old}", title=self.title, new=new, old=old)

    @property
    def gain(self) -> timedelta:
        """How much more of a week is planned for it; negative where it is less."""
        return (self.new_duration_min - self.duration_min) * self.count * MINUTE

    @property
    def why(self) -> str:
        """What the gain is."""
        return _("{count} meetings took {real}", count=self.count, real=duration_text(self.real))


@dataclass(frozen=True, slots=True)
class HoldSuggestion:
    """A project got less time than planned: an open stretch of next week to hold for it.

    ``gain`` is how much more time a plan of next week has for the project then, ``lost`` the focus
    that meetings added there took in the week.
    """

    project_id: ProjectId
    project_name: str
    activity_id: ActivityId
    task_id: TaskId
    task_title: str
    day: date
    span: Span
    text: str
    lost: timedelta = ZERO
    gain: timedelta = ZERO

    @property
    def why(self) -> str:
        """What the gain is, and what is known against leaving that stretch open."""
        words = _("of time for {project}", project=self.project_name)
        if not self.lost:
            return words
        lost = _("meetings added there took {time} of focus", time=duration_text(self.lost))
        return f"{words}; {lost}"


class Suggestion(Protocol):
    """A change that one click carries out: what it is, its number, and what that is of."""

    @property
    def text(self) -> str:
        """The line on screen."""

    @property
    def gain(self) -> timedelta:
        """Its number."""

    @property
    def why(self) -> str:
        """What the number is of."""


def best_suggestions(
    moves: Sequence[Suggestion],
    holds: Iterable[tuple[HoldSuggestion, timedelta]],
    learned: Sequence[Suggestion],
) -> tuple[Suggestion, ...]:
    """Return at most three suggestions, with room for a learned one; those that gain most first.

    ``moves`` come from a plan of next week, and of each stretch to hold the gain in such a plan.
    """
    worth = (replace(hold, gain=gain) for hold, gain in holds if gain >= HALF_HOUR)
    planned = sorted([*moves, *worth], key=lambda one: -one.gain)
    kept = planned[: MOST_SUGGESTIONS - min(1, len(learned))]
    return (*kept, *learned[: MOST_SUGGESTIONS - len(kept)])


def learned_suggestions(
    review: WeekReview, tasks: Iterable[TaskView], events: Iterable[RecurringEvent]
) -> tuple[Suggestion, ...]:
    """Return what tracked time says of planned lengths: of recurring events, then of tasks."""
    return (*length_suggestions(review.meeting_costs, events), *estimate_suggestions(tasks))


def length_suggestions(
    costs: Iterable[MeetingCost], events: Iterable[RecurringEvent]
) -> tuple[LengthSuggestion, ...]:
    """Return the user's own events to plan at another length, the furthest off first.

    Only of events that were planned at their length and tracked three times in the week, and are
    off by five minutes on average; two events of one title are not told apart. A calendar's
    meeting of that title that takes their place has its own length.
    """
    of_title: dict[str, list[RecurringEvent]] = {}
    for event in events:
        of_title.setdefault(title_key(event.title), []).append(event)
    found = []
    for cost in costs:
        same = of_title.get(title_key(cost.title), [])
        if len(same) == 1 and cost.count >= LEAST_MEETINGS:
            (event,) = same
            if cost.scheduled != cost.count * event.duration_min * MINUTE:
                continue
            found.append(
                LengthSuggestion(event.id, event.title, cost.count, cost.real, event.duration_min)
            )
    found = [one for one in found if abs(one.gain) >= LEAST_DIFFERENCE * one.count]
    return tuple(sorted(found, key=lambda one: (-abs(one.gain), one.title)))


def estimate_suggestions(tasks: Iterable[TaskView]) -> tuple[EstimateSuggestion, ...]:
    """Return the open tasks that outran their estimate, the worst first.

    The new estimate is the tracked time rounded up to the next half hour that lies above it:
    an open task is not finished yet.
    """
    found = []
    for view in tasks:
        estimate_min = view.task.estimate_min
        if estimate_min is None or view.task.done_at is not None:
            continue
        if view.tracked > timedelta(minutes=estimate_min):
            new_min = (view.tracked // HALF_HOUR + 1) * 30
            found.append(
                EstimateSuggestion(
                    view.task.id, view.task.title, view.tracked, estimate_min, new_min
                )
            )
    found.sort(key=lambda one: (timedelta(minutes=one.estimate_min) - one.tracked, one.task_id))
    return tuple(found)


def hold_suggestions(
    review: WeekReview, tasks: Sequence[TaskView], next_week: WeekSnapshot, days: PlanningDays
) -> tuple[HoldSuggestion, ...]:
    """Return stretches of next week to hold for projects that got an hour less than planned.

    Each is a stretch of working time in which nothing is planned yet, one where most focus was
    lost to added meetings or else the longest, cut to what the project missed (in half hours) and
    to three hours, for the project's first open task in board order. No stretch is proposed twice,
    and none once a project already has a block next week. Only asked for when the reviewed week
    is over.
    """
    if not review.is_over:
        return ()
    planned = {item.project.id for day in next_week.days for item in day.items if item.project}
    added = _places_of_added_meetings(review, days)
    taken: list[Span] = []
    found = []
    for line in review.variances:
        missed = line.planned - line.tracked
        if line.project is None or line.project.id in planned or missed < LEAST_HOLD:
            continue
        task = next((view for view in tasks if view.project == line.project), None)
        long = [
            part
            for day in next_week.days
            for span in open_spans(day)
            for part in difference(span, taken)
            if part.duration >= LEAST_HOLD
        ]
        if task is None or not long:
            continue
        held = _stretch_to_hold(long, missed, added)
        taken.append(held)
        found.append(replace(_hold(line.project, task, held, days), lost=_time_in(held, added)))
    return tuple(found)


def _stretch_to_hold(long: Iterable[Span], missed: timedelta, added: Sequence[Span]) -> Span:
    """Return the part to hold of the stretch with most time in ``added``, else of the longest."""
    best = max(long, key=lambda span: (_time_in(span, added), span.duration))
    length = min(best.duration, MOST_HOLD, -(-missed // HALF_HOUR) * HALF_HOUR)
    first = next((span.start for span in added if span.overlaps(best)), best.start)
    start = max(best.start, min(first, best.end - length))
    return Span(start, start + length)


def _places_of_added_meetings(review: WeekReview, days: PlanningDays) -> list[Span]:
    """Return when added meetings took planned focus, on the wall clock of a week later."""
    return union(
        Span(*(days.instant(loss.day + 7 * DAY, days.minute_of(at, loss.day))
               for at in (loss.span.start, loss.span.end)))
        for day in review.ledger.days
        for loss in day.losses
        if loss.cause is LossCause.MEETING_ADDED
    )  # fmt: skip


def _time_in(span: Span, others: Iterable[Span]) -> timedelta:
    return total(part for other in others if (part := span.intersection(other)))


def _hold(project: Project, view: TaskView, span: Span, days: PlanningDays) -> HoldSuggestion:
    day = days.date_of(span.start)
    start, end = clock_text(span.start, days.zone), clock_text(span.end, days.zone)
    return HoldSuggestion(
        project.id,
        project.name,
        view.activity.id,
        view.task.id,
        view.task.title,
        day,
        span,
        _(
            "Hold {day} {start}–{end} for {project}",
            day=day_name(day.weekday()),
            start=start,
            end=end,
            project=project.name,
        ),
    )
