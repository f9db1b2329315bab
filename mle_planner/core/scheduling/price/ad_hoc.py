"""The cost of an ad-hoc task today: the same days are planned without and with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.base.frozen import replace as record_with
from mle_planner.core.base.spans import ZERO, Span, whole_minutes
from mle_planner.core.i18n.formats import clock_range_text, length_words
from mle_planner.core.i18n.gettext import _, listed, planner_error
from mle_planner.core.model.work import Task, TaskId
from mle_planner.core.scheduling.gather import planning_input
from mle_planner.core.scheduling.price.answer import (
    CodingEffect,
    LaterTask,
    PlannedRequest,
    coding_sentence,
    later_tasks,
)
from mle_planner.core.scheduling.problem import SLOT, SLOT_MIN
from mle_planner.core.scheduling.request.build_request import build_request
from mle_planner.core.scheduling.request.planning_request import PlanningRequest
from mle_planner.core.session import Session
from mle_planner.core.tasks.lines import line_context, unsaved_task
from mle_planner.core.tasks.views import TaskView
from mle_planner.core.typed.quick_add.parsing import parse_quick_add

_TODAY = 0


@dataclass(frozen=True, slots=True)
class AdHocRequest:
    """The input for the cost of a task today: plain values for another process.

    ``without`` and ``with_task`` are the same problem except for the task.
    """

    task: Task
    without: PlanningRequest
    with_task: PlanningRequest


@dataclass(frozen=True, slots=True)
class CostlyBlock:
    """A block of today that an ad-hoc task takes time from, and how much."""

    task: Task
    span: Span
    lost: timedelta


@dataclass(frozen=True, slots=True)
class AdHocPrice:
    """The cost of an ad-hoc task today, also in words as ``sentences``.

    ``spans`` are when it would be done; they are shorter than the task if it does not fit.
    """

    task: Task
    spans: tuple[Span, ...]
    blocks: tuple[CostlyBlock, ...]
    coding: CodingEffect
    later: tuple[LaterTask, ...]
    sentences: tuple[str, ...]


def ad_hoc_request(session: Session, text: str) -> AdHocRequest:
    """Return the input for the cost of doing a quick-add line's task today; nothing is stored.

    Raises ``PlannerError`` if the line cannot be read or has no estimate.
    """
    with session.store.one_reading():
        line = parse_quick_add(text, line_context(session))
        if line.problem:
            raise PlannerError(line.problem)
        if line.estimate_min is None:
            raise planner_error("Without an estimate the cost is unknown. Add one, such as 45m.")
        known = planning_input(session, [session.today()])
        task_id = TaskId(max((view.task.id for view in known.tasks), default=0) + 1)
        task = unsaved_task(line, line.project.id if line.project else None, task_id, session.now())
        due_min = line.due_min if line.due == session.today() else None
        task = record_with(task, due=session.today(), due_min=due_min, repeats="")
        view = TaskView(
            task, known.activities[task.activity_id], line.project, ZERO, (), None, False
        )
        with_task = replace(known, tasks=(*known.tasks, view))
        return AdHocRequest(task, build_request(known), build_request(with_task))


def ad_hoc_price(request: AdHocRequest) -> AdHocPrice:
    """Return the cost of a task today, by planning the same problem without and with it."""
    without, with_task = PlannedRequest(request.without), PlannedRequest(request.with_task)
    key = next(key for key, task in request.with_task.tasks.items() if task.id == request.task.id)
    spans = tuple(
        _span(request.with_task, start, end)
        for task, start, end in with_task.blocks_on(_TODAY)
        if task == key
    )
    least = SLOT * request.without.problem.days[_TODAY].coding_least
    coding = CodingEffect(without.coding_on(_TODAY), with_task.coding_on(_TODAY), least)
    late = dict(with_task.late())
    if request.task.due_min is None:  # it has all of today, and its place is told
        late.pop(key, None)
    later = tuple(later_tasks(request.with_task, without.late(), late))
    blocks = tuple(_costly_blocks(request, without, with_task))
    sentences = (
        *_place_sentences(request, spans, blocks),
        *(() if coding.without == coding.with_meeting else (coding_sentence(coding),)),
        *(each.sentence for each in later),
    )
    return AdHocPrice(request.task, spans, blocks, coding, later, sentences)


def _costly_blocks(
    request: AdHocRequest, without: PlannedRequest, with_task: PlannedRequest
) -> Iterator[CostlyBlock]:
    """Yield the blocks of tasks that have less time today, each with its part of the loss."""
    left: dict[str, int] = {}
    for task, start, end in with_task.blocks_on(_TODAY):
        left[task] = left.get(task, 0) + end - start
    for task, start, end in without.blocks_on(_TODAY):
        kept = min(left.get(task, 0), end - start)
        left[task] = left.get(task, 0) - kept
        if kept < end - start:
            span = _span(request.without, start, end)
            yield CostlyBlock(request.without.tasks[task], span, SLOT * (end - start - kept))


def _place_sentences(
    request: AdHocRequest, spans: tuple[Span, ...], blocks: tuple[CostlyBlock, ...]
) -> Iterator[str]:
    zone = request.without.days.zone
    placed = sum((span.duration for span in spans), ZERO)
    wanted = timedelta(minutes=request.task.estimate_min or 0)
    for block in blocks:
        yield _(
            "Takes {length} from {block}, {times}.",
            length=length_words(whole_minutes(block.lost)),
            block=block.task.title,
            times=clock_range_text(block.span.start, block.span.end, zone),
        )
    if not spans:
        yield _("It has no place today.")
    elif placed < wanted:
        yield _(
            "Only {length} of it has a place today.", length=length_words(whole_minutes(placed))
        )
    elif not blocks:
        times = listed([clock_range_text(span.start, span.end, zone) for span in spans])
        yield _("Costs no focus block today. It would be planned at {times}.", times=times)


def _span(request: PlanningRequest, start: int, end: int) -> Span:
    days, today = request.days, request.dates[_TODAY]
    return Span(days.instant(today, start * SLOT_MIN), days.instant(today, end * SLOT_MIN))
