"""How good the scheduler's plans are, and how fast it has them.

``python -m benchmarks.schedule FOLDER [--out FOLDER] [--budget first|settled]`` reads all
``dayplan-instance/1`` and ``/2`` files of a folder, writes the plans as ``dayplan-plan/1`` (the
same bytes on every run) and prints a line for each: the score, how far it is above the best known
(the lower of ``best.json`` beside the instances and ``schedule_best.json`` here), the steps and
the processor time to the first and the settled plan, and the same for earliest due first. Every
plan is held against a checker that shares nothing with the search.

Where ``ortools`` is installed, CP-SAT answers too, from an exact model of rules and score:
what no planner can do better, and how far it comes itself in ``--exact`` units of deterministic
time, about seconds. It is no part of the planner's requirements: install it in a separate
environment and run the benchmark with that one's ``python``.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.schedule_baseline import earliest_due_first
from benchmarks.schedule_exact import MOST_DAYS, is_available, solve_exactly
from benchmarks.schedule_format import plan_of, read_problem
from mle_planner.core.scheduling.problem import Problem
from mle_planner.core.scheduling.schedule import Schedule
from mle_planner.core.scheduling.solve import Budget, solve
from tests.support.plan_checker import check

Figures = dict[str, float | None]

REACHED = Path(__file__).with_name("schedule_best.json")
"""Scores that plans reached, and how they were made."""

EXACT_TIME = 10.0
EXACT_HEADING = "     CP-SAT   ours to it    bound      s"


@dataclass(frozen=True, slots=True)
class Timed:
    """A plan and the processor time it took."""

    schedule: Schedule
    milliseconds: float


def timed(make: Callable[[], Schedule]) -> Timed:
    """Run it once, by the processor's clock, so that other programs count little."""
    began = time.process_time()
    schedule = make()
    return Timed(schedule, (time.process_time() - began) * 1000)


def above(score: int, best: int | None) -> float | None:
    """Percent above the best known score, None where none is known."""
    return None if not best else 100 * (score - best) / best


def best_known(folder: Path) -> dict[str, int]:
    """The lowest known score of each instance."""
    known: dict[str, int] = json.loads(REACHED.read_text("utf-8"))["scores"]
    beside = folder / "best.json"
    if beside.exists():
        for name, about in json.loads(beside.read_text("utf-8")).items():
            known[name] = min(about["best_known"], known.get(name, about["best_known"]))
    return known


def main(arguments: list[str] | None = None) -> int:
    """Plan every instance of the folder; return the exit status."""
    parser = argparse.ArgumentParser(prog="benchmarks.schedule", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--budget", choices=("first", "settled"), default="settled")
    parser.add_argument(
        "--exact", type=float, default=EXACT_TIME, metavar="TIME", help="0 leaves CP-SAT out"
    )
    chosen = parser.parse_args(arguments)
    best = best_known(chosen.folder)
    if chosen.out:
        chosen.out.mkdir(parents=True, exist_ok=True)
    if not is_available():
        print("CP-SAT left out: ortools is not installed")
        chosen.exact = 0.0
    print(
        f"{'instance':24}{'score':>9}{'above':>9}{'steps':>9}{'ms':>8}"
        "   first: above    ms   due first" + (EXACT_HEADING if chosen.exact else "")
    )
    sums: dict[str, list[Figures]] = defaultdict(list)
    for path in sorted(chosen.folder.glob("*.json")):
        if path.name == "best.json":
            continue
        name, problem = read_problem(path)
        figures = _measured(name, problem, chosen, best.get(name))
        sums[_horizon(problem)].append(figures)
    for horizon, rows in sums.items():
        print(f"{horizon:24}" + _summary(rows))
    return 0


def _measured(name: str, problem: Problem, chosen: argparse.Namespace, best: int | None) -> Figures:
    first = timed(lambda: solve(problem, budget=Budget.first(problem)))
    last = first
    if chosen.budget == "settled":
        last = timed(lambda: solve(problem, budget=Budget.settled(problem)))
    naive = timed(lambda: earliest_due_first(problem))
    for each in (first, last, naive):
        _refuse_broken(name, problem, each.schedule, each.schedule.score)
    if chosen.out:
        text = json.dumps(plan_of(name, problem, last.schedule), indent=1, ensure_ascii=False)
        (chosen.out / f"{name}.json").write_text(text + "\n", "utf-8")
    figures: Figures = {
        "": above(last.schedule.score, best),
        "first": above(first.schedule.score, best),
        "due first": above(naive.schedule.score, best),
        "ms": last.milliseconds,
        "ms first": first.milliseconds,
    }
    print(
        f"{name:24}{last.schedule.score:9}{_percent(figures[''])}{last.schedule.steps:9}"
        f"{last.milliseconds:8.0f}        {_percent(figures['first'])}{first.milliseconds:6.0f}"
        f"   {_percent(figures['due first'])}",
        end="",
        flush=True,
    )
    if chosen.exact:
        figures |= _exactly(name, problem, chosen.exact, last.schedule.score, best)
    print(flush=True)
    return figures


def _exactly(name: str, problem: Problem, most_time: float, ours: int, best: int | None) -> Figures:
    """Ask CP-SAT, end the line of the table with its answer, and return the figures."""
    if len(problem.days) > MOST_DAYS:
        print("   not asked: too many days", end="")
        return {}
    began = time.process_time()
    found = solve_exactly(problem, most_time)
    seconds = time.process_time() - began
    if found.schedule is None or found.objective is None:
        print(f"   {'no plan':>9}{'':10}{found.bound:9}{seconds:7.1f}", end="")
        return {}
    # What the model charges is at least the score; only at its optimum nothing is slack.
    score = check(problem, found.schedule).score
    if score > found.objective:
        raise SystemExit(f"{name}: the model charges {found.objective} for a plan of {score}")
    _refuse_broken(name, problem, found.schedule, score)
    figures: Figures = {"CP-SAT": above(score, best), "to CP-SAT": above(ours, score)}
    proven = " proven" if found.is_proven else ""
    print(
        f"   {_percent(figures['CP-SAT'])} {_percent(figures['to CP-SAT'])}{found.bound:9}"
        f"{seconds:7.1f}{proven}",
        end="",
    )
    return figures


def _refuse_broken(name: str, problem: Problem, schedule: Schedule, score: int) -> None:
    """Stop where a plan breaks a rule or costs another score than it says."""
    verdict = check(problem, schedule)
    if verdict.broken or verdict.score != score:
        raise SystemExit(
            f"{name}: a plan of score {score} scores {verdict.score}: {verdict.broken}"
        )


def _percent(value: float | None) -> str:
    return f"{'-':>9}" if value is None else f"{value:8.2f}%"


def _horizon(problem: Problem) -> str:
    days = len(problem.days)
    return "a day" if days == 1 else "a week" if days <= 7 else "weeks"


def _summary(rows: list[Figures]) -> str:
    parts = []
    for title in ("", "first", "due first", "CP-SAT", "to CP-SAT"):
        numbers = [value for row in rows if (value := row.get(title)) is not None]
        if numbers:
            mean = sum(numbers) / len(numbers)
            parts.append(f"{title} mean {mean:.2f}% worst {max(numbers):.2f}%".strip())
    for title in ("ms", "ms first"):
        numbers = [value for row in rows if (value := row.get(title)) is not None]
        parts.append(f"{title} mean {sum(numbers) / len(numbers):.0f} worst {max(numbers):.0f}")
    return "; ".join(parts)


if __name__ == "__main__":
    raise SystemExit(main())
