"""Whether the remedies that a plan offers help when they are carried out.

``python -m benchmarks.schedule_remedies [--seeds N]`` fills N planners with more work than fits,
plans, carries each remedy out as a user would, plans again, and takes it back. Prints how many
were offered and each after which the task was still late or without a place; the exit status is
1 if there is one.
"""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.base.spans import Span
from mle_planner.core.model.work import Category
from mle_planner.core.plan.proposal import LateTask, UnplacedTask
from mle_planner.core.planner import Planner
from mle_planner.core.scheduling.answer.propose import propose

BERLIN = ZoneInfo("Europe/Berlin")
MORNING = datetime(2026, 11, 23, 8, tzinfo=BERLIN)
DAYS = ("today", "tomorrow", "Wed")


def overfull(folder: Path, seed: int) -> Planner:
    """A planner with one to three working days and more to do than they take."""
    random = Random(f"overfull-{seed}")
    planner = Planner.open(folder, FixedClock(MORNING, BERLIN))
    working = 1 + seed % len(DAYS)
    planner.typical_day.delete_parts(
        [part.id for part in planner.typical_day.parts() if part.weekday >= working]
    )
    meeting = next(a for a in planner.catalog.activities() if a.category is Category.MEETING)
    for day in range(working):
        start = MORNING + timedelta(days=day, hours=random.choice((1, 2, 3, 6, 7)))
        span = Span(start, start + timedelta(hours=1))
        planner.blocks.create(span, f"Sync {day}", activity_id=meeting.id, pinned=True)
    left_min = working * 7 * 60 * (0.7 + 0.4 * random.random())
    number = 0
    while left_min > 0:
        minutes = random.choice((30, 45, 60, 90, 120, 120, 180, 240))
        left_min -= minutes
        words = [
            f"Task {number} {minutes}m",
            random.choice(("due today", "due tomorrow", "due fri", "")),
            random.choice(("@coding", "@writing", "@analysis")),
            random.choice(("!high", "!urgent", "!low", "", "")),
        ]
        task = planner.tasks.add(" ".join(words))
        if random.random() < 0.5:
            planner.tasks.change(task.id, min_chunk_min=minutes, max_chunk_min=minutes)
        number += 1
    return planner


def broken_promises(planner: Planner) -> tuple[Counter[str], list[str]]:
    """How many remedies of each kind a plan of the week offers, and those that fail."""
    offered: Counter[str] = Counter()
    broken = []
    week = [planner.today() + timedelta(days=each) for each in range(7)]
    plan = planner.planning.propose(week)
    lines: tuple[LateTask | UnplacedTask, ...] = (*plan.late, *plan.unplaced)
    for one in lines:
        for remedy in one.remedies:
            if remedy.action is None:
                offered["advice"] += 1
                continue
            offered[type(remedy.action).__name__] += 1
            planner.planning.apply_remedy(one.task, remedy)
            again = propose(planner.planning.request(week), trying=0)
            left = {one.task.id for one in again.late} | {one.task.id for one in again.unplaced}
            if remedy.is_in_time and one.task.id in left:
                broken.append(f"{one.task.title}: {remedy.words}, but it is left over")
            planner.history.undo()
    return offered, broken


def main(arguments: list[str] | None = None) -> int:
    """Carry out the remedies of many plans; return the exit status."""
    parser = argparse.ArgumentParser(prog="benchmarks.schedule_remedies", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    chosen = parser.parse_args(arguments)
    offered: Counter[str] = Counter()
    failed = 0
    for seed in range(chosen.seeds):
        with TemporaryDirectory() as folder, overfull(Path(folder), seed) as planner:
            kinds, broken = broken_promises(planner)
        offered += kinds
        failed += len(broken)
        for line in broken:
            print(f"{seed}: {line}")
    for kind, count in sorted(offered.items()):
        print(f"{kind:20}{count:5}")
    print(f"{offered.total()} remedies, {failed} did not place what was missing")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
