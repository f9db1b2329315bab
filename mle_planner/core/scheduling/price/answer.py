"""The price of a meeting: the difference between the plans with and without it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from mle_planner.core.base.spans import ZERO, whole_minutes
from mle_planner.core.i18n.formats import clock_range_text, day_text, length_words
from mle_planner.core.i18n.gettext import _, listed, plural
from mle_planner.core.model.work import Task
from mle_planner.core.plan.late_words import due_words, moment_words
from mle_planner.core.scheduling.answer.late import Lateness, late_tasks
from mle_planner.core.scheduling.boxes import box_up
from mle_planner.core.scheduling.price.focus import CheaperTime, FocusLoss
from mle_planner.core.scheduling.price.request import Invitation, PriceRequest
from mle_planner.core.scheduling.problem import (
    HORIZON_DAYS,
    SLOT,
    SLOT_MIN,
    DayRange,
    Moment,
    PresentPlan,
)
from mle_planner.core.scheduling.request.planning_request import PlanningRequest
from mle_planner.core.scheduling.weeks import PlannedWeek, plan_weeks


@dataclass(frozen=True, slots=True)
class LaterTask:
    """A task that a meeting makes late, or later.

    ``before`` and ``after`` are the work after its due time, without and with the meeting;
    ``finished`` is when it would be done, None if the plan does not finish it.
    """

    task: Task
    before: timedelta
    after: timedelta
    finished: datetime | None
    sentence: str


@dataclass(frozen=True, slots=True)
class CodingEffect:
    """The coding of a day, done and planned, without and with a meeting.

    ``least`` is the lower end of the day's band, zero if there is no band.
    """

    without: timedelta
    with_meeting: timedelta
    least: timedelta

    @property
    def is_missed(self) -> bool:
        """Whether the meeting takes the day below its least coding."""
        return self.with_meeting < self.least <= self.without


@dataclass(frozen=True, slots=True)
class MeetingPrice:
    """The price of a meeting, also in words as ``sentences``."""

    invitation: Invitation
    loss: FocusLoss
    coding: CodingEffect
    later: tuple[LaterTask, ...]
    cheaper: tuple[CheaperTime, ...]
    overlaps: tuple[str, ...]
    sentences: tuple[str, ...]


def meeting_price(request: PriceRequest) -> MeetingPrice:
    """Return the price of a meeting, by planning the same problem without and with it."""
    without, with_meeting = PlannedRequest(request.without), PlannedRequest(request.with_meeting)
    day = request.without.dates.index(request.day)
    coding = CodingEffect(
        without.coding_on(day),
        with_meeting.coding_on(day),
        SLOT * request.without.problem.days[day].coding_least,
    )
    later = tuple(later_tasks(request.with_meeting, without.late(), with_meeting.late()))
    return MeetingPrice(
        request.invitation,
        request.loss,
        coding,
        later,
        request.cheaper,
        request.overlaps,
        (
            _headline(request),
            *_around(request),
            coding_sentence(coding),
            *(each.sentence for each in later),
            *(() if later else (_("No due date is missed because of it."),)),
        ),
    )


class PlannedRequest:
    """A request and its plan, up to the last day of the horizon that due dates are counted on.

    With ``only_asked`` it plans, and counts due dates, only up to the last day asked for.
    """

    def __init__(self, request: PlanningRequest, *, only_asked: bool = False) -> None:
        self._request = request
        self._until = max(request.dates.index(day) for day in request.asked)
        if not only_asked:
            self._until = max(self._until, min(HORIZON_DAYS, len(request.dates)) - 1)
        self._weeks = _opened_weeks(request, self._until)

    def changed(self, request: PlanningRequest, days: Collection[date]) -> PlannedRequest:
        """Return the plan of a request that differs on some ``days``; other days stay as planned.

        On these days blocks move only where that is better.
        """
        after = copy(self)
        after._request = request
        weights = replace(
            request.problem.weights, stability_near=0, stability_far=0, stability_flexible=0
        )
        problem = replace(request.problem, present=self._as_present(request), weights=weights)
        held = set(request.dates) - set(days)
        after._weeks = _opened_weeks(replace(request, problem=problem), self._until, held)
        return after

    def _as_present(self, request: PlanningRequest) -> PresentPlan:
        """Return the plan as the present one of a request, without blocks whose time is taken."""
        events = [(week, each) for week in self._weeks for each in week.schedule.flexible]
        blocks = tuple(
            (block.task, where)
            for week in self._weeks
            for block in week.schedule.blocks
            for where in (DayRange(block.day + week.first, block.start, block.end),)
            if not (block.pinned or _is_taken(request, where))
        )
        return PresentPlan(
            blocks,
            {each.event: Moment(week.problem.days[each.day].date, each.start)
             for week, each in events},
            {each.event: each.end - each.start for _week, each in events},
        )  # fmt: skip

    def late(self) -> Mapping[str, Lateness]:
        """Return the late tasks, by id."""
        found = late_tasks(self._request.problem, self._weeks, self._until)
        return {each.task.id: each for each in found}

    def blocks_on(self, day: int) -> list[tuple[str, int, int]]:
        """Return the blocks of a day in order: task id, first slot, and slot after the last."""
        return sorted(
            (
                (block.task, block.start, block.end)
                for week in self._weeks
                for block in week.schedule.blocks
                if block.day + week.first == day
            ),
            key=lambda block: block[1],
        )

    def coding_on(self, day: int) -> timedelta:
        """Return the coding of a day outside its meetings, done and planned."""
        problem = self._request.problem
        fixed = [event for event in problem.fixed if event.day == day]
        own = sum(event.coding_slots for event in fixed)
        coding = {
            slot for event in fixed for slot in range(event.end - event.coding_slots, event.end)
        }
        coding |= {
            slot
            for task, start, end in self.blocks_on(day)
            if self._is_coding(task)
            for slot in range(start, end)
        }
        for event in fixed:
            if not event.coding_slots:
                coding -= set(range(event.start, event.end))
        slots = problem.days[day].coding_done - own + len(coding)
        return SLOT * slots

    def _is_coding(self, task: str) -> bool:
        problem = self._request.problem
        return problem.kinds[problem.task(task).kind].coding


def _opened_weeks(
    request: PlanningRequest, until: int, held: Collection[date] = ()
) -> list[PlannedWeek]:
    problem, boxes = box_up(request.problem, request.boxes)
    return [
        PlannedWeek(week.first, week.problem, boxes.opened_schedule(week.schedule))
        for week in plan_weeks(problem, until, accepted=held)
    ]


def _is_taken(request: PlanningRequest, where: DayRange) -> bool:
    return any(
        event.day == where.day and event.start < where.end and where.start < event.end
        for event in request.problem.fixed
    )


def later_tasks(
    request: PlanningRequest, before: Mapping[str, Lateness], after: Mapping[str, Lateness]
) -> Iterator[LaterTask]:
    """Yield the tasks that are late after the change, but were not, or were less late, before."""
    for key, late in after.items():
        was = before[key].slots if key in before else 0
        if late.slots <= was:
            continue
        task, finished = request.tasks[key], None
        if late.finished is not None:
            at = late.finished
            finished = request.days.instant(request.dates[at.day], at.end * SLOT_MIN)
        sentence = _late_sentence(
            request, task, finished, (late.slots - was) * SLOT, is_new=not was
        )
        yield LaterTask(task, was * SLOT, late.slots * SLOT, finished, sentence)


def _late_sentence(
    request: PlanningRequest,
    task: Task,
    finished: datetime | None,
    more: timedelta,
    *,
    is_new: bool,
) -> str:
    today = request.dates[0]
    words: dict[str, object] = {
        "task": task.title,
        "due": due_words(request.days, task, today),
        "length": length_words(whole_minutes(more)),
        "when": "" if finished is None else moment_words(request.days, finished, today),
    }
    if not is_new:
        return _("{task}, late anyway, has {length} more after its due date.", **words)
    if finished is None:
        return _("{task}, due {due}, is no longer finished in time.", **words)
    return _("{task}, due {due}, is finished late: {when}.", **words)


def _headline(request: PriceRequest) -> str:
    span, days = request.invitation.span, request.without.days
    lost = whole_minutes(request.loss.total)
    words: dict[str, object] = {
        "title": request.invitation.title,
        "day": day_text(request.day),
        "times": clock_range_text(span.start, span.end, days.zone),
        "length": length_words(lost),
    }
    if lost <= 0:
        return _("{title}, {day} {times}, costs no focus time.", **words)
    return _("{title}, {day} {times}, costs {length} of focus time.", **words)


def _around(request: PriceRequest) -> Iterator[str]:
    if request.invitation.repeats:
        yield _("It repeats; this is the price of the next one.")
    if request.overlaps:
        yield _("It overlaps {titles}.", titles=listed(request.overlaps))


def loss_parts(loss: FocusLoss) -> Sequence[tuple[str, int]]:
    """Return the parts of the loss in whole minutes that add up, without parts of no length.

    Fragments are negative if the meeting uses up more of them than it leaves.
    """
    parts = (
        (_("Meeting"), loss.meeting),
        (_("Free time around it"), loss.buffers),
        (_("Left in pieces too short to use"), loss.fragments),
    )
    return [(words, whole_minutes(length)) for words, length in parts if length != ZERO]


def coding_sentence(coding: CodingEffect) -> str:
    """Return a sentence on the coding of a day without and with the meeting."""
    before, after = whole_minutes(coding.without), whole_minutes(coding.with_meeting)
    if before == after:
        return _("Coding that day stays at {length}.", length=length_words(before))
    words = {"before": length_words(before), "after": length_words(after)}
    if coding.is_missed:
        return _(
            "Coding that day: {after} instead of {before}, below the minimum of {least}.",
            **words,
            least=length_words(whole_minutes(coding.least)),
        )
    return _("Coding that day: {after} instead of {before}.", **words)


def cheaper_heading(price: MeetingPrice) -> str:
    """Return the heading of the cheaper times, or the sentence that there are none."""
    if not price.cheaper:
        return _("No time that week costs less.")
    return plural("Costs less that week", "Cost less that week", len(price.cheaper))
