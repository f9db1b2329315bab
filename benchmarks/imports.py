"""How long the GUI thread is held while a window imports a calendar, and after.

    python -m benchmarks.imports [--events 50000] [--screens today week tasks review settings]

The window opens on a screen with an example week, imports a file of so many events over three
years and rests until everything is drawn. Printed are the longest pieces of work between two
looks of the event loop, in milliseconds of that thread's processor time and (in brackets) as time
that passed; on a busy machine only the first means anything. The budget is 50 ms.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.start import NOW, ROOT, ZONE, fill

BUDGET_MS = 50.0

_PROGRAM = """
import os, sys, time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo
from PySide6.QtCore import QAbstractEventDispatcher, QTimer
from mle_planner.core.base.clock import FixedClock
from mle_planner.ui.app import start
from mle_planner.ui.shell import main_window

folder, file, now, zone, screen = sys.argv[1:]

class Watched(main_window.MainWindow):
    def begin(self):
        super().begin()
        self.show_screen(screen, None)
        QTimer.singleShot(2500, self.measure)
    def measure(self):
        self.pieces, self.is_over = [], False
        loop = QAbstractEventDispatcher.instance()
        loop.awake.connect(self.begin_piece)
        loop.aboutToBlock.connect(self.end_piece)
        self.begin_piece()
        self.started = time.perf_counter()
        self.commands.imports.read_calendar(Path(file), self.imported)
    def begin_piece(self):
        self.at = time.thread_time(), time.perf_counter()
    def end_piece(self):
        if self.at:
            used, passed = time.thread_time() - self.at[0], time.perf_counter() - self.at[1]
            self.pieces.append((used * 1000, passed * 1000, time.perf_counter() - self.started))
            self.at = None
    def imported(self):
        print("imported", time.perf_counter() - self.started, flush=True)
        QTimer.singleShot(3000, self.leave)
    def leave(self):
        for used, passed, when in sorted(self.pieces, reverse=True)[:5]:
            print("piece", used, passed, when, flush=True)
        os._exit(0)

main_window.MainWindow = Watched
start.run(Path(folder), FixedClock(datetime.fromisoformat(now), ZoneInfo(zone)))
"""


def main() -> int:
    """Measure, print, and return 1 where a piece is over the budget."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--events", type=int, default=50_000)
    parser.add_argument(
        "--screens", nargs="+", default=["today", "week", "tasks", "review", "settings"]
    )
    asked = parser.parse_args()
    worst = 0.0
    for screen in asked.screens:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "large.ics"
            file.write_text(calendar_of(asked.events), encoding="utf-8")
            data = Path(folder) / "data"
            data.mkdir()
            fill(data, 0)
            took, pieces = measured(data, file, screen)
        worst = max(worst, pieces[0][0])
        shown = ", ".join(f"{ms:.0f} ({gone:.0f}) at {when:.1f} s" for ms, gone, when in pieces)
        print(f"{screen:10} imported in {took:5.1f} s; longest pieces {shown}", flush=True)
    print(f"longest piece {worst:.0f} ms of the processor, budget {BUDGET_MS:.0f} ms")
    return 1 if worst > BUDGET_MS else 0


def calendar_of(count: int) -> str:
    """A calendar of so many events, spread over the hours of three years."""
    from datetime import timedelta

    first = NOW - timedelta(minutes=31 * count // 3)
    events = (
        f"BEGIN:VEVENT\r\nUID:{number}@a.example\r\nDTSTAMP:20260101T000000Z\r\n"
        f"DTSTART:{first + timedelta(minutes=31 * number):%Y%m%dT%H%M00Z}\r\nDURATION:PT25M\r\n"
        f"SUMMARY:Event {number}\r\nEND:VEVENT\r\n"
        for number in range(count)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{''.join(events)}END:VCALENDAR\r\n"


def measured(data: Path, file: Path, screen: str) -> tuple[float, list[tuple[float, float, float]]]:
    """Return the seconds of the import, and the longest pieces as processor, passed and when."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    ran = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(data), str(file), NOW.isoformat(), ZONE.key, screen],
        env=environment, capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    took, pieces = 0.0, []
    for line in ran.stdout.splitlines():
        what, *numbers = line.split()
        if what == "imported":
            took = float(numbers[0])
        elif what == "piece":
            used, passed, when = map(float, numbers)
            pieces.append((used, passed, when))
    return took, pieces


if __name__ == "__main__":
    sys.exit(main())
