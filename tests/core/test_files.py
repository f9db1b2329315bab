"""A file is written whole or not at all, and the user is told in a sentence."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from mle_planner.core.files import (
    ExportError,
    read_side_file,
    read_side_json,
    replacing,
    write_atomically,
    write_export,
)


def test_a_new_file_holds_the_content_and_is_private(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    write_atomically(path, b"content")
    assert path.read_bytes() == b"content"
    assert [child.name for child in tmp_path.iterdir()] == ["sheet.csv"]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_existing_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(b"a much longer old content")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_name_that_ends_as_another_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        ExportError, match=r"sheet\.pdf is .* a name such as sheet\.csv\."
    ) as raised:
        write_export(tmp_path / "sheet.pdf", b"a,b", "csv")
    assert "Nothing was written" in str(raised.value)
    for name in ("sheet.csv", "sheet.CSV", "sheet.txt", "sheet", "sheet-2026.11"):
        write_export(tmp_path / name, b"a,b", "csv")
    assert not (tmp_path / "sheet.pdf").exists()


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExportError) as raised:
        write_atomically(tmp_path / "nowhere" / "sheet.csv", b"x")
    assert str(raised.value) == (
        "The folder nowhere does not exist. Nothing was exported; choose another folder."
    )


def test_a_folder_in_the_place_of_the_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"is a folder\. Nothing was exported"):
        write_atomically(tmp_path, b"x")


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ExportError, match="file is not a folder"):
        write_atomically(tmp_path / "file" / "sheet.csv", b"x")


def test_a_name_that_is_too_long_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="The file name is not allowed there"):
        write_atomically(tmp_path / ("x" * 300), b"x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk is full. Nothing was exported; make room or choose another disk."),
        (errno.EROFS, "cannot be written to. Nothing was exported; choose another folder."),
        (errno.EIO, "could not be written: input/output error. Nothing was exported;"),
    ],
)
def test_when_the_disk_fails_the_old_file_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
) -> None:
    """The disk's failure is the world's; it is brought about where the program meets it."""
    path = tmp_path / "sheet.csv"
    path.write_bytes(b"old")

    def fail(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ExportError, match=sentence):
        write_atomically(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert [child.name for child in tmp_path.iterdir()] == ["sheet.csv"]


@pytest.mark.parametrize("path", [".", "/", ""])
def test_a_path_without_a_name_is_a_folder(path: str) -> None:
    with pytest.raises(ExportError, match="is a folder"):
        write_atomically(Path(path), b"x")


@pytest.mark.skipif(os.name != "posix", reason="there are no named pipes")
def test_a_named_pipe_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ExportError, match=r"not a regular file\. Nothing was exported"):
        write_atomically(tmp_path / "pipe", b"x")


@pytest.mark.parametrize(
    "name",
    ["planner.db", "planner.db-wal", "PLANNER.DB", "planner.log", "window.lock", "drafts.room",
     "overlaps.open", "backups/planner-auto-20261102T090000Z.db", "link/planner.db"],
)  # fmt: skip
def test_no_export_replaces_a_file_of_the_planner(tmp_path: Path, name: str) -> None:
    (tmp_path / "backups").mkdir()
    (tmp_path / "link").symlink_to(tmp_path)
    for own in ("planner.db", name):
        (tmp_path / own).write_bytes(b"own")
    with pytest.raises(ExportError, match=r"belongs to the planner\. Nothing was exported"):
        write_export(tmp_path / name, b"x")
    assert (tmp_path / name).read_bytes() == b"own"


def test_an_export_may_be_beside_the_planner_and_have_its_names_elsewhere(tmp_path: Path) -> None:
    data, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
    for folder in (data, elsewhere):
        folder.mkdir()
    (data / "planner.db").write_bytes(b"own")
    for path in (data / "november.xlsx", elsewhere / "planner.log", elsewhere / "planner-1.pdf"):
        write_export(path, b"sheet")
        assert path.read_bytes() == b"sheet"


def test_a_folder_whose_links_lead_to_each_other_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    with pytest.raises(ExportError, match="Nothing was exported"):
        write_export(tmp_path / "one" / "sheet.csv", b"sheet")


def test_a_link_is_replaced_and_its_target_stays(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "sheet.csv").symlink_to(tmp_path / "secret")
    write_atomically(tmp_path / "sheet.csv", b"sheet")
    assert (tmp_path / "secret").read_bytes() == b"secret"
    assert (tmp_path / "sheet.csv").read_bytes() == b"sheet"


def test_what_an_interrupted_write_left_is_removed_by_the_next(tmp_path: Path) -> None:
    old, fresh = (tmp_path / f".sheet.csv.{letter * 16}.part" for letter in "ab")
    for path in (old, fresh):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    write_atomically(tmp_path / "sheet.csv", b"sheet")
    assert not old.exists()
    assert fresh.exists()  # another process may be writing it


def test_a_small_file_that_cannot_be_used_is_read_as_none(tmp_path: Path) -> None:
    path = tmp_path / "side.json"
    assert read_side_json(path) is None
    path.write_text('{"a": 1}')
    assert read_side_json(path) == {"a": 1}
    for content in (b"[" * 200_000, b"\xff", b"1" * 5000):
        path.write_bytes(content)
        assert read_side_json(path) is None
    with path.open("wb") as file:
        file.truncate(3 << 30)
    assert read_side_json(path) is None
    path.unlink()
    os.mkfifo(path)
    assert read_side_json(path) is None


@pytest.mark.parametrize("has_links", [True, False])
def test_a_new_file_replaces_nothing(
    tmp_path: Path, has_links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a name that is taken while the file is written, then what took it stays."""

    def refuse(_source: Path, _target: Path) -> None:
        raise PermissionError(errno.EPERM, "no links")

    if not has_links:
        monkeypatch.setattr(os, "link", refuse)
    first, second = tmp_path / "first", tmp_path / "second"
    with replacing(first, is_new=True) as temporary:
        temporary.write_text("new")

    def write_second() -> None:
        with replacing(second, is_new=True) as temporary:
            temporary.write_text("mine")
            second.write_text("theirs")

    with pytest.raises(FileExistsError):
        write_second()
    assert {each.name: each.read_text() for each in tmp_path.iterdir()} == {
        "first": "new", "second": "theirs",
    }  # fmt: skip


def test_a_small_file_that_is_huge_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "window.json"
    path.write_text("[1, 2]")
    assert read_side_json(path) == [1, 2]
    monkeypatch.setattr("mle_planner.core.files._MOST_SIDE_BYTES", 5)
    with pytest.raises(OSError, match="too large"):
        read_side_file(path)
    assert read_side_json(path) is None
