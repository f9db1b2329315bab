"""Moving planned blocks from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import CommandLine


def times(answer: Any) -> list[tuple[str, str, str]]:
    """What moved, a line each: title, start, end."""
    return [(one["title"], one["start"][:16], one["end"][:16]) for one in answer["moved"]]


def key_of(run: CommandLine, title: str, *, date: str = "today") -> str:
    """The key of what stands on a day under a title."""
    planned = run("today", "--date", date, "--json").json["planned"]
    return str(next(line["key"] for line in planned if line["title"] == title))


@pytest.fixture
def planned(run: CommandLine) -> CommandLine:
    """A day with a task of one hour on it, and its frame."""
    run("add", "Refactor 1h @coding")
    run("plan", "--accept")
    return run


def test_a_task_moves_to_a_time_and_back_in_one_step(planned: CommandLine) -> None:
    before = planned("today", "--json").json["planned"]
    answer = planned("move", "1", "16:00", "--json").json
    assert times(answer) == [("Refactor", "2026-11-23T16:00", "2026-11-23T17:00")]
    assert answer["moved"][0]["key"] == key_of(planned, "Refactor")
    planned("undo")
    assert planned("today", "--json").json["planned"] == before


def test_neighbours_are_left_pushed_or_shrunk(planned: CommandLine) -> None:
    lunch = key_of(planned, "Lunch")
    start = next(
        line["start"] for line in planned("today", "--json").json["planned"] if line["key"] == lunch
    )
    planned("set", "neighbours", "push")
    pushed = planned("move", "1", start, "--json").json
    assert [one["title"] for one in pushed["moved"]][:2] == ["Refactor", "Lunch"]
    assert pushed["moved"][1]["start"] == pushed["moved"][0]["end"]
    assert pushed["moved"][1]["key"] == key_of(planned, "Lunch")
    planned("undo")
    left = planned("move", "1", start, "--neighbours", "leave", "--json").json
    assert [one["title"] for one in left["moved"]] == ["Refactor"]
    assert key_of(planned, "Lunch") == lunch


def test_a_block_goes_to_the_next_such_weekday(planned: CommandLine) -> None:
    moved = planned("move", key_of(planned, "Refactor"), "wed 14:00", "--json").json
    assert times(moved) == [("Refactor", "2026-11-25T14:00", "2026-11-25T15:00")]
    assert key_of(planned, "Refactor", date="wed") == moved["moved"][0]["key"]


def test_a_part_of_the_typical_day_becomes_a_block(run: CommandLine) -> None:
    key = key_of(run, "Lunch")
    assert key.startswith("template:")
    (moved,) = run("move", key, "15:00", "--neighbours", "leave", "--json").json["moved"]
    assert moved["key"] == key_of(run, "Lunch")
    assert moved["key"].startswith("block:")


def test_a_move_to_where_it_is_changes_nothing(planned: CommandLine) -> None:
    planned("move", "1", "16:00")
    history = planned("history", "--json").json
    assert planned("move", "1", "16:00", "--json").json == {"moved": []}
    assert "already" in planned("move", "1", "16:00").out
    assert planned("history", "--json").json == history


def test_what_cannot_be_moved_is_refused(planned: CommandLine) -> None:
    before = planned("today", "--json").json["planned"]
    for words, reason in (
        (("1", "8:00"), "Mon 23 Nov 08:00 has passed"),
        (("1", "someday"), "is not a time"),
        (("7", "16:00"), "There is no task 7"),
        (("block:99", "16:00"), "That block is gone"),
        (("event:99", "16:00"), "That block is gone"),
        (("entry:1", "16:00"), "is not the key of a block"),
    ):
        assert reason in planned("move", *words).sentence
    assert planned("today", "--json").json["planned"] == before


def test_calendar_events_stay(planned: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "team.ics"
    file.write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\nBEGIN:VEVENT\nUID:a\nSUMMARY:Review\n"
        "DTSTART:20261123T150000Z\nDTEND:20261123T160000Z\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    planned("import", str(file))
    key = key_of(planned, "Review")
    assert "belongs to its calendar" in planned("move", key, "17:00").sentence
    moved = planned("move", "1", "14:30", "--neighbours", "push", "--json").json["moved"]
    assert [one["title"] for one in moved if one["key"] == key] == []


def test_a_block_stays_inside_its_day(planned: CommandLine) -> None:
    """Where it would be cut or moved back by the end of the day, it is refused instead."""
    planned("set", "day_border_min", "4:00")
    assert "end after the day does" in planned("move", "1", "2026-11-24T03:30").sentence
