"""A database that cannot be written, is damaged in part, or has rows that cannot be read."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mle_planner.core.planner import Planner
from mle_planner.core.storage.database import FILE_NAME
from mle_planner.core.storage.errors import StorageError
from tests.support.builders import MONDAY, TUESDAY, block, clock_at, stretch, task
from tests.support.day_picture import plan_picture, tracked_picture


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with a task, a block and an entry."""
    with Planner.open(tmp_path / "data", clock_at()) as planner:
        task(planner, "Drift alert 2h #fraud")
        block(planner, "13:00-14:00", "Ship v3")
        planner.tracking.log(stretch(planner, "7:00-7:30", TUESDAY), "Mail")
    return tmp_path / "data"


def change(folder: Path, statement: str) -> None:
    """Write into the database past the program, as damage does."""
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute(statement)


def bytes_of(folder: Path) -> dict[str, bytes]:
    """The content of every file of a folder."""
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_read_only_shows_and_exports_everything_and_refuses_every_edit(folder: Path) -> None:
    with Planner.open(folder, clock_at()) as planner:
        whole = planner.everything()
    before = bytes_of(folder)

    with Planner.open(folder, clock_at(), is_read_only=True) as planner:
        assert planner.read_only == "opened so by choice"
        assert planner.everything() == whole
        assert "Ship v3" in plan_picture(planner, TUESDAY)
        assert not planner.is_untouched
        assert planner.planning.propose([TUESDAY]).items
        for edit in (
            lambda: planner.tasks.add("Another"),
            lambda: planner.set("theme", "dark"),
            lambda: planner.reviews.set_note(MONDAY, "Quiet"),
            planner.history.undo,
        ):
            with pytest.raises(StorageError, match=r"Nothing was saved: .* read-only"):
                edit()

    assert {name: data for name, data in bytes_of(folder).items() if name in before} == before


_AS_NOBODY = """
import contextlib, importlib, io, json, os, pkgutil, sys
import mle_planner.cli, mle_planner.core
from mle_planner.cli import main
spare, folder, *commands = sys.argv[1:]
def answer(data, words):
    out, err = io.TextIOWrapper(io.BytesIO()), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["--data", data, *words.split()], open_window=lambda *_: 9)
    out.seek(0)
    return code, out.read(), err.getvalue()
for words in commands:
    answer(spare, words)
if os.geteuid() == 0:
    # The other user may not reach the folder of the program: nothing is imported after this.
    for package in (mle_planner.core, mle_planner.cli):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            importlib.import_module(module.name)
    os.setgid(65534)
    os.setuid(65534)
print(json.dumps([answer(folder, words) for words in commands]))
"""


@pytest.fixture
def closed_folder(folder: Path) -> Iterator[Path]:
    """The same folder as another user sees it who may only read."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name) / "data"
        shutil.copytree(folder, place)
        for path in (*place.rglob("*"), place, Path(name)):
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield place
        for path in (Path(name), place, *place.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


def as_nobody(spare: Path, folder: Path, commands: list[str]) -> list[tuple[int, str, str]]:
    """Run commands as a user who may only read the folder: exit code, answer and complaint."""
    done = subprocess.run(
        [sys.executable, "-c", _AS_NOBODY, str(spare), str(folder), *commands],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3]), "TZ": "UTC"},
    )
    return [(code, out, err) for code, out, err in json.loads(done.stdout)]


@pytest.mark.skipif(sys.platform == "win32", reason="needs another user's rights")
def test_commands_that_read_work_in_a_folder_that_cannot_be_written(
    folder: Path, closed_folder: Path
) -> None:
    now = "--now 2026-11-24T12:00:00+00:00"
    before = bytes_of(closed_folder)

    sheet = "timesheet --from 2026-11-23 --to 2026-11-24"
    reading = ["status", "review", sheet, "export", "plan", "tasks"]
    *answers, refused = as_nobody(
        folder, closed_folder, [f"{words} {now}" for words in (*reading, "add Another")]
    )
    for words, (code, out, err) in zip(reading, answers, strict=True):
        assert (words, code, err) == (words, 0, "")
        assert out
    assert refused[0] == 1
    assert refused[2] == (
        "Nothing was saved: the planner is open read-only (the folder or the file cannot be "
        "written).\n"
    )
    assert bytes_of(closed_folder) == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs another user's rights")
def test_a_folder_that_cannot_be_written_is_backed_up_and_purges_nothing(
    folder: Path, closed_folder: Path
) -> None:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        commands = [f"backup {name}", "purge before 2026-01-01 --yes"]
        (code, out, err), refused = as_nobody(folder, closed_folder, commands)
        assert (code, err) == (0, ""), err
        assert out.startswith(f"Wrote {name}")
    assert refused[0] == 1
    assert refused[2] == (
        f"{closed_folder / FILE_NAME} cannot be written. Nothing was saved; check the folder's "
        "permissions.\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="needs another user's rights")
def test_doctor_checks_the_rows_of_a_folder_that_cannot_be_written(
    folder: Path, closed_folder: Path
) -> None:
    change(folder, "UPDATE time_entry SET source = 'bogus' WHERE id = 1")
    (closed_folder / FILE_NAME).chmod(0o644)
    shutil.copyfile(folder / FILE_NAME, closed_folder / FILE_NAME)
    (closed_folder / FILE_NAME).chmod(0o444)
    ((code, out, err),) = as_nobody(folder, closed_folder, ["doctor --json"])
    problems = json.loads(out)["problems"]
    assert (code, err) == (1, "")
    assert [each["id"] for each in problems][:2] == ["database", "time_entry:1:value"]
    assert problems[0]["where"] == "Database"
    assert "cannot write to" in problems[0]["what"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs another user's rights")
def test_a_database_that_was_read_only_for_a_while_can_be_written_again(
    folder: Path, closed_folder: Path
) -> None:
    """Given a file that its owner may not write, SQLite makes its log with the same rights."""
    database = closed_folder / FILE_NAME
    for path in (closed_folder.parent, closed_folder, *closed_folder.rglob("*")):
        path.chmod(0o700)
        if os.geteuid() == 0:
            os.chown(path, 65534, 65534)
    database.chmod(0o400)
    (shown, refused) = as_nobody(folder, closed_folder, ["status", "add Another"])
    assert (shown[0], refused[0]) == (0, 1)
    database.chmod(0o600)
    ((code, out, err),) = as_nobody(folder, closed_folder, ["add Another"])
    assert (code, out.startswith("Added"), err) == (0, True, "")


def test_one_unreadable_row_hides_nothing_else(folder: Path) -> None:
    change(folder, "UPDATE task SET stage = 'bogus', due = 'someday'")
    with Planner.open(folder, clock_at()) as planner:
        block(planner, "14:00-15:00", "Alive")
        (shown,) = planner.board().tasks
        assert (shown.task.title, shown.task.due) == ("Drift alert", None)
        assert planner.unreadable_count == 1
        assert "Ship v3" in plan_picture(planner, TUESDAY)
        with pytest.raises(StorageError, match="damaged and cannot be changed"):
            planner.tasks.change(shown.task.id, title="Other")


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE activity SET category = 'bogus'",
        "UPDATE project SET billable = 'perhaps'",
        "UPDATE time_entry SET source = 'bogus'",
        "UPDATE time_block SET start = 9223372036854775807",
        "UPDATE setting SET value = 'bogus'",
        "UPDATE task SET title = CAST(x'c3284142' AS TEXT)",
        "UPDATE template_block SET weekday = -5",
    ],
)
def test_days_and_tasks_are_shown_whatever_one_table_holds(folder: Path, damage: str) -> None:
    try:
        change(folder, damage)
    except sqlite3.Error:  # strict tables do not take it: nothing to survive
        return
    with Planner.open(folder, clock_at()) as planner:
        planner.week(TUESDAY)
        planner.board()
        planner.reviews.timesheet(MONDAY, TUESDAY)
        assert planner.everything()["task"]


def damage_pages(folder: Path, first: int, count: int) -> None:
    """Overwrite pages in the middle of the file."""
    change(folder, "PRAGMA wal_checkpoint(TRUNCATE)")
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with (folder / FILE_NAME).open("r+b") as file:
        file.seek(size * first)
        file.write(b"\xa5" * size * count)


def test_what_can_be_read_of_a_damaged_database_is_shown(tmp_path: Path) -> None:
    with Planner.open(tmp_path, clock_at()) as planner:
        planner.tracking.log(stretch(planner, "7:00-7:30", TUESDAY), "Mail")
        for number in range(120):
            planner.tasks.add(f"Task {number} " + "word " * 36)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name='task'")
        page = int(root.fetchone()[0])
        leaves = connection.execute(
            "SELECT pageno FROM dbstat WHERE name = 'task' AND pageno <> ? ORDER BY pageno", (page,)
        )
        try:
            middle = [row[0] for row in leaves][3]
        except sqlite3.Error:
            pytest.skip("this SQLite was built without dbstat")
    damage_pages(tmp_path, middle - 1, 1)

    with Planner.open(tmp_path, clock_at(), is_read_only=True) as planner:
        shown = len(planner.open_tasks())
        assert 90 < shown < 120
        assert tracked_picture(planner, TUESDAY) == "07:00-07:30 Mail"


def test_a_file_of_which_nothing_can_be_read_is_named(folder: Path) -> None:
    (folder / FILE_NAME).write_bytes(b"no database" * 500)
    with pytest.raises(StorageError, match=r"Nothing of .* can be read .* restore a backup"):
        Planner.open(folder, clock_at(), is_read_only=True)


def test_a_newer_database_can_be_looked_at(folder: Path) -> None:
    change(folder, "PRAGMA user_version = 99")
    with Planner.open(folder, clock_at(), is_read_only=True) as planner:
        assert "Ship v3" in plan_picture(planner, TUESDAY)


def test_a_damaged_step_of_the_history_is_refused_in_a_sentence(folder: Path) -> None:
    change(folder, "UPDATE edit SET changes = x'00'")
    with Planner.open(folder, clock_at()) as planner:
        with pytest.raises(StorageError, match="step of the history is damaged"):
            planner.history.undo()
        assert planner.history.undo_label is not None


def test_a_missing_activity_hides_nothing_that_refers_to_it(folder: Path) -> None:
    change(folder, "DELETE FROM activity")
    with Planner.open(folder, clock_at(), is_read_only=True) as planner:
        assert [task.title for task in planner.open_tasks()] == ["Drift alert"]
        assert plan_picture(planner, MONDAY)
        assert planner.board()
