"""What holds for every test: no display, one zone, English, an empty home, repeatable examples.

Qt is not imported here, so that the tests of the core run where PySide6 is not installed
(``-p no:pytest-qt``).
"""

from __future__ import annotations

import gc
import logging
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.support.amounts import register_profiles
from tests.support.seeds import choose_seed, seed_in_words

if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    # Without a display Qt has one of 800 × 800, and windows open no larger than that.
    desk = Path(__file__).parent / "support" / "desk.json"
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={desk}"
os.environ["TZ"] = "UTC"
os.environ["LC_ALL"] = "C.UTF-8"  # else the window would use the language of the machine
os.environ.pop("LANGUAGE", None)
if hasattr(time, "tzset"):  # Windows has none and reads its zone from the system
    time.tzset()

memory = Path("/dev/shm")
if memory.is_dir():
    space = os.statvfs(memory)
    may_run_programs = not space.f_flag & os.ST_NOEXEC
    # A run fills about a third of this.
    if may_run_programs and space.f_bavail * space.f_frsize > 2 << 30:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))  # where pytest makes folders

gc.set_threshold(100_000, 20, 20)  # as the program: what few tests leave need not be looked for

register_profiles()
choose_seed()


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Declare pytest-qt's settings where it is switched off: an unknown one is an error."""
    if not pluginmanager.has_plugin("pytest-qt"):
        for name in ("qt_api", "qt_log_level_fail", "qt_log_ignore"):
            parser.addini(name, "Unused: pytest-qt is switched off.", type="string")


LONG = tuple(
    f"tests/{place}"
    for place in (
        "cli/test_process.py", "core/maintenance/", "core/scheduling/", "core/storage/",
        "pictures/", "stories/", "ui/app/", "ui/screens/", "ui/timeline/",
    )
)  # fmt: skip
"""Where tests plan, break disks, start processes or open a screen: together they take long."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what is in those folders, and what opens the whole window."""
    for item in items:
        opens_window = "open_window" in getattr(item, "fixturenames", ())
        if opens_window or item.nodeid.startswith(LONG):
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """Leave modules and tests out of what the garbage collector goes through again and again."""
    gc.collect()
    gc.freeze()


def pytest_report_header() -> list[str]:
    """Say what would run the same tests again."""
    return seed_in_words()


@pytest.fixture(autouse=True)
def collected_between_tests() -> Iterator[None]:
    """Collect no garbage during a test: a working thread would delete widgets, and Qt abort."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(scope="session")
def homes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The folder with the homes of all tests; it is kept only if a test failed."""
    folder = tmp_path_factory.mktemp("homes")
    yield folder
    if not request.session.testsfailed:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def tmp_path(homes: Path) -> Path:
    """Give the test an empty folder, without pytest's numbering, which counts all of them."""
    return Path(tempfile.mkdtemp(dir=homes))


@pytest.fixture(autouse=True)
def empty_home(homes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test its own home: nothing of the user's is read or written."""
    home = Path(tempfile.mkdtemp(dir=homes))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for variable, folder in (
        ("XDG_CACHE_HOME", ".cache"),
        ("XDG_CONFIG_HOME", ".config"),
        ("XDG_DATA_HOME", ".local/share"),
        ("XDG_STATE_HOME", ".local/state"),
        ("XDG_RUNTIME_DIR", ".run"),
        ("APPDATA", "AppData/Roaming"),
        ("LOCALAPPDATA", "AppData/Local"),
    ):
        monkeypatch.setenv(variable, str(home / folder))
    (home / ".run").mkdir(mode=0o700)
    return home


@pytest.fixture(scope="session")
def made_before(homes: Path) -> Path:
    """A new planner's database, once for all tests: what it begins with, and two zones' rules."""
    from mle_planner.core.base.clock import FixedClock
    from mle_planner.core.planner import Planner
    from mle_planner.core.storage.database import FILE_NAME

    for zone in (ZoneInfo("UTC"), ZoneInfo("Europe/Berlin")):
        Planner.open(
            homes / "made-before", FixedClock(datetime(2026, 11, 23, tzinfo=UTC), zone)
        ).close()
    return homes / "made-before" / FILE_NAME


@pytest.fixture(autouse=True)
def new_databases_are_copies(
    request: pytest.FixtureRequest, made_before: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Give a new folder a copy of that database, and wait for no disk.

    The tests of the storage run the migrations, and wait as the planner does.
    """
    from mle_planner.core.storage import database

    connect = database._connect

    def copy_and_connect(path: Path) -> sqlite3.Connection:
        if path.stat().st_size == 0:
            shutil.copyfile(made_before, path)
        connection = connect(path)
        connection.execute("PRAGMA synchronous = OFF")
        return connection

    if request.path.parent.name != "storage":
        monkeypatch.setattr(database, "_connect", copy_and_connect)
        monkeypatch.setattr(os, "fsync", lambda _descriptor: None)


@pytest.fixture(autouse=True)
def calendars_are_read_here(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read calendars in this process; the tests of the separate process start that one."""
    from mle_planner.core.calendars.ical import reading

    def answer(
        asked: bytes, _limits: object, is_stopped: Callable[[], bool], _tell: object
    ) -> bytes:
        from mle_planner.core.calendars.ical import expand_process

        if is_stopped():
            raise reading.reading_stopped()
        return expand_process.answer_to(asked, is_bounded=False)

    if request.path.name != "test_reading_process.py":
        monkeypatch.setattr(reading, "_ask_child", answer)


@pytest.fixture
def usual_steps() -> None:
    """Asked for by a test for which a plan must be a good one."""


@pytest.fixture
def few_steps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plan in few steps, for tests that do not look at how good a plan is."""
    from mle_planner.core.scheduling import due_first, solve
    from mle_planner.core.scheduling.answer import remedies

    if "usual_steps" not in request.fixturenames:
        monkeypatch.setattr(due_first, "LEAST_STEPS", 375)
        monkeypatch.setattr(due_first, "REFERENCE_STEPS", 375)
        monkeypatch.setattr(remedies, "GUESS_STEPS", 100)
        monkeypatch.setattr(solve, "_by_horizon", lambda *_steps: 600)


@pytest.fixture(autouse=True)
def few_steps_outside_the_scheduling(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plan in few steps and try few remedies; the scheduling asks for that where it wants it."""
    from mle_planner.core.scheduling.answer import propose

    if "scheduling" not in request.path.parts:
        request.getfixturevalue("few_steps")
        monkeypatch.setattr(propose, "_TRYING_SETTLED", 1)


class _Warnings(logging.Handler):
    """Keeps what the planner logs at warning or above, as text."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture
def logged_warnings() -> list[str]:
    """What the planner logged at warning or above.

    A test that expects a warning asks for this and asserts on it; for every other test a
    warning is a failure.
    """
    return []


@pytest.fixture(autouse=True)
def no_stray_warning(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test during which the planner logged a warning the test does not look at."""
    is_looked_at = "logged_warnings" in request.fixturenames
    messages: list[str] = request.getfixturevalue("logged_warnings") if is_looked_at else []
    handler = _Warnings(messages)
    logger = logging.getLogger("mle_planner")
    logger.addHandler(handler)
    yield
    logger.removeHandler(handler)
    if messages and not is_looked_at:
        pytest.fail("logged and not looked at: " + "; ".join(messages))
