"""The plan to show: the result of the search, adjusted by rules that the score does not express.

If something is late or left out, no task may be later than in the reference plan (``due_first``).
Preferred hours decide the order of work, but no time is left empty for them. The rules of order are
listed in ``_put_in_order`` and ``_in_final_order``.
"""

from __future__ import annotations

from mle_planner.core.scheduling.contenders import contenders
from mle_planner.core.scheduling.due_first import (
    PLAY,
    DueFirst,
    Lates,
    by_lateness,
    keeps,
    late_slots,
    lates_of,
)
from mle_planner.core.scheduling.problem import Problem, without_hours
from mle_planner.core.scheduling.schedule import Schedule
from mle_planner.core.scheduling.solve import Budget, allowed_part, schedule_of, solve
from mle_planner.core.scheduling.solver.model.draft import Draft
from mle_planner.core.scheduling.solver.model.order import by_press
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.model.task_limits import is_overdue
from mle_planner.core.scheduling.solver.search.equals import order_equals
from mle_planner.core.scheduling.solver.search.exchange_neighbourhood import Exchanger
from mle_planner.core.scheduling.solver.search.one_go import end_turns, extend_blocks
from mle_planner.core.scheduling.solver.search.open_time import (
    begin_in_open_time,
    move_earlier,
    pull_forward,
    use_open_time,
)
from mle_planner.core.scheduling.solver.search.pressing import (
    finish_in_due_order,
    put_late_next,
    put_pressing_first,
    put_short_due_work_next,
)
from mle_planner.core.scheduling.solver.search.single_moves import draft_of, improving_block, polish
from mle_planner.core.scheduling.solver.search.usual_times import keep_usual_times

_EXCHANGE_STEPS = 2_000
"""The steps for exchanging blocks, so that what is due sooner or matters more comes first."""

_WORTH_KEEPING = 200
"""The extra score allowed for keeping all of the present plan: less than an hour of work that
matters. The cost of waiting is not part of it, so pressing new work does not wait."""


def finished_plan(problem: Problem, budget: Budget, start: Schedule | None = None) -> Schedule:
    """Return the plan to show for a problem; the same problem gives the same plan.

    ``start`` is a plan of the problem, mostly the present one; it is kept if nothing better is
    found. Of a long backlog only the ``contenders`` are planned.
    """
    part = contenders(problem)
    found = solve(part, budget=budget, start=start)
    found, most = _with_less_late(part, found, budget)
    found = _in_final_order(part, _without_waiting(part, found, start, most), most)
    return found if part is problem else schedule_of(draft_of(Tables(problem), found), found.steps)


def _with_less_late(problem: Problem, found: Schedule, budget: Budget) -> tuple[Schedule, Lates]:
    """Return the plan, or a better one if a task is later than it may be or an event left out.

    The second value is how late each task may be, in slots.
    """
    is_all_placed = len(found.flexible) == len(problem.flexible)
    if not late_slots(problem, found) and is_all_placed:
        any_late = 2 * max((task.remaining for task in problem.tasks), default=0)
        return found, [any_late * is_overdue(problem, task) for task in problem.tasks]
    due_first = DueFirst(problem)
    reference = due_first.reference_plan()
    most = lates_of(reference)
    drafts = [draft_of(due_first.tables, found)]
    put_late_next(drafts[0])
    if not is_all_placed or not keeps(drafts[0], most):
        drafts.append(due_first.search_on(reference, budget.steps))
    best = min((draft for draft in drafts if keeps(draft, most)), key=by_lateness)
    return schedule_of(best, found.steps + due_first.steps), most


def _without_waiting(
    problem: Problem, found: Schedule, start: Schedule | None, most: Lates
) -> Schedule:
    """Return the best of the plan and ``start``, settled as if all hours suited work alike.

    The plan ``start`` is kept, with new work where it has room, if that costs little. No task
    becomes later than it may be.
    """
    tables = Tables(without_hours(problem))
    drafts = [draft_of(tables, found)]
    if start is not None:
        drafts.append(allowed_part(tables, start))
    for draft in drafts:
        Exchanger(draft).improve(_EXCHANGE_STEPS)
        polish(draft)
        _put_in_order(draft, problem)
    worths = [0] * len(drafts)
    if start is not None:
        whole = _with_all(allowed_part(tables, start))
        _put_in_order(whole, problem)
        waits = schedule_of(whole).tiers.flow - min(
            schedule_of(draft).tiers.flow for draft in drafts
        )
        drafts.append(whole)
        worths.append(max(0, _WORTH_KEEPING - max(0, waits)))
    kept = [
        (draft.score - worth, draft)
        for draft, worth in zip(drafts, worths, strict=True)
        if keeps(draft, most)
    ]
    if not kept:
        return found
    return schedule_of(min(kept, key=lambda each: each[0])[1], found.steps)


def _with_all(draft: Draft) -> Draft:
    """Place all work without a place, the most pressing first, without moving anything."""
    for task in by_press(draft.tables):
        while draft.left[task] and (place := improving_block(draft, task)) is not None:
            draft.place(task, place.day, place.start, place.start + place.length)
    return draft


def _put_in_order(draft: Draft, problem: Problem) -> None:
    """Put the work in the order in which a person does it."""
    use_open_time(draft)  # no hour stays open to keep work in one piece
    pull_forward(draft)  # what comes next moves up when a task is done early
    order_equals(draft, [problem.kinds[task.kind] for task in problem.tasks])  # as entered
    finish_in_due_order(draft)  # what is due sooner, or undated and more important
    put_pressing_first(draft)  # what matters more goes first within its day
    extend_blocks(draft)  # work does not stop while nothing follows


def _in_final_order(problem: Problem, found: Schedule, most: Lates) -> Schedule:
    """Return the plan in its final order, with open time used, if no task is later than it may be.

    A late task may be ``PLAY`` later for it.
    """
    draft = draft_of(Tables(without_hours(problem)), found)
    put_late_next(draft)  # late work goes before less pressing work that is late anyway
    keep_usual_times(draft)  # lunch moves only so that something fits
    if put_short_due_work_next(draft):  # what is due today and short is done at once
        finish_in_due_order(draft)  # and what it moved is still finished before later due work
    move_earlier(draft, within_day=True)  # time that these rules opened is used by the day's work
    begin_in_open_time(draft)  # then by the most pressing work of later days, or without a place
    move_earlier(draft)
    end_turns(draft)  # each task of a day is done in one go
    move_earlier(draft)
    if keeps(draft, [late and late + PLAY for late in most]):
        found = schedule_of(draft, found.steps)
    return schedule_of(draft_of(Tables(problem), found), found.steps)
