"""Subscriptions on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.builders import write_calendar
from tests.support.calendar_server import CalendarServer, calendar_text
from tests.support.command_line import CommandLine

REVIEW = "a1 20261124T100000Z 20261124T110000Z Review"


@pytest.fixture
def server() -> Iterator[CalendarServer]:
    opened = CalendarServer()
    yield opened
    opened.close()


def test_a_subscription_from_the_first_reading_to_the_last(
    run: CommandLine, server: CalendarServer
) -> None:
    server.answer = (calendar_text(REVIEW, name="Team"), {"ETag": '"1"'})
    address = server.address("answer")
    assert "add --allow-private" in run("calendar", "add", address).sentence
    (added,) = run("calendar", "add", address, "--allow-private", "--json").json
    assert (added["name"], added["kind"], added["events"], added["added"]) == ("Team", "feed", 1, 1)
    assert added["address"] == f"http://127.0.0.1:{server.server_port}/…/"
    assert run("calendar", "refresh", "team", "--json").json[0]["outcome"] == "unchanged"
    server.answer = (b"gone", {})
    failed = run("calendar", "refresh")
    assert failed.code == 1
    assert failed.out.startswith("Team: What the server sent is not a calendar")
    (listed,) = run("calendar", "list", "--json").json
    assert (listed["state"], listed["stale"]) == ("failed", True)
    assert "copy of" in run("calendar", "list").out
    assert "/answer" not in json.dumps([run.everything(), listed]), "the path is the secret"
    assert run("calendar", "remove", "Team", "--json").json == []
    run("undo")
    assert len(run.everything()["calendar_event"]) == 1


def test_a_file_is_added_as_by_import(run: CommandLine, tmp_path: Path) -> None:
    path = write_calendar(tmp_path / "team.ics", [REVIEW])
    assert run("calendar", "add", str(path), "--as", "Work", "--json").json["added"] == 1
    (listed,) = run("calendar", "list", "--json").json
    assert (listed["name"], listed["kind"], listed["events"]) == ("Work", "file", 1)


def test_a_file_is_read_again_by_refresh(run: CommandLine, tmp_path: Path) -> None:
    path = write_calendar(tmp_path / "team.ics", [REVIEW])
    run("calendar", "add", str(path), "--as", "Work")
    (same,) = run("calendar", "refresh", "--json").json
    assert (same["name"], same["outcome"], same["added"]) == ("Work", "unchanged", 0)

    write_calendar(path, [REVIEW, REVIEW.replace("a1", "a2")])
    (read,) = run("calendar", "refresh", "work", "--json").json
    assert (read["outcome"], read["added"], read["events"]) == ("changed", 1, 2)

    path.unlink()
    failed = run("calendar", "refresh")
    assert failed.code == 1
    assert failed.out.startswith("Work: ")
    assert "team.ics" in failed.out


def test_what_is_missing_or_unknown_is_said(run: CommandLine) -> None:
    assert "Say what to add." in run("calendar", "add").err
    assert "There is no calendar called Home." in run("calendar", "remove", "Home").sentence
    assert "Nothing was added" in run("calendar", "add", "ftp://a.example/x").sentence
    assert "No calendar is read" in run("calendar", "refresh").out
