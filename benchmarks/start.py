"""Start to a painted window, against the least a PySide6 program can do, in the same run.

    python -m benchmarks.start [--rounds 11] [--years 1]

Prints the median time from the start of the process to its first painted window and to the
window that has nothing left to do, the processor's time up to then (on a busy machine only that
means anything), the most memory it took, and the ratios to the floor: a bare main window with
one painted widget. With years of data the planner opens on a week like every other in that many
years. The screens that are made ahead come after that; `benchmarks.switches` looks at them.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 11, 23, 11, 35, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")

_TELL = """
import os, sys, time
def tell(what):
    import resource
    used = resource.getrusage(resource.RUSAGE_SELF)
    passed = time.time() - float(os.environ["STARTED_AT"])
    print(what, passed, used.ru_utime + used.ru_stime, used.ru_maxrss, flush=True)
"""

_FLOOR = (
    _TELL
    + """
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
class Painted(QWidget):
    def paintEvent(self, event):
        painter = QPainter(self)
        painter.drawText(20, 20, "Planner")
        painter.end()
        QTimer.singleShot(0, done)
def done():
    tell("painted")
    tell("settled")
    os._exit(0)
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(Painted())
window.resize(1360, 860)
window.show()
app.exec()
"""
)

_PLANNER = (
    _TELL
    + """
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo
from mle_planner.core.base.clock import FixedClock
from mle_planner.ui.app.start import run
from mle_planner.ui.shell import main_window
from PySide6.QtCore import QTimer
class Watched(main_window.MainWindow):
    def begin(self):
        tell("painted")
        super().begin()
        QTimer.singleShot(0, self.leave)
    def leave(self):
        tell("settled")
        os._exit(0)
main_window.MainWindow = Watched
now = datetime.fromisoformat(sys.argv[2])
run(Path(sys.argv[1]), FixedClock(now, ZoneInfo(sys.argv[3])))
"""
)

Measured = dict[str, list[float]]


def main() -> int:
    """Measure both, turn by turn, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--years", type=int, default=0)
    asked = parser.parse_args()
    programs = {"floor": _FLOOR, "planner": _PLANNER}
    found: dict[str, Measured] = {name: {} for name in programs}
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), asked.years)
        for _ in range(asked.rounds):
            for name, program in programs.items():
                _measure(program, folder, found[name])
    units = (("painted", "ms"), ("settled", "ms"), ("processor", "ms"), ("memory", "MB"))
    for what, unit in units:
        floor, planner = (statistics.median(found[name][what]) for name in programs)
        print(
            f"{what:9} floor {floor:6.0f} {unit}   planner {planner:6.0f} {unit}   "
            f"{planner / floor:.2f} times the floor"
        )
    return 0


def fill(folder: Path, years: int) -> None:
    """Make a planner with an example week, and as many years of working days before it."""
    from mle_planner.core.base.clock import FixedClock
    from mle_planner.core.base.spans import Span
    from mle_planner.core.planner import Planner

    with Planner.open(folder, FixedClock(NOW, ZONE)) as planner:
        planner.load_example_week()
        coding = planner.catalog.activities()[0].id
        for age in range(3, 365 * years):
            start = NOW - timedelta(days=age)
            if start.weekday() < 5:
                for part in range(4):
                    begun = start + timedelta(hours=part)
                    span = Span(begun, begun + timedelta(minutes=50))
                    planner.tracking.log(span, "Drift monitor", activity_id=coding)


def _measure(program: str, folder: str, found: Measured) -> None:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        "STARTED_AT": repr(time.time()),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    ran = subprocess.run(
        [sys.executable, "-c", program, folder, NOW.isoformat(), ZONE.key],
        env=environment, capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    for line in ran.stdout.splitlines():
        what, seconds, processor_s, most_kb = line.split()
        found.setdefault(what, []).append(float(seconds) * 1000)
        if what == "settled":
            found.setdefault("processor", []).append(float(processor_s) * 1000)
            found.setdefault("memory", []).append(float(most_kb) / 1024)


if __name__ == "__main__":
    sys.exit(main())
