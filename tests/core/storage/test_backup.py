"""A backup is whole, equal to the database, and known to be so."""

from __future__ import annotations

import errno
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Barrier, Thread

import pytest

from mle_planner.core.planner import Planner
from mle_planner.core.storage.backup import back_up_file, is_sound, rewrite_backup
from mle_planner.core.storage.database import FILE_NAME
from mle_planner.core.storage.errors import StorageError
from tests.support.builders import TUESDAY, block, clock_at
from tests.support.day_picture import plan_picture


@pytest.fixture
def planner(tmp_path: Path) -> Planner:
    opened = Planner.open(tmp_path / "planner", clock_at())
    block(opened, "10:00-11:00", "Drift alert")
    return opened


def test_a_backup_holds_everything_acknowledged_so_far(planner: Planner, tmp_path: Path) -> None:
    """Also what is still in the log beside the file, which a plain copy would miss."""
    block(planner, "14:00-15:00", "Feature store")
    copy = planner.maintenance.back_up()
    with closing(sqlite3.connect(copy)) as stored:
        assert list(stored.iterdump()) == list(planner._session.store.connection.iterdump())
    restored = tmp_path / "restored"
    restored.mkdir()
    shutil.copy(copy, restored / FILE_NAME)
    with Planner.open(restored, clock_at()) as again:
        assert plan_picture(again, TUESDAY) == plan_picture(planner, TUESDAY)
        assert again.history.undo() == "Add Feature store"


def test_a_backup_is_one_file_that_needs_no_other(planner: Planner) -> None:
    copy = planner.maintenance.back_up()
    assert is_sound(copy)
    assert {path.suffix for path in copy.parent.iterdir()} == {".db", ".sha256"}


def test_any_changed_byte_of_a_backup_is_found(planner: Planner) -> None:
    copy = planner.maintenance.back_up()
    whole, chance = copy.read_bytes(), random.Random(3)
    for _ in range(60):
        place = chance.randrange(len(whole))
        damaged = bytearray(whole)
        damaged[place] ^= 1 << chance.randrange(8)
        copy.write_bytes(damaged)
        assert not is_sound(copy)
    copy.write_bytes(whole[: len(whole) // 2])
    assert not is_sound(copy)
    copy.write_bytes(whole)
    assert is_sound(copy)


def test_a_missing_or_strange_backup_is_not_sound(planner: Planner, tmp_path: Path) -> None:
    assert not is_sound(tmp_path / "none.db")
    copy = planner.maintenance.back_up(tmp_path / "100 % of #1?")
    assert is_sound(copy)
    copy.with_suffix(".sha256").write_bytes(b"\xff\xfe")
    assert not is_sound(copy)


def test_a_backup_that_fails_leaves_the_earlier_one_and_no_remains(
    planner: Planner, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    copy = planner.maintenance.back_up(folder)
    before = copy.read_bytes()
    store = planner._session.store.connection
    store.execute("PRAGMA foreign_keys = OFF")
    store.execute("UPDATE time_block SET activity_id = 12345")
    for each in (folder, tmp_path / "new" / "folder"):
        with pytest.raises(StorageError, match=r"has damage.*Earlier backups are untouched"):
            planner.maintenance.back_up(each)
    assert not (tmp_path / "new").exists()
    assert copy.read_bytes() == before
    assert is_sound(copy)
    assert {path.name for path in folder.iterdir()} == {copy.name, f"{copy.stem}.sha256"}


def test_a_backup_that_dies_before_its_checksum_is_written_damages_none(
    planner: Planner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No backup takes the name of another, so no bytes stand beside the checksum of others."""
    folder = tmp_path / "backups"
    copy = planner.maintenance.back_up(folder)
    block(planner, "14:00-15:00", "Feature store")

    def die(_path: Path, _target: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", die)  # the copy itself takes a name that is free
        with pytest.raises(KeyboardInterrupt):
            planner.maintenance.back_up(folder)
    without_checksum = copy.with_stem(f"{copy.stem}-2")
    assert not without_checksum.with_suffix(".sha256").exists()
    assert planner.maintenance.back_up(folder) == copy.with_stem(f"{copy.stem}-3")
    assert all(is_sound(path) for path in folder.glob("*.db"))
    assert len(list(folder.glob("*.db"))) == 3


def test_a_backup_whose_checksum_finds_no_room_is_not_left(
    planner: Planner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    folder = planner.maintenance.back_up(tmp_path / "backups").parent
    before = set(folder.iterdir())
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StorageError, match="could not be written"):
        planner.maintenance.back_up(folder)
    assert set(folder.iterdir()) == before


def test_a_folder_that_takes_no_backup_is_told_in_a_sentence(
    planner: Planner, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match=r"could not be written.*untouched"):
        planner.maintenance.back_up(tmp_path / "file")


def test_backups_that_programs_make_in_one_second_do_not_replace_each_other(tmp_path: Path) -> None:
    """Given eight that begin together under one name, then each has its own file, sound."""
    with Planner.open(tmp_path, clock_at()) as planner:
        block(planner, "10:00-11:00", "Drift alert")
    begin, made = Barrier(8), []

    def make() -> None:
        begin.wait(10)
        made.append(back_up_file(tmp_path / FILE_NAME, tmp_path / "backups", "planner-now"))

    threads = [Thread(target=make) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == len(list((tmp_path / "backups").glob("*.db"))) == 8
    assert all(is_sound(path) for path in made)


@pytest.mark.parametrize(
    "dies_at", ["pathlib.Path.replace", "mle_planner.core.storage.backup.write_atomically"]
)
def test_a_backup_that_dies_while_it_is_rewritten_is_still_one(
    planner: Planner, monkeypatch: pytest.MonkeyPatch, dies_at: str
) -> None:
    """Neither the old bytes nor the new ones stand beside the checksum of the others."""
    copy = planner.maintenance.back_up()

    def die(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(dies_at, die)
        with pytest.raises(KeyboardInterrupt):
            rewrite_backup(copy, _rename_an_activity)
    assert is_sound(copy)


def _rename_an_activity(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as database, database:
        database.execute("UPDATE activity SET name = 'Writing code' WHERE name = 'Coding'")
