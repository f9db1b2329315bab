"""How fast the planner's window is there, beside other desktop programs, in the same run.

    python -m benchmarks.peers [--rounds 7] [--only planner gtimelog]

Looks at every program from outside, in the same way: each starts on what its first start left
(the planner on an example week), with its own session bus, on the display of ``DISPLAY``,
which needs a window manager and no other windows. *Shown* is when the window manager lists its
first window, *quiet* when it and all that it started have used no processor for half a second.
Processor time and memory (each process's share of what it shares with others) are those of all
its processes once it is quiet. The floor is a bare PySide6 window.

Programs that are not installed are named and left out. On Debian and Ubuntu their packages are
``gtimelog``, ``hamster-time-tracker`` (with ``python3-gi-cairo``) and ``korganizer``.
"""

from __future__ import annotations

import argparse
import os
import re
import select
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.at_rest import family
from benchmarks.start import ROOT, fill

_QUIET_S = 0.5
_LONGEST_S = 60.0
_LOOK_S = 0.01
_TICKS = os.sysconf("SC_CLK_TCK")
_BUS = ("dbus-run-session", "dbus-daemon")
"""Around the programs, not of them."""

_FLOOR = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1360, 860)
window.show()
app.exec()
"""
PROGRAMS = {
    "floor": (sys.executable, "-c", _FLOOR),
    "planner": (sys.executable, "-m", "mle_planner"),
    "gtimelog": ("gtimelog",),
    "hamster": ("hamster", "overview"),
    "korganizer": ("korganizer",),
}


class Start(NamedTuple):
    """How one start went: milliseconds from the start of the process, and megabytes."""

    shown: float
    quiet: float
    processor: float
    memory: float


def main() -> int:
    """Start each program in turn, round by round, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", nargs="+", choices=PROGRAMS, default=list(PROGRAMS))
    asked = parser.parse_args()
    there = [name for name in asked.only if shutil.which(PROGRAMS[name][0])]
    for name in asked.only:
        if name not in there:
            print(f"{name} is not installed")
    starts: dict[str, list[Start]] = {name: [] for name in there}
    with tempfile.TemporaryDirectory() as homes:
        fill(Path(homes) / "planner" / "data" / "mle-planner", years=0)
        for _ in range(asked.rounds + 1):
            for name in there:
                starts[name].append(_start(PROGRAMS[name], Path(homes) / name))
    print(f"{'':12}{'shown':>8}{'quiet':>8}{'processor':>11}{'memory':>9}")
    for name in there:
        after_the_first = starts[name][1:]  # the first one makes its data
        shown, quiet, processor, memory = map(statistics.median, zip(*after_the_first, strict=True))
        print(
            f"{name:12}{shown:5.0f} ms{quiet:5.0f} ms{processor:8.0f} ms{memory:6.0f} MB",
            flush=True,
        )
    return 0


def _start(command: tuple[str, ...], home: Path) -> Start:
    home.mkdir(exist_ok=True)
    environment = {
        **os.environ, "HOME": str(home), "XDG_RUNTIME_DIR": str(home), "PYTHONPATH": str(ROOT),
        "XDG_CONFIG_HOME": f"{home}/config", "XDG_DATA_HOME": f"{home}/data",
        "XDG_CACHE_HOME": f"{home}/cache", "QT_QPA_PLATFORM": "xcb",
    }  # fmt: skip
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    with subprocess.Popen(
        ["xprop", "-root", "-spy", "_NET_CLIENT_LIST"], stdout=subprocess.PIPE, text=True
    ) as watch:
        while _windows(watch):  # those of the program before
            pass
        begun = time.monotonic()
        bus = subprocess.Popen(
            ["dbus-run-session", "--", *command], env=environment, cwd=home,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            while not _windows(watch):
                pass
            return _once_quiet(bus.pid, begun, time.monotonic())
        finally:
            watch.terminate()
            _end(bus)


def _windows(watch: subprocess.Popen[str]) -> set[str]:
    """Wait for the next list of windows."""
    assert watch.stdout is not None
    if not select.select([watch.stdout], [], [], _LONGEST_S)[0]:
        raise TimeoutError("no window came or went on the display")
    return set(re.findall("0x[0-9a-f]+", watch.stdout.readline()))


def _once_quiet(pid: int, begun: float, shown: float) -> Start:
    used, since = 0, shown
    while (now := time.monotonic()) - since < _QUIET_S and now - begun < _LONGEST_S:
        ticks = sum(_ticks(process) for process in _own(pid))
        if ticks > used:
            used, since = ticks, now
        time.sleep(_LOOK_S)
    memory = sum(_memory_kb(process) for process in _own(pid)) / 1024
    return Start((shown - begun) * 1000, (since - begun) * 1000, used * 1000 / _TICKS, memory)


def _own(pid: int) -> Iterator[int]:
    """The program's processes: all below the bus, but for the bus itself."""
    for process in family(pid):
        try:
            name = Path(f"/proc/{process}/comm").read_text().strip()
        except OSError:
            continue
        if name not in _BUS:
            yield process


def _ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def _memory_kb(pid: int) -> int:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)
    return int(found[1]) if found else 0


def _end(bus: subprocess.Popen[bytes]) -> None:
    for process in reversed(list(family(bus.pid))):
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue
    bus.wait()


if __name__ == "__main__":
    sys.exit(main())
