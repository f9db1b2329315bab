"""The file is private, durable, and never touched when it is not ours to touch."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import sqlite3
import stat
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from mle_planner.core.base.errors import PlannerError
from mle_planner.core.edits import Change, add_records
from mle_planner.core.files import SideFile
from mle_planner.core.model.plan import FrozenBlock, FrozenUnplaced, PlanVersion
from mle_planner.core.model.records import WeekNote
from mle_planner.core.model.work import Category
from mle_planner.core.operations import Operation, Summary
from mle_planner.core.planner import Planner
from mle_planner.core.storage import database
from mle_planner.core.storage.database import FILE_NAME, open_database
from mle_planner.core.storage.errors import NewerDatabaseError, StorageError
from mle_planner.core.storage.migrations import migrations
from mle_planner.core.storage.schema import APPLICATION_ID, SCHEMA_VERSION
from mle_planner.core.storage.store import Store
from mle_planner.core.tracking import jobs
from tests.support.amounts import first, is_thorough
from tests.support.builders import activity, block, clock_at, coding, utc
from tests.support.checkout import ROOT
from tests.support.data_check import data_problems


@pytest.fixture
def free_umask() -> Iterator[None]:
    """The umask that hides nothing."""
    before = os.umask(0)
    yield
    os.umask(before)


def _pragma(connection: sqlite3.Connection, name: str) -> object:
    return connection.execute(f"PRAGMA {name}").fetchone()[0]


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_commit_is_on_the_disk_before_it_is_acknowledged(tmp_path: Path) -> None:
    """Log ahead of the file, synced at each commit, references checked."""
    with closing(open_database(tmp_path)) as connection:
        assert _pragma(connection, "journal_mode") == "wal"
        assert _pragma(connection, "synchronous") == 2
        assert _pragma(connection, "foreign_keys") == 1
    with closing(open_database(tmp_path)) as again:
        assert (_pragma(again, "journal_mode"), _pragma(again, "synchronous")) == ("wal", 2)
        assert _pragma(again, "application_id") == APPLICATION_ID
        assert _pragma(again, "user_version") == SCHEMA_VERSION


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
def test_other_users_can_read_nothing_of_it(tmp_path: Path, free_umask: None) -> None:
    folder = tmp_path / "kept" / "planner"
    with Planner.open(folder, clock_at()) as planner:
        block(planner, "10:00-11:00")
        copy = planner.maintenance.back_up()
        files = [path for path in folder.rglob("*") if path.is_file()]
        assert {path.name for path in files} == {
            FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm", copy.name,
            copy.with_suffix(".sha256").name,
        }  # fmt: skip
        assert {_mode(path) for path in files} == {0o600}
        assert {_mode(each) for each in (folder.parent, folder, folder / "backups")} == {0o700}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
def test_files_that_older_versions_left_open_are_closed(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at()) as planner:
        copy = planner.maintenance.back_up()
    loose = [
        copy, copy.with_suffix(".sha256"), tmp_path / "window.lock",
        tmp_path / "drafts.room", tmp_path / "planner.db.damaged-1",
        *(tmp_path / name for key, name in vars(SideFile).items() if key.isupper()),
    ]  # fmt: skip
    (tmp_path / jobs.FOLDER).mkdir()
    for path in loose:
        path.touch()
        path.chmod(0o644)
    others = copy.with_name("letter.txt")
    others.touch()
    others.chmod(0o644)
    for folder in (tmp_path, copy.parent):
        folder.chmod(0o755)
    open_database(tmp_path).close()
    assert {_mode(path) for path in loose} == {0o600}
    assert (_mode(tmp_path), _mode(copy.parent), _mode(others)) == (0o700, 0o700, 0o644)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files in folders")
@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir], ids=["pipe", "folder"])
@pytest.mark.parametrize("name", [FILE_NAME, f"{FILE_NAME}-journal", SideFile.OVERLAPS])
def test_what_is_no_file_is_refused_and_not_waited_for(
    tmp_path: Path, make: Callable[[Path], None], name: str
) -> None:
    Planner.open(tmp_path, clock_at()).close()
    (tmp_path / name).unlink(missing_ok=True)
    make(tmp_path / name)
    for is_read_only in (False, True):
        with pytest.raises(PlannerError, match=f"{name} is not a regular file. Nothing was"):
            Planner.open(tmp_path, clock_at(), is_read_only=is_read_only)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
def test_what_a_link_points_to_keeps_its_rights(tmp_path: Path) -> None:
    folder, target = tmp_path / "planner", tmp_path / "elsewhere"
    target.touch()
    target.chmod(0o644)
    open_database(folder).close()
    (folder / "window.json").symlink_to(target)
    open_database(folder).close()
    assert _mode(target) == 0o644


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
def test_a_command_makes_private_files_under_any_umask(tmp_path: Path) -> None:
    folder = tmp_path / "above" / "planner"
    command = f"umask 000; {sys.executable} -m mle_planner add 'Read 1h' --data {folder}"
    subprocess.run(["sh", "-c", command], check=True, capture_output=True, cwd=ROOT)
    assert {_mode(path) for path in (folder.parent, folder)} == {0o700}
    assert {_mode(path) for path in folder.iterdir()} == {0o600}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
@pytest.mark.parametrize(
    ("folder_mode", "file_mode"), [(0o750, 0o640), (0o710, 0o660), (0o701, 0o604), (0o700, 0o602)]
)
def test_any_right_of_a_group_or_of_others_is_taken_away(
    tmp_path: Path, folder_mode: int, file_mode: int
) -> None:
    with closing(open_database(tmp_path)):
        for ending in ("", "-wal", "-shm"):
            (tmp_path / f"{FILE_NAME}{ending}").chmod(file_mode)
        tmp_path.chmod(folder_mode)
        open_database(tmp_path).close()
        assert {_mode(path) for path in tmp_path.iterdir()} == {0o600}
        assert _mode(tmp_path) == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
def test_a_folder_of_other_things_is_not_closed_to_their_readers(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("not ours")
    tmp_path.chmod(0o755)
    for _ in range(2):
        open_database(tmp_path).close()
    assert (_mode(tmp_path), _mode(tmp_path / FILE_NAME)) == (0o755, 0o600)


# -- files that are not ours to touch ----------------------------------------------------------


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_database_of_a_newer_planner_is_left_as_it_is(tmp_path: Path) -> None:
    open_database(tmp_path).close()
    path = tmp_path / FILE_NAME
    with closing(sqlite3.connect(path)) as newer:
        newer.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = _digest(path)
    with pytest.raises(NewerDatabaseError, match=r"newer version.*not changed.*update"):
        Planner.open(tmp_path, clock_at())
    assert _digest(path) == before
    assert [found.name for found in tmp_path.iterdir()] == [FILE_NAME]


def test_a_database_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE moz_places (url TEXT)")
        other.execute("INSERT INTO moz_places VALUES ('x')")
        other.commit()
    path.chmod(0o640)
    before = _digest(path), _mode(path)
    with pytest.raises(StorageError, match=r"another program.*not changed.*--data"):
        Planner.open(tmp_path, clock_at())
    assert (_digest(path), _mode(path)) == before


@pytest.mark.parametrize(
    "content",
    [b"hello", b"\0" * 8192, b"%PDF-1.7 " + bytes(9000), b"SQLite format 3\0" + b"x" * 90],
    ids=["text", "zeroes", "pdf", "cut header"],
)  # fmt: skip
def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(content)
    with pytest.raises(StorageError, match=r"damaged or not a planner database.*left as it is"):
        Planner.open(tmp_path, clock_at())
    assert path.read_bytes() == content


def test_a_truncated_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at()) as planner:
        block(planner, "10:00-11:00")
    path = tmp_path / FILE_NAME
    path.write_bytes(path.read_bytes()[:6000])
    before = _digest(path)
    with pytest.raises(StorageError):
        Planner.open(tmp_path, clock_at())
    assert _digest(path) == before


def test_an_empty_file_becomes_a_new_planner(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch()
    with Planner.open(tmp_path, clock_at()) as planner:
        assert planner.is_untouched
        assert data_problems(planner) == []


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match=r"cannot write to .*Nothing was changed"):
        Planner.open(tmp_path / "file" / "planner", clock_at())


_AS_NOBODY = """
import os, sys
from pathlib import Path
from mle_planner.core.storage.database import open_database
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    open_database(Path(sys.argv[1]))
except Exception as error:
    print(type(error).__name__, error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs another user's rights")
@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o555, 0o444), (0o500, 0o600)])
def test_a_database_that_cannot_be_written_is_told_in_a_sentence(
    folder_mode: int, file_mode: int
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        open_database(folder).close()
        (folder / FILE_NAME).chmod(file_mode)
        folder.chmod(folder_mode)
        child = _child(_AS_NOBODY, name)
        answer, errors = child.communicate(timeout=60)
        folder.chmod(0o700)
    # Who owns a folder that cannot be written may still open the file in it.
    assert re.match(rf"UnwritableError .*{re.escape(name)}\b.* Nothing was ", answer), answer
    assert errors == ""


# -- older schemas -----------------------------------------------------------------------------


_STEP_OF_COUNTERS = 5


def _older(folder: Path, steps: int) -> None:
    """Make the database of a program that knew only the first steps."""
    from sqlite_utils import Database

    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA journal_mode = WAL")
        known = migrations.pending(Database(connection, execute_plugins=False))
        stop = known[steps].name
        migrations.apply(Database(connection, execute_plugins=False), stop_before=stop)
        connection.execute(f"PRAGMA user_version = {steps}")
        connection.execute(
            "INSERT INTO activity (id, name, category, deep, archived) "
            "VALUES (1, 'Coding', 'coding', 1, 0), (2, 'Meeting', 'meeting', 0, 0)"
        )
        if steps >= _STEP_OF_COUNTERS:
            connection.execute("INSERT INTO counter VALUES ('activity', 2)")
        connection.commit()


@pytest.mark.parametrize("steps", range(1, SCHEMA_VERSION))
def test_an_older_database_is_backed_up_and_brought_up_to_date(tmp_path: Path, steps: int) -> None:
    _older(tmp_path, steps)
    with Planner.open(tmp_path, clock_at()) as planner:
        assert [found.name for found in planner.catalog.activities()] == ["Coding", "Meeting"]
        lacks_counter = steps < _STEP_OF_COUNTERS  # such a database was never released
        unknown = ["The next number is missing, or was used before."]
        assert data_problems(planner) == unknown * lacks_counter
        block(planner, "10:00-11:00")
    (copy,) = (tmp_path / "backups").glob("*.db")
    assert copy.name == f"before-schema-{SCHEMA_VERSION}.db"
    with closing(sqlite3.connect(copy)) as earlier:
        assert _pragma(earlier, "user_version") == steps
        assert earlier.execute("SELECT count(*) FROM activity").fetchone() == (2,)


def test_activities_of_an_older_database_are_known_by_a_key(tmp_path: Path) -> None:
    """By the name they have, and one that was renamed by the id it was given at first."""
    _older(tmp_path, 6)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.execute("INSERT INTO activity VALUES (10, 'Lesen', 'other focus', 1, 0)")
        connection.execute("INSERT INTO activity VALUES (30, 'Gardening', 'admin', 0, 0)")
        connection.commit()
    with Planner.open(tmp_path, clock_at()) as planner:
        keys = {found.name: found.key for found in planner.catalog.activities()}
    assert keys == {"Coding": "coding", "Meeting": "meeting", "Lesen": "learning", "Gardening": ""}


def test_an_edit_of_an_older_program_keeps_its_sentence_and_can_be_undone(tmp_path: Path) -> None:
    """Edits used to be stored as a sentence; those are shown as they were, in every language."""
    _older(tmp_path, 6)
    project = [
        "project",
        ["id", "name", "client", "billable", "archived"],
        None,
        [5, "x", "", 1, 0],
    ]
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.execute("INSERT INTO project VALUES (5, 'x', '', 1, 0)")
        connection.execute(
            "INSERT INTO edit (label, at, merge_key, is_undone, changes) VALUES (?, ?, '', 0, ?)",
            ("Add project x", 1_700_000_000, zlib.compress(json.dumps([project]).encode())),
        )
        connection.execute("INSERT INTO counter VALUES ('revision', 9), ('project', 5)")
        connection.commit()
    with Planner.open(tmp_path, clock_at()) as planner:
        (line,) = planner.history.lines()
        assert line.summary == Summary(Operation.OTHER, "Add project x")
        block(planner, "10:00-11:00")
        assert planner.history.undo() == "Add Deep work"
        assert planner.history.undo() == "Add project x"
        assert planner.catalog.projects() == ()
        assert planner.history.redo() == "Add project x"
        assert [found.name for found in planner.catalog.projects()] == ["x"]


RELEASED = (
    "m001_catalogue", "m002_calendars", "m003_plan", "m004_tracking", "m005_settings_and_history",
    "m006_unplaced", "m007_typed_words", "m008_days_and_bands", "m009_operations",
    "m010_suggested_places", "m011_zone_rules", "m012_pipeline",
    "m013_calendar_sources",
)  # fmt: skip


def test_steps_are_only_ever_added_at_the_end(tmp_path: Path) -> None:
    """Databases out there have run the others, by these names and in this order."""
    from sqlite_utils import Database

    with closing(sqlite3.connect(tmp_path / "empty.db")) as connection:
        steps = migrations.pending(Database(connection, execute_plugins=False))
        assert [step.name for step in steps][: len(RELEASED)] == list(RELEASED)
        assert len(steps) == SCHEMA_VERSION


def test_all_ways_to_the_present_schema_lead_to_the_same_one(tmp_path: Path) -> None:
    schemas = set()
    for steps in range(SCHEMA_VERSION):
        folder = tmp_path / str(steps)
        folder.mkdir()
        if steps:
            _older(folder, steps)
        with closing(open_database(folder)) as connection:
            lines = connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
            schemas.add(tuple(lines))
    assert len(schemas) == 1


_WRITES = ("CREATE", "INSERT", "PRAGMA APPLICATION_ID =", "PRAGMA USER_VERSION =")
_PROBE = re.compile("create table t[0-9a-f]{32}")


def test_a_migration_that_fails_half_way_leaves_the_older_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever statement fails, the older program finds its file as it was.

    The usual run tries each fourth.
    """
    step = 1 if is_thorough() else 4
    _older(tmp_path, 2)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        before = list(connection.iterdump())
    connect, failures = sqlite3.connect, 0
    while True:

        class Failing(sqlite3.Connection):
            left = failures

            def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
                """Fail at one of the statements that write; sqlite-utils' own probes pass."""
                is_write = sql.lstrip().upper().startswith(_WRITES)
                if is_write and not _PROBE.search(sql):
                    self.left -= 1
                    if self.left == -1:
                        raise sqlite3.OperationalError("disk I/O error")
                return super().execute(sql, *values)

        def failing(path: Path, factory: Any = Failing, **options: Any) -> sqlite3.Connection:
            return connect(path, factory=factory, **options)

        with monkeypatch.context() as patch:
            patch.setattr(sqlite3, "connect", failing)
            try:
                open_database(tmp_path).close()
                break
            except StorageError as error:
                assert "Nothing was saved" in str(error)  # noqa: PT017 - the last one passes
        with closing(connect(tmp_path / FILE_NAME)) as connection:
            assert list(connection.iterdump()) == before
            assert _pragma(connection, "user_version") == 2
        failures += step
    assert failures > 20


# -- two at once -------------------------------------------------------------------------------

_OPEN = """
import sys
from pathlib import Path
from mle_planner.core.planner import Planner
from tests.support.builders import clock_at
from tests.support.data_check import data_problems
print("ready", flush=True)
sys.stdin.readline()
with Planner.open(Path(sys.argv[1]), clock_at()) as planner:
    print(len(planner.catalog.activities()), len(data_problems(planner)))
"""

_WRITE = """
import sys
from datetime import date, timedelta
from pathlib import Path
from mle_planner.core.planner import Planner
from tests.support.builders import clock_at
planner = Planner.open(Path(sys.argv[1]), clock_at())
print("ready", flush=True)
sys.stdin.readline()
for number in range(200):
    planner.catalog.add_project(f"{sys.argv[2]} {number}")
planner.close()
"""


def _child(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        cwd=ROOT,
    )  # fmt: skip


def test_many_that_open_a_new_folder_at_once_share_one_planner(tmp_path: Path) -> None:
    for attempt in first(1, range(4)):
        folder = tmp_path / str(attempt)
        children = [_child(_OPEN, str(folder)) for _ in range(4)]
        for child in children:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
        for child in children:
            assert child.stdin is not None
            child.stdin.write("\n")
            child.stdin.flush()
        answers = [child.communicate(timeout=60) for child in children]
        with Planner.open(folder, clock_at()) as planner:
            count = len(planner.catalog.activities())
            names = {found.name for found in planner.catalog.activities()}
        assert answers == [(f"{count} 0\n", "")] * 4
        assert len(names) == count


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    children = [_child(_WRITE, str(tmp_path), name) for name in ("first", "second")]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    answers = [child.communicate("\n", timeout=60) for child in children]
    assert answers == [("", "")] * 2
    with Planner.open(tmp_path, clock_at()) as planner:
        names = {found.name for found in planner.catalog.projects()}
        assert names == {f"{who} {n}" for who in ("first", "second") for n in range(200)}
        assert len(planner.history.lines(1000)) == 400
        assert data_problems(planner) == []


def test_a_write_while_another_program_writes_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at()) as planner:
        planner._session.store.connection.execute("PRAGMA busy_timeout = 0")
        with closing(sqlite3.connect(tmp_path / FILE_NAME)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StorageError, match=r"Another program is writing.*Nothing was"):
                block(planner, "10:00-11:00")
            other.rollback()
        block(planner, "10:00-11:00")
        assert len(planner.history.lines()) == 1


# -- a file that was replaced ------------------------------------------------------------------


def _replace(path: Path) -> None:
    other = path.with_name("other.db")
    other.write_bytes(path.read_bytes())
    other.replace(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not replace an open file")
@pytest.mark.parametrize("harm", [_replace, Path.unlink])
def test_a_file_replaced_under_an_open_program_is_noticed_before_a_write(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    """Given an open planner, when its file is replaced, then no edit is lost without a word."""
    with Planner.open(tmp_path, clock_at()) as planner:
        block(planner, "10:00-11:00")
        harm(tmp_path / FILE_NAME)
        with pytest.raises(
            StorageError, match=r"was replaced, moved or deleted.*Nothing was saved"
        ):
            block(planner, "12:00-13:00")
        assert len(planner.history.lines()) == 1


# -- a full disk -------------------------------------------------------------------------------


def test_a_full_disk_is_told_in_a_sentence_and_the_program_goes_on(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at()) as planner:
        connection = planner._session.store.connection
        pages = int(str(_pragma(connection, "page_count")))
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        monday, note = date(2026, 11, 23), random.Random(5).randbytes(20_000).hex()
        planner.reviews.set_note(monday, "Short week")
        with pytest.raises(StorageError, match=r"disk is full.*Nothing was saved.*free some"):
            planner.reviews.set_note(monday, note)
        assert planner.reviews.note(monday) == "Short week"
        assert data_problems(planner) == []
        connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
        planner.reviews.set_note(monday, note)
        assert planner.reviews.note(monday) == note
        assert planner.history.undo() == "Change the week's note: 23–29 November"


_DISK_FULL = """
import resource, sys
from datetime import date
from pathlib import Path
from mle_planner.core.base.errors import PlannerError
from mle_planner.core.planner import Planner
from tests.support.builders import clock_at
from tests.support.data_check import data_problems
folder, monday = Path(sys.argv[1]), date(2026, 11, 23)
with Planner.open(folder, clock_at()) as planner:
    planner.reviews.set_note(monday, "Short week")
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    largest = max(file.stat().st_size for file in folder.iterdir())
    for limit, action in (
        (largest + 4096, lambda: planner.reviews.set_note(monday, "long " * 100_000)),
        (20_000, lambda: planner.maintenance.back_up(folder / "elsewhere")),
    ):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
        try:
            action()
        except PlannerError as error:
            print(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    problems, is_left = data_problems(planner), (folder / "elsewhere").exists()
    print(planner.reviews.note(monday), problems, is_left)
    planner.reviews.set_note(monday, "long " * 100_000)
    print(len(planner.reviews.note(monday)))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_file_that_cannot_grow_is_told_in_a_sentence_and_the_program_goes_on(
    tmp_path: Path,
) -> None:
    answer, errors = _child(_DISK_FULL, str(tmp_path)).communicate(timeout=60)
    assert errors == ""
    first, second, kept, length = answer.splitlines()
    assert first.startswith("The disk is full or failing. Nothing was saved")
    assert second.startswith("The backup could not be written")
    assert kept == "Short week [] False"
    assert length == "500000"


def test_what_is_read_together_is_of_one_moment(tmp_path: Path) -> None:
    """A day is never half before and half after what another process wrote."""
    monday = date(2026, 11, 23)
    with Planner.open(tmp_path, clock_at()) as planner, Planner.open(tmp_path, clock_at()) as other:
        store = planner._session.store
        with store.one_reading():
            assert planner.catalog.projects() == ()
            other.catalog.add_project("Fraud")
            other.reviews.set_note(monday, "Short week")
            assert planner.catalog.projects() == ()
            assert planner.reviews.note(monday) == ""
        assert [found.name for found in planner.catalog.projects()] == ["Fraud"]
        assert planner.reviews.note(monday) == "Short week"


def test_damage_found_while_writing_is_told_in_a_sentence(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(StorageError, match="damaged"), store.transaction():
        raise sqlite3.DatabaseError("database disk image is malformed")
    store.close()


# -- what the database itself refuses ----------------------------------------------------------


def test_the_database_itself_keeps_frozen_plans_as_they_are(tmp_path: Path) -> None:
    store = Store(tmp_path)
    version = PlanVersion(1, date(2026, 11, 24), 1, utc("2026-11-24 08:00"), "accepted")
    line = FrozenBlock(
        1, 1, utc("2026-11-24 09:00"), utc("2026-11-24 10:00"), "Drift", Category.CODING, 1
    )
    left = FrozenUnplaced(1, 1, 7, 90, "The day is full.")
    with store.transaction():
        store.apply(add_records(version, line, left))
    for statement in (
        "UPDATE frozen_unplaced SET minutes = 0",
        "UPDATE frozen_block SET start = start + 60",
        "UPDATE plan_version SET frozen_at = 0",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="never changes"):
            store.connection.execute(statement)
    assert store.frozen_plans.blocks(version) == [line]
    assert store.frozen_plans.unplaced(version) == [left]
    store.close()


def test_the_database_itself_lets_only_one_entry_run(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at()) as planner:
        planner.tracking.start("Drift alert")
        connection = planner._session.store.connection
        columns = '(id, start, "end", zone, title, activity_id, source, note)'
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(
                f"INSERT INTO time_entry {columns} VALUES (99, 0, NULL, 'UTC', 'x', 1, 'timer', '')"
            )


def test_an_edit_that_would_leave_something_dangling_is_given_up_whole(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at()) as planner:
        store = planner._session.store
        block(planner, "10:00-11:00")
        doomed = activity(planner, "Coding")
        with pytest.raises(sqlite3.IntegrityError), store.transaction():
            store.apply([Change(None, WeekNote(5, date(2026, 11, 23), "x")), Change(doomed, None)])
        assert coding(planner) == doomed.id
        assert planner.reviews.note(date(2026, 11, 23)) == ""


def test_errors_of_the_world_are_sentences_for_the_screen() -> None:
    for text in ("database or disk is full", "database is locked", "attempt to write a readonly "
                 "database", "file is not a database", "something new"):  # fmt: skip
        sentence = database._sentence(sqlite3.OperationalError(text), None)
        assert sentence.endswith(".")
        assert sentence[0].isupper()
    assert issubclass(StorageError, PlannerError)


def test_a_new_planner_has_its_typical_day_on_the_given_workdays(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at(), workdays=(6, 0, 1, 2, 3)) as planner:
        assert planner.days.workdays == {6, 0, 1, 2, 3}
    with Planner.open(tmp_path, clock_at()) as planner:
        assert planner.days.workdays == {6, 0, 1, 2, 3}, "only a new one gets them"


def test_weeks_begin_where_the_window_last_saw_its_region_until_it_is_set(tmp_path: Path) -> None:
    monday, sunday = date(2026, 11, 23), date(2026, 11, 22)
    Planner.open(tmp_path, clock_at(), region=1).close()
    with Planner.open(tmp_path, clock_at()) as planner:
        assert planner.days.week_of(monday)[0] == sunday
        planner.set("week_starts", "saturday")
        assert planner.days.week_of(monday)[0] == sunday - timedelta(days=1)
        planner.reset("week_starts")
    with Planner.open(tmp_path, clock_at(), region=0) as planner:
        assert planner.days.week_of(monday)[0] == monday
