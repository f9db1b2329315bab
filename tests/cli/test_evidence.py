"""The commands evidence and capture."""

from __future__ import annotations

from pathlib import Path

from tests.support.command_line import CommandLine
from tests.support.git_repository import repository
from tests.support.git_repository import run as git


def test_evidence_lists_lanes_and_sums_by_grade(run: CommandLine) -> None:
    run("start", "Optimiser", now="2026-11-23T09:00")
    run("stop", now="2026-11-23T09:40")
    run("log", "9:45", "10:00", "Pairing", "--activity", "Coding", now="2026-11-23T10:00")
    found = run("evidence", "--json").json
    assert found["coding_min"] == 55
    assert found["by_grade"] == {"proved": 0, "supported": 0, "claimed": 55}
    assert [(lane["lane"], lane["sources"], lane["grade"]) for lane in found["lanes"]] == [
        ("hands-on", ["timer"], "claimed"),
        ("hands-on", ["typed"], "claimed"),
    ]
    assert found["lanes"][0]["start"] == "2026-11-23T09:00:00+00:00"
    assert run("evidence", "--from", "mon", "--to", "fri", "--json").json == found
    assert run("evidence", "--date", "yesterday", "--json").json["coding_min"] == 0
    assert "Coding 0:55: proved 0:00" in run("evidence").out


def test_a_range_that_is_none_is_refused(run: CommandLine) -> None:
    assert "ends before" in run("evidence", "--from", "today", "--to", "2026-11-01").sentence
    assert run("evidence", "--to", "today").code == 2
    assert run("evidence", "--date", "today", "--from", "today").code == 2


def test_capture_is_off_until_it_is_switched_on(run: CommandLine) -> None:
    before = run("capture", "status", "--json").json
    assert before == {
        "on": False, "url": "http://127.0.0.1:8766/api/v1", "key": None, "last": None,
        "sources": [], "rules": [],
    }  # fmt: skip
    assert run("capture", "on", "--json").json["on"] is True
    key = run("capture", "status", "--json").json["key"]
    assert f"api_key = {key}" in run("capture", "status").out
    off = run("capture", "off", "--json").json
    assert (off["on"], off["key"]) == (False, key)
    assert run("capture", "on", "--port", "1").code == 2
    assert run("capture", "serve", "--port", "x").code == 2


def test_a_folder_of_repositories_is_read_by_evidence(run: CommandLine, tmp_path: Path) -> None:
    here = repository(tmp_path / "fraud", "09:30")
    added = run("capture", "add", "git", str(here), "--json", now="2026-11-24T12:00").json
    (source,) = added["sources"]
    assert (source["kind"], source["place"], source["names"]) == ("git", str(here), ["fraud"])
    run("log", "8:00", "9:00", "Work", "--activity", "Coding", "--project", "Fraud detection",
        now="2026-11-24T12:00")  # fmt: skip
    git(here, "commit", "-q", "--allow-empty", "-m", "more", at="10:00")
    found = run("evidence", "--json", now="2026-11-24T12:00").json
    assert found["by_grade"] == {"proved": 0, "supported": 60, "claimed": 0}
    ruled = run("capture", "rule", "fraud", "Fraud detection", "--json").json["rules"]
    assert ruled == [{"repository": "fraud", "project": "Fraud detection"}]
    assert run("capture", "rule", "fraud", "same", "--json").json["rules"] == []
    assert "paused" in run("capture", "pause", "1").out
    spelling = str(here / ".." / "fraud")
    assert run("capture", "remove", spelling, "--json").json["sources"] == []


def test_what_capture_cannot_do_is_said(run: CommandLine, tmp_path: Path) -> None:
    assert run("capture", "add", "git").code == 2
    assert run("capture", "add", "svn", "x").code == 2
    assert run("capture", "remove").code == 2
    assert run("capture", "status", "x").code == 2
    assert "no git repository" in run("capture", "add", "git", str(tmp_path)).sentence
    assert "no source 4" in run("capture", "remove", "4").sentence
    assert "no project" in run("capture", "rule", "fraud", "Nothing").sentence
