"""The release of Qt's bindings is sound on this Python."""

from __future__ import annotations

import subprocess
import sys

CALLS = """
from PySide6.QtCore import QObject
thing = QObject()
for _ in range(100_000):
    thing.setObjectName("a")
print("sound")
"""


def test_a_method_that_returns_nothing_can_be_called_a_hundred_thousand_times() -> None:
    """One release drops a reference to None in each such call until the interpreter aborts.

    In a separate process, because the abort would take the tests with it.
    """
    ended = subprocess.run(
        [sys.executable, "-c", CALLS], check=False, capture_output=True, text=True
    )
    assert (ended.returncode, ended.stdout.strip()) == (0, "sound"), ended.stderr
