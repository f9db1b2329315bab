"""What the window's process is when it has started: as asked for, without what it can spare."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mle_planner.core.base.clock import FixedClock
from mle_planner.core.planner import Planner
from mle_planner.ui.app import start
from tests.support.checkout import ROOT

_OPEN_EVERY_SCREEN = """
import builtins, json, sys
imported_by_python = builtins.__import__
from mle_planner.ui.app import start
from mle_planner.ui.shell import main_window
from pathlib import Path
from PySide6 import QtWidgets
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from mle_planner.core.base.clock import SystemClock
from mle_planner.ui.shell.screens import SCREENS

class Watched(main_window.MainWindow):
    def begin(self):
        QTimer.singleShot(0, self.look)  # once the services run

    def look(self):
        made = [name for name, kind in vars(QtWidgets).items() if isinstance(kind, type)]
        first = sorted({*sys.modules, *made})  # a class of Qt is made when it is first named
        self.services.plans.warm_up_timer.timeout.emit()
        is_request_quick = "mle_planner.core.scheduling.gather" in sys.modules
        for name in SCREENS:
            self.show_screen(name, None)
        QApplication.instance().setStyleSheet("")  # what is left is the style itself
        told = {
            "style": QApplication.style().objectName(),
            "arguments": QApplication.arguments()[1:],
            "imports are Python's own": builtins.__import__ is imported_by_python,
            "a request for a plan is quick": is_request_quick,
            "loaded first": first,
            "loaded": sorted(sys.modules),
        }
        print(json.dumps(told))
        QTimer.singleShot(0, self.close)

main_window.MainWindow = Watched
sys.exit(start.run(Path(sys.argv[1]), SystemClock()))
"""
_SPARED = {
    "_hashlib", "ssl", "icalendar", "recurring_ical_events", "sqlite_utils", "xlsxwriter",
    "mle_planner.core.scheduling.answer.propose", "mle_planner.core.scheduling.solver",
}  # fmt: skip
_SPARED_AT_FIRST = {
    "PySide6.QtNetwork", "socket", "pickle", "dataclasses",
    "mle_planner.core.scheduling.worker", "mle_planner.core.typed.duration",
    "mle_planner.core.typed.quick_add.parsing", "mle_planner.core.reminders.desktop",
    "mle_planner.ui.companions.mini_timer", "mle_planner.ui.planning.process",
    "mle_planner.ui.widgets.elided_button", "mle_planner.ui.widgets.month_picker", "QStyle",
}  # fmt: skip


def test_the_window_starts_in_the_style_it_wants_without_what_it_can_spare(
    folder: Path, planner: Planner
) -> None:
    planner.close()  # the database is up to date, as at every start but the first
    ran = subprocess.run(
        [sys.executable, "-c", _OPEN_EVERY_SCREEN, str(folder)],
        env={**os.environ, "QT_STYLE_OVERRIDE": "Windows", "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        text=True,
    )
    told = json.loads(ran.stdout)
    assert told["style"] == "fusion"
    assert told["arguments"] == []
    assert told["imports are Python's own"]
    assert not _SPARED & set(told["loaded"])
    assert told["a request for a plan is quick"]
    assert not _SPARED_AT_FIRST & set(told["loaded first"])


_RUN = """
import sys
from pathlib import Path
from mle_planner.core.base.clock import SystemClock
from mle_planner.ui.app.start import run
sys.exit(run(Path(sys.argv[1]), SystemClock()))
"""


def test_a_display_that_cannot_be_used_is_named(folder: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _RUN, str(folder)],
        env={**os.environ, "QT_QPA_PLATFORM": "no-such-display", "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 1
    assert ran.stderr.startswith("The window cannot be opened: there is no display here")
    assert ran.stderr.count("\n") == 1
    assert "no Qt platform plugin" in (folder / "planner.log").read_text()


def test_a_fault_while_starting_is_logged_and_told_in_one_sentence(
    folder: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, logged_warnings: list[str]
) -> None:
    def fail(*_arguments: object, **_options: object) -> Planner:
        raise RuntimeError("Talk to the lawyers about Northbank")

    told: list[str] = []
    monkeypatch.setattr(start, "open_planner", fail)
    code = start.run(folder, clock, complain=told.append)

    assert code == 1
    assert len(told) == 1
    assert "details are in planner.log" in told[0]
    written = (folder / "planner.log").read_text()
    assert "RuntimeError" in written
    assert "Northbank" not in written
    assert logged_warnings


def test_a_database_that_cannot_be_opened_is_told_and_lets_the_next_start_try(
    folder: Path, clock: FixedClock
) -> None:
    (folder / "planner.db").write_bytes(b"no database" * 500)
    told: list[str] = []

    codes = [start.run(folder, clock, complain=told.append) for _ in range(2)]

    assert codes == [1, 1]
    assert told[0] == told[1]
    assert "already open" not in told[0]
