"""Whether what the planner says of its plans is true.

``python -m benchmarks.schedule_reasons [--seeds N] [--horizon day|week]`` draws N problems of
each family, full ones and loose ones, plans them, and proves every reason: the cause is taken
away, all places are tried by a checker that shares nothing with the search. Prints how often
each cause was named and every reason that is not true; the exit status is 1 if there is one.
"""

from __future__ import annotations

import argparse
from collections import Counter

from benchmarks.schedule_generator import FAMILIES, loosened, problem
from mle_planner.core.scheduling.answer.reasons.causes import Cause
from mle_planner.core.scheduling.answer.reasons.placed import Explainer
from mle_planner.core.scheduling.problem import Problem
from mle_planner.core.scheduling.schedule import PlacedBlock, Schedule
from mle_planner.core.scheduling.solve import Budget, solve
from tests.support.reason_proofs import fault_of_absence, fault_of_later, fault_of_place


def proved(made: Problem, steps: int, every: int = 1) -> tuple[Counter[Cause], list[str]]:
    """How often each cause is named in a plan of the problem, and the reasons that are untrue.

    Of ``every`` so many blocks, and of as many tasks without a place, one is looked at.
    """
    schedule = solve(made, budget=Budget(steps))
    explainer = Explainer(made, schedule)
    named: Counter[Cause] = Counter()
    faults = []
    for block in schedule.blocks[::every]:
        reason = explainer.why_here(block)
        named[reason.kind] += 1
        fault = fault_of_place(made, schedule, block, reason)
        if fault:
            faults.append(f"{block}: {reason.sentence} But {fault}.")
    for block in _next_after_first_day(schedule)[::every]:
        reason = explainer.why_later(block.task, [0])
        named[reason.kind] += 1
        fault = fault_of_later(made, schedule, block.task, [0], reason)
        if fault:
            faults.append(f"Later: {block}: {reason.sentence} But {fault}.")
    for left in schedule.unplaced[::every]:
        reason = explainer.why_not(left.task)
        named[reason.kind] += 1
        fault = fault_of_absence(made, schedule, left.task, reason)
        if fault:
            faults.append(f"{left}: {reason.sentence} But {fault}.")
    return named, faults


def _next_after_first_day(schedule: Schedule) -> list[PlacedBlock]:
    """The first movable block that each task has after the first day."""
    found: dict[str, PlacedBlock] = {}
    for block in schedule.blocks:
        if block.day and not block.pinned:
            found.setdefault(block.task, block)
    return list(found.values())


def main(arguments: list[str] | None = None) -> int:
    """Prove the reasons of many plans; return the exit status."""
    parser = argparse.ArgumentParser(prog="benchmarks.schedule_reasons", description=__doc__)
    parser.add_argument("--seeds", type=int, default=50)
    parser.add_argument("--horizon", choices=("day", "week"), default="day")
    chosen = parser.parse_args(arguments)
    every = 1 if chosen.horizon == "day" else 5
    named: Counter[Cause] = Counter()
    untrue = 0
    for family in sorted(FAMILIES):
        for seed in range(chosen.seeds):
            made = problem(family, chosen.horizon, seed)
            for style, each in (("full", made), ("loose", loosened(made, seed))):
                found, faults = proved(each, 300 + 100 * (seed % 5), every)
                named += found
                untrue += len(faults)
                for fault in faults:
                    print(f"{family} {chosen.horizon} {seed} {style}: {fault}")
    for cause, count in sorted(named.items()):
        print(f"{cause:20}{count:7}")
    print(f"{named.total()} reasons, {untrue} untrue")
    return 1 if untrue else 0


if __name__ == "__main__":
    raise SystemExit(main())
