"""Boxes in a problem: small tasks of one kind are solved as one task of their summed time.

A box is placed whole. It has the first due date and the highest priority of its tasks, so a late or
due task pulls the others along. In the finished plan the box is opened: every task gets its own
block, one after the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from mle_planner.core.i18n.phrases import Value, counted_phrase, phrase
from mle_planner.core.scheduling.problem import DayRange, PresentPlan, Problem, ProblemTask
from mle_planner.core.scheduling.schedule import PlacedBlock, Schedule, Unplaced

MOST_SLOTS = 12
"""The longest box: an hour, in slots."""

Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Boxes:
    """The tasks of each box, by the id that the box has in the problem."""

    members: Mapping[str, tuple[ProblemTask, ...]] = field(default_factory=dict)

    def tasks_of(self, task_id: str) -> tuple[ProblemTask, ...]:
        """Return the tasks of a box; empty for the id of a single task."""
        return self.members.get(task_id, ())

    def box_of(self, task_id: str) -> str:
        """Return the id of the box of a task, or its own id if it is in none."""
        for box, tasks in self.members.items():
            if any(task.id == task_id for task in tasks):
                return box
        return task_id

    def opened(self, block: PlacedBlock) -> Iterator[PlacedBlock]:
        """Yield one block per task of a box, or the block itself."""
        start = block.start
        for task in self.tasks_of(block.task):
            yield replace(block, task=task.id, start=start, end=start + task.remaining)
            start += task.remaining
        if block.task not in self.members:
            yield block

    def opened_rest(self, left: Unplaced) -> Iterator[Unplaced]:
        """Yield the unplaced part of each task of a box, or the rest itself."""
        for task in self.tasks_of(left.task):
            yield Unplaced(task.id, task.remaining)
        if left.task not in self.members:
            yield left

    def opened_schedule(self, schedule: Schedule) -> Schedule:
        """Return a schedule in which every task has its own blocks."""
        return replace(
            schedule,
            blocks=tuple(part for block in schedule.blocks for part in self.opened(block)),
            unplaced=tuple(part for left in schedule.unplaced for part in self.opened_rest(left)),
        )


NO_BOXES = Boxes()


def reason_in_box(boxes: Boxes, task_id: str, reason: Value) -> Value:
    """Return the reason for a task in a box; ``reason`` is that of the box.

    The box is placed for the task that is due first, so the reason of any other task names that
    one.
    """
    tasks = boxes.tasks_of(boxes.box_of(task_id))
    if not tasks:
        return reason
    together = counted_phrase(
        "Together with {count} other small task.",
        "Together with {count} other small tasks.",
        len(tasks) - 1,
    )
    due = [task for task in tasks if task.due is not None]
    first = min(due, key=lambda task: task.due, default=None)  # type: ignore[arg-type,return-value]
    own = next(task for task in tasks if task.id == task_id)
    if first is None or first.due == own.due:
        return phrase("{together} {reason}", together=together, reason=reason)
    due_first = phrase("{task} is due first.", task=first.name)
    return phrase(
        "{together} {due_first} {reason}", together=together, due_first=due_first, reason=reason
    )


def groups_to_push(
    problem: Problem, groups: Iterable[Group], missed: Mapping[str, int]
) -> tuple[tuple[Group, ...], dict[str, int]]:
    """Return the boxes with all of their work on today, and the missed slots with boxes as one.

    Pushing leaves the work of other days where it is, so a box with such work is taken apart.
    """
    ahead = problem.present.blocks if problem.present is not None else ()
    places = {task_id: place for task_id, place in ahead if place.day == 0}
    today = Counter(missed)
    for task_id, place in ahead:
        today[task_id] += (place.end - place.start) * (place.day == 0)
    left = {task.id: task.remaining for task in problem.tasks}
    found: list[Group] = []
    box_of: dict[str, str] = {}
    lengths = dict(missed)
    for group in groups:
        own = tuple(task_id for task_id in group if today[task_id] == left[task_id])
        if len(own) > 1:
            found.append(own)
            is_together = not missed.keys() & set(own) and all(
                places[one].end == places[other].start for one, other in pairwise(own)
            )
            if not is_together:
                box_of |= dict.fromkeys(own, f"box {own[0]}")
                lengths[f"box {own[0]}"] = sum(left[task_id] for task_id in own)
    in_order = (box_of.get(task_id, task_id) for task_id in (*missed, *box_of))
    return tuple(found), {task_id: lengths[task_id] for task_id in in_order}


def groups_of(
    tasks: Sequence[ProblemTask], small: Collection[str], present: PresentPlan | None
) -> tuple[Group, ...]:
    """Return which small tasks share a box, at least two in each.

    Tasks that are adjacent in the present plan stay together. The others are grouped by kind and
    due date, into as few boxes as possible of about equal length, so that no task is left alone.
    """
    waited_for = {before for task in tasks for before in task.predecessors}
    free = {
        task.id: task
        for task in tasks
        if task.id in small
        and not (task.pinned or task.predecessors or task.earliest or task.id in waited_for)
    }
    groups = [list(run) for run in _standing_together(free, present)]
    placed = {task_id for group in groups for task_id in group}
    far = (10**6, 0)
    others = sorted(
        (task for task in free.values() if task.id not in placed),
        key=lambda task: (
            task.kind,
            (task.due.date.toordinal(), task.due.slot) if task.due else far,
            task.priority,
        ),
    )
    shares = _shares(others)
    for task in others:
        share = shares[task.kind]
        fitting = next((group for group in groups if _fits(task, group, free, share)), None)
        if fitting is None:
            groups.append([task.id])
        else:
            fitting.append(task.id)
    return tuple(tuple(group) for group in groups if len(group) > 1)


def _shares(tasks: Iterable[ProblemTask]) -> dict[str, float]:
    """Return the length of each box of a kind if the work is spread evenly, in slots."""
    wholes: Counter[str] = Counter()
    for task in tasks:
        wholes[task.kind] += task.remaining
    return {kind: whole / max(1, -(-whole // MOST_SLOTS)) for kind, whole in wholes.items()}


def _fits(
    task: ProblemTask, group: Sequence[str], free: Mapping[str, ProblemTask], share: float
) -> bool:
    taken = sum(free[member].remaining for member in group)
    is_open = taken < share and taken + task.remaining <= MOST_SLOTS
    return free[group[0]].kind == task.kind and is_open


def _standing_together(free: Mapping[str, ProblemTask], present: PresentPlan | None) -> list[Group]:
    """Return the tasks that are whole and adjacent in the present plan."""
    runs: list[list[tuple[str, DayRange]]] = []
    blocks = present.blocks if present is not None else ()
    for task_id, place in sorted(blocks, key=lambda block: block[1]):
        task = free.get(task_id)
        if task is None or place.end - place.start != task.remaining:
            continue
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and (last[1].day, last[1].end) == (place.day, place.start)
            and free[last[0]].kind == task.kind
            and all(task_id != other for other, _place in runs[-1])
        ):
            runs[-1].append((task_id, place))
        else:
            runs.append([(task_id, place)])
    return [tuple(task_id for task_id, _place in run) for run in runs if len(run) > 1]


def box_up(problem: Problem, groups: Iterable[Group]) -> tuple[Problem, Boxes]:
    """Return the problem with one task for each group, and the tasks that the boxes hold."""
    by_id = {task.id: task for task in problem.tasks}
    members = {f"box {group[0]}": tuple(by_id[task_id] for task_id in group) for group in groups}
    if not members:
        return problem, Boxes()
    boxed = {task.id: box for box, tasks in members.items() for task in tasks}
    done: set[str] = set()
    tasks: list[ProblemTask] = []
    for task in problem.tasks:
        box = boxed.get(task.id)
        if box is None:
            tasks.append(task)
        elif box not in done:
            done.add(box)
            tasks.append(_as_one(box, members[box]))
    present = _present_plan(problem.present, members, boxed)
    return replace(problem, tasks=tuple(tasks), present=present), Boxes(members)


def _as_one(box: str, tasks: Sequence[ProblemTask]) -> ProblemTask:
    first, whole = tasks[0], sum(task.remaining for task in tasks)
    projects = {task.project for task in tasks}
    title = counted_phrase(
        "{title} with {count} other small task",
        "{title} with {count} other small tasks",
        len(tasks) - 1,
        title=first.name,
    )
    return replace(
        first,
        id=box,
        title=title,
        remaining=whole,
        project=first.project if len(projects) == 1 else None,
        priority=min(task.priority for task in tasks),
        due=min((task.due for task in tasks if task.due is not None), default=None),
        min_chunk=whole,
        min_chunk_if_late=None,
        max_chunk=whole,
    )


def _present_plan(
    present: PresentPlan | None,
    members: Mapping[str, Sequence[ProblemTask]],
    boxed: Mapping[str, str],
) -> PresentPlan | None:
    """Return the present plan with one block for each box that is placed together in it."""
    if present is None:
        return None
    blocks = [block for block in present.blocks if block[0] not in boxed]
    for box, tasks in members.items():
        places = [
            next((place for task_id, place in present.blocks if task_id == task.id), None)
            for task in tasks
        ]
        found = [place for place in places if place is not None]
        is_whole = len(found) == len(tasks) and all(
            (one.day, one.end) == (other.day, other.start) for one, other in pairwise(found)
        )
        if is_whole and found[-1].end - found[0].start == sum(task.remaining for task in tasks):
            blocks.append((box, DayRange(found[0].day, found[0].start, found[-1].end)))
    missed = present.missed
    if missed is not None:
        own = {box: [missed.get(task.id, 0) for task in tasks] for box, tasks in members.items()}
        missed = {**missed, **{box: sum(slots) for box, slots in own.items()}}
    return replace(present, blocks=tuple(blocks), missed=missed)
