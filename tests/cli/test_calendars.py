"""Importing calendar files, whole ones and ones that are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.calendar_text import BROKEN_EVENT, EVENTS, calendar_bytes
from tests.support.command_line import CommandLine

EXPECTED = [
    ("2026-11-23T10:45:00+01:00", "2026-11-23T11:15:00+01:00", "Model sync", "sync"),
    ("2026-11-24T16:00:00+01:00", "2026-11-24T16:30:00+01:00", "Model sync, later today", "sync"),
    ("2026-11-26T10:45:00+01:00", "2026-11-26T11:15:00+01:00", "Model sync", "sync"),
    ("2026-11-26T12:00:00", "2026-11-26T13:00:00", "Lunch talk", "lunch-talk"),
    ("2026-11-27", "2026-11-28", "Team day", "away"),
    ("2026-11-27T10:45:00+01:00", "2026-11-27T11:15:00+01:00", "Model sync", "sync"),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "team.ics"
    path.write_bytes(calendar_bytes(EVENTS + BROKEN_EVENT))
    return path


def test_every_event_is_imported_or_reported(run: CommandLine, file: Path) -> None:
    report = run("import", str(file), "--json").json
    assert (report["name"], report["found"], report["imported"]) == ("Team", 5, 4)
    ((reported),) = report["reported"]
    assert set(reported) == {"where", "why"}
    assert all(reported.values())
    found = [
        (line["start"], line["end"], line["summary"], line["uid"]) for line in report["occurrences"]
    ]
    assert found == EXPECTED
    assert (report["added"], report["changed"], report["removed"]) == (6, 0, 0)


def test_a_range_holds_both_of_its_days(run: CommandLine, file: Path) -> None:
    words = ("import", str(file), "--from", "tomorrow", "--to", "thu", "--json")
    found = [line["start"] for line in run(*words).json["occurrences"]]
    assert found == [start for start, *_ in EXPECTED[1:4]]


def test_a_dry_run_stores_nothing(run: CommandLine, file: Path) -> None:
    report = run("import", str(file), "--dry-run", "--json").json
    assert len(report["occurrences"]) == len(EXPECTED)
    assert report["stored"] is False
    assert run("calendar", "list", "--json").json == []
    assert run("history", "--json").json == []
    assert "nothing was stored" in run("import", str(file), "--dry-run").out


def test_reading_a_file_again_changes_nothing(run: CommandLine, file: Path) -> None:
    run("import", str(file), "--as", "Work")
    before = run.everything()
    again = run("import", str(file), "--as", "Work", "--json").json
    assert (again["added"], again["changed"], again["removed"]) == (0, 0, 0)
    assert run.everything() == before


def test_what_is_gone_from_the_file_goes_from_the_calendar(run: CommandLine, file: Path) -> None:
    run("import", str(file))
    file.write_bytes(calendar_bytes(EVENTS.replace("COUNT=5", "COUNT=4")))
    assert run("import", str(file), "--json").json["removed"] == 1
    assert [event["uid"] for event in run.everything()["calendar_event"]].count("sync") == 3


def test_calendars_are_listed_and_removed(run: CommandLine, file: Path) -> None:
    run("import", str(file), "--as", "Work")
    (listed,) = run("calendar", "list", "--json").json
    assert (listed["name"], listed["address"]) == ("Work", str(file))
    assert "There is no calendar called Home." in run("calendar", "remove", "Home").sentence
    assert run("calendar", "remove", "Work", "--json").json == []
    assert run.everything()["calendar_event"] == []
    run("undo")
    assert len(run.everything()["calendar_event"]) == len(EXPECTED)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!DOCTYPE html><html><body>Sign in</body></html>",
        calendar_bytes()[:700],
        b"\x00\xff" * 500,
    ],
    ids=["empty", "html", "truncated", "binary"],
)
def test_what_is_no_calendar_is_refused(run: CommandLine, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "calendar.ics"
    path.write_bytes(content)
    assert "Nothing was imported" in run("import", str(path)).sentence
    assert run("calendar", "list", "--json").json == []


def test_a_folder_and_a_missing_file_are_refused(run: CommandLine, tmp_path: Path) -> None:
    assert "is a folder" in run("import", str(tmp_path)).sentence
    assert run("import", "/").sentence.startswith("/ is a folder.")
    assert "There is no file" in run("import", str(tmp_path / "none.ics")).sentence


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "fri", "--to", "2026-11-24"), "ends before it begins"),
        (("--from", "whenever"), "is not a day"),
    ],
)
def test_a_range_that_is_none_is_refused(
    run: CommandLine, file: Path, words: tuple[str, ...], said: str
) -> None:
    assert said in run("import", str(file), *words).sentence
    assert run("calendar", "list", "--json").json == []


def test_a_second_download_of_a_calendar_is_offered_as_an_update(
    run: CommandLine, tmp_path: Path
) -> None:
    event = "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261124T090000Z\r\nSUMMARY:A\r\nEND:VEVENT\r\n"
    for name in ("x.ics", "x (1).ics"):
        text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:t\r\n{event}END:VCALENDAR\r\n"
        (tmp_path / name).write_text(text, newline="")
    assert run("import", str(tmp_path / "x.ics")).code == 0
    assert run("import", str(tmp_path / "x (1).ics")).sentence == (
        "x (1) has the same events as the calendar x. Nothing was imported; update that calendar, "
        'or choose another name. To update it, add --as "x"; for a separate calendar, --as with '
        "another name."
    )
    report = run("import", str(tmp_path / "x (1).ics"), "--as", "x", "--json").json
    assert (report["name"], report["added"], report["changed"]) == ("x", 0, 0)


def test_a_file_of_the_same_name_from_elsewhere_is_offered_as_an_update(
    run: CommandLine, tmp_path: Path
) -> None:
    for folder in ("a", "b"):
        path = tmp_path / folder / "x.ics"
        path.parent.mkdir()
        event = f"BEGIN:VEVENT\r\nUID:{folder}\r\nDTSTART:20261124T090000Z\r\nEND:VEVENT\r\n"
        text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:t\r\n{event}END:VCALENDAR\r\n"
        path.write_text(text, newline="")
    assert run("import", str(tmp_path / "a" / "x.ics")).code == 0
    assert run("import", str(path)).sentence == (
        "The calendar x came from another file and has other events. Nothing was imported; update "
        'that calendar, or choose another name. To update it, add --as "x"; for a separate '
        "calendar, --as with another name."
    )
    report = run("import", str(path), "--as", "Other", "--json").json
    assert (report["name"], report["added"], report["removed"]) == ("Other", 1, 0)
