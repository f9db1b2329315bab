"""How often an idle planner wakes the processor, and how much of it it takes.

    python -m benchmarks.at_rest [--minutes 10] [--settle 60] [--states visible hidden timer tray]

Each state is a separate window on an example week of today, all at the same time: open; hidden;
open with a running timer, whose clock shows seconds; closed to the tray with notifications on.
They rest for ``--settle`` seconds, in which screens are made ahead and the planning process
starts, and are then looked at from outside, the planning process included. A wake-up is a thread
that stopped waiting; threads that began and ended in between are not counted. Processor time is
right on a busy machine too.

Without a display they are drawn nowhere; a tray is seen only where the display of ``DISPLAY``
has one. The budget is 0.1 % of the processor, also while a clock of seconds is visible, which takes
0.06 to 0.08 % in the least program.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from benchmarks.start import ROOT

STATES = ("visible", "hidden", "timer", "tray")
BUDGET = 0.1
"""Percent of one processor."""
_TICKS = os.sysconf("SC_CLK_TCK")

_PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from mle_planner.core.base.clock import SystemClock
from mle_planner.core.planner import Planner
from mle_planner.ui.app.start import run
from mle_planner.ui.shell import main_window

folder, state = Path(sys.argv[1]), sys.argv[2]
with Planner.open(folder, SystemClock()) as planner:
    planner.load_example_week()
    planner.set("stay_in_tray", "stay in the tray")
    if state == "timer":
        planner.tracking.start("Drift monitor")

class Watched(main_window.MainWindow):
    def begin(self):
        super().begin()
        if state == "hidden":
            self.hide()
        elif state == "tray":
            QTimer.singleShot(3000, self.close)

main_window.MainWindow = Watched
sys.exit(run(folder, SystemClock()))
"""


class Used(NamedTuple):
    """What a planner and its planning process had used at a moment.

    ``wakes`` counts for each thread. The memory is that of the planner alone.
    """

    at_s: float
    processor_s: float
    wakes: dict[int, int]
    memory_mb: float


def main() -> int:
    """Let all states rest at once, print what each used, and return 1 over a budget."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--settle", type=float, default=60)
    parser.add_argument("--states", nargs="+", choices=STATES, default=list(STATES))
    asked = parser.parse_args()
    is_over = False
    with ExitStack() as stack:
        running = {state: _started(state, stack) for state in asked.states}
        time.sleep(asked.settle)
        before = {state: _used(process.pid) for state, process in running.items()}
        time.sleep(asked.minutes * 60)
        for state, process in running.items():
            if process.poll() is not None:
                print(f"{state:8} ended by itself, as where there is no tray")
                continue
            share = _print_use(state, before[state], _used(process.pid))
            is_over |= share > BUDGET
    return 1 if is_over else 0


def _started(state: str, stack: ExitStack) -> subprocess.Popen[bytes]:
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    if "DISPLAY" not in environment:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    process = subprocess.Popen([sys.executable, "-c", _PROGRAM, folder, state], env=environment)
    stack.callback(process.wait)
    stack.callback(process.terminate)
    return process


def _print_use(state: str, before: Used, after: Used) -> float:
    """Print one line and return the share of a processor in percent."""
    passed_s = after.at_s - before.at_s
    share = (after.processor_s - before.processor_s) / passed_s * 100
    woken = sum(count - before.wakes.get(thread, 0) for thread, count in after.wakes.items())
    print(
        f"{state:8} {woken / passed_s * 60:6.1f} wake-ups a minute   {share:.3f} % of a processor, "
        f"budget {BUDGET} %   {before.memory_mb:.1f} MB, at the end {after.memory_mb:.1f}",
        flush=True,
    )
    return share


def _used(pid: int) -> Used:
    """Read what a process and its children have used so far."""
    processor_s, wakes = 0.0, {}
    for each in family(pid):
        folder = Path("/proc") / str(each)
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
        processor_s += (int(fields[11]) + int(fields[12])) / _TICKS
        for thread in (folder / "task").iterdir():
            wakes[int(thread.name)] = _number(thread / "status", "voluntary_ctxt_switches")
    memory_mb = _number(Path("/proc") / str(pid) / "status", "VmRSS") / 1024
    return Used(time.monotonic(), processor_s, wakes, memory_mb)


def family(pid: int) -> Iterator[int]:
    """Yield a process and, below it, all that it started and that has not ended meanwhile."""
    try:
        threads = list((Path("/proc") / str(pid) / "task").iterdir())
        children = [int(one) for each in threads for one in (each / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return
    yield pid
    for child in children:
        yield from family(child)


def _number(file: Path, name: str) -> int:
    lines = file.read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(name + ":")), 0)


if __name__ == "__main__":
    sys.exit(main())
