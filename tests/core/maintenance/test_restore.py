"""Restoring a backup brings back exactly its state, whatever happened to the database."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mle_planner.core.maintenance import restore
from mle_planner.core.maintenance.backups import all_backups, describe_backup
from mle_planner.core.maintenance.doctor import examine
from mle_planner.core.maintenance.restore import (
    keep_present_state,
    open_backup,
    preview_restore,
    restore_backup,
)
from mle_planner.core.planner import Planner
from mle_planner.core.storage.database import FILE_NAME
from mle_planner.core.storage.errors import StorageError
from mle_planner.core.storage.restore import StillWrittenError, restore_database
from mle_planner.core.storage.schema import SCHEMA_VERSION
from tests.support.builders import TUESDAY, block, clock_at
from tests.support.checkout import ROOT
from tests.support.day_picture import plan_picture

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A planner with a backup of one block, and a second block planned since."""
    with Planner.open(tmp_path, clock_at()) as planner:
        block(planner, "10:00-11:00", "Drift alert")
        planner.maintenance.back_up()
        block(planner, "14:00-15:00", "Feature store")
    return tmp_path


def blocks(folder: Path) -> list[str]:
    with Planner.open(folder, clock_at()) as planner:
        return [item.title for item in planner.day(TUESDAY).items if item.source == "block"]


def newest(folder: Path) -> Path:
    return all_backups(folder)[0].path


def cut_short(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(30_000)


def lose_header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(4096))


def scribble(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xa5" * 40_960)


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: None,
        cut_short,
        lose_header,
        scribble,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_text("not a database"),
        lambda path: path.unlink(),
    ],
    ids=["sound", "cut short", "no header", "scribbled", "empty", "text", "missing"],
)
def test_a_backup_is_restored_over_any_state(
    folder: Path, damage: Callable[[Path], object]
) -> None:
    damage(folder / FILE_NAME)
    restore_backup(folder, describe_backup(newest(folder)), NOW)
    assert blocks(folder) == ["Drift alert"]
    with closing(sqlite3.connect(folder / FILE_NAME)) as restored:
        assert restored.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_bytes_of_a_damaged_database_are_kept(folder: Path) -> None:
    path = folder / FILE_NAME
    scribble(path)
    before = path.read_bytes()
    kept = restore_backup(folder, describe_backup(newest(folder)), NOW)
    assert kept is not None
    assert kept.read_bytes() == before


def test_a_sound_database_is_not_called_damaged_where_no_backup_can_be_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path, _content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("mle_planner.core.storage.backup.write_atomically", refuse)
    with pytest.raises(StorageError, match="The backup could not be written"):
        restore_backup(folder, describe_backup(newest(folder)), NOW)
    assert not list(folder.glob("*.damaged-*"))
    assert blocks(folder) == ["Drift alert", "Feature store"]


@pytest.mark.parametrize("is_locked", [False, True])
def test_what_another_process_writes_meanwhile_is_in_the_copy_of_the_state_before(
    folder: Path, monkeypatch: pytest.MonkeyPatch, is_locked: bool
) -> None:
    """Also where the other process has the database for itself when the restore begins."""
    written: list[Path | None] = []
    holder = sqlite3.connect(folder / FILE_NAME, check_same_thread=False)
    if is_locked:
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        threading.Timer(0.2, holder.close).start()

    def keep(folder: Path, now: datetime) -> Path | None:
        kept = keep_present_state(folder, now)
        if not written:
            with closing(sqlite3.connect(folder / FILE_NAME)) as other, other:
                other.execute("INSERT INTO counter (name, value) VALUES ('late', 1)")
        written.append(kept)
        return kept

    monkeypatch.setattr("mle_planner.core.maintenance.restore.keep_present_state", keep)
    restored = restore_backup(folder, describe_backup(newest(folder)), NOW)
    holder.close()
    assert restored is not None
    with closing(sqlite3.connect(restored)) as kept:
        assert kept.execute("SELECT value FROM counter WHERE name = 'late'").fetchone() == (1,)
    assert blocks(folder) == ["Drift alert"]
    copies = [each.path for each in all_backups(folder) if each.made_at == NOW]
    assert copies == [restored], "the copy of the first attempt is not kept"


def test_without_a_log_nothing_is_written_once_it_is_sure_that_nothing_was(folder: Path) -> None:
    path = folder / FILE_NAME

    def is_unchanged() -> bool:
        with (
            closing(sqlite3.connect(path, timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("INSERT INTO counter (name, value) VALUES ('late', 1)")
        return True

    with closing(sqlite3.connect(path)) as opened:
        opened.execute("PRAGMA journal_mode = DELETE")
    restore_database(folder, newest(folder), NOW, is_unchanged)
    assert blocks(folder) == ["Drift alert"]


def test_restoring_the_copy_of_the_state_before_undoes_a_restore(folder: Path) -> None:
    kept = restore_backup(folder, describe_backup(newest(folder)), NOW)
    assert kept is not None
    assert blocks(folder) == ["Drift alert"]
    restore_backup(folder, describe_backup(kept), NOW)
    assert blocks(folder) == ["Drift alert", "Feature store"]


def test_a_log_left_by_a_crash_does_not_undo_the_restore(folder: Path) -> None:
    """Given a process killed with its last edit only in the log, the backup wins."""
    crash = (
        "import os\n"
        "from pathlib import Path\n"
        "from mle_planner.core.planner import Planner\n"
        "from tests.support.builders import block, clock_at\n"
        f"planner = Planner.open(Path({str(folder)!r}), clock_at())\n"
        "block(planner, '16:00-17:00', 'Only in the log')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", crash], cwd=ROOT, check=False)
    assert (folder / f"{FILE_NAME}-wal").stat().st_size > 0
    restore_backup(folder, describe_backup(newest(folder)), NOW)
    assert blocks(folder) == ["Drift alert"]


def test_an_open_planner_shows_the_restored_state(folder: Path) -> None:
    with Planner.open(folder, clock_at()) as planner:
        told: list[object] = []
        planner.listen(told.append)
        restore_backup(folder, describe_backup(newest(folder)), NOW)
        assert planner.notice_foreign_changes()
        assert told
        assert "Feature store" not in str(plan_picture(planner, TUESDAY))


def test_a_damaged_backup_is_refused_and_changes_nothing(folder: Path) -> None:
    backup = newest(folder)
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    backup.write_bytes(content)
    with pytest.raises(StorageError, match=r"is damaged or gone\. Nothing was changed"):
        restore_backup(folder, describe_backup(backup), NOW)
    assert blocks(folder) == ["Drift alert", "Feature store"]


def test_the_preview_names_what_differs(folder: Path) -> None:
    preview = preview_restore(folder, describe_backup(newest(folder)))
    assert preview.now is not None
    assert preview.tables == ("time_block",)
    assert (preview.now.records["time_block"], preview.after.records["time_block"]) == (2, 1)


@pytest.mark.parametrize("has_file", [True, False], ids=["empty", "missing"])
def test_a_lost_database_beside_backups_is_not_started_empty(folder: Path, has_file: bool) -> None:
    for path in folder.glob(f"{FILE_NAME}*"):
        path.unlink()
    if has_file:
        (folder / FILE_NAME).touch()
    with pytest.raises(StorageError, match="mle-planner restore"):
        Planner.open(folder, clock_at())
    shutil.rmtree(folder / "backups")
    Planner.open(folder, clock_at()).close()


def test_what_a_killed_restore_left_is_removed_by_the_next(folder: Path) -> None:
    left = folder / ".restore-00ff"
    left.mkdir()
    (left / FILE_NAME).write_bytes(b"left")
    os.utime(left, (0, 0))
    restore_backup(folder, describe_backup(newest(folder)), NOW)
    assert not left.exists()


@pytest.mark.parametrize("content", [b"", bytes(4096)], ids=["empty", "zeros"])
def test_an_empty_file_is_no_backup(folder: Path, content: bytes) -> None:
    """SQLite takes one for a database without tables, and all would be gone after the restore."""
    good = newest(folder)
    empty = good.with_name("planner-20361124T080000Z.db")
    empty.write_bytes(content)
    found = {each.path: each for each in all_backups(folder)}
    assert found[good].is_sound
    assert not found[empty].is_sound
    with pytest.raises(StorageError, match="is damaged"):
        restore_backup(folder, found[empty], NOW)
    assert blocks(folder) == ["Drift alert", "Feature store"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files in folders")
def test_a_pipe_or_a_device_is_no_backup_and_is_not_waited_for(folder: Path) -> None:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    for odd in (pipe, Path("/dev/zero"), folder):
        with pytest.raises(OSError, match="is not a file"):
            describe_backup(odd)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files in folders")
@pytest.mark.parametrize("ending", ["-journal", "-wal"])
def test_a_backup_with_a_pipe_as_its_journal_is_damaged_and_is_not_waited_for(
    folder: Path, ending: str
) -> None:
    made = newest(folder)
    pipe = made.with_name(made.name + ending)
    os.mkfifo(pipe)
    (found,) = all_backups(folder)
    assert (found.is_sound, found.contents) == (False, None)
    (problem,) = examine(folder, "UTC", NOW).problems
    assert (problem.where, problem.what.partition(".")[0]) == (
        str(pipe),
        "It is not a regular file",
    )
    with pytest.raises(StorageError, match="is damaged"):
        open_backup(folder, made)


@pytest.mark.parametrize("loss", ["ALTER TABLE task DROP COLUMN note", "DROP TABLE learned_word"])
@pytest.mark.parametrize("version", [SCHEMA_VERSION, SCHEMA_VERSION - 1])
def test_a_backup_that_lacks_a_part_is_refused_whatever_its_checksum_says(
    folder: Path, loss: str, version: int
) -> None:
    """Given one without a column or table, also of an older version, then nothing is replaced."""
    damaged = newest(folder)
    with closing(sqlite3.connect(damaged)) as connection:
        connection.execute(loss)
        connection.execute(f"PRAGMA user_version = {version}")
        connection.commit()
    damaged.with_suffix(".sha256").write_text(
        f"{hashlib.sha256(damaged.read_bytes()).hexdigest()}  {damaged.name}\n"
    )
    described = describe_backup(damaged)
    assert described.is_sound == (version != SCHEMA_VERSION), "older ones are checked when restored"
    with pytest.raises(StorageError, match="Nothing was changed"):
        restore_backup(folder, described, NOW)
    assert blocks(folder) == ["Drift alert", "Feature store"]


def test_a_missing_database_is_not_called_damaged(folder: Path) -> None:
    for name in (FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm"):
        (folder / name).unlink(missing_ok=True)
    assert preview_restore(folder, all_backups(folder)[0]).is_missing


def test_a_timer_that_a_killed_restore_starts_again_is_asked_about(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Planner.open(folder, clock_at("2026-11-24 09:00")) as planner:
        planner.tracking.start("Drift alert")
        kept = planner.maintenance.back_up()
        planner.tracking.discard()
        planner.heartbeats.beat()

    def killed(*given: object) -> None:
        restore_database(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr("mle_planner.core.maintenance.restore.restore_database", killed)
    with pytest.raises(KeyboardInterrupt):
        restore_backup(folder, describe_backup(kept), NOW)
    with Planner.open(folder, clock_at("2026-11-24 12:00")) as planner:
        assert planner.heartbeats.silence() is not None


def test_a_restore_for_which_the_disk_is_too_full_leaves_no_copy(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(*_arguments: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    before = sorted((folder / "backups").iterdir())
    monkeypatch.setattr("mle_planner.core.storage.restore._prepare", fill)
    with pytest.raises(StorageError, match="disk is full"):
        restore_backup(folder, describe_backup(newest(folder)), NOW)
    assert sorted((folder / "backups").iterdir()) == before
    assert blocks(folder) == ["Drift alert", "Feature store"]


def test_a_restore_that_others_keep_from_ending_leaves_no_copy(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a database of which only the bytes can be copied, with its log."""
    path = folder / FILE_NAME

    def copy_bytes(path: Path, *_place: object) -> Path:
        return restore._copy_bytes(path, NOW)

    def keep(folder: Path, now: datetime) -> Path | None:
        with closing(sqlite3.connect(path)) as other, other:
            other.execute("UPDATE counter SET value = value + 1")
        kept = keep_present_state(folder, now)
        assert (folder / f"{FILE_NAME}-wal").stat().st_size > 0
        with closing(sqlite3.connect(path)) as other, other:
            other.execute("UPDATE counter SET value = value + 1")
        return kept

    monkeypatch.setattr("mle_planner.core.maintenance.restore.back_up_file", copy_bytes)
    monkeypatch.setattr("mle_planner.core.maintenance.restore.keep_present_state", keep)
    monkeypatch.setattr("mle_planner.core.maintenance.restore._MOST_CHANGES", 1)
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("SELECT count(*) FROM task").fetchone()
        with pytest.raises(StillWrittenError):
            restore_backup(folder, describe_backup(newest(folder)), NOW)
    assert not list(folder.glob("*.damaged-*"))
    assert blocks(folder) == ["Drift alert", "Feature store"]
