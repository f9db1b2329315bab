"""The plan to show: the result of the search, adjusted by rules that the score does not express.

If something is late or left out, a second search counts due dates only, and no task may be later
than in the reference plan (``due_first``). Preferred hours decide the order of work, but no time is
left empty for them, nor to keep work in one piece. Equal tasks keep the order of entry, and a task
that another one merely interrupts is done in one go.
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
from mle_planner.core.scheduling.solver.model.tables import Tables
from mle_planner.core.scheduling.solver.search.equals import order_equals
from mle_planner.core.scheduling.solver.search.exchange_neighbourhood import Exchanger
from mle_planner.core.scheduling.solver.search.late_next import put_late_next
from mle_planner.core.scheduling.solver.search.one_go import end_turns, extend_blocks
from mle_planner.core.scheduling.solver.search.open_time import (
    begin_in_open_time,
    move_earlier,
    pull_forward,
    use_open_time,
)
from mle_planner.core.scheduling.solver.search.pressing import (
    finish_in_due_order,
    put_pressing_first,
    put_short_due_work_next,
)
from mle_planner.core.scheduling.solver.search.single_moves import (
    draft_of,
    improving_block,
    move_blocks,
    polish,
)
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
    """Return the plan, or one with less late work if a second search finds it.

    The second value is how late each task may be, in slots.
    """
    is_all_placed = len(found.flexible) == len(problem.flexible)
    if not late_slots(problem, found) and is_all_placed:
        return found, [0] * len(problem.tasks)
    due_first = DueFirst(problem)
    reference = due_first.reference_plan()
    most = lates_of(reference)
    drafts = [draft_of(due_first.tables, found)]
    other = due_first.search(found, reference, budget.steps)
    if other is not None:
        drafts += _polished(due_first.search_on(other, budget.steps, most))
    for draft in drafts:
        put_late_next(draft)
    kept = [draft for draft in drafts if keeps(draft, most)]
    if not kept:
        drafts = _polished(due_first.search_on(due_first.in_full(reference), budget.steps, most))
        kept = [draft for draft in drafts if keeps(draft, most)]
    best = min(kept, key=by_lateness)
    return schedule_of(best, found.steps + due_first.steps), most


def _polished(draft: Draft) -> list[Draft]:
    """Return the plan, and a copy in which each block is at its best place."""
    polished = draft.copy()
    polish(polished)
    return [draft, polished]


def _without_waiting(
    problem: Problem, found: Schedule, start: Schedule | None, most: Lates
) -> Schedule:
    """Return the plan with open time used from its start, and equals in the order of entry.

    The plan ``start`` is kept, with new work where it has room, if that costs little. No task
    becomes later than it may be.
    """
    tables = Tables(without_hours(problem))
    drafts = [(_settled(draft_of(tables, found), problem), 0)]
    if start is not None:
        drafts.append((_settled(allowed_part(tables, start), problem), 0))
        whole = _with_all(allowed_part(tables, start))
        use_open_time(whole)
        whole = _put_in_order(whole, problem)
        waits = schedule_of(whole).tiers.flow - min(
            schedule_of(draft).tiers.flow for draft, _worth in drafts
        )
        drafts.append((whole, max(0, _WORTH_KEEPING - max(0, waits))))
    kept = [(draft.score - worth, draft) for draft, worth in drafts if keeps(draft, most)]
    if not kept:
        return found
    return schedule_of(min(kept, key=lambda each: each[0])[1], found.steps)


def _in_final_order(problem: Problem, found: Schedule, most: Lates) -> Schedule:
    """Return the plan, with late work before less pressing work that is late anyway.

    No task interrupts another one within a day if that costs little. Lunch moves to its usual time
    if everything fits, blocks move into earlier open time that is better for them, and work without
    a place takes the time that is open then.
    """
    tables = Tables(without_hours(problem))
    draft = draft_of(tables, found)
    put_late_next(draft)
    keep_usual_times(draft)
    put_short_due_work_next(draft)
    move_earlier(draft)
    _with_all(draft)
    begin_in_open_time(draft)
    end_turns(draft)
    move_earlier(draft)
    most = [late and late + PLAY for late in most]
    if keeps(draft, most):
        found = schedule_of(draft, found.steps)
    return schedule_of(draft_of(Tables(problem), found), found.steps)


def _settled(draft: Draft, problem: Problem) -> Draft:
    Exchanger(draft).improve(_EXCHANGE_STEPS)
    polish(draft)
    if use_open_time(draft):
        while move_blocks(draft):
            pass
    return _put_in_order(draft, problem)


def _with_all(draft: Draft) -> Draft:
    """Place all work without a place, the most pressing first, without moving anything."""
    every = sorted(range(len(draft.left)), key=lambda task: (-draft.tables.tasks[task].pace, task))
    for task in every:
        while draft.left[task] and (place := improving_block(draft, task)) is not None:
            draft.place(task, place.day, place.start, place.start + place.length)
    return draft


def _put_in_order(draft: Draft, problem: Problem) -> Draft:
    pull_forward(draft)
    order_equals(draft, [problem.kinds[task.kind] for task in problem.tasks])
    finish_in_due_order(draft)
    put_pressing_first(draft)
    extend_blocks(draft)
    return draft
