"""One window for one folder, also across processes, kills and starts at the same moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mle_planner.core.base.errors import PlannerError
from mle_planner.ui.app.single_instance import SingleInstance, SingleInstanceError
from tests.support.checkout import ROOT

# Takes the folder, says so, listens, and stays until its input ends.
HOLDER = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from mle_planner.ui.app.single_instance import SingleInstance
app = QCoreApplication([])
one = SingleInstance(Path(sys.argv[1]))
print("first" if one.acquire() else "second", flush=True)
sys.stdin.read()
"""

RUN = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo
from mle_planner.core.base.clock import FixedClock
from mle_planner.ui.app.start import run
clock = FixedClock(datetime(2026, 11, 23, 11, 35, tzinfo=UTC), ZoneInfo("Europe/Berlin"))
sys.exit(run(Path(sys.argv[1]), clock))
"""


def started(script: str, folder: Path) -> subprocess.Popen[str]:
    """Start a process on a folder."""
    return subprocess.Popen(
        [sys.executable, "-c", script, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for a process; return its code and what it said on standard error."""
    _, said = process.communicate(timeout=30)
    return process.returncode, said


def test_a_second_one_on_the_folder_is_not_the_first(folder: Path, qtbot: QtBot) -> None:
    first, second = SingleInstance(folder), SingleInstance(folder)

    assert first.acquire()
    assert not second.acquire()

    first.close()
    assert second.acquire()
    second.close()


def test_another_folder_has_a_window_of_its_own(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    first, second = SingleInstance(folder), SingleInstance(other)

    assert first.acquire()
    assert second.acquire()
    first.close()
    second.close()


def test_the_first_hears_the_second(folder: Path, qtbot: QtBot) -> None:
    first = SingleInstance(folder)
    assert first.acquire()
    first.listen()

    with qtbot.waitSignal(first.raise_requested, timeout=3000):
        assert SingleInstance(folder).call_first()
    with qtbot.waitSignal(first.offered, timeout=3000) as offered:
        assert SingleInstance(folder).call_first(str(folder / "Einladung März.ics"))
    assert offered.args == [str(folder / "Einladung März.ics")]
    first.close()


def test_two_starts_at_the_same_moment_leave_one_owner(folder: Path) -> None:
    processes = [started(HOLDER, folder) for _ in range(4)]
    answers = []
    for process in processes:
        answers.append(process.stdout.readline().strip())
    for process in processes:
        process.communicate(timeout=30)

    assert sorted(answers) == ["first", "second", "second", "second"]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a signal of POSIX systems")
def test_the_lock_of_a_killed_window_is_taken_over(folder: Path) -> None:
    holder = started(HOLDER, folder)
    assert holder.stdout.readline().strip() == "first"
    holder.send_signal(signal.SIGKILL)
    holder.communicate(timeout=30)

    late = SingleInstance(folder)

    assert late.acquire()
    late.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_the_lock_of_a_killed_window_is_not_taken_for_an_open_one_on_a_full_disk(
    folder: Path,
) -> None:
    import resource

    holder = started(HOLDER, folder)
    assert holder.stdout.readline().strip() == "first"
    assert not SingleInstance(folder).acquire()
    holder.send_signal(signal.SIGKILL)
    holder.communicate(timeout=30)

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        with pytest.raises(SingleInstanceError, match="whether the disk is full"):
            SingleInstance(folder).acquire()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    late = SingleInstance(folder)
    assert late.acquire()
    late.close()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    instance = SingleInstance(tmp_path / "is not there")

    with pytest.raises(SingleInstanceError, match="cannot be written to"):
        instance.acquire()


LINKS = pytest.mark.skipif(sys.platform == "win32", reason="links ask for a privilege there")


@pytest.mark.parametrize("is_link", [False, pytest.param(True, marks=LINKS)])
def test_a_second_start_raises_the_first_and_leaves_with_a_sentence(
    folder: Path, tmp_path: Path, qtbot: QtBot, is_link: bool
) -> None:
    """Also through a symbolic link to the folder."""
    link = tmp_path / "link"
    if is_link:
        link.symlink_to(folder, target_is_directory=True)
    first = SingleInstance(folder)
    assert first.acquire()
    first.listen()
    second = started(RUN, link if is_link else folder)
    with qtbot.waitSignal(first.raise_requested):
        pass
    said = "The planner is already open; its window was brought to the front.\n"
    assert ended(second) == (0, said)
    first.close()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM ends a process there at once")
def test_a_real_start_opens_and_the_sessions_end_closes_it_properly(folder: Path) -> None:
    process = started(RUN, folder)
    watcher = SingleInstance(folder)
    assert watcher.call_first() or watcher.call_first(), "it never began to listen"

    process.send_signal(signal.SIGTERM)
    code, said = ended(process)

    assert code == 0
    assert "Traceback" not in said
    assert (folder / "window.json").is_file()
    log = folder / "planner.log"
    lines = log.read_text().splitlines() if log.exists() else []
    # The platform without a display says what it cannot do; nothing else may be said.
    assert [line for line in lines if "This plugin does not support" not in line] == []
    assert watcher.acquire()
    watcher.close()


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("gone")])
def test_what_is_no_lock_file_is_named(folder: Path, make: Callable[[Path], None]) -> None:
    make(folder / "window.lock")
    with pytest.raises(PlannerError, match=r"window\.lock is not a file of the planner"):
        SingleInstance(folder).acquire()


@pytest.mark.parametrize("content", ["", "not a lock", "0\n\n\n"])
def test_an_empty_or_broken_lock_file_does_not_lock_the_window_out(
    folder: Path, qtbot: QtBot, content: str
) -> None:
    (folder / "window.lock").write_text(content)
    one = SingleInstance(folder)
    assert one.acquire()
    assert not SingleInstance(folder).acquire()
    one.close()
