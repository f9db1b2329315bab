"""From a scheduling problem to a plan that a person can look at and accept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from mle_planner.core.model import Category, Task
from mle_planner.core.planning.gather import PlanningRequest
from mle_planner.core.planning.problem import SLOT_MIN
from mle_planner.core.planning.schedule import PlacedBlock, PlacedFlexible, Schedule
from mle_planner.core.planning.solve import Budget, solve
from mle_planner.core.snapshots import Proposal, ProposedItem, UnplacedTask
from mle_planner.core.timespan import ZERO, Span, total, united, whole_minutes
from mle_planner.core.wording import clock_text, day_text


def propose(
    request: PlanningRequest,
    budget: Budget | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Proposal:
    """Return the plan for a request; the same request gives the same plan.

    Without a budget it is the one for a first plan, fit to wait for.
    """
    schedule = solve(
        request.problem, budget=budget or Budget.first(request.problem), cancelled=cancelled
    )
    return proposal_of(request, schedule)


def proposal_of(request: PlanningRequest, schedule: Schedule) -> Proposal:
    """Return a schedule in terms of instants, tasks and activities.

    What lies on days that were only looked at is not proposed: it tells the day that work
    moves to.
    """
    placed = [
        *(_task_item(request, block) for block in schedule.blocks if not block.pinned),
        *(_flexible_item(request, event) for event in schedule.flexible),
    ]
    asked = set(request.asked)
    items = [item for item in placed if request.days.date_of(item.span.start) in asked]
    later = [item for item in placed if request.days.date_of(item.span.start) not in asked]
    coding = united(item.span for item in items if item.category is Category.CODING)
    return Proposal(
        days=request.asked,
        items=tuple(sorted(items, key=lambda item: (item.span, item.title))),
        replaced_keys=request.replaced_keys,
        unplaced=(*_moved(request, later), *_unplaced(request, schedule), *request.left_out),
        coding=total(coding) if coding else ZERO,
        based_on=request.revision,
    )


def _moved(request: PlanningRequest, later: Iterable[ProposedItem]) -> list[UnplacedTask]:
    """Return what has its place on a later day, in the order in which it comes."""
    spans: dict[Task, list[Span]] = {}
    for item in sorted(later, key=lambda item: item.span):
        if item.task is not None:
            spans.setdefault(item.task, []).append(item.span)
    return [
        UnplacedTask(task, whole_minutes(total(parts)), _moves_to(request, parts[0].start))
        for task, parts in spans.items()
    ]


def _moves_to(request: PlanningRequest, start: datetime) -> str:
    day = day_text(request.days.date_of(start))
    return f"Moves to {day} {clock_text(start, request.days.zone)}."


def _task_item(request: PlanningRequest, block: PlacedBlock) -> ProposedItem:
    task = request.tasks[block.task]
    project = None if task.project_id is None else request.projects.get(task.project_id)
    return ProposedItem(
        span=_span(request, block),
        title=task.title,
        activity=request.activities[task.activity_id],
        project=project,
        task=task,
    )


def _flexible_item(request: PlanningRequest, placed: PlacedFlexible) -> ProposedItem:
    item = request.flexible[placed.event]
    return ProposedItem(
        span=_span(request, placed),
        title=item.title,
        activity=item.activity,
        frame=item.frame,
        series_key=item.series_key,
    )


def _unplaced(request: PlanningRequest, schedule: Schedule) -> list[UnplacedTask]:
    return [
        UnplacedTask(request.tasks[left.task], left.slots * SLOT_MIN, "")
        for left in schedule.unplaced
    ]


def _span(request: PlanningRequest, placed: PlacedBlock | PlacedFlexible) -> Span:
    day = request.dates[placed.day]
    start = request.days.instant(day, placed.start * SLOT_MIN)
    end = request.days.instant(day, placed.end * SLOT_MIN)
    # Slots are of the wall clock. Over an hour that comes twice the work takes no longer; over
    # one that the clocks skip it is cut short, but never to nothing.
    end = min(end, start + timedelta(minutes=SLOT_MIN) * (placed.end - placed.start))
    return Span(start, max(end, start + timedelta(minutes=SLOT_MIN)))
