"""Which planned work comes before a block, and why it comes first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mle_planner.core.i18n.gettext import N_
from mle_planner.core.i18n.phrases import Value, phrase
from mle_planner.core.scheduling.answer.reasons.causes import is_read_later, moment_text
from mle_planner.core.scheduling.problem import Moment, Problem, ProblemTask
from mle_planner.core.scheduling.schedule import PlacedBlock, Schedule
from mle_planner.core.scheduling.solver.model.task_limits import is_overdue

MOST_NAMED = 6
"""The most tasks to try, so that reasons for a full week do not take too long."""

_PRIORITIES = (N_("urgent"), N_("high priority"), N_("normal priority"), N_("low priority"))


@dataclass(frozen=True, slots=True)
class Claim:
    """A task with blocks before a given block, and why it comes first.

    ``because`` is empty if neither its due time nor its priority puts it first.
    """

    task: str
    places: tuple[tuple[int, int, int], ...]
    because: Value

    @property
    def slots(self) -> int:
        """The amount of work, in slots."""
        return sum(end - start for _day, start, end in self.places)


def claims_before(problem: Problem, schedule: Schedule, block: PlacedBlock) -> list[Claim]:
    """Return the tasks with movable work before a block, those with a stronger claim first.

    Among the others the nearest comes first.
    """
    before = [
        other
        for other in schedule.blocks
        if (other.day, other.start) < (block.day, block.start)
        and not other.pinned
        and other.task != block.task
    ]
    lasting = is_read_later(problem, block.day)
    found = claims_of(problem, schedule, problem.task(block.task), before, lasting=lasting)
    order = sorted(found, key=lambda each: (not each.because, [-at for at in each.places[-1]]))
    return order[:MOST_NAMED]


def claims_of(
    problem: Problem,
    schedule: Schedule,
    task: ProblemTask,
    others: Iterable[PlacedBlock],
    *,
    lasting: bool,
) -> list[Claim]:
    """Return the tasks of these blocks, each with the reason why it comes before another task.

    ``lasting`` as for ``SaidDay``. Of two tasks that could each come before the other, as one is
    due sooner and the other more important, only the one that the plan begins sooner has a reason.
    """
    found: dict[str, list[tuple[int, int, int]]] = {}
    for other in others:
        found.setdefault(other.task, []).append((other.day, other.start, other.end))
    claims = []
    for each, places in found.items():
        other_task = problem.task(each)
        because = _because(problem, other_task, task, lasting)
        is_begun_later = _begins(schedule, task.id) < _begins(schedule, each)
        if is_begun_later and _because(problem, task, other_task, lasting):
            because = ""
        claims.append(Claim(each, tuple(places), because))
    return claims


def _begins(schedule: Schedule, task: str) -> tuple[int, int]:
    """Return when a plan begins a task; a time past the plan if it does not."""
    blocks = [block for block in schedule.of_task(task) if not block.pinned]
    return min(((block.day, block.start) for block in blocks), default=(10_000, 0))


def _because(problem: Problem, other: ProblemTask, task: ProblemTask, lasting: bool) -> Value:
    """Return why another task comes first, "" for no reason.

    It is due sooner or more important, or a task that waits for it is.
    """
    if _due(problem, other) < _due(problem, task):
        assert other.due is not None
        if is_overdue(problem, other):
            return phrase("overdue")
        return phrase("due {when}", when=moment_text(problem, other.due, lasting=lasting))
    if other.priority < task.priority:
        return phrase(_PRIORITIES[other.priority - 1])
    for after in problem.tasks:
        if other.id in after.predecessors and _because(problem, after, task, lasting):
            return phrase("{task} waits for it", task=after.name)
    return ""


def weighs_as_much(problem: Problem, other: str, task: str) -> bool:
    """Whether two tasks have the same priority and are due at the same time."""
    one, two = problem.task(other), problem.task(task)
    return one.priority == two.priority and _due(problem, one) == _due(problem, two)


def _due(problem: Problem, task: ProblemTask) -> Moment:
    """Return when a task is due; a time past the problem if it is not due within it."""
    last = problem.days[-1].date
    if task.due is None or task.due.date > last:
        return Moment(last, 10_000)
    return task.due
