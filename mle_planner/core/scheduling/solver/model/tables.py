"""The problem as numbers, precomputed for the search.

Tasks, kinds, projects and flexible events become indices in the order of the problem,
so that ids play no part in the search. Sets of slots are whole numbers, bit ``s`` for
slot ``s`` of a day.
"""

from __future__ import annotations

from zlib import crc32

from mle_planner.core.scheduling.problem import SLOTS_PER_DAY, Moment, Problem, ProblemTask
from mle_planner.core.scheduling.solver.model.event_places import event_places
from mle_planner.core.scheduling.solver.model.slot_costs import SlotCosts
from mle_planner.core.scheduling.solver.model.slot_sets import slots
from mle_planner.core.scheduling.solver.model.table_rows import (
    NO_TASK,
    DayTable,
    EventPlace,
    TaskTable,
)
from mle_planner.core.scheduling.solver.model.task_day import Costs, TaskDay
from mle_planner.core.scheduling.solver.model.task_limits import allowed_ranges, due_time, paces
from mle_planner.core.scheduling.solver.model.waiting import waiting


class Tables:
    """The whole problem, precomputed for the search."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.weights = problem.weights
        self.task_index = {task.id: index for index, task in enumerate(problem.tasks)}
        self.projects = _number(task.project for task in problem.tasks)
        self.earliness = [
            (problem.weights.earliness * day) // max(5, len(problem.days))
            for day in range(len(problem.days))
        ]
        self.first_slot = min((a for day in problem.days for a, _ in day.windows), default=0)
        self.last_slot = max((b for day in problem.days for _, b in day.windows), default=0)
        self.slot_costs = SlotCosts(problem, self.first_slot, self.last_slot)
        found = paces(problem)
        self.tasks = [self._task(task, found[task.id]) for task in problem.tasks]
        self.days = [self._day(day) for day in range(len(problem.days))]
        self.ranges = [allowed_ranges(problem, task) for task in problem.tasks]
        working = [day.work for day in self.days]
        self.waiting = waiting(self.tasks, working, self.ranges, problem.weights)
        self.kept = self._present_slots()
        self.kept_tasks = frozenset(task for task, _day in self.kept)
        """The tasks of the present plan."""
        self._on_days: list[list[TaskDay] | None] = [None] * len(self.tasks)
        dates, days = tuple(day.date for day in problem.days), tuple(self.days)
        before = problem.present.flexible if problem.present else {}
        move_cost = problem.weights.stability_flexible
        self.event_places = [
            event_places(event, dates, days, before.get(event.id), move_cost)
            for event in problem.flexible
        ]
        self.drop_costs = [event.drop_cost for event in problem.flexible]
        self.worthwhile_places = [
            [
                (place.day, place.taken, place.kept_free, index)
                for index, place in enumerate(places)
                if place.cost < drop_cost
            ]
            for places, drop_cost in zip(self.event_places, self.drop_costs, strict=True)
        ]
        """Per event the places that cost less than leaving it out, cheapest first."""
        self.places_by_day = [_by_day(places) for places in self.event_places]
        """Per event and day its places: cost, start, end, index."""
        self.events_on = [
            tuple(index for index, found in enumerate(self.places_by_day) if day in found)
            for day in range(len(problem.days))
        ]
        self.constant = self._constant_cost()

    # --- tasks -------------------------------------------------------------------------

    def _task(self, task: ProblemTask, pace: int) -> TaskTable:
        weights = self.weights
        kind = self.problem.kinds[task.kind]
        factor = weights.priority[task.priority - 1]
        pinned = sum(block.end - block.start for block in task.pinned)
        left = max(0, task.remaining - pinned)
        due_day, due_slot, rate = due_time(self.problem, task)
        inside = due_day < len(self.problem.days)
        per_day = [0] * len(self.problem.days)
        for block in task.pinned:
            per_day[block.day] += block.end - block.start
        wanted = min(weights.focus_slots, left, task.max_chunk)
        return TaskTable(
            open=left,
            least=min(task.min_chunk, left),
            longest=min(task.max_chunk, weights.longest_run_slots),
            per_day=task.max_per_day,
            weight=factor,
            pace=pace,
            gain=rate * factor if task.deferral is None else task.deferral,
            flag=weights.late_flag * factor if inside else 0,
            pinned_late=inside
            and any((b.day, b.end) > (due_day, due_slot) for b in task.pinned if b.end > b.start),
            due_day=due_day,
            due_slot=due_slot,
            slack_end=self._slack_end(due_day, due_slot),
            deep=kind.deep,
            coding=kind.coding,
            project=-1 if task.project is None else self.projects[task.project],
            block_cost=weights.block_deep if kind.deep else weights.block_shallow,
            wanted=wanted if kind.deep else 0,
            short_cost=weights.short_deep,
            predecessors=tuple(sorted(self.task_index[each] for each in set(task.predecessors))),
            successors=tuple(
                self.task_index[other.id]
                for other in self.problem.tasks
                if task.id in other.predecessors
            ),
            pinned_end=max((b.day * SLOTS_PER_DAY + b.end for b in task.pinned), default=0),
            pinned_per_day=tuple(per_day),
        )

    def _slack_end(self, due_day: int, due_slot: int) -> int:
        if not self.weights.slack_rate or not 0 <= due_day < len(self.problem.days):
            return -1
        return min(due_slot, max((end for _, end in self.problem.days[due_day].windows), default=0))

    def flow_row(self, task: int, day: int) -> list[int]:
        """Return the cost of each slot of the day for a task's waiting, slack included."""
        table = self.tasks[task]
        base = table.weight * self.earliness[day]
        row = [base + cost for cost in self.slot_costs.flow(table.pace, day)]
        if day == table.due_day and table.slack_end >= 0:
            slack = self.slot_costs.slack(table.weight, table.slack_end)
            row = [one + other for one, other in zip(row, slack, strict=True)]
        return row

    def on_days(self, task: int) -> list[TaskDay]:
        """Return the task on each day."""
        known = self._on_days[task]
        if known is None:
            about, ranges = self.tasks[task], self.ranges[task]
            known = self._on_days[task] = [
                TaskDay(task, day, about, on, ranges[day], self._costs_on(task, day), self.waiting)
                for day, on in enumerate(self.days)
            ]
        return known

    def on_day(self, task: int, day: int) -> TaskDay:
        """Return the task on that day."""
        return self.on_days(task)[day]

    def _costs_on(self, task: int, day: int) -> Costs:
        table, rows = self.tasks[task], self.slot_costs
        kind = self.problem.tasks[task].kind
        new_project = self.weights.project_day if table.project >= 0 else 0
        flat = table.weight * self.earliness[day]
        kept = self.kept.get((task, day))
        late = self.late_rate(task, day)
        if day > table.due_day:
            flat += late
        is_due = day == table.due_day and (table.due_slot < self.last_slot or table.slack_end >= 0)
        if kept is None and not is_due:
            return Costs(rows.profile(kind, table.pace, day), flat, new_project)
        row = rows.base_row(kind, table.pace, day)
        if is_due:
            for slot, cost in enumerate(rows.slack(table.weight, table.slack_end)):
                row[slot] += cost + (late if slot >= table.due_slot else 0)
        for slot, cost in (kept or {}).items():
            row[slot] -= cost
        return Costs(rows.new_profile(row), flat, new_project)

    def late_rate(self, task: int, day: int) -> int:
        """Return the cost of a late slot of the task on that day."""
        table = self.tasks[task]
        weights = self.weights
        days = min(day - table.due_day, weights.late_max_days)
        return table.weight * (weights.late_base + weights.late_per_day * days)

    def open_cost(self, task: int, left: int, late_slots: int) -> int:
        """Return the cost of a task's slots not placed and of its being late."""
        table = self.tasks[task]
        cost = left * table.gain
        if left or late_slots or table.pinned_late:
            cost += table.flag
        return cost

    def late_slots(self, task: int, day: int, start: int, end: int) -> int:
        """Return how many slots of a block are after the task's due time."""
        table = self.tasks[task]
        if day < table.due_day:
            return 0
        if day > table.due_day:
            return end - start
        return max(0, end - max(start, table.due_slot))

    # --- days --------------------------------------------------------------------------

    def _day(self, day: int) -> DayTable:
        problem = self.problem
        given = problem.days[day]
        working = 0
        for start, end in given.windows:
            working |= slots(start, end)
        if given.date < problem.now.date:
            working = 0
        elif given.date == problem.now.date:
            working &= ~slots(0, problem.now.slot)
        met = padded = 0
        for event in problem.fixed:
            if event.day == day:
                met |= slots(event.start, event.end)
                padded |= slots(event.start - event.buffer_before, event.end + event.buffer_after)
        pinned = tuple(
            sorted(
                (block.start, block.end, index)
                for index, task in enumerate(problem.tasks)
                for block in task.pinned
                if block.day == day
            )
        )
        taken = 0
        for start, end, _ in pinned:
            taken |= slots(start, end)
        has_worked = given.date == problem.now.date and problem.worked[0] < problem.worked[1]
        before = ((*problem.worked, NO_TASK),) if has_worked else ()
        return DayTable(
            work=working & ~met & ~padded & ~taken,
            event=working & ~met & ~taken,
            borders=tuple(
                start
                for (_, end), (start, _) in zip(given.windows, given.windows[1:], strict=False)
                if end == start
            ),
            pinned=(*before, *pinned),
            coding_done=given.coding_done
            + sum(end - start for start, end, task in pinned if self.tasks[task].coding),
            coding_least=given.coding_least,
            coding_most=given.coding_most,
            coding_short=self.weights.coding_short[min(day, len(self.weights.coding_short) - 1)],
            pinned_projects=frozenset(
                self.tasks[task].project for _, _, task in pinned if self.tasks[task].project >= 0
            ),
            cost=sum(self._pinned_cost(day, *block) for block in pinned),
        )

    def band_cost(self, day: int, coding: int) -> int:
        """Return the cost of so many slots of coding on a day, against its band."""
        table = self.days[day]
        if coding < table.coding_least:
            return table.coding_short * (table.coding_least - coding)
        if coding > table.coding_most:
            return self.weights.coding_over * (coding - table.coding_most)
        return 0

    def wanted_coding(self, day: int, price: float) -> int:
        """Return the best number of coding slots on a day, each at a price beside the band."""
        table = self.days[day]
        done = table.coding_done
        return min(
            (done, max(done, table.coding_least), max(done, table.coding_most)),
            key=lambda coding: (self.band_cost(day, coding) - price * coding, coding),
        )

    def _pinned_cost(self, day: int, start: int, end: int, task: int) -> int:
        table = self.tasks[task]
        cost = sum(self.slot_costs.energy[self.problem.tasks[task].kind][start:end])
        cost += sum(self.flow_row(task, day)[start:end])
        if table.due_day < len(self.problem.days):
            cost += self.late_slots(task, day, start, end) * self.late_rate(task, day)
        return cost

    # --- the present plan --------------------------------------------------------------

    def _present_slots(self) -> dict[tuple[int, int], dict[int, int]]:
        """Return what covering a slot of the present plan saves, by task and day."""
        kept: dict[tuple[int, int], dict[int, int]] = {}
        present = self.problem.present
        for task_id, place in present.blocks if present else ():
            task = self.task_index.get(task_id)
            if task is None or not 0 <= place.day < len(self.problem.days):
                continue
            cost = self._stability(place.day)
            costs = kept.setdefault((task, place.day), {})
            for slot in range(place.start, place.end):
                if not self.problem.is_past(place.day, slot):
                    costs[slot] = costs.get(slot, 0) + cost
        return kept

    def _stability(self, day: int) -> int:
        weights = self.weights
        near = day < weights.stability_near_days
        return weights.stability_near if near else weights.stability_far

    def _constant_cost(self) -> int:
        """Return the cost of keeping none of the present plan, beside the pinned blocks."""
        cost = 0
        for (task, day), costs in self.kept.items():
            covered = 0
            for start, end, pinned in self.days[day].pinned:
                if pinned == task:
                    covered |= slots(start, end)
            cost += sum(each for slot, each in costs.items() if not covered >> slot & 1)
        return cost

    # --- everything --------------------------------------------------------------------

    def seed(self) -> int:
        """Return a random seed that depends on the problem's content but not on its ids.

        All times before the day's work begins give the same seed: nothing can be done sooner.
        """
        problem = self.problem
        facts = (
            problem.days,
            self._first_open(),
            self.tasks,
            self.ranges,
            [(each.day, each.start, each.end) for each in problem.fixed],
            [[place.cost for place in places] for places in self.event_places],
        )
        return crc32(repr(facts).encode())

    def _first_open(self) -> Moment:
        """Return now, or the start of today's first working window if that is still ahead."""
        now = self.problem.now
        today = (
            day.windows[0][0] for day in self.problem.days if day.date == now.date and day.windows
        )
        return Moment(now.date, max(now.slot, next(today, 0)))


def _by_day(places: tuple[EventPlace, ...]) -> dict[int, list[tuple[int, int, int, int]]]:
    days: dict[int, list[tuple[int, int, int, int]]] = {}
    for index, place in enumerate(places):
        days.setdefault(place.day, []).append((place.cost, place.start, place.end, index))
    return days


def _number(names: object) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for name in names:  # type: ignore[attr-defined]
        if name is not None:
            numbers.setdefault(name, len(numbers))
    return numbers
