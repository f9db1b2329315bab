"""The scheduling problem as an exact model for CP-SAT: a yardstick, not a part of the planner.

Every hard rule and every charge of the score is in the model, slot by slot, so that at its best
its objective is the score itself; nothing is shared with the planner's own search. Needs
``ortools``, which the planner does not: install it beside, in a separate environment.

The answer repeats: one worker, one seed, a limit of deterministic time and not of seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

from benchmarks.schedule_charges import (
    coding_short,
    due_time,
    event_places,
    kept_slots,
    lengths,
    open_slots,
    pinned_slots,
    room,
    slot_costs,
    stretches,
    unplaced_rate,
)
from mle_planner.core.scheduling.problem import FREE_BLOCKS, SLOTS_PER_DAY, Problem, ProblemTask
from mle_planner.core.scheduling.schedule import PlacedBlock, PlacedFlexible, Schedule, Tiers

SEED = 1
MOST_DAYS = 7
"""Over more days the model has millions of parts and no plan comes out in seconds."""


@dataclass(frozen=True, slots=True)
class ExactPlan:
    """What came out: the best plan found, if any, and a score that no plan can be below."""

    schedule: Schedule | None
    objective: int | None
    bound: int
    is_proven: bool


@dataclass(slots=True)
class _Block:
    """A stretch of a task that may stand on a day; ``covers`` says by slot whether it does.

    ``begun[s]`` holds from the block's first slot on, ``over[s]`` from its end on; both stay
    false when there is no such block.
    """

    task: int
    day: int
    present: Any
    begun: dict[int, Any] = field(default_factory=dict)
    over: dict[int, Any] = field(default_factory=dict)
    covers: dict[int, Any] = field(default_factory=dict)

    @property
    def size(self) -> Any:
        return sum(self.covers.values())


def is_available() -> bool:
    """Whether CP-SAT can be asked."""
    return find_spec("ortools") is not None


def solve_exactly(problem: Problem, deterministic_time: float) -> ExactPlan:
    """The best plan that CP-SAT finds in that time, which is about seconds but repeats.

    One full search with strong bounds takes turns with searches around the best plan. Tried
    and worse: more full searches, which left each too little time; and starting from the plan
    of earliest due first, which it then hardly left.
    """
    from ortools.sat.python import cp_model

    made = _Model(problem, cp_model)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.interleave_search = True
    solver.parameters.subsolvers.append("max_lp")
    solver.parameters.random_seed = SEED
    solver.parameters.max_deterministic_time = deterministic_time
    status = solver.solve(made.model)
    bound = int(solver.best_objective_bound)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return ExactPlan(None, None, bound, is_proven=False)
    objective = round(solver.objective_value)
    return ExactPlan(made.schedule(solver), objective, bound, status == cp_model.OPTIMAL)


class _Model:
    """The model of one problem. Tasks and events are called by their index."""

    def __init__(self, problem: Problem, cp_model: Any) -> None:
        self.problem = problem
        self.weights = problem.weights
        self._cp_model = cp_model
        self.model = cp_model.CpModel()
        self.index = {task.id: number for number, task in enumerate(problem.tasks)}
        self.blocks: list[_Block] = []
        self.busy: list[dict[int, Any]] = []
        self.left: list[Any] = []
        self.finished: list[Any] = []
        self.places: list[tuple[int, PlacedFlexible, Any]] = []
        self.charges: list[Any] = []
        for day in range(len(problem.days)):
            self._blocks_of_day(day)
        self._flexible_events()
        for day in range(len(problem.days)):
            self._apart(day)
            self._breaks(day)
            self._day_charges(day)
        for task in range(len(problem.tasks)):
            self._amount(task)
        for task in range(len(problem.tasks)):
            self._waits(task)
        self._present_plan()
        self.model.minimize(sum(self.charges))

    def schedule(self, solver: Any) -> Schedule:
        """The plan that was found; its tiers are left at nothing."""
        tasks = self.problem.tasks
        blocks = [
            PlacedBlock(place.day, place.start, place.end, task.id, pinned=True)
            for task in tasks
            for place in task.pinned
        ]
        for block in self.blocks:
            covered = [slot for slot, covers in block.covers.items() if solver.value(covers)]
            if covered:
                end = max(covered) + 1
                blocks.append(PlacedBlock(block.day, min(covered), end, tasks[block.task].id))
        flexible = [placed for _, placed, present in self.places if solver.value(present)]
        return Schedule(tuple(sorted(blocks)), tuple(sorted(flexible)), Tiers())

    # --- blocks --------------------------------------------------------------------------

    def _blocks_of_day(self, day: int) -> None:
        for number, task in enumerate(self.problem.tasks):
            least, longest = lengths(self.problem, task)
            at_most = min(room(task, day), open_slots(task))
            open_here = [(a, b) for a, b in stretches(self.problem, task, day) if b - a >= least]
            if not open_here or not 0 < least <= min(longest, at_most):
                continue
            most = min(self.weights.blocks_per_task_day, at_most // least)
            here = [self._block(number, day, open_here) for _ in range(most)]
            for first, second in pairwise(here):
                self.model.add_implication(second.present, first.present)
                self._follows(first, second, self.weights.break_slots)
            if task.max_per_day is not None:
                self.model.add(sum(block.size for block in here) <= at_most)
            self.charges += [
                self.weights.extra_block * block.present for block in here[FREE_BLOCKS:]
            ]
            self.blocks += here

    def _block(self, task: int, day: int, open_here: list[tuple[int, int]]) -> _Block:
        """A block that lies within one of the stretches, if it is there at all."""
        model, about = self.model, self.problem.tasks[task]
        least, longest = lengths(self.problem, about)
        first, last = open_here[0][0], open_here[-1][1]
        block = _Block(task, day, model.new_bool_var(""))
        inside = {slot for a, b in open_here for slot in range(a, b)}
        starts = {slot for a, b in open_here for slot in range(a, b - least + 1)}
        ends = {slot for a, b in open_here for slot in range(a + least, b + 1)}
        for slot in range(first, last + 1):
            before = slot - 1
            block.begun[slot] = self._from_then_on(block.begun.get(before), slot in starts)
            block.over[slot] = self._from_then_on(block.over.get(before), slot in ends)
        model.add(block.begun[last] == block.present)
        model.add(block.over[last] == block.present)
        for slot in range(first, last):
            if slot in inside:
                block.covers[slot] = model.new_bool_var("")
                model.add(block.covers[slot] == block.begun[slot] - block.over[slot])
            else:
                model.add(block.begun[slot] == block.over[slot])
        for slot in range(first, last + 1):
            earlier = block.begun.get(slot - least, 0)
            model.add(block.over[slot] <= earlier)
            if slot - longest >= first:
                model.add_implication(block.begun[slot - longest], block.over[slot])
        for _, border in open_here[:-1]:
            model.add_implication(block.begun[border - 1], block.over[border])
        return block

    def _follows(self, first: _Block, second: _Block, gap: int) -> None:
        """If both are there, the second begins at least a gap after the first is over."""
        for slot, begun in second.begun.items():
            since = min(slot - gap, max(first.over))
            done = [first.over[since]] if since in first.over else []
            self.model.add_bool_or(~begun, ~first.present, *done)

    # --- days ----------------------------------------------------------------------------

    def _flexible_events(self) -> None:
        for number, event in enumerate(self.problem.flexible):
            present = []
            for placed, cost in event_places(self.problem, event):
                here = self.model.new_bool_var("")
                present.append(here)
                self.places.append((number, placed, here))
                self.charges.append(cost * here)
            dropped = self.model.new_bool_var("")
            self.model.add_exactly_one(*present, dropped)
            self.charges.append(event.drop_cost * dropped)

    def _apart(self, day: int) -> None:
        """At any time one block or one event; no block in an event's buffer."""
        covering: dict[int, list[Any]] = {}
        for block in self.blocks:
            if block.day == day:
                for slot, covers in block.covers.items():
                    covering.setdefault(slot, []).append(covers)
        busy = {}
        for slot, blocks in sorted(covering.items()):
            busy[slot] = self.model.new_bool_var("")
            self.model.add_exactly_one(*blocks, ~busy[slot])
        self.busy.append(busy)
        taken: dict[int, list[Any]] = {}
        kept: dict[tuple[int, int], list[Any]] = {}
        for number, placed, present in self.places:
            if placed.day != day:
                continue
            event = self.problem.flexible[number]
            for slot in range(placed.start, placed.end):
                taken.setdefault(slot, []).append(present)
            for slot in range(placed.start - event.buffer_before, placed.end + event.buffer_after):
                if slot in busy:
                    kept.setdefault((number, slot), []).append(present)
        for events in taken.values():
            self.model.add_at_most_one(*events)
        for (_, slot), events in kept.items():
            self.model.add_at_most_one(busy[slot], *events)

    def _breaks(self, day: int) -> None:
        """No unbroken work longer than allowed, unless all of it is pinned."""
        busy, length = self.busy[day], self.weights.break_slots
        pinned = pinned_slots(self.problem.tasks, day)
        most = self.weights.longest_run_slots
        resting: dict[int, Any] = {}
        for slot in range(-most, SLOTS_PER_DAY + most):
            within = range(slot, slot + length)
            if pinned & set(within):
                continue
            can_be_busy = [busy[each] for each in within if each in busy]
            resting[slot] = self.model.new_bool_var("")
            for each in can_be_busy:
                self.model.add_implication(resting[slot], ~each)
        for slot, works in busy.items():
            after = [resting[s] for s in range(slot + 1, slot + most + 1) if s in resting]
            self.model.add_bool_or(*after, ~works)
            if pinned:
                since = slot - most - length + 1
                before = [resting[s] for s in range(since, slot - length + 1) if s in resting]
                self.model.add_bool_or(*before, ~works)
        for slot in sorted(pinned):
            after = [resting[s] for s in range(slot + 1, slot + most + 1) if s in resting]
            for later in range(slot, slot + most + 1):
                if later in busy:
                    self.model.add_bool_or(*after, ~busy[later])

    def _day_charges(self, day: int) -> None:
        problem, weights = self.problem, self.weights
        given = problem.days[day]
        coding = given.coding_done
        projects: dict[str, list[Any]] = {}
        for task in problem.tasks:
            for place in task.pinned:
                if place.day == day:
                    coding += (place.end - place.start) * problem.kinds[task.kind].coding
                    if task.project:
                        projects.setdefault(task.project, []).append(1)
        for block in self.blocks:
            task = problem.tasks[block.task]
            if block.day == day:
                if problem.kinds[task.kind].coding:
                    coding += block.size
                if task.project:
                    projects.setdefault(task.project, []).append(block.present)
        short = self.model.new_int_var(0, SLOTS_PER_DAY, "")
        over = self.model.new_int_var(0, SLOTS_PER_DAY * 2, "")
        self.model.add(short >= given.coding_least - coding)
        self.model.add(over >= coding - given.coding_most)
        self.charges += [coding_short(problem, day) * short, weights.coding_over * over]
        for touching in projects.values():
            touched = self.model.new_bool_var("")
            for each in touching:
                self.model.add(touched >= each)
            self.charges.append(weights.project_day * touched)

    # --- tasks ---------------------------------------------------------------------------

    def _amount(self, task: int) -> None:
        """How much of a task is placed, and what its place, its pieces and its rest cost."""
        problem, weights, about = self.problem, self.weights, self.problem.tasks[task]
        mine = [block for block in self.blocks if block.task == task]
        least, whole = lengths(problem, about)[0], open_slots(about)
        allowed = self._cp_model.Domain.from_intervals([[0, 0], [max(1, least), max(1, whole)]])
        left = self.model.new_int_var_from_domain(allowed, "")
        self.model.add(left == whole - sum(block.size for block in mine))
        finished = self.model.new_bool_var("")
        self.model.add(left == 0).only_enforce_if(finished)
        self.model.add(left >= 1).only_enforce_if(~finished)
        self.left.append(left)
        self.finished.append(finished)
        factor = weights.priority[about.priority - 1]
        self.charges.append(left * factor * unplaced_rate(problem, about))
        due_day, due_slot = due_time(problem, about)
        is_late = self.model.new_bool_var("")
        inside = due_day < len(problem.days)
        if inside:
            self.charges.append(weights.late_flag * factor * is_late)
            self.model.add_implication(~finished, is_late)
        for place in about.pinned:
            costs = slot_costs(problem, about, place.day)
            self.charges.append(sum(costs[place.start : place.end]))
            if inside and place.end > place.start and (place.day, place.end) > (due_day, due_slot):
                self.model.add(is_late == 1)
        for block in mine:
            self._block_charges(block, about)
            if inside:
                for slot, covers in block.covers.items():
                    if (block.day, slot) >= (due_day, due_slot):
                        self.model.add_implication(covers, is_late)

    def _block_charges(self, block: _Block, task: ProblemTask) -> None:
        weights = self.weights
        costs = slot_costs(self.problem, task, block.day)
        for slot, gain in kept_slots(self.problem, task, block.day).items():
            costs[slot] -= gain
        self.charges += [costs[slot] * covers for slot, covers in block.covers.items()]
        if not self.problem.kinds[task.kind].deep:
            self.charges.append(weights.block_shallow * block.present)
            return
        wanted = min(weights.focus_slots, open_slots(task), task.max_chunk)
        short = self.model.new_int_var(0, wanted, "")
        self.model.add(short >= wanted * block.present - block.size)
        self.charges += [weights.block_deep * block.present, weights.short_deep * short]

    def _waits(self, task: int) -> None:
        """Nothing of a task before what it waits for is finished."""
        for before in self.problem.tasks[task].predecessors:
            number = self.index[before]
            pinned = self.problem.tasks[number].pinned
            ends = max(((place.day, place.end) for place in pinned), default=(0, 0))
            for block in self.blocks:
                if block.task != task:
                    continue
                self.model.add_implication(block.present, self.finished[number])
                for slot, begun in block.begun.items():
                    if (block.day, slot) < ends:
                        self.model.add(begun == 0)
                for other in self.blocks:
                    if other.task != number:
                        continue
                    if other.day > block.day:
                        self.model.add_bool_or(~block.present, ~other.present)
                    elif other.day == block.day:
                        self._follows(other, block, 0)

    def _present_plan(self) -> None:
        """What leaving all of the plan before would cost; staying in it is charged less."""
        for task in self.problem.tasks:
            for day in range(len(self.problem.days)):
                pinned = pinned_slots((task,), day)
                kept = kept_slots(self.problem, task, day)
                self.charges += [cost for slot, cost in kept.items() if slot not in pinned]

    # --- small words ---------------------------------------------------------------------

    def _from_then_on(self, before: Any, may_begin: bool) -> Any:
        """A truth that holds if it held a slot before, or may begin to hold now."""
        if before is None:
            return self.model.new_bool_var("") if may_begin else self.model.new_constant(0)
        if not may_begin:
            return before
        now = self.model.new_bool_var("")
        self.model.add_implication(before, now)
        return now
