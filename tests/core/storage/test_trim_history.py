"""The undo history keeps the last 5,000 edits or those of a year, whichever are more."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mle_planner.core.maintenance.backups import back_up_if_due
from mle_planner.core.planner import Planner
from mle_planner.core.storage.database import FILE_NAME
from mle_planner.core.storage.edit_log import trim_history
from tests.support.builders import clock_at

NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Planner.open(tmp_path, clock_at("2026-11-24 18:00")) as planner:
        planner.tasks.add("Read 1h")
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.execute("UPDATE edit SET at = 0")
        connection.commit()
    return tmp_path


def add_edits(folder: Path, count: int, at: datetime, size: int = 10) -> None:
    """Store edits of a time; what they changed is not looked at here."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        last = connection.execute("SELECT max(id) FROM edit").fetchone()[0]
        changes = connection.execute("SELECT changes FROM edit LIMIT 1").fetchone()[0]
        connection.executemany(
            "INSERT INTO edit (id, subject, at, merge_key, is_undone, changes) "
            "VALUES (?, ?, ?, '', 0, ?)",
            [(last + 1 + number, "x" * size, int(at.timestamp()), changes)
             for number in range(count)],
        )  # fmt: skip
        connection.commit()


def edits(folder: Path) -> int:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        return int(connection.execute("SELECT count(*) FROM edit").fetchone()[0])


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [(4000, 900, 4901), (7000, 0, 5000), (3000, 6000, 6000), (0, 9000, 9000)],
)
def test_as_many_are_kept_as_the_larger_of_both_bounds(
    folder: Path, old: int, new: int, kept: int
) -> None:
    add_edits(folder, old, NOW - timedelta(days=400))
    add_edits(folder, new, NOW - timedelta(days=300))
    assert trim_history(folder / FILE_NAME, NOW) == old + new + 1 - kept
    assert edits(folder) == kept


def test_the_file_gets_smaller_and_the_backup_has_what_went(folder: Path) -> None:
    add_edits(folder, 20_000, NOW - timedelta(days=400), size=400)
    before = (folder / FILE_NAME).stat().st_size
    made = back_up_if_due(folder, NOW + timedelta(hours=1))
    assert made is not None
    assert edits(folder) == 5000
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert (folder / FILE_NAME).stat().st_size < before / 3
    assert made.stat().st_size > before / 2


def test_undo_goes_on_to_work(folder: Path) -> None:
    add_edits(folder, 6000, NOW - timedelta(days=400))
    with Planner.open(folder, clock_at("2026-11-24 18:00")) as planner:
        planner.tasks.add("Write 1h")
        assert planner.maintenance.trim_history() == 1002
        assert planner.history.undo() == "Add Write"
        assert [task.title for task in planner.open_tasks()] == ["Read"]


def test_a_clock_that_was_set_back_leaves_no_hole(folder: Path) -> None:
    add_edits(folder, 3000, NOW - timedelta(days=300))
    add_edits(folder, 3000, NOW - timedelta(days=500))
    assert trim_history(folder / FILE_NAME, NOW) == 1
    assert edits(folder) == 6000
