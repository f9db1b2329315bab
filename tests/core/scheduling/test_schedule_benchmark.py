"""The benchmark of plans writes the same files on every run."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from benchmarks.schedule import main
from benchmarks.schedule_charges import (
    event_places,
    kept_slots,
    lengths,
    slot_costs,
    stretches,
    unplaced_rate,
)
from benchmarks.schedule_format import read_problem
from benchmarks.schedule_generator import problem
from mle_planner.core.scheduling.problem import Moment
from mle_planner.core.scheduling.schedule import PlacedBlock, PlacedFlexible, Schedule
from tests.support.plan_checker import check

INSTANCE = {
    "format": "dayplan-instance/1",
    "id": "example-day",
    "slot_min": 5,
    "now": "2026-03-02T09:00",
    "days": [
        {
            "date": "2026-03-02",
            "work": [["09:00", "18:00"]],
            "coding_done": 0,
            "coding_target": [180, 240],
        }
    ],
    "fixed": [
        {
            "id": "m0",
            "date": "2026-03-02",
            "start": "09:00",
            "end": "09:30",
            "title": "Standup",
            "buffer_before": 0,
            "buffer_after": 5,
        }
    ],
    "flex": [
        {
            "id": "lunch",
            "kind": "lunch",
            "durations": [60, 30],
            "shrink_cost": [0, 100],
            "windows": [["2026-03-02", "12:00", "14:30", 0]],
            "ideal": "13:00",
            "dev_cost": 3,
            "current": None,
            "move_cost": 0,
            "drop_cost": 3000,
            "buffer_before": 0,
            "buffer_after": 0,
        }
    ],
    "tasks": [
        {
            "id": "t0",
            "title": "Fix paging",
            "kind": "code",
            "project": "P0",
            "remaining": 150,
            "priority": 1,
            "due": "2026-03-02T18:00",
            "earliest": None,
            "min_chunk": 30,
            "max_chunk": 150,
            "max_per_day": None,
            "preds": [],
            "windows": None,
            "pinned": [],
        }
    ],
    "kinds": {"code": {"deep": True, "coding": True, "energy": [["00:00", 6], ["14:00", 0]]}},
    "params": {
        "prio_weight": {"1": 8, "2": 4, "3": 2, "4": 1},
        "unsched_due": 200,
        "unsched_near": [[1, 120], [5, 90]],
        "unsched_far": 60,
        "late_base": 100,
        "late_per_day": 10,
        "late_max_days": 9,
        "late_flag": 1000,
        "earliness": 30,
        "coding_short": 40,
        "coding_over": 25,
        "block_deep": 60,
        "block_shallow": 30,
        "short_deep": 10,
        "focus_min": 90,
        "project_day": 20,
        "stab_near": 6,
        "stab_far": 3,
        "stab_near_days": 2,
        "stab_flex": 40,
        "break_min": 15,
        "max_continuous": 150,
        "max_blocks_per_task_day": 2,
    },
    "previous": None,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    given = tmp_path / "instances"
    given.mkdir()
    (given / "example-day.json").write_text(json.dumps(INSTANCE), "utf-8")
    (given / "best.json").write_text('{"example-day": {"best_known": 320}}', "utf-8")
    return given


def test_an_instance_is_read_as_it_stands(folder: Path) -> None:
    name, problem = read_problem(folder / "example-day.json")
    assert name == "example-day"
    assert problem.now == Moment(date(2026, 3, 2), 108)
    assert problem.tasks[0].remaining == 30
    assert problem.fixed[0].buffer_after == 1
    assert problem.flexible[0].ideal == 156


def test_two_runs_write_the_same_bytes(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for run in ("one", "two"):
        assert main([str(folder), "--out", str(tmp_path / run), "--budget", "first"]) == 0
    one = (tmp_path / "one" / "example-day.json").read_bytes()
    assert one == (tmp_path / "two" / "example-day.json").read_bytes()
    assert json.loads(one)["blocks"] == [
        {"task": "t0", "date": "2026-03-02", "start": "14:00", "end": "16:30"}
    ]
    table = capsys.readouterr().out
    assert "CP-SAT left out" in table
    assert "example-day" in table


@pytest.mark.parametrize("family", ["calm", "crunch", "replan"])
def test_what_the_exact_model_is_told_is_what_the_checker_allows_and_charges(family: str) -> None:
    """Each task alone: where its shortest block may stand, and what its place costs."""
    made = replace(problem(family, "day", 31), flexible=())
    noon = Moment(made.now.date, 144)
    tasks = [replace(t, earliest=noon if n % 2 else None) for n, t in enumerate(made.tasks)]
    made = replace(made, tasks=tuple(tasks))
    empty = check(made, Schedule()).tiers
    tried = 0
    for task in made.tasks:
        least, _longest = lengths(made, task)
        if task.predecessors or task.pinned or task.remaining < 2 * least:
            continue
        found = {start for a, b in stretches(made, task, 0) for start in range(a, b - least + 1)}
        costs, kept = slot_costs(made, task, 0), kept_slots(made, task, 0)
        for start in range(100, 220 - least):
            block = PlacedBlock(0, start, start + least, task.id)
            verdict = check(made, Schedule(blocks=(block,)))
            assert (start in found) == (verdict.broken == ()), (task.id, start, verdict.broken)
            if not verdict.broken:
                charged = sum(costs[s] - kept.get(s, 0) for s in range(start, start + least))
                parts = ("due", "flow", "preferences", "stability")
                saved = least * made.weights.priority[task.priority - 1]
                charged -= saved * unplaced_rate(made, task)
                assert charged == sum(verdict.tiers[part] - empty[part] for part in parts)
                tried += 1
    assert tried > 50


def test_the_exact_model_offers_events_the_places_that_the_checker_allows() -> None:
    made = replace(problem("manager", "day", 32), tasks=())
    for event in made.flexible:
        alone = replace(made, flexible=(event,))
        places = dict(event_places(alone, event))
        for length, window in product(event.durations, event.windows):
            for start in range(window.start, window.end - length + 1):
                placed = PlacedFlexible(0, start, start + length, event.id)
                verdict = check(alone, Schedule(flexible=(placed,)))
                assert (placed in places) == (verdict.broken == ())
                if not verdict.broken:
                    assert verdict.tiers["preferences"] == places[placed]
        assert {window.day for window in event.windows} >= {place.day for place in places}
