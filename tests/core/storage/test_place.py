"""Where the folder is decides how the database is written, and the user is told once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mle_planner.core.maintenance.doctor import examine
from mle_planner.core.planner import Planner
from mle_planner.core.storage import database, store
from mle_planner.core.storage.database import FILE_NAME
from mle_planner.core.storage.place import Place, place_of
from tests.support.builders import BERLIN, clock_at


@pytest.mark.parametrize(
    "name",
    ["Dropbox", "OneDrive", "OneDrive - Example Ltd", "iCloud Drive", "Nextcloud", "ownCloud",
     "Google Drive", "GoogleDrive-me@example.com", "Dropbox (Example)", "com~apple~CloudDocs",
     "Syncthing", "MEGA", "SynologyDrive"],
)  # fmt: skip
def test_a_folder_of_a_sync_program_is_known_by_its_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name / "work" / "planner"
    folder.mkdir(parents=True)
    assert place_of(folder) is Place.SYNCED


@pytest.mark.parametrize("mark", [".stfolder", ".dropbox.cache", ".nextcloudsync.log"])
def test_a_folder_of_a_sync_program_is_known_by_its_marks(tmp_path: Path, mark: str) -> None:
    folder = tmp_path / "shared" / "planner"
    folder.mkdir(parents=True)
    (tmp_path / "shared" / mark).touch()
    assert place_of(folder) is Place.SYNCED


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("nfs4", Place.NETWORK), ("cifs", Place.NETWORK), ("smb3", Place.NETWORK),
     ("9p", Place.NETWORK), ("fuse.sshfs", Place.NETWORK), ("fuse.rclone", Place.NETWORK),
     ("ext4", Place.LOCAL), ("btrfs", Place.LOCAL), ("fuseblk", Place.LOCAL),
     ("overlay", Place.LOCAL)],
)  # fmt: skip
def test_a_network_drive_is_known_by_its_file_system(
    tmp_path: Path, kind: str, expected: Place
) -> None:
    folder = tmp_path / "my files"
    folder.mkdir()
    escaped = str(folder).replace(" ", "\\040")
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {escaped} {kind} rw 0 0\n")
    assert place_of(folder / "planner", mounts) is expected
    assert place_of(tmp_path, mounts) is Place.LOCAL


def test_a_mount_with_a_backslash_of_its_own_is_no_octal_number(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text("server:/x /srv\\999 nfs rw 0 0\n")
    assert place_of(tmp_path, mounts) is Place.LOCAL


def journal(folder: Path) -> str:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


def test_in_a_synced_folder_the_database_is_one_file_and_the_user_is_told_once(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "Dropbox" / "planner"
    with Planner.open(folder, clock_at()) as planner:
        (notice,) = planner.notices
        assert "synced with other computers" in notice
        planner.tasks.add("Read 1h")
        assert [path.name for path in folder.iterdir()] == [FILE_NAME]
    with Planner.open(folder, clock_at()) as planner:
        assert planner.notices == ()
        assert [task.title for task in planner.open_tasks()] == ["Read"]
    assert journal(folder) == "delete"
    found = examine(folder, BERLIN, clock_at().now())
    assert (found.problems, found.notes) == ((), (notice,))


def test_a_database_that_moves_changes_how_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Planner.open(tmp_path, clock_at()).close()
    assert journal(tmp_path) == "wal"
    for module in (database, store):
        monkeypatch.setattr(module, "place_of", lambda _folder: Place.NETWORK)
    with Planner.open(tmp_path, clock_at()) as planner:
        assert "network drive" in planner.notices[0]
        with Planner.open(tmp_path, clock_at()) as other:
            other.tasks.add("Read 1h")
        assert planner.notice_foreign_changes()
    assert journal(tmp_path) == "delete"
    monkeypatch.undo()
    Planner.open(tmp_path, clock_at()).close()
    assert journal(tmp_path) == "wal"


@pytest.mark.parametrize(
    "name",
    ["planner (conflicted copy 2026-11-20).db", "planner.sync-conflict-20261120-101010.db",
     "planner (Ada's conflicted copy).db"],
)  # fmt: skip
def test_copies_of_a_conflict_are_named(tmp_path: Path, name: str) -> None:
    Planner.open(tmp_path, clock_at()).close()
    (tmp_path / name).write_bytes((tmp_path / FILE_NAME).read_bytes())
    (problem,) = examine(tmp_path, BERLIN, clock_at().now()).problems
    assert problem.id == f"copy:{name}"
