"""Plans week by week, the nearest first, so that every range of days gets the same plan.

The days are cut into weeks from today on. Each week is planned in full, including the work that
later due dates need of it (``demand``); what it does not place is left to the next one. So today is
planned the same whether a day, a week or a month is requested, and a request costs no more than the
weeks it covers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from mle_planner.core.scheduling.due_first import late_earliest_due_first, late_slots, late_slots_of
from mle_planner.core.scheduling.finished_plan import finished_plan
from mle_planner.core.scheduling.present import (
    hold_days,
    present_schedule,
    split_as_in,
    with_own_pins,
)
from mle_planner.core.scheduling.problem import (
    HORIZON_DAYS,
    NEVER,
    WEEK_DAYS,
    DayRange,
    Moment,
    PresentPlan,
    Problem,
    ProblemTask,
    split_if_late,
)
from mle_planner.core.scheduling.schedule import Schedule
from mle_planner.core.scheduling.scoring import loss_of_event
from mle_planner.core.scheduling.solve import Budget, allowed_part, schedule_of
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.model.task_limits import (
    first_day_of_work,
    is_overdue,
    paces,
)
from mle_planner.core.scheduling.week_problem import first_week, week_of, with_short_rest

_MOST_ROUNDS = 3
"""The most times a week is planned so that nothing becomes late in the weeks after it."""

_AGAIN_SHARE = 2
"""Each round but the first gets 1 / ``_AGAIN_SHARE`` of the steps."""

_CAN_WAIT = 1
"""The cost of leaving a slot for later of a task that should wait."""

_LEAST_WAITING = 3
"""The least work without a place for which other work gives up its own, in slots."""

_MOST_BLOCKS = 6
"""The most blocks of a task on a day, if less is lost with so many."""

_LATER_SHARE = 3
"""Each week but the first gets 1 / ``_LATER_SHARE`` of its budget."""


@dataclass(frozen=True, slots=True)
class PlannedWeek:
    """A week of the whole problem: its first day in it, its own problem, and its plan."""

    first: int
    problem: Problem
    schedule: Schedule

    @property
    def beyond(self) -> int:
        """The first day after the week, in the whole problem."""
        return self.first + len(self.problem.days)


def plan_weeks(
    problem: Problem,
    until: int,
    budget: Callable[[Problem], Budget] = Budget.first,
    accepted: Collection[date] = (),
    pushed: Schedule | None = None,
) -> tuple[PlannedWeek, ...]:
    """Return the plans of the weeks up to the one that includes the day ``until``.

    Later weeks follow while a late task is unfinished, so that it is known when it is finished.
    Blocks on ``accepted`` days stay, and the first day of a plan that was ``pushed``. On other days
    the present plan stays unless a better one is found, so that accepting a plan changes nothing.
    """
    weeks: list[PlannedWeek] = []
    left = {task.id: task.remaining for task in problem.tasks}
    first = 0
    while first < len(problem.days) and (first <= until or _is_late(problem, first, left)):
        share = _LATER_SHARE if weeks else 1

        def share_of_budget(part: Problem, share: int = share) -> Budget:
            return Budget(budget(part).steps // share)

        week: PlannedWeek | None
        if pushed is not None and not weeks:
            part = split_as_in(first_week(problem), pushed, {0})
            week = _held_week(0, part, pushed, {0}, share_of_budget)
        else:
            week = _accepted_week(problem, first, left, share_of_budget, accepted)
        if week is None:
            week = _planned_week(problem, first, left, share_of_budget)
        left = left_after(week, left)
        weeks.append(week)
        first = week.beyond
    return tuple(weeks)


def _accepted_week(
    problem: Problem,
    first: int,
    left: Mapping[str, int],
    budget: Callable[[Problem], Budget],
    accepted: Collection[date],
) -> PlannedWeek | None:
    """Return a week in which the accepted days stay unchanged.

    None if the week has no accepted day, or if some of the present plan cannot stay.
    """
    part = week_of(problem, first, min(first + WEEK_DAYS, len(problem.days)), left)
    held = {number for number, day in enumerate(part.days) if day.date in accepted}
    if part.present is None or not held:
        return None
    present = present_schedule(part)
    part = split_as_in(part, present, held)
    draft = allowed_part(Tables(part), present)
    if sum(map(len, draft.places)) < sum(not block.pinned for block in present.blocks):
        return None
    if all(number in held for number, day in enumerate(part.days) if day.windows):
        return PlannedWeek(first, part, schedule_of(draft))
    return _held_week(first, part, present, held, budget)


def _held_week(
    first: int,
    part: Problem,
    present: Schedule,
    held: Collection[int],
    budget: Callable[[Problem], Budget],
) -> PlannedWeek:
    """Return a week planned around the days of a present plan that are ``held``."""
    schedule = finished_plan(hold_days(part, present, held), budget(part))
    events = [each for each in present.flexible if each.day in held]
    schedule = replace(schedule, flexible=tuple(sorted((*schedule.flexible, *events))))
    return PlannedWeek(first, part, with_own_pins(part, schedule))


def _planned_week(
    problem: Problem, first: int, left: Mapping[str, int], budget: Callable[[Problem], Budget]
) -> PlannedWeek:
    """Plan a week, and again while work that it leaves to later weeks would be late there.

    In the next round that work is done in the week, and other work waits: what is due last or
    never, and matters least.
    """
    beyond = min(first + WEEK_DAYS, len(problem.days))
    kept = _places_to_keep(problem, first, beyond, left)
    deferrals: dict[str, int] = {}
    best: PlannedWeek | None = None
    least = (0, 0)
    for _round in range(_MOST_ROUNDS):
        part = replace(week_of(problem, first, beyond, left, deferrals), present=kept)
        present = present_schedule(part) if part.present and part.present.blocks else None
        share = Budget(budget(part).steps // (_AGAIN_SHARE if deferrals else 1))
        week = PlannedWeek(first, part, finished_plan(part, share, present))
        late = late_afterwards(problem, week, left)
        cost = (late_slots(part, week.schedule), sum(late.values()))
        if best is None or cost < least:
            best, least = week, cost
        before = dict(deferrals)
        deferrals |= dict.fromkeys(_that_can_wait(problem, week, late), _CAN_WAIT)
        deferrals |= {
            task: _as_if_due(problem, task) for task in late if 2 * late[task] >= left[task]
        }
        if deferrals == before:
            break
    assert best is not None
    return _cut_where_less_is_lost(best, budget)


def _places_to_keep(
    problem: Problem, first: int, beyond: int, left: Mapping[str, int]
) -> PresentPlan | None:
    """Return the present plan of a week, without places that more pressing work may need.

    If some work has no place in it, because it is new, was missed or a meeting took its place,
    other work keeps its place only if it is at least as pressing as all work without a place, and
    due no later than any of it. What the plan left out on purpose does not count. The block under
    way also keeps its place, if no work without a place is due by the next day of work. Of work
    that is as pressing, begun work counts as more pressing.
    """
    part = week_of(problem, first, beyond, left)
    if problem.present is None or part.present is None:
        return part.present
    plan = with_short_rest(part)
    part = replace(part, present=plan)
    present = allowed_part(Tables(part), present_schedule(part))
    without = {task.id: slots for task, slots in zip(part.tasks, present.left, strict=True)}
    for task, place in problem.present.blocks:
        if task in without and place.day >= beyond:
            without[task] -= place.end - place.start
    if problem.present.missed is not None:
        without = {
            task: min(without[task], problem.present.missed.get(task, 0)) for task in without
        }
    waiting = [task for task, slots in without.items() if slots >= _LEAST_WAITING]
    if not waiting:
        return plan
    pace = paces(part)
    due = {task.id: max(task.due or NEVER, part.now) for task in part.tasks}
    is_begun = {task.id: task.is_begun for task in part.tasks}
    most = max((pace[task], is_begun[task]) for task in waiting)
    soonest = min(due[task] for task in waiting)
    next_day = [day.date for day in part.days if day.windows and day.date > part.now.date][:1]
    keeps_current = [soonest.date] > next_day

    def keeps(task: str, place: DayRange) -> bool:
        is_now = (part.days[place.day].date, place.start) == part.now
        if keeps_current and is_now and place in present.places[present.tables.task_index[task]]:
            return True
        presses = (pace[task], is_begun[task]) >= most and due[task] <= soonest
        return task not in waiting and presses

    return replace(plan, blocks=tuple(block for block in plan.blocks if keeps(*block)))


def _cut_where_less_is_lost(week: PlannedWeek, budget: Callable[[Problem], Budget]) -> PlannedWeek:
    """Return a plan in which tasks are split more, if less is late then or lunch loses less."""
    pressed = _pressed(week)
    whole = {task.id for task in pressed if task.min_chunk_if_late is not None}
    if not whole and not any(_has_most_blocks(week, task) for task in pressed):
        return week
    problem = _with_more_cuts(week.problem, whole, _MOST_BLOCKS)
    has_plan = problem.present is not None and problem.present.blocks
    start = present_schedule(problem) if has_plan else week.schedule
    schedule = finished_plan(problem, budget(problem), start)
    before, after = (_weight_of_delays(problem, plan) for plan in (week.schedule, schedule))
    is_less = after < before
    if after == before:
        lost, lost_before = (_lost_of_events(problem, plan) for plan in (schedule, week.schedule))
        is_less = lost.total() < lost_before.total()
    return replace(week, problem=problem, schedule=schedule) if is_less else week


def _with_more_cuts(problem: Problem, whole: Collection[str], most_blocks: int) -> Problem:
    """Return a problem in which ``whole`` tasks may be split, and all have more blocks a day."""
    most = max(most_blocks, problem.weights.blocks_per_task_day)
    weights = replace(problem.weights, blocks_per_task_day=most)
    return replace(split_if_late(problem, whole), weights=weights)


def _weight_of_delays(problem: Problem, schedule: Schedule) -> tuple[int, int]:
    """Return the days on which the late work of a plan ends and its late slots, by priority."""
    late = days = 0
    for task in problem.tasks:
        weight = problem.weights.priority[task.priority - 1]
        slots, day = _delay(problem, schedule, task)
        late += weight * slots
        days += weight * day
    return days, late


def _lost_of_events(problem: Problem, schedule: Schedule) -> Counter[int]:
    """Return the cost by day of lunch and the like that are left out, shorter or moved."""
    placed = {each.event: each for each in schedule.flexible}
    lost = Counter[int]()
    for event in problem.flexible:
        lost[event.windows[0].day] += loss_of_event(event, placed.get(event.id))
    return lost


def _pressed(week: PlannedWeek) -> list[ProblemTask]:
    """Return the tasks to split more on trial.

    These are the late tasks, tasks placed before a late one that are due after it, and due tasks of
    a day that has no room for lunch and the like at its usual time.
    """
    problem, schedule = week.problem, week.schedule
    late = [task for task in problem.tasks if any(_delay(problem, schedule, task))]
    full = {day for day, lost in _lost_of_events(problem, schedule).items() if lost}
    return [
        task
        for task in problem.tasks
        if task in late
        or any(_is_in_the_way(week, task, other) for other in late)
        or (task.due and any(block.day in full for block in schedule.of_task(task.id)))
    ]


def _has_most_blocks(week: PlannedWeek, task: ProblemTask) -> bool:
    """Whether the task has as many blocks on a day as it may have."""
    blocks = Counter(block.day for block in week.schedule.of_task(task.id) if not block.pinned)
    return max(blocks.values(), default=0) >= week.problem.weights.blocks_per_task_day


def _is_in_the_way(week: PlannedWeek, task: ProblemTask, late: ProblemTask) -> bool:
    """Whether a task has a block before the due time of a late task, and is due after it."""
    if late.due is None or task.due is None or not week.problem.now < late.due < task.due:
        return False
    dates = [day.date for day in week.problem.days]
    return any(
        Moment(dates[block.day], block.end) <= late.due for block in week.schedule.of_task(task.id)
    )


def _delay(problem: Problem, schedule: Schedule, task: ProblemTask) -> tuple[int, int]:
    """Return the late slots of a task and, if any are late, the day it is finished on.

    Of an overdue task those are late that are not done by the first day of work.
    """
    blocks, late = schedule.of_task(task.id), late_slots_of(problem, schedule, task)
    if is_overdue(problem, task):
        first = first_day_of_work(problem)
        done = sum(block.end - block.start for block in blocks if block.day <= first)
        late = task.remaining - done
    elif not late:
        return 0, 0
    placed = sum(block.end - block.start for block in blocks)
    is_done = placed >= task.remaining
    return late, max(block.day for block in blocks) if is_done else len(problem.days)


def _as_if_due(problem: Problem, task_id: str) -> int:
    """Return the cost of leaving a slot of a task for later that must be done now."""
    weights = problem.weights
    return weights.priority[problem.task(task_id).priority - 1] * weights.unplaced_due


def _that_can_wait(problem: Problem, week: PlannedWeek, late: Mapping[str, int]) -> frozenset[str]:
    """Return the work of a week that should wait so that other work is not late in later weeks.

    It is as much work as would be late: first the work due last, then the least important.
    """
    never = date.max
    dues = {task.id: task.due.date if task.due else never for task in problem.tasks}
    first_due = min((dues[task] for task in late), default=never)
    others = [task for task in week.problem.tasks if dues[task.id] > first_due]
    others.sort(key=lambda task: (dues[task.id], task.priority), reverse=True)
    asked = sum(late.values())
    found = set()
    for task in others:
        done = sum(block.end - block.start for block in week.schedule.of_task(task.id))
        if asked > 0 and done:
            found.add(task.id)
            asked -= done
    return frozenset(found)


def left_after(week: PlannedWeek, left: Mapping[str, int]) -> dict[str, int]:
    """Return the slots of each task that are still to do after a week."""
    after = dict(left)
    for block in week.schedule.blocks:
        after[block.task] -= block.end - block.start
    return after


def late_afterwards(problem: Problem, week: PlannedWeek, left: Mapping[str, int]) -> dict[str, int]:
    """Return the late slots of each task after a week, if planned earliest due first."""
    last = problem.days[week.beyond - 1].date
    after = left_after(week, left)
    due = [
        task
        for task in problem.tasks
        if task.due is not None and task.due.date > last and after[task.id] > 0
    ]
    days = [day.date for day in problem.days[:HORIZON_DAYS]]
    until = max((task.due.date for task in due if task.due is not None), default=last)
    beyond = sum(day <= until for day in days)
    if week.beyond >= beyond:
        return {}
    wanted = {task.id: after[task.id] if task in due else 0 for task in problem.tasks}
    return late_earliest_due_first(week_of(problem, week.beyond, beyond, wanted))


def _is_late(problem: Problem, first: int, left: dict[str, int]) -> bool:
    """Whether a task due before that day is not finished."""
    before = problem.days[first].date
    return any(
        left[task.id] > 0 and task.due is not None and task.due.date < before
        for task in problem.tasks
    )
