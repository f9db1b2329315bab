"""The focus time of a planned week, and how much of it is in long stretches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from mle_planner.core.base.frozen import dataclass
from mle_planner.core.model.work import ProjectId
from mle_planner.core.plan.sums import LONG
from mle_planner.core.scheduling.price.answer import PlannedRequest
from mle_planner.core.scheduling.problem import SLOT
from mle_planner.core.scheduling.request.planning_request import PlanningRequest


@dataclass(frozen=True, slots=True)
class WeekFocus:
    """The focus time of some planned days; ``in_long`` is the part in stretches of an hour or more.

    A stretch continues after a break, whose own time does not count. So it does not matter into how
    many blocks a plan cuts the work between two meetings.
    """

    focus: timedelta
    in_long: timedelta


def week_focus(
    request: PlanningRequest, plan: PlannedRequest, only: date | None = None
) -> WeekFocus:
    """Return the focus time of a plan on the requested days, or on one of them."""
    days = _asked(request) if only is None else [request.dates.index(only)]
    lengths = [SLOT * slots for day in days for slots in _stretches(request, plan, day)]
    long = (length for length in lengths if length >= LONG)
    return WeekFocus(sum(lengths, timedelta()), sum(long, timedelta()))


def project_time(
    request: PlanningRequest, plan: PlannedRequest, project_id: ProjectId
) -> timedelta:
    """Return the time of a plan for the tasks of a project on the requested days."""
    return SLOT * sum(
        end - start
        for day in _asked(request)
        for task, start, end in plan.blocks_on(day)
        if request.tasks[task].project_id == project_id
    )


def _asked(request: PlanningRequest) -> Iterable[int]:
    return map(request.dates.index, request.asked)


def _stretches(request: PlanningRequest, plan: PlannedRequest, day: int) -> Iterator[int]:
    """Yield the focus of each stretch of a day, in slots."""
    fixed = [event for event in request.problem.fixed if event.day == day]
    spans = [(event.end - event.coding_slots, event.end) for event in fixed if event.coding_slots]
    spans += [
        (start, end)
        for task, start, end in plan.blocks_on(day)
        if request.activities[request.tasks[task].activity_id].category.is_focus
    ]
    pause, focus, until = request.problem.weights.break_slots, 0, 0
    for start, end in sorted(spans):
        is_cut = any(until < event.end and event.start < start for event in fixed)
        if focus and (is_cut or start > until + pause):
            yield focus
            focus, until = 0, 0
        focus += max(0, end - max(start, until))
        until = max(until, end)
    if focus:
        yield focus
