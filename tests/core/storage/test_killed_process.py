"""Killed at any instant, the planner has lost nothing it acknowledged and keeps no half edit."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

from mle_planner.core.planner import Planner
from tests.support.amounts import is_thorough
from tests.support.builders import TUESDAY, clock_at
from tests.support.checkout import ROOT
from tests.support.data_check import data_problems

_KILLS = 20 if is_thorough() else 6

_CHILD = """
import sys
from pathlib import Path
from mle_planner.core.planner import Planner
from mle_planner.core.base.spans import Span
from mle_planner.core.refs import PartRef
from tests.support.amounts import is_thorough
from tests.support.builders import TUESDAY, at, clock_at, minutes
from datetime import timedelta
planner = Planner.open(Path(sys.argv[1]), clock_at("2026-11-24 18:00"))
coding = planner.catalog.activities()[0].id
print("open", flush=True)
number = len(planner.history.lines(10**6))
while True:
    number += 1
    match number % 4:
        case 0:
            day = TUESDAY + timedelta(days=number)
            items = planner.day(day).items
            parts = [item.key for item in items if isinstance(item.key, PartRef)]
            if parts:
                planner.blocks.delete(parts[:1])
            else:
                planner.reviews.set_note(day, str(number))
        case 1:
            planner.tasks.add(f"Task {number} 2h #fraud{number}")
        case 2:
            start = at(planner, "9:00", TUESDAY - timedelta(days=number))
            planner.tracking.log(Span(start, start + minutes(30)), f"Entry {number}")
        case 3:
            planner.set("coding_aim_min", 180 + number % 60)  # no separate edit
            planner.reviews.set_note(TUESDAY - timedelta(weeks=number), str(number))
    print(number, flush=True)
"""


def _killed_after(folder: Path, edits: int, delay_s: float) -> int | None:
    """Kill a child that writes, some time after so many edits; return the last acknowledged."""
    with subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(folder)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.readline() == "open\n"
        answers = [child.stdout.readline() for _ in range(edits)]
        timer = threading.Timer(delay_s, child.send_signal, [signal.SIGKILL])
        timer.start()
        answers += child.stdout.readlines()
        timer.join()
        errors = child.stderr.read()
    assert (child.returncode, errors) == (-signal.SIGKILL, "")
    numbers = [line for line in answers if line.endswith("\n")]
    return int(numbers[-1]) if numbers else None


def test_nothing_acknowledged_is_lost_and_no_edit_is_half_there(tmp_path: Path) -> None:
    chance, acknowledged = random.Random(20261124), 0
    for _ in range(_KILLS):
        last = _killed_after(tmp_path, chance.randrange(4), chance.uniform(0, 0.02))
        acknowledged = max(acknowledged, last or 0)
        with Planner.open(tmp_path, clock_at("2026-11-24 18:00")) as planner:
            done = len(planner.history.lines(10**6))
            assert done >= acknowledged, "an acknowledged edit is gone"
            assert data_problems(planner) == []
            tasks = {view.task.title for view in planner.board().tasks}
            assert tasks == {f"Task {number} 2h".removesuffix(" 2h")
                             for number in range(1, done + 1, 4)}  # fmt: skip
            assert len(planner.catalog.projects()) == len(tasks)
            acknowledged = done  # done but not acknowledged is allowed, and counts from now on
    assert acknowledged > _KILLS
    with Planner.open(tmp_path, clock_at("2026-11-24 18:00")) as planner:
        for _ in range(acknowledged):
            planner.history.undo()
        assert planner.board().tasks == ()
        assert planner.catalog.projects() == ()
        assert planner.day(TUESDAY).tracked == ()
