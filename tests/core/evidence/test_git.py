"""Commits of the user's are signs of work, each once, however often git shows them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mle_planner.core.evidence.sources import git
from mle_planner.core.evidence.sources.git import GitError, read_folder
from tests.support.git_repository import repository, run

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def found(folder: Path, *addresses: str) -> list[str]:
    """The commits as their minute in UTC, repository and subject."""
    signs = read_folder(folder, addresses, LONG_AGO).signs
    return sorted(f"{sign.at:%H:%M} {sign.project}: {sign.detail}" for sign in signs)


def test_only_commits_by_ones_own_addresses_are_read(tmp_path: Path) -> None:
    here = repository(tmp_path / "fraud", "09:00")
    for at, address in (("10:00", "old@example.com"), ("11:00", "xold@example.com")):
        run(here, "-c", f"user.email={address}", "commit", "-q", "--allow-empty", "-m", "x", at=at)
    assert found(here) == ["08:00 fraud: work at 09:00"]
    assert found(here, "OLD@example.com") == ["08:00 fraud: work at 09:00", "09:00 fraud: x"]
    assert read_folder(here, [], datetime(2026, 11, 25, tzinfo=UTC)).signs == ()


def test_amended_rebased_and_stashed_commits_do_not_count_twice(tmp_path: Path) -> None:
    here = repository(tmp_path / "fraud", "09:00", "10:00")
    before = {sign.identity for sign in read_folder(here, [], LONG_AGO).signs}
    run(here, "commit", "-q", "--amend", "--allow-empty", "-m", "better words", at="12:00")
    run(here, "switch", "-q", "--orphan", "other", at="12:10")
    run(here, "commit", "-q", "--allow-empty", "-m", "root", at="12:20")
    run(here, "cherry-pick", "--allow-empty", "main", at="12:30")
    (here / "a").write_text("1")
    run(here, "add", "a")
    run(here, "stash", "-q", at="13:00")
    after = {sign.identity for sign in read_folder(here, [], LONG_AGO).signs}
    assert before < after
    assert len(after) == 3


def test_worktrees_and_submodules_are_read_once_by_their_own_names(tmp_path: Path) -> None:
    fraud = repository(tmp_path / "code" / "fraud", "09:00")
    run(fraud, "worktree", "add", "-q", "--detach", str(tmp_path / "code" / "fraud-side"))
    side = tmp_path / "code" / "fraud-side"
    run(side, "commit", "-q", "--allow-empty", "-m", "aside", at="10:00")
    library = repository(tmp_path / "library", "07:00")
    whole = repository(tmp_path / "code" / "whole")
    run(whole, "submodule", "add", "-q", str(library), "parts/library")
    run(whole, "commit", "-q", "-m", "with it", at="11:00")
    assert found(tmp_path / "code") == [
        "06:00 library: work at 07:00",
        "08:00 fraud: work at 09:00",
        "09:00 fraud: aside",
        "10:00 whole: with it",
    ]
    (side / "deep").mkdir()
    assert found(side / "deep") == ["08:00 fraud: work at 09:00", "09:00 fraud: aside"]


def test_a_damaged_repository_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    repository(tmp_path / "good", "09:00")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / ".git").write_text("gitdir: /nowhere\n")
    reading = read_folder(tmp_path, [], LONG_AGO)
    assert [sign.project for sign in reading.signs] == ["good"]
    assert reading.repositories == ("good",)
    assert [words.split()[0] for words in reading.problems] == ["bad"]


def test_what_cannot_be_read_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(GitError, match="no folder"):
        read_folder(tmp_path / "gone", [], LONG_AGO)
    with pytest.raises(GitError, match="no git repository"):
        read_folder(tmp_path, [], LONG_AGO)
    here = repository(tmp_path / "fraud")
    run(here, "config", "--unset", "user.email")
    with pytest.raises(GitError, match="no address"):
        read_folder(here, [], LONG_AGO)
    monkeypatch.setattr(git, "_TIME_LIMIT_S", 0)
    with pytest.raises(GitError, match="longer than 0 seconds"):
        read_folder(here, ["me@example.com"], LONG_AGO)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="not installed"):
        read_folder(here, [], LONG_AGO)


def test_nothing_of_a_repository_is_changed_or_run(tmp_path: Path) -> None:
    """Given settings that run programs, then reading runs none and writes no file."""
    here = repository(tmp_path / "fraud", "09:00")
    trace = tmp_path / "ran"
    for name in ("core.fsmonitor", "gpg.program", "core.pager", "diff.external"):
        run(here, "config", name, f"touch {trace}; false")
    run(here, "config", "log.showSignature", "true")
    before = {path: path.stat().st_mtime_ns for path in here.rglob("*")}
    assert len(found(here)) == 1
    assert {path: path.stat().st_mtime_ns for path in here.rglob("*")} == before
    assert not trace.exists()
