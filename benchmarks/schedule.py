"""How good the scheduler's plans are, and how fast it has them.

``python -m benchmarks.schedule FOLDER [--out FOLDER] [--budget first|settled]`` reads all
``dayplan-instance/1`` files of a folder, writes the plans as ``dayplan-plan/1`` (the same
bytes on every run) and prints a line for each: the score, how far it is above the best
known where ``best.json`` lies beside the instances, the steps and the processor time to
the first and the settled plan, and the same for earliest due first.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks.schedule_baseline import earliest_due_first
from benchmarks.schedule_format import plan_of, read_problem
from mle_planner.core.planning.problem import Problem
from mle_planner.core.planning.schedule import Schedule
from mle_planner.core.planning.solve import Budget, solve


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


def main(arguments: list[str] | None = None) -> int:
    """Plan every instance of the folder; return the exit status."""
    parser = argparse.ArgumentParser(prog="benchmarks.schedule", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--budget", choices=("first", "settled"), default="settled")
    chosen = parser.parse_args(arguments)
    known = chosen.folder / "best.json"
    best = json.loads(known.read_text("utf-8")) if known.exists() else {}
    if chosen.out:
        chosen.out.mkdir(parents=True, exist_ok=True)
    if find_spec("ortools") is None:
        print("CP-SAT left out: ortools is not installed")
    else:
        print("CP-SAT left out: this benchmark has no model for it")
    print(
        f"{'instance':24}{'score':>9}{'above':>9}{'steps':>9}{'ms':>8}"
        "   first: above    ms   due first"
    )
    sums: dict[str, list[tuple[float | None, ...]]] = defaultdict(list)
    for path in sorted(chosen.folder.glob("*.json")):
        if path.name == "best.json":
            continue
        name, problem = read_problem(path)
        lines = _measured(name, problem, chosen, best.get(name, {}).get("best_known"))
        sums[_horizon(problem)].append(lines)
    for horizon, rows in sums.items():
        print(f"{horizon:24}" + _summary(rows))
    return 0


def _measured(
    name: str, problem: Problem, chosen: argparse.Namespace, best: int | None
) -> tuple[float | None, ...]:
    first = timed(lambda: solve(problem, budget=Budget.first(problem)))
    last = first
    if chosen.budget == "settled":
        last = timed(lambda: solve(problem, budget=Budget.settled(problem)))
    naive = timed(lambda: earliest_due_first(problem))
    if chosen.out:
        text = json.dumps(plan_of(name, problem, last.schedule), indent=1, ensure_ascii=False)
        (chosen.out / f"{name}.json").write_text(text + "\n", "utf-8")
    figures = (
        above(last.schedule.score, best),
        above(first.schedule.score, best),
        above(naive.schedule.score, best),
        last.milliseconds,
        first.milliseconds,
    )
    print(
        f"{name:24}{last.schedule.score:9}{_percent(figures[0])}{last.schedule.steps:9}"
        f"{last.milliseconds:8.0f}        {_percent(figures[1])}{first.milliseconds:6.0f}"
        f"   {_percent(figures[2])}",
        flush=True,
    )
    return figures


def _percent(value: float | None) -> str:
    return f"{'-':>9}" if value is None else f"{value:8.2f}%"


def _horizon(problem: Problem) -> str:
    days = len(problem.days)
    return "a day" if days == 1 else "a week" if days <= 7 else "weeks"


def _summary(rows: list[tuple[float | None, ...]]) -> str:
    parts = []
    for title, column in (("", 0), ("first ", 1), ("due first ", 2)):
        values = [row[column] for row in rows if row[column] is not None]
        numbers = [value for value in values if value is not None]
        if numbers:
            mean = sum(numbers) / len(numbers)
            parts.append(f"{title}mean {mean:.2f}% worst {max(numbers):.2f}%")
    for title, column in (("ms", 3), ("ms first", 4)):
        numbers = [value for row in rows if (value := row[column]) is not None]
        parts.append(f"{title} mean {sum(numbers) / len(numbers):.0f} worst {max(numbers):.0f}")
    return "; ".join(parts)


if __name__ == "__main__":
    raise SystemExit(main())
