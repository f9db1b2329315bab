"""The hard rules and the score of a plan, slot by slot, with nothing clever in it.

Shares no code with the solver: everything is spread out over single slots and counted.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from mle_planner.core.scheduling.problem import Problem, ProblemTask
from mle_planner.core.scheduling.schedule import PlacedBlock, Schedule

Slot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with a plan, and its score by tier name."""

    broken: tuple[str, ...]
    tiers: dict[str, int]

    @property
    def score(self) -> int:
        return sum(self.tiers.values())


def check(problem: Problem, schedule: Schedule) -> Verdict:
    """Every broken rule in words, and what the plan costs."""
    return Verdict(broken_rules(problem, schedule), _tiers(problem, schedule))


def due_slots_left(problem: Problem, schedule: Schedule) -> int:
    """Slots not placed of tasks that are due inside the horizon."""
    last = problem.days[-1].date
    due = {task.id for task in problem.tasks if task.due and task.due.date <= last}
    return sum(each.slots for each in schedule.unplaced if each.task in due)


def score_of(problem: Problem, schedule: Schedule) -> int:
    """What the plan costs; it must break no rule."""
    return sum(_tiers(problem, schedule).values())


def _cells(block: PlacedBlock) -> list[Slot]:
    return [(block.day, slot) for slot in range(block.start, block.end)]


class _Last:
    """The problem that was looked at last, and its working slots: it is read for many plans."""

    problem: Problem | None = None
    working: ClassVar[dict[Slot, int]] = {}


def _working(problem: Problem) -> dict[Slot, int]:
    """Working slots that are not past, with the number of their window."""
    if _Last.problem is not problem:
        _Last.problem, _Last.working = problem, _working_slots(problem)
    return _Last.working


def _working_slots(problem: Problem) -> dict[Slot, int]:
    return {
        (number, slot): window
        for number, day in enumerate(problem.days)
        for window, (start, end) in enumerate(day.windows)
        for slot in range(start, end)
        if (day.date, slot) >= problem.now
    }


def slots_moved(earlier: Schedule, now: Schedule) -> int:
    """How many slots of a plan no longer hold the same task."""

    def cells(schedule: Schedule) -> set[tuple[str, int, int]]:
        return {(b.task, b.day, slot) for b in schedule.blocks for slot in range(b.start, b.end)}

    return len(cells(earlier) - cells(now))


def broken_rules(problem: Problem, schedule: Schedule) -> tuple[str, ...]:
    """Every broken rule in words."""
    working = _working(problem)
    met = {(e.day, slot) for e in problem.fixed for slot in range(e.start, e.end)}
    padded = {
        (e.day, slot)
        for e in problem.fixed
        for slot in range(e.start - e.buffer_before, e.end + e.buffer_after)
    }
    broken = _broken_flexible(problem, schedule, working, met)
    pinned = sorted((p.day, p.start, p.end, t.id) for t in problem.tasks for p in t.pinned)
    shown = sorted((b.day, b.start, b.end, b.task) for b in schedule.blocks if b.pinned)
    if pinned != shown:
        broken.append("a pinned block is not where it was")
    flexible = {event.id: event for event in problem.flexible}
    kept_free = set()
    for placed in schedule.flexible:
        event = flexible[placed.event]
        for slot in range(placed.start - event.buffer_before, placed.end + event.buffer_after):
            kept_free.add((placed.day, slot))
    taken: set[Slot] = set()
    for block in schedule.blocks:
        cells = _cells(block)
        if taken & set(cells):
            broken.append(f"{block} overlaps another block")
        taken |= set(cells)
        if block.pinned:
            continue
        if not cells or any(cell not in working for cell in cells):
            broken.append(f"{block} is empty, outside working time or past")
        elif len({working[cell] for cell in cells}) != 1:
            broken.append(f"{block} spans two windows")
        if (met | padded | kept_free) & set(cells):
            broken.append(f"{block} stands in an event or its buffer")
        broken += _outside_wishes(problem, problem.task(block.task), block)
    for task in problem.tasks:
        broken += _broken_task(problem, task, schedule)
    return (*broken, *_too_long(problem, schedule))


def _broken_flexible(
    problem: Problem, schedule: Schedule, working: dict[Slot, int], met: set[Slot]
) -> list[str]:
    broken = []
    flexible = {event.id: event for event in problem.flexible}
    pinned = {
        (place.day, slot)
        for task in problem.tasks
        for place in task.pinned
        for slot in range(place.start, place.end)
    }
    used: set[Slot] = set()
    if len({placed.event for placed in schedule.flexible}) != len(schedule.flexible):
        broken.append("a flexible event stands twice")
    for placed in schedule.flexible:
        event = flexible[placed.event]
        cells = {(placed.day, slot) for slot in range(placed.start, placed.end)}
        if placed.end - placed.start not in event.durations:
            broken.append(f"{placed} has a length not offered")
        if not any(
            w.day == placed.day and w.start <= placed.start and placed.end <= w.end
            for w in event.windows
        ):
            broken.append(f"{placed} is outside its windows")
        if not cells <= set(working) or len({working[cell] for cell in cells}) != 1:
            broken.append(f"{placed} is not inside one working window")
        if cells & (used | met | pinned):
            broken.append(f"{placed} overlaps something")
        used |= cells
    return broken


def _outside_wishes(problem: Problem, task: ProblemTask, block: PlacedBlock) -> list[str]:
    broken = []
    if task.earliest and (problem.days[block.day].date, block.start) < task.earliest:
        broken.append(f"{block} is before its earliest start")
    if task.windows is not None and not any(
        w.day == block.day and w.start <= block.start and block.end <= w.end for w in task.windows
    ):
        broken.append(f"{block} is outside its allowed windows")
    return broken


def _left(task: ProblemTask, schedule: Schedule) -> tuple[int, int]:
    """Slots to place beside the pinned ones, and slots placed."""
    pinned = sum(place.end - place.start for place in task.pinned)
    placed = sum(b.end - b.start for b in schedule.of_task(task.id) if not b.pinned)
    return max(0, task.remaining - pinned), placed


def _broken_task(problem: Problem, task: ProblemTask, schedule: Schedule) -> list[str]:
    broken = []
    weights = problem.weights
    every = sorted(schedule.of_task(task.id))
    free = [block for block in every if not block.pinned]
    wanted, placed = _left(task, schedule)
    least = min(task.min_chunk, wanted)
    if any(not least <= block.end - block.start <= task.max_chunk for block in free):
        broken.append(f"a block of {task.id} has a length that is not allowed")
    if placed > wanted or 0 < wanted - placed < least:
        broken.append(f"{task.id} has {wanted - placed} slots left over")
    for day in {block.day for block in free}:
        here = [block for block in every if block.day == day]
        if sum(not block.pinned for block in here) > weights.blocks_per_task_day:
            broken.append(f"{task.id} has too many blocks on a day")
        for i, one in enumerate(here):
            for other in here[i + 1 :]:
                near = other.start - one.end < weights.break_slots
                if near and not (one.pinned and other.pinned):
                    broken.append(f"blocks of {task.id} are closer than a break")
        length = sum(block.end - block.start for block in here)
        if task.max_per_day is not None and length > task.max_per_day:
            broken.append(f"{task.id} exceeds its limit for a day")
    for before in task.predecessors if free else ():
        asked, done = _left(problem.task(before), schedule)
        if done < asked:
            broken.append(f"{task.id} stands although {before} is unfinished")
        first = min((block.day, block.start) for block in free)
        if any((block.day, block.end) > first for block in schedule.of_task(before)):
            broken.append(f"{task.id} starts before {before} ends")
    return broken


def _too_long(problem: Problem, schedule: Schedule) -> list[str]:
    broken = []
    weights = problem.weights
    for day in range(len(problem.days)):
        blocks = sorted(b for b in schedule.blocks if b.day == day)
        working = {slot: b for b in blocks for slot in range(b.start, b.end)}
        is_today = problem.days[day].date == problem.now.date
        run = list(range(*problem.worked)) if is_today else []
        for slot in sorted(working):
            if run and slot - run[-1] > weights.break_slots:
                run = []
            run.append(slot)
            moves = any(each in working and not working[each].pinned for each in run)
            if moves and run[-1] + 1 - run[0] > weights.longest_run_slots:
                broken.append(f"work without a break until {slot} on day {day}")
                break
    return broken


def _rate(problem: Problem, task: ProblemTask) -> int:
    weights = problem.weights
    last = problem.days[-1].date
    if task.due is None:
        return weights.unplaced_far
    if task.due.date <= last:
        return weights.unplaced_due
    each = last
    weekdays = 0
    while each < task.due.date:
        each += timedelta(days=1)
        weekdays += each.weekday() < 5
    return next((c for most, c in weights.unplaced_near if weekdays <= most), weights.unplaced_far)


def _tiers(problem: Problem, schedule: Schedule) -> dict[str, int]:
    tiers = dict.fromkeys(("due", "flow", "coding", "focus", "preferences", "stability"), 0)
    working = sorted(_working(problem))
    for task in problem.tasks:
        due, flow = _task_cost(problem, task, schedule, working)
        tiers["due"] += due
        tiers["flow"] += flow
    weights = problem.weights
    for number, day in enumerate(problem.days):
        coding = day.coding_done
        projects = set()
        for block in schedule.blocks:
            if block.day == number:
                task = problem.task(block.task)
                coding += (block.end - block.start) * problem.kinds[task.kind].coding
                projects.add(task.project)
        short = weights.coding_short[min(number, len(weights.coding_short) - 1)]
        tiers["coding"] += short * max(0, day.coding_least - coding)
        tiers["coding"] += weights.coding_over * max(0, coding - day.coding_most)
        tiers["focus"] += weights.project_day * len(projects - {None})
    for block in schedule.blocks:
        task = problem.task(block.task)
        kind = problem.kinds[task.kind]
        for slot in range(block.start, block.end):
            costs = [step.cost for step in kind.energy if step.start <= slot]
            tiers["preferences"] += costs[-1] if costs else 0
        if not block.pinned and kind.deep:
            wanted = min(weights.focus_slots, _left(task, schedule)[0], task.max_chunk)
            short = max(0, wanted - (block.end - block.start))
            tiers["focus"] += weights.block_deep + weights.short_deep * short
        elif not block.pinned:
            tiers["focus"] += weights.block_shallow
    tiers["focus"] += weights.extra_block * _blocks_too_many(problem, schedule)
    _add_flexible(problem, schedule, tiers)
    _add_moved(problem, schedule, tiers)
    return tiers


def _due_day(problem: Problem, task: ProblemTask) -> int:
    before = [day.date <= task.due.date for day in problem.days] if task.due is not None else []
    return sum(before) - 1


def _hurry(problem: Problem, task: ProblemTask) -> int:
    """The factor of waiting: the task's own, or the highest of those that wait for it."""
    weights, due_day = problem.weights, _due_day(problem, task)
    factor = weights.priority[task.priority - 1]
    inside = task.due is not None and task.due.date <= problem.days[-1].date
    workdays = min(due_day, sum(bool(day.windows) for day in problem.days[: max(0, due_day)]))
    usual = factor if task.due is None else factor * weights.pace_due // 100
    soon = (factor * f for until, f in weights.pace_factors if inside and workdays <= until)
    after = [each for each in problem.tasks if task.id in each.predecessors]
    waiting = after if weights.pace_as_successors else []
    return max(next(soon, usual), *(_hurry(problem, each) for each in waiting), 0)


def _task_cost(
    problem: Problem, task: ProblemTask, schedule: Schedule, working: list[Slot]
) -> tuple[int, int]:
    weights = problem.weights
    factor = weights.priority[task.priority - 1]
    wanted, placed = _left(task, schedule)
    due = (wanted - placed) * _rate(problem, task) * factor
    flow = 0
    inside = task.due is not None and task.due.date <= problem.days[-1].date
    flagged = inside and wanted > placed
    due_day = _due_day(problem, task)
    hurry = _hurry(problem, task)
    risky = _last_hours(problem, task, due_day) if inside else []
    for block in schedule.of_task(task.id):
        for slot in range(block.start, block.end):
            flow += factor * (weights.earliness * block.day // max(5, len(problem.days)))
            at = bisect_left(working, (block.day, slot))
            flow += hurry * weights.pace * at // (at + weights.pace_half)
            if (block.day, slot) in risky:
                part = risky.index((block.day, slot)) + 1
                flow += factor * weights.slack_rate * part // len(risky)
            if inside and task.due and (problem.days[block.day].date, slot) >= task.due:
                flagged = True
                days = min(block.day - due_day, weights.late_max_days)
                due += factor * (weights.late_base + weights.late_per_day * days)
    return due + flagged * weights.late_flag * factor, flow


def _last_hours(problem: Problem, task: ProblemTask, due_day: int) -> list[Slot]:
    """The slots before the due time, or the end of that day's work, in which work is a risk."""
    if due_day < 0 or task.due is None:
        return []
    day = problem.days[due_day]
    end = max((end for _, end in day.windows), default=0)
    if day.date == task.due.date:
        end = min(end, task.due.slot)
    return [(due_day, slot) for slot in range(end - problem.weights.slack_slots, end)]


def _blocks_too_many(problem: Problem, schedule: Schedule) -> int:
    """How many movable blocks stand beyond the second of their task on a day."""
    movable = [block for block in schedule.blocks if not block.pinned]
    return sum(
        max(0, sum(block.task == task.id and block.day == day for block in movable) - 2)
        for task in problem.tasks
        for day in range(len(problem.days))
    )


def _add_flexible(problem: Problem, schedule: Schedule, tiers: dict[str, int]) -> None:
    placed = {each.event: each for each in schedule.flexible}
    before = problem.present.flexible if problem.present else {}
    for event in problem.flexible:
        present = placed.get(event.id)
        if present is None:
            tiers["due"] += event.drop_cost
            continue
        tiers["preferences"] += min(
            w.cost
            for w in event.windows
            if w.day == present.day and w.start <= present.start and present.end <= w.end
        )
        length = present.end - present.start
        tiers["preferences"] += event.shrink_costs[event.durations.index(length)]
        if event.ideal is not None:
            tiers["preferences"] += event.deviation_cost * abs(present.start - event.ideal)
        at = (problem.days[present.day].date, present.start)
        if event.current is not None and at != event.current:
            tiers["preferences"] += event.move_cost
        if event.id in before and at != before[event.id]:
            tiers["stability"] += problem.weights.stability_flexible


def _add_moved(problem: Problem, schedule: Schedule, tiers: dict[str, int]) -> None:
    if problem.present is None:
        return
    weights = problem.weights
    taken = {cell: block.task for block in schedule.blocks for cell in _cells(block)}
    known = {task.id for task in problem.tasks}
    for task, place in problem.present.blocks:
        for slot in range(place.start, place.end):
            past = (problem.days[place.day].date, slot) < problem.now
            if task in known and not past and taken.get((place.day, slot)) != task:
                near = place.day < weights.stability_near_days
                tiers["stability"] += weights.stability_near if near else weights.stability_far
