"""Publishing the plan on the command line."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from mle_planner.cli import publishing
from mle_planner.core.calendars import passwords
from tests.support.command_line import CommandLine
from tests.support.feeds import without_keyring
from tests.support.radicale_server import PASSWORD, USER, RadicaleServer


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


def test_what_is_deleted_for_good_goes_from_the_file_too(run: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "plan.ics"
    run("add", "Train the model 2h")
    run("plan", "--accept")
    run("publish", str(path), "--level", "full", "--yes")
    run("purge", "task", "1", "--yes")
    assert b"Train the model" not in path.read_bytes()


def test_the_first_time_is_asked(
    run: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.ics"
    monkeypatch.setattr(publishing, "agrees", lambda _question: False)
    refused = run("publish", str(path))
    assert refused.code == 1
    assert "0 added, 0 changed, 0 removed" in refused.out
    assert not path.exists()
    monkeypatch.setattr(publishing, "agrees", lambda _question: True)
    assert "published" in run("publish", str(path)).out
    monkeypatch.setattr(publishing, "agrees", lambda _question: pytest.fail("asked twice"))
    assert run("publish", str(path)).code == 0


def test_what_cannot_be_published_is_said(run: CommandLine, tmp_path: Path) -> None:
    assert "--password-command" in run("publish", "https://a.example/").err
    assert "Nothing was changed" in run("publish", str(tmp_path / "x.ics"), "--stop").sentence
    assert "published nowhere" in run("publish").out
    assert "Name the file or calendar" in run("publish", "--level", "full").err


def test_a_calendar_on_a_server_is_published_to_and_decided_about(
    run: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "radicale"
    folder.mkdir()
    server = RadicaleServer(folder)
    address = server.calendar("plan", "Plan")
    words = ("publish", address, "--level", "full", "--user", USER, "--password-command",
             f"echo '{PASSWORD}'")  # fmt: skip
    run("add", "Train the model 2h")
    run("plan", "--accept")
    assert "add --allow-private" in run(*words).sentence
    preview = run(*words, "--allow-private", "--json").json
    assert (preview["published"], "SUMMARY" in server.get(address)) == (False, False)
    (done,) = run(*words, "--allow-private", "--yes", "--json").json
    assert (done["problem"], done["conflicts"]) == (None, [])
    text = server.get(address)
    assert "SUMMARY:Train the model" in text
    uid = next(line[4:] for line in text.split("\r\n") if line.startswith("UID:"))
    own = f"{address}{uid.replace('@', '%40')}.ics"
    server.request("PUT", own, server.get(own).replace("SUMMARY:", "SUMMARY:Not "))
    assert "--take-over or --keep-mine" in run("publish").out
    (listed,) = run("publish", "--json").json
    assert listed["conflicts"][0]["title_there"].startswith("Not ")
    (kept,) = run("publish", address, "--keep-mine", "--json").json
    assert kept["conflicts"] == []
    assert "SUMMARY:Not" not in server.get(address)
    assert run("publish", address, "--stop", "--json").json == []
    server.close()


def test_a_password_is_given_again_where_there_is_no_keyring(
    run: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_keyring(monkeypatch)
    folder = tmp_path / "radicale"
    folder.mkdir()
    server = RadicaleServer(folder)
    address = server.calendar("plan", "Plan")

    def say(*words: str) -> dict[str, object]:
        passwords._FOR_THIS_RUN.clear()  # each command is a separate run
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
        (answer,) = run("publish", *words, "--password-stdin", "--json").json
        return dict(answer)

    run("add", "Train the model 2h")
    run("plan", "--accept")
    assert say(address, "--user", USER, "--allow-private", "--yes")["problem"] is None
    assert say()["problem"] is None
    text = server.get(address)
    uid = next(line[4:] for line in text.split("\r\n") if line.startswith("UID:"))
    server.delete(f"{address}{uid.replace('@', '%40')}.ics")
    assert [each["deleted_there"] for each in say()["conflicts"]] == [True]  # type: ignore[attr-defined]
    assert say(address, "--keep-mine")["conflicts"] == []
    assert "SUMMARY:Busy" in server.get(address)
    server.close()
