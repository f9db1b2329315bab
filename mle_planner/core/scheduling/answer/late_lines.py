"""The lines about late tasks: how late, why, and the remedies that are offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mle_planner.core.i18n.phrases import SaidDay, SaidNames, Value, phrase
from mle_planner.core.plan.late_words import worded
from mle_planner.core.plan.proposal import (
    LateTask,
    LeaveOut,
    LowestPriority,
    MoveItem,
    OwnHours,
    Remedy,
    RemedyAction,
    ShorterBlocks,
)
from mle_planner.core.refs import BlockRef, EventRef, parse_planned_ref
from mle_planner.core.scheduling.answer.late import Lateness
from mle_planner.core.scheduling.answer.reasons.causes import Cause, length_text, not_before
from mle_planner.core.scheduling.answer.reasons.coding import coding_is_full
from mle_planner.core.scheduling.answer.reasons.placed import Explainer
from mle_planner.core.scheduling.answer.remedies import Room, RoomFinder, steps_of_a_try
from mle_planner.core.scheduling.answer.room_changes import Possible, RoomKind
from mle_planner.core.scheduling.answer.unplaced_lines import OWN_LIMITS
from mle_planner.core.scheduling.boxes import Boxes, box_up
from mle_planner.core.scheduling.contenders import contenders
from mle_planner.core.scheduling.problem import SLOT, SLOT_MIN, Moment, Problem, ProblemTask
from mle_planner.core.scheduling.request.planning_request import PlanningRequest
from mle_planner.core.scheduling.solve import Budget
from mle_planner.core.scheduling.solver.model.task_limits import paces
from mle_planner.core.scheduling.solver.search.pressing import SHORT
from mle_planner.core.scheduling.week_problem import first_week
from mle_planner.core.scheduling.weeks import PlannedWeek

_HOLDING = frozenset(
    {
        Cause.CODING_BAND,
        Cause.OTHER_WORK,
        Cause.OTHER_WORK_BY_CHANCE,
        Cause.PREDECESSOR,
        Cause.WINDOW,
        Cause.PINNED,
    }
)
"""Causes of a block's place that also explain why its task is not finished sooner."""

TRYING = 2
"""How many full tries the search for remedies may cost, where no settled plan follows. A full try
plans again with one change and searches for due dates."""


def room_finder(
    request: PlanningRequest, week: PlannedWeek, trying: int, boxes: Boxes
) -> RoomFinder:
    """Return the finder of remedies for the first week."""
    problem = first_week(box_up(request.problem, request.boxes)[0])  # as planning again has it
    problem = contenders(problem, {block.task for block in week.schedule.blocks})
    first = Budget.first(problem)
    own = {
        event.id
        for event in problem.fixed
        if event.id in request.own_meetings or isinstance(parse_planned_ref(event.id), BlockRef)
    }
    possible = Possible(own, request.extra_days, boxes.members.keys())
    return RoomFinder(problem, week.schedule, first, trying * steps_of_a_try(first), possible)


def late_lines(
    request: PlanningRequest,
    week: PlannedWeek,
    late: Sequence[Lateness],
    finder: RoomFinder,
    trying: int,
    explainers: Sequence[Explainer],
    boxes: Boxes,
) -> list[LateTask]:
    """Return one line per late task, with remedies for those of the first week."""
    rooms = _rooms(week, finder, trying, [boxes.box_of(each.task.id) for each in late])
    return [_late_task(request, week, each, rooms, explainers, boxes) for each in late]


def remedies_for(request: PlanningRequest, finder: RoomFinder, task_id: str) -> tuple[Remedy, ...]:
    """Return the changes that would finish a task in time or sooner, as remedies."""
    return tuple(_remedy(request, room, task_id) for room in finder.rooms(task_id))


@dataclass(frozen=True, slots=True)
class _Found:
    """The changes that would help a late task, and whether all possible ones were tried."""

    rooms: tuple[Room, ...] = ()
    has_tried_all: bool = False


def _rooms(
    week: PlannedWeek, finder: RoomFinder, trying: int, late: Sequence[str]
) -> dict[str, _Found]:
    """Return the helpful changes for each late task of the first week; a box counts as one.

    All of them share the tries equally.
    """
    here = {
        task.id
        for task in week.problem.tasks
        if task.due is not None and task.due.date <= week.problem.days[-1].date
    }
    asked = [task for task in dict.fromkeys(late) if task in here]
    share = max(1, trying // max(1, len(asked))) * steps_of_a_try(Budget.first(week.problem))
    found = {}
    for task in asked:
        found[task] = _Found(finder.rooms(task, share), finder.has_tried_all)
    return found


def _late_task(
    request: PlanningRequest,
    week: PlannedWeek,
    late: Lateness,
    rooms: Mapping[str, _Found],
    explainers: Sequence[Explainer],
    boxes: Boxes,
) -> LateTask:
    """Return the line of a late task, with the remedies for it or for its box.

    The line says why the task is not finished sooner, if that is known.
    """
    task, finished = request.tasks[late.task.id], None
    limit: Value = ""
    elsewhere: Value = ""
    box = boxes.box_of(late.task.id)
    if late.finished is not None:
        at = late.finished
        finished = request.days.instant(request.dates[at.day], at.end * SLOT_MIN)
    elif box in {left.task for left in explainers[-1].schedule.unplaced}:
        reason = explainers[-1].why_not(box)
        if reason.kind in (Cause.NOTHING, Cause.BACKLOG):
            elsewhere = reason.explanation
        elif reason.kind in OWN_LIMITS:
            limit = reason.explanation
    found = rooms.get(box, _Found())
    why = (
        limit
        or _own_start(request.problem, late.task)
        or _no_working_time(request.problem, late.task)
        or _days_off(request.problem, late, until_due=True)
        or _other_timer(request, week, late, box)
        or _too_little(request, late, explainers[0])
        or _what_holds(week, late, explainers, box)
        or _days_off(request.problem, late)
        or elsewhere
    )
    if not found.rooms and not why and found.has_tried_all:
        why = phrase("Nothing that was tried would finish it sooner.")
    found_late = LateTask(
        task,
        SLOT * late.slots,
        finished,
        remedies=tuple(_remedy(request, room, str(task.id)) for room in found.rooms),
        explanation=why,
        unplaced=SLOT * late.unplaced,
    )
    lasting = request.dates[0] not in request.asked
    return worded(request.days, request.now, found_late, lasting=lasting)


def _is_first(week: PlannedWeek, task: str) -> bool:
    """Whether a task is finished within the week and before all other work."""
    last = max(week.schedule.of_task(task), default=None)
    rest = week.problem.task(task).remaining
    return (
        last is not None
        and sum(block.end - block.start for block in week.schedule.of_task(task)) >= rest
        and all(block.task == task or block > last for block in week.schedule.blocks)
    )


def _own_start(problem: Problem, task: ProblemTask) -> Value:
    """Return a sentence if the task may begin only after it is due, else ""."""
    if task.due is None or task.earliest is None or task.earliest < task.due:
        return ""
    return not_before(problem, task.earliest, lasting=False).explanation


def _no_working_time(problem: Problem, task: ProblemTask) -> Value:
    """Return a sentence if no working time is left today, or until a later due time, else ""."""
    if task.due is None:
        return ""
    due, today = task.due, problem.now.date
    ends = [
        (number, end)
        for number, day in enumerate(problem.days)
        for _start, end in day.windows
        if today <= day.date <= due.date
    ]
    if due.date < today or not all(problem.is_past(day, end - 1) for day, end in ends):
        return ""
    if due.date > today:
        return phrase("There is no working time before it is due.")
    return (
        phrase("No working time is left today.") if ends else phrase("Today is not a working day.")
    )


def _days_off(problem: Problem, late: Lateness, *, until_due: bool = False) -> Value:
    """Return a sentence on the days off before a task is finished, or before it is due, else "".

    These are days after today that have working time in other weeks.
    """
    last = len(problem.days) if late.finished is None else late.finished.day
    workdays = {day.date.weekday() for day in problem.days if day.windows}
    run: list[date] = []
    for day in problem.days[1:last]:
        is_over = until_due and late.task.due is not None and day.date > late.task.due.date
        if is_over or (run and day.windows):
            break
        if not day.windows and day.date.weekday() in workdays:
            run.append(day.date)
    if not run:
        return ""
    first, end = (SaidDay(day, problem.now.date) for day in (run[0], run[-1]))
    when = first if first == end else phrase("from {first} to {last}", first=first, last=end)
    return phrase("There is no working time {when}.", when=when)


def _other_timer(request: PlanningRequest, week: PlannedWeek, late: Lateness, box: str) -> Value:
    """Return a sentence if work due by today waits only for another task's timer, else "".

    That is so if the work comes next after the running task and would be planned before it: it is
    at least as pressing, or short, and the other work is not due by today. If lunch or a meeting is
    between them, a block of the work fits before it.
    """
    task, problem = late.task, week.problem
    first, *others = week.schedule.blocks or (None,)
    is_due = task.due is not None and task.due.date <= problem.now.date
    if not is_due or task.predecessors or box == request.running:
        return ""
    if first is None or first.task != request.running or [b.task for b in others[:1]] != [box]:
        return ""
    if (problem.days[first.day].date, first.start) != problem.now:
        return ""
    waiting = problem.task(box)
    is_apart = others[0].start - first.end > problem.weights.break_slots
    if is_apart and first.end - first.start < min(waiting.least_if_late, waiting.remaining):
        return ""
    pace, running = paces(problem), problem.task(first.task)
    is_due_later = running.due is None or running.due.date > problem.now.date
    is_next = is_due_later and waiting.remaining <= SHORT
    if pace[first.task] > pace[box] and not is_next:
        return ""
    return phrase("The timer of {title} is running; stop it to begin sooner.", title=running.name)


def _too_little(request: PlanningRequest, late: Lateness, explainer: Explainer) -> Value:
    """Return a sentence if exactly what is in time would fit without all other work, else "".

    For a task due today it names lunch and the like if more would fit without them; "" if other
    work of the plan would take their time, too.
    """
    task, problem = late.task, explainer.problem
    if task.due is None or not problem.now < task.due or task.due.date > problem.days[-1].date:
        return ""
    in_time = task.remaining - late.slots
    if task.id not in {each.id for each in problem.tasks}:  # it is in a box
        return ""
    if explainer.most_in_time(task.id) != in_time:
        return ""
    length = length_text(in_time)
    beside = _events_before(request, task.due, explainer)
    if beside and explainer.most_in_time(task.id, without_events=True) > in_time:
        if explainer.most_in_time(task.id, without_events=True, beside_work=True) <= in_time:
            return ""
        if not in_time:
            return phrase("Beside {events}, none of it fits before it is due.", events=beside)
        return phrase(
            "Beside {events}, only {length} of it fits before it is due.",
            events=beside,
            length=length,
        )
    if not in_time:
        return phrase("None of it fits before it is due.")
    return phrase("Only {length} of it fits before it is due.", length=length)


def _events_before(request: PlanningRequest, due: Moment, explainer: Explainer) -> SaidNames | None:
    """Return the names of lunch and the like that a plan has before a due time today."""
    names = [
        request.flexible[each.event].title
        for each in explainer.schedule.flexible
        if (explainer.problem.days[each.day].date, each.start) < due
        and due.date == explainer.problem.now.date
    ]
    return SaidNames(tuple(names)) if names else None


def _what_holds(
    week: PlannedWeek, late: Lateness, explainers: Sequence[Explainer], task: str
) -> Value:
    """Return the reason why a late task is not finished sooner; "" if it is not known.

    It is what holds its last block, or else one before it: those after it could be earlier, too.
    Nothing holds a block that begins now. What is finished in a later week is kept off this one.
    """
    blocks = week.schedule.of_task(task)
    if late.finished is None:
        return ""
    before = [each for each in reversed(blocks[:-1]) if not each.pinned]
    for block in (*blocks[-1:], *before):
        if (week.problem.days[block.day].date, block.start) == week.problem.now:
            continue
        reason = explainers[0].why_here(block)
        if reason.kind is Cause.CODING_BAND:
            last = max(n for n, day in enumerate(week.problem.days[: block.day]) if day.windows)
            return coding_is_full(week.problem, week.schedule, last, lasting=False).explanation
        if reason.kind in _HOLDING:
            return reason.explanation
    last = min(late.finished.day, week.beyond)
    days = [number for number in range(last) if week.problem.days[number].windows]
    if _is_first(week, task) and (not days or any(block.day in days for block in blocks)):
        return phrase("No other work comes before it.")
    if not days:
        return ""
    later = explainers[0].why_later(task, days)
    return later.explanation if later.kind in {*_HOLDING, Cause.CAPACITY} else ""


def _remedy(request: PlanningRequest, room: Room, task: str) -> Remedy:
    """Return a room as a remedy."""
    last = max(room.schedule.of_task(task), default=None)
    ends = [] if last is None else [(last.day, last.end)]
    if room.change.begins is not None:
        ends.append(room.change.begins)
    until = min(
        (request.days.instant(room.problem.days[day].date, slot * SLOT_MIN) for day, slot in ends),
        default=None,
    )
    action = _action(request, room)
    return Remedy(room.words, room.result, action, room.is_in_time, room.price, until)


def _action(request: PlanningRequest, room: Room) -> RemedyAction | None:
    """Return what makes a room's change; None for other people's meetings, which is advice."""
    change = room.change
    if change.kind is RoomKind.SHORTER_PIECES and change.slots is not None:
        return ShorterBlocks(change.slots * SLOT_MIN)
    if change.kind in (RoomKind.LONGER_DAY, RoomKind.EXTRA_DAY) and change.day is not None:
        there = room.problem.days[change.day]
        begins, ends = there.windows[0][0] * SLOT_MIN, there.windows[-1][1] * SLOT_MIN
        return OwnHours(there.date, begins, ends)
    if change.other is not None:  # a whole box that waits is advice
        other = request.tasks.get(change.other)
        return None if other is None else LowestPriority(other.id)
    if change.event is None:
        return None
    ref = parse_planned_ref(change.event)
    if isinstance(ref, EventRef):
        return None
    if change.kind is RoomKind.MOVE and change.day is not None and change.slots is not None:
        start = request.days.instant(request.dates[change.day], change.slots * SLOT_MIN)
        return MoveItem(ref, start)
    return LeaveOut(ref)
