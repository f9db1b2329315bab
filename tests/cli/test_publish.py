"""Publishing the plan on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from mle_planner.cli import publishing
from tests.support.command_line import CommandLine


def test_a_plan_is_previewed_published_and_followed(run: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "plan.ics"
    run("add", "Train the model 2h")
    run("plan", "--accept")
    preview = run("publish", str(path), "--level", "full", "--json").json
    assert preview["published"] is False
    assert "Train the model" in {change["title"] for change in preview["changes"]}
    assert not path.exists()
    (done,) = run("publish", str(path), "--level", "full", "--yes", "--json").json
    assert (done["level"], done["problem"]) == ("full", None)
    assert b"Train the model" in path.read_bytes()
    run("undo")
    assert b"Train the model" not in path.read_bytes()
    assert run("publish", "--json").json[0]["target"] == str(path)


def test_the_first_time_is_asked(
    run: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.ics"
    monkeypatch.setattr(publishing, "_agrees", lambda: False)
    refused = run("publish", str(path))
    assert refused.code == 1
    assert "0 added, 0 changed, 0 removed" in refused.out
    assert not path.exists()
    monkeypatch.setattr(publishing, "_agrees", lambda: True)
    assert "published" in run("publish", str(path)).out
    monkeypatch.setattr(publishing, "_agrees", lambda: pytest.fail("asked twice"))
    assert run("publish", str(path)).code == 0


def test_what_cannot_be_published_is_said(run: CommandLine, tmp_path: Path) -> None:
    assert "name a file" in run("publish", "https://a.example/").sentence
    assert "Nothing was changed" in run("publish", str(tmp_path / "x.ics"), "--stop").sentence
    assert "published nowhere" in run("publish").out
    assert "Name the file" in run("publish", "--level", "full").err
