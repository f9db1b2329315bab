"""How long the window takes to change to a screen, the first time and again.

    python -m benchmarks.switches [--years 0 10] [--rounds 5] [--idle-ms 1500] [--size 1360x860]

For each number of years a database is made as `benchmarks.command_line` makes it, with a plan,
tracked time and history on every working day. Each screen is then opened in a separate process,
so that none is helped by another: the window opens on Today (for Today: on the week) and rests for
``--idle-ms``, as it does while a user reads it. The first switch counts whatever the screen had not
been made ready for; the second comes after a look at the first screen. Both end when the screen is
painted. "At once" is the same with no rest at all.

The floor is a change to a page that is one empty widget, in the same process. The budget is
50 ms. Beside the time that passed stands the processor time of the GUI thread, which is what is
held: on a busy machine only that means anything.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.command_line import NOW, build

ROOT = Path(__file__).resolve().parents[1]
BUDGET_MS = 50.0
SCREENS = ("week", "tasks", "review", "timesheet", "settings", "today")

_PROGRAM = """
import os, sys, time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from mle_planner.core.base.clock import FixedClock
from mle_planner.ui.app.start import run
from mle_planner.ui.shell import main_window

folder, now, screen, idle_ms, size = sys.argv[1:]
elsewhere = "week" if screen == "today" else "today"

def took(what, do):
    began, used = time.perf_counter(), time.thread_time()
    do()
    QApplication.processEvents()
    passed, used = time.perf_counter() - began, time.thread_time() - used
    print(what, passed * 1000, used * 1000, flush=True)

class Watched(main_window.MainWindow):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.show_screen(elsewhere, None)
        self.resize(*(int(part) for part in size.split("x")))
    def begin(self):
        super().begin()
        QTimer.singleShot(int(idle_ms), self.measure)
    def measure(self):
        took("first", lambda: self.show_screen(screen, None))
        took("back", lambda: self.show_screen(elsewhere, None))
        took("second", lambda: self.show_screen(screen, None))
        bare = QWidget()
        stack = self.open_screen.parentWidget()
        stack.addWidget(bare)
        took("floor", lambda: stack.setCurrentWidget(bare))
        os._exit(0)

main_window.MainWindow = Watched
run(Path(folder), FixedClock(datetime.fromisoformat(now), ZoneInfo("UTC")))
"""


def main() -> int:
    """Measure, print, and return 1 where a switch is over the budget."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--years", type=int, nargs="+", default=[0, 10])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--idle-ms", type=int, default=1500)
    parser.add_argument("--size", default="1360x860")
    parser.add_argument("--only", nargs="+", choices=SCREENS, default=SCREENS)
    asked = parser.parse_args()
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for years in asked.years:
            data = Path(folder) / f"{years}-years"
            build(data, years)
            print(f"\n{years} years of data: milliseconds (of the GUI thread), times the floor")
            print(f"  {'':10}{'at once':>18}{'first':>18}{'second':>18}{'back':>18}")
            for screen in asked.only:
                at_once = measured(data, screen, 0, asked.size, asked.rounds)
                rested = measured(data, screen, asked.idle_ms, asked.size, asked.rounds)
                worst = max(worst, rested["first"][1], rested["second"][1])
                floor = rested["floor"][1]
                columns = (
                    at_once["first"], rested["first"], rested["second"], rested["back"],
                )  # fmt: skip
                cells = (f"{ms:6.1f} ({cpu:5.1f}) {cpu / floor:3.0f}" for ms, cpu in columns)
                print(f"  {screen:10}" + "".join(f"{cell:>18}" for cell in cells), flush=True)
    print(f"\nslowest switch {worst:.1f} ms of the GUI thread, budget {BUDGET_MS:.0f} ms")
    return 1 if worst > BUDGET_MS else 0


def measured(
    data: Path, screen: str, idle_ms: int, size: str, rounds: int
) -> dict[str, tuple[float, float]]:
    """Return the median milliseconds, passed and of the processor, of each switch."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    found: dict[str, list[tuple[float, float]]] = {}
    for _ in range(rounds):
        ran = subprocess.run(
            [sys.executable, "-c", _PROGRAM, str(data), NOW, screen, str(idle_ms), size],
            env=environment,
            capture_output=True, text=True, check=True, cwd=ROOT,
        )  # fmt: skip
        for line in ran.stdout.splitlines():
            what, passed, used = line.split()
            found.setdefault(what, []).append((float(passed), float(used)))
    return {
        what: (
            statistics.median(passed for passed, _ in times),
            statistics.median(used for _, used in times),
        )
        for what, times in found.items()
    }


if __name__ == "__main__":
    sys.exit(main())
