"""CalDAV accounts on the command line, against a real server."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from mle_planner.core.calendars import passwords
from tests.support.command_line import CommandLine
from tests.support.radicale_server import PASSWORD, USER, RadicaleServer, server_without_keyring


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RadicaleServer]:
    """A server with two calendars; no keyring here."""
    with server_without_keyring(tmp_path / "radicale", monkeypatch) as opened:
        yield opened


def type_in(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_an_account_from_the_first_reading_to_the_last(
    run: CommandLine, server: RadicaleServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, PASSWORD + "\n")
    adding = ("calendar", "add", server.root, "--user", USER, "--allow-private")
    added = run(*adding, "--only", "work", "--as", "Team", "--password-stdin")
    assert added.out.startswith("Team: 1 event; occurrences: 1 new")
    assert "used for this run only" in added.err
    passwords._FOR_THIS_RUN.clear()  # what the next run does not know
    assert "enter it again" in run("calendar", "refresh", "Team").out
    type_in(monkeypatch, PASSWORD)
    again = run("calendar", "refresh", "Team", "--password-stdin", "--json").json
    assert (again[0]["outcome"], again[0]["kind"]) == ("unchanged", "caldav")
    assert PASSWORD not in json.dumps(run.everything(), ensure_ascii=False)
    assert run("calendar", "remove", "Team", "--json").json == []
    assert run.everything()["calendar_account"] == []


def test_the_command_for_the_password_serves_every_run(
    run: CommandLine, server: RadicaleServer
) -> None:
    command = f"echo '{PASSWORD}'"
    words = ("calendar", "add", server.root, "--user", USER, "--password-command", command)
    refused = run(*words, "--allow-private", "--only", "x").sentence
    assert refused.endswith("Nothing was added; it has: Home, Work.")
    added = run(*words, "--allow-private", "--json").json
    assert [each["name"] for each in added] == ["Home", "Work"]
    assert run("doctor").code == 0
    assert len(run("calendar", "refresh", "--json").json) == 2


def test_without_a_password_nothing_is_asked(run: CommandLine) -> None:
    answer = run("calendar", "add", "https://a.example/", "--user", "me")
    assert "--password-command" in answer.err
    assert "encrypted" in run(
        "calendar", "add", "http://a.example/", "--user", "me", "--password-command", "echo x"
    ).sentence  # fmt: skip
