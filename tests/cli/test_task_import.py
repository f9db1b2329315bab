"""Importing the tasks of a file on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command_line import CommandLine


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "todo.txt"
    path.write_text("(A) Call the lab +fraud due:2026-12-01\nx Old\nBad due:never\n")
    return path


def test_every_row_is_added_or_accounted_for(run: CommandLine, file: Path) -> None:
    report = run("import-tasks", str(file), "--json").json
    (added,) = report["added"]
    assert added == {
        "id": 1, "title": "Call the lab", "project": "fraud", "estimate_min": None,
        "due": "2026-12-01", "priority": "urgent", "repeats": None,
    }  # fmt: skip
    assert (report["format"], report["found"]) == ("todo.txt", 3)
    assert (report["known"], report["done"], report["stored"]) == (0, 1, True)
    assert report["reported"] == [
        {"where": "line 3", "why": "never is not a date such as 2026-12-01."}
    ]
    again = run("import-tasks", str(file), "--json").json
    assert (again["added"], again["known"]) == ([], 1)


def test_a_dry_run_says_what_would_be_added_and_stores_nothing(
    run: CommandLine, file: Path
) -> None:
    answer = run("import-tasks", str(file), "--dry-run").out
    assert "todo.txt (todo.txt): 3 rows, 1 new, 0 already here, 1 done, 1 not read" in answer
    assert "Nothing was stored" in answer
    assert run("tasks", "--json").json == []


def test_a_file_that_is_not_there_is_said(run: CommandLine, tmp_path: Path) -> None:
    refused = run("import-tasks", str(tmp_path / "none.txt"))
    assert refused.code == 1
    assert "There is no file none.txt. Nothing was imported." in refused.err
