"""From a scheduling problem to a plan that a person can look at and accept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

from mle_planner.core.base.timespan import ZERO, Span, total, united, whole_minutes
from mle_planner.core.i18n.formats import clock_text, day_text
from mle_planner.core.i18n.gettext import _
from mle_planner.core.model.records import Category
from mle_planner.core.refs import EventRef, PlannedRef, parse_planned_ref
from mle_planner.core.scheduling.problem import SLOT_MIN, PreviousPlan, Problem
from mle_planner.core.scheduling.reasons.placed import Explainer
from mle_planner.core.scheduling.remedies import RoomChange, RoomFinder, RoomKind
from mle_planner.core.scheduling.replan import push_rest_of_day
from mle_planner.core.scheduling.request import PlanningRequest
from mle_planner.core.scheduling.schedule import PlacedBlock, PlacedFlexible, Schedule
from mle_planner.core.scheduling.solve import Budget, solve
from mle_planner.core.snapshots import Proposal, ProposedItem, Remedy, UnplacedTask

_TRYING_FIRST = 1
_TRYING = 4
_TRYING_SETTLED = 16
_DAYS_WITH_REMEDIES = 7
"""How long remedies are tried, each by planning again, in times of a first plan: for a first plan
that a settled one follows, for one that nothing follows, and for the settled one. Over more days
that would be too long, and none are offered.
"""


def propose(
    request: PlanningRequest,
    budget: Budget | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Proposal:
    """Return the plan for a request; the same request gives the same plan.

    Without a budget it is the one for a first plan, fit to wait for.
    """
    first = Budget.first(request.problem)
    schedule = solve(request.problem, budget=budget or first, cancelled=cancelled)
    if budget is None:
        return proposal_of(request, schedule, _TRYING)
    is_first = budget.steps <= first.steps
    return proposal_of(request, schedule, _TRYING_FIRST if is_first else _TRYING_SETTLED)


def propose_push(request: PlanningRequest) -> Proposal:
    """Return a plan in which only the movable rest of the first day flows anew.

    What no longer fits is listed, without remedies: whether one helps only pushing again would
    tell, and that takes too long to try. Other days stay as they are.
    """
    problem = request.problem
    pushed = push_rest_of_day(problem, _standing(problem), 0)
    pushed_request = replace(
        request, left_out=()
    )  # those were not in the plan and fell off nothing
    schedule = replace(pushed.schedule, unplaced=pushed.fell_off)
    return proposal_of(pushed_request, schedule, trying=0)


def proposal_of(request: PlanningRequest, schedule: Schedule, trying: int = _TRYING) -> Proposal:
    """Return a schedule in terms of instants, tasks and activities, with its reasons.

    What lies on days that were only looked at is not proposed: it tells the day that work
    moves to. ``trying`` is how long remedies are tried, in times of a first plan.
    """
    explainer = Explainer(request.problem, schedule)
    first = Budget.first(request.problem)
    most_steps = trying * first.steps if len(request.dates) <= _DAYS_WITH_REMEDIES else 0
    finder = RoomFinder(request.problem, schedule, first, most_steps)
    placed = [
        *(_task_item(request, block, explainer) for block in schedule.blocks if not block.pinned),
        *(_flexible_item(request, event) for event in schedule.flexible),
    ]
    asked = set(request.asked)
    wanted = [item for item in placed if request.days.date_of(item.span.start) in asked]
    wanted.sort(key=lambda item: (item.span, item.title))
    items = [replace(item, id=number) for number, item in enumerate(wanted, 1)]
    later = [item for item in placed if request.days.date_of(item.span.start) not in asked]
    coding = united(item.span for item in items if item.category is Category.CODING)
    return Proposal(
        days=request.asked,
        items=tuple(items),
        replaced_keys=request.replaced_keys,
        unplaced=(*_unplaced(request, explainer, finder, later), *request.left_out),
        coding=total(coding) if coding else ZERO,
        based_on=request.revisions,
    )


def _unplaced(
    request: PlanningRequest,
    explainer: Explainer,
    finder: RoomFinder,
    later: Iterable[ProposedItem],
) -> list[UnplacedTask]:
    """Return a line for each task that is not all within the days asked for.

    First what has its place on a later day, in the order in which it comes, then what has none
    at all.
    """
    moved: dict[str, list[ProposedItem]] = {}
    for item in sorted(later, key=lambda item: item.span):
        if item.task is not None:
            moved.setdefault(str(item.task.id), []).append(item)
    nowhere = {left.task: left.slots for left in explainer.schedule.unplaced}
    lines = []
    for task_id in [*moved, *(key for key in nowhere if key not in moved)]:
        parts = moved.get(task_id, [])
        minutes = whole_minutes(total(part.span for part in parts))
        sentences = [_moves_to(request, parts[0])] if parts else []
        remedies: tuple[Remedy, ...] = ()
        if task_id in nowhere:
            minutes += nowhere[task_id] * SLOT_MIN
            sentences.append(explainer.why_not(task_id).sentence)
            remedies = _remedies(finder, task_id)
        task = request.tasks[task_id]
        lines.append(UnplacedTask(task, minutes, " ".join(sentences), remedies))
    return lines


def _moves_to(request: PlanningRequest, item: ProposedItem) -> str:
    day = day_text(request.days.date_of(item.span.start))
    moves = _(
        "Moves to {day} {time}.", day=day, time=clock_text(item.span.start, request.days.zone)
    )
    return f"{moves} {item.reason}".rstrip()


def _remedies(finder: RoomFinder, task_id: str) -> tuple[Remedy, ...]:
    return tuple(Remedy(room.sentence, *_act(room.change)) for room in finder.rooms(task_id))


def _act(change: RoomChange) -> tuple[int | None, PlannedRef | None]:
    """Return what of a change the planner can carry out; other people's meetings stay."""
    if change.kind is RoomKind.SHORTER_PIECES and change.slots is not None:
        return change.slots * SLOT_MIN, None
    if change.kind is RoomKind.LEAVE_OUT and change.event is not None:
        ref = parse_planned_ref(change.event)
        return None, None if isinstance(ref, EventRef) else ref
    return None, None


def _standing(problem: Problem) -> Schedule:
    """Return the plan that stands, in the terms of a schedule."""
    previous = problem.previous or PreviousPlan()
    pinned = [
        PlacedBlock(where.day, where.start, where.end, task.id, pinned=True)
        for task in problem.tasks
        for where in task.pinned
    ]
    blocks = [PlacedBlock(at.day, at.start, at.end, task) for task, at in previous.blocks]
    flexible = []
    for event in problem.flexible:
        at = previous.flexible.get(event.id) or event.current
        start = at.slot if at is not None else event.ideal
        if start is not None and event.windows:
            day = event.windows[0].day
            flexible.append(PlacedFlexible(day, start, start + event.durations[0], event.id))
    return Schedule(tuple(sorted((*pinned, *blocks))), tuple(sorted(flexible)))


def _task_item(request: PlanningRequest, block: PlacedBlock, explainer: Explainer) -> ProposedItem:
    task = request.tasks[block.task]
    project = None if task.project_id is None else request.projects.get(task.project_id)
    return ProposedItem(
        id=0,
        span=_span(request, block),
        title=task.title,
        activity=request.activities[task.activity_id],
        project=project,
        task=task,
        reason=explainer.why_here(block).sentence,
    )


def _flexible_item(request: PlanningRequest, placed: PlacedFlexible) -> ProposedItem:
    item = request.flexible[placed.event]
    return ProposedItem(
        id=0,
        span=_span(request, placed),
        title=item.title,
        activity=item.activity,
        frame=item.frame,
        occurrence=item.occurrence,
    )


def _span(request: PlanningRequest, placed: PlacedBlock | PlacedFlexible) -> Span:
    day = request.dates[placed.day]
    start = request.days.instant(day, placed.start * SLOT_MIN)
    end = request.days.instant(day, placed.end * SLOT_MIN)
    # Slots are of the wall clock. Over an hour that comes twice the work takes no longer; over
    # one that the clocks skip it is cut short, but never to nothing.
    end = min(end, start + timedelta(minutes=SLOT_MIN) * (placed.end - placed.start))
    return Span(start, max(end, start + timedelta(minutes=SLOT_MIN)))
