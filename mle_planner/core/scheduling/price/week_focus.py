"""The focus of a planned week, and how whole it is."""

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
    """The focus of some planned days; ``in_long`` is that in stretches of an hour or more."""

    focus: timedelta
    in_long: timedelta


def week_focus(
    request: PlanningRequest, plan: PlannedRequest, only: date | None = None
) -> WeekFocus:
    """Return the focus that a plan has on the days asked for, or on one of them."""
    days = _asked(request) if only is None else [request.dates.index(only)]
    found = [end - start for day in days for start, end in _stretches(request, plan, day)]
    lengths = [SLOT * slots for slots in found]
    long = (length for length in lengths if length >= LONG)
    return WeekFocus(sum(lengths, timedelta()), sum(long, timedelta()))


def project_time(
    request: PlanningRequest, plan: PlannedRequest, project_id: ProjectId
) -> timedelta:
    """Return the time that a plan has for the tasks of a project on the days asked for."""
    return SLOT * sum(
        end - start
        for day in _asked(request)
        for task, start, end in plan.blocks_on(day)
        if request.tasks[task].project_id == project_id
    )


def _asked(request: PlanningRequest) -> Iterable[int]:
    return map(request.dates.index, request.asked)


def _stretches(request: PlanningRequest, plan: PlannedRequest, day: int) -> Iterator[list[int]]:
    """Yield the stretches of focus of a day without anything between, in slots."""
    spans = [
        (event.end - event.coding_slots, event.end)
        for event in request.problem.fixed
        if event.day == day and event.coding_slots
    ]
    spans += [(start, end) for task, start, end in plan.blocks_on(day) if _is_focus(request, task)]
    open_one: list[int] | None = None
    for start, end in sorted(spans):
        if open_one is not None and start <= open_one[1]:
            open_one[1] = max(open_one[1], end)
            continue
        if open_one is not None:
            yield open_one
        open_one = [start, end]
    if open_one is not None:
        yield open_one


def _is_focus(request: PlanningRequest, task: str) -> bool:
    return request.activities[request.tasks[task].activity_id].category.is_focus
